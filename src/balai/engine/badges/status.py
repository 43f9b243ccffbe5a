"""Which certificates do not count any more: one list for many, and asking tells nobody which is asked for.

Source:
    Bitstring Status List 1.0. ``supersededList`` is our own word: of the revoked ones, those that a corrected
    certificate replaced. Whoever does not know the word sees them as revoked.
"""

from __future__ import annotations

import base64
import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from balai.engine.badges.award import moment
from balai.engine.badges.errors import BadgeError
from balai.engine.badges.pinned import PRACTICE_PATH, VC

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from random import Random

    from balai.engine.badges.award import Issuer

LENGTH = 131_072
"""Places of a list. The smallest that the standard allows, so that a place hides among many."""
FULL = 100_000
"""Begin a new list then: places are drawn, and drawing among few tells when a certificate was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """What an issuer says about the certificates of one list.

    Attributes:
        address: of the list, the same for the document and the token.
        issuer: who says it; the issuer of the certificates.
        revoked: places whose certificates do not count.
        superseded: those of them that a corrected certificate replaced.
        valid_from: when this was said.
        valid_until: how long it may be relied on.
    """

    address: str
    issuer: Issuer
    revoked: frozenset[int]
    superseded: frozenset[int] = frozenset()
    valid_from: dt.datetime
    valid_until: dt.datetime | None = None

    def __post_init__(self) -> None:
        if not self.superseded <= self.revoked:
            raise ValueError("what is superseded is revoked too")
        if any(not 0 <= place < LENGTH for place in self.revoked):
            raise ValueError(f"places are 0 to {LENGTH - 1}")


def status_list_of(said: StatusList) -> dict[str, Any]:
    """Write the list, to be signed by ``signed`` and by ``token``."""
    document: dict[str, Any] = {
        "@context": [VC],
        "id": said.address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": said.issuer.did},
        "validFrom": moment(said.valid_from),
        "credentialSubject": {
            "id": f"{said.address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(said.revoked),
        },
    }
    if said.valid_until is not None:
        document["validUntil"] = moment(said.valid_until)
    if said.superseded:
        document["@context"].append(said.issuer.site + PRACTICE_PATH)
        document["credentialSubject"]["supersededList"] = _encoded(said.superseded)
    return document


def free_place(taken: Collection[int], *, random: Random) -> int:
    """Draw a place that no certificate has, so that its number tells nothing of when it was given.

    Args:
        taken: the places of a list that certificates have.
        random: what draws; ``secrets.SystemRandom()`` outside of tests.

    Raises:
        BadgeError: the list is full; begin another.
    """
    used = frozenset(taken)
    if len(used) >= FULL:
        raise BadgeError(f"{FULL} certificates have a place in this list. Begin another.")
    while (place := random.randrange(LENGTH)) in used:
        pass
    return place


def _encoded(places: frozenset[int]) -> str:
    bits = bytearray(LENGTH // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8  # the first place is the left-most bit
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
