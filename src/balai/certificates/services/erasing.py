"""A certificate without its name, for a person who was erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.certificates.services.keys import signing_ring
from balai.certificates.services.publishing import credential_in
from balai.engine.badges.errors import BadgeError
from balai.engine.badges.signing import signed
from balai.kernel.refusal import RuleViolationError

if TYPE_CHECKING:
    import datetime as dt

    from balai.certificates.models import Certificate


def without_name(certificate: Certificate, *, at: dt.datetime) -> dict[str, Any]:
    """The credential without name and address, signed anew; without a proof where no key is here any more."""
    document = credential_in(certificate)
    document["credentialSubject"] = {
        name: value for name, value in document["credentialSubject"].items() if name != "identifier"
    }
    try:
        return signed(document, signing_ring(at=at).for_proofs, at=at)
    except (BadgeError, RuleViolationError):  # erasing a person waits for no key
        return document
