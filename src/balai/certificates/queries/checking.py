"""What anybody may know of a certificate: by its number, or by the document that they bring."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from balai.certificates.models import Certificate
from balai.certificates.queries.certificates import known_issuers
from balai.engine.badges.reading import Carrier, find_credential
from balai.engine.badges.strict import Reason, UnreadableError
from balai.engine.badges.verify import Verdict, Verification, verify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from balai.engine.badges.reading import Found

READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
"""How people misread letters that no number has."""
IN_ADDRESS = re.compile(r"https?://[^/\s]+/(?:[a-z]{2}/)?c/([0-9A-Za-z-]{8,9})/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The judgement of what somebody brought.

    Attributes:
        verification: what the signature and the list say.
        certificate: the one that it is of, if this installation issued it and the signature holds.
    """

    verification: Verification
    certificate: Certificate | None


def number_in(text: str) -> str:
    """The number that somebody typed, or that the address of a QR code ends with; empty if it is none."""
    text = text.strip()
    if found := IN_ADDRESS.fullmatch(text.partition("#")[0]):
        text = found[1]
    plain = re.sub(r"[\s-]+", "", text).upper().translate(READ_AS)
    return f"{plain[:4]}-{plain[4:]}" if re.fullmatch(r"[0-9A-Z]{8}", plain) else ""


def certificate_with(number: str) -> Certificate | None:
    """The certificate of a number."""
    found = Certificate.objects.select_related("superseded_by", "supersedes").filter(number=number)
    return found.first()


def judge(brought: bytes, *, status: Callable[[int], Found], at: dt.datetime) -> Judged:
    """Judge a document, by the keys and the list of this installation; nothing is fetched.

    Args:
        brought: a file, or what a QR code says.
        status: the list of revocations with this number.
        at: the moment.
    """
    try:
        found = find_credential(brought)
    except UnreadableError as error:
        return Judged(
            verification=Verification(verdict=Verdict.UNREADABLE, reason=error.reason), certificate=None
        )
    best = Verification(verdict=Verdict.UNKNOWN_ISSUER, reason=Reason.ISSUER_UNKNOWN)
    for issuer in known_issuers():
        best = verify(found, issuer=issuer, at=at)
        if best.reason is not Reason.ISSUER_UNKNOWN:
            certificate = _of(best, found)
            if best.facts is not None and certificate is not None:
                best = verify(found, issuer=issuer, status=status(certificate.status_list), at=at)
            return Judged(verification=best, certificate=certificate)
    return Judged(verification=best, certificate=None)


def _of(said: Verification, found: Found) -> Certificate | None:
    if said.facts is None:
        return None
    last = said.facts.id.rpartition("/")[2]
    if found.carrier is Carrier.ADDRESS:
        return certificate_with(last)
    try:
        return Certificate.objects.select_related("superseded_by", "supersedes").filter(pk=last).first()
    except ValidationError:  # it is no key of ours
        return None
