"""The seal in a QR code: what is on the paper, signed, in so few bytes that a telephone reads it from paper.

The code is an address; what follows its ``#`` never leaves the reader's device. It is a JSON list of texts
and a signature (Ed25519) of it, of the address before it, and of the words ``balai seal 1``, each in
base64url. Who has the issuer's keys can check the paper without network, and a list of revocations, too.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from balai.engine.badges.award import moment
from balai.engine.badges.errors import BadgeError
from balai.engine.badges.pinned import SEAL

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.badges.keys import SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What a seal says.

    Attributes:
        address: where the certificate is checked; its last part is the number.
        name: of the person, as printed.
        kind: the certificate's title.
        course: what it is for.
        issued_at: when it was given.
        status_list, status_place: the number of the list, and the place where its revocation would stand.
    """

    address: str
    name: str
    kind: str
    course: str
    issued_at: dt.datetime
    status_list: int
    status_place: int


def sealed_address(said: Sealed, key: SigningKey) -> str:
    """Write the address that the QR code of a certificate holds.

    Args:
        said: as printed.
        key: an Ed25519 key of the issuer.

    Raises:
        BadgeError: the key is of another kind, or withdrawn, or the address has a ``#`` already.
    """
    if not isinstance(key.private, Ed25519PrivateKey) or key.withdrawn_at is not None:
        raise BadgeError("A seal needs an Ed25519 key that counts.")
    if "#" in said.address:
        raise BadgeError("A seal comes behind an address that has none.")
    listed = [
        key.id.partition("#")[2],
        said.name,
        said.kind,
        said.course,
        moment(said.issued_at),
        str(said.status_list),
        str(said.status_place),
    ]
    payload = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()
    signature = key.private.sign(SEAL + said.address.encode() + b"\n" + payload)
    return f"{said.address}#{_text(payload)}.{_text(signature)}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
