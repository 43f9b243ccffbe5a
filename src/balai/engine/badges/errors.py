"""What keeps a credential from being made. Judging one never raises: it has a verdict for everything."""

from __future__ import annotations


class BadgeError(Exception):
    """A credential, key file or picture could not be made; the message may be shown to the office."""


class UnsignedTermError(BadgeError):
    """Some members would have stood in the credential without being covered by its signature.

    Attributes:
        members: where they stand, such as ``credentialSubject.grade``, in order.
    """

    def __init__(self, members: tuple[str, ...]) -> None:
        self.members = members
        super().__init__(
            f"The signature would not cover {', '.join(members)}. Leave these out, or use words of the contexts."
        )


class KeyFileError(BadgeError):
    """A file of signing keys is not there, damaged, open to others, or would lose keys."""


class BakingError(BadgeError):
    """The picture cannot take a credential in; ``reason`` is ``picture``, ``doctype`` or ``baked``."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)
