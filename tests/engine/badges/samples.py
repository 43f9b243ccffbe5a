"""A made-up issuer, its keys, and certificates of made-up people."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from balai.engine.badges.award import Award, Issuer, Kind, Level, Recipient, Task, credential_of
from balai.engine.badges.did import did_document
from balai.engine.badges.keys import new_keyring
from balai.engine.badges.reading import find_credential
from balai.engine.badges.signing import signed
from balai.engine.badges.status import StatusList, status_list_of
from balai.engine.badges.verify import verify

if TYPE_CHECKING:
    from balai.engine.badges.keys import Keyring
    from balai.engine.badges.verify import Verification

AT = dt.datetime(2018, 4, 13, 8, 30, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=30)
SITE = "https://balai.example"
DID = "did:web:balai.example"
LIST = f"{SITE}/credentials/status/1"
ISSUER = Issuer(did=DID, name="Office of Samples", site=SITE)
PLACE = 94_221

PLAIN = Award(
    id=f"{SITE}/credentials/0b0a9a52-63a3-4d11-9f0e-7b1a5f2b7c10",
    kind=Kind.COMPLETION,
    language="en",
    issuer=ISSUER,
    recipient=Recipient(
        subject=UUID("6f2c4a5e-8a8f-4f0e-8a0c-2f1f3b0a9d77"),
        name="Ms. Thida Sample",
        email="thida@people.example",
        salt="k3",
    ),
    name="Certificate of Completion",
    achievement=f"{SITE}/courses/smi-2018",
    title="Training of Trainers in Small Industry",
    description="Thirteen days of theory and practice.",
    criteria="Present on 90 in 100 hours, and every safety gate passed.",
    first_day=dt.date(2018, 4, 1),
    last_day=dt.date(2018, 4, 13),
    awarded_at=AT,
    status_list=LIST,
    status_place=PLACE,
)
"""Without words of our own: every verifier of Open Badges knows all of it."""

FULL = replace(
    PLAIN,
    number="SMI/2018/07",
    recipient=replace(PLAIN.recipient, native_name="သီတာ"),
    theory_minutes=1200,
    practice_minutes=2400,
    visit_minutes=0,
    tasks=(
        Task(
            id=f"{SITE}/tasks/lathe",
            name="Turn a shaft",
            level=Level.INDEPENDENT,
            minutes=90,
            centre="Sample Centre for Metal",
            supervisor="Mr. Budi Sample",
        ),
        Task(id=f"{SITE}/tasks/weld", name="Weld a joint", level=Level.ASSISTED, minutes=45),
        Task(id=f"{SITE}/tasks/dye", name="Dye with indigo", level=Level.OBSERVED),
    ),
    supersedes=f"{SITE}/credentials/00000000-0000-4000-8000-000000000001",
)
"""With everything."""


@cache
def ring() -> Keyring:
    return new_keyring(DID, at=AT)


@cache
def other_ring() -> Keyring:
    """Another issuer's keys."""
    return new_keyring("did:web:other.example", at=AT)


def did() -> dict[str, Any]:
    return did_document(ring())


@cache
def _proven(award: Award) -> str:
    return json.dumps(signed(credential_of(award), ring().for_proofs, at=AT))


def proven(award: Award = FULL) -> dict[str, Any]:
    """A signed certificate, to be changed at will."""
    document: dict[str, Any] = json.loads(_proven(award))
    return document


def said(
    *revoked: int, superseded: tuple[int, ...] = (), at: dt.datetime = AT, until: dt.datetime | None = None
) -> dict[str, Any]:
    """The list of revocations, without proof."""
    return status_list_of(
        StatusList(
            address=LIST,
            issuer=ISSUER,
            revoked=frozenset(revoked),
            superseded=frozenset(superseded),
            valid_from=at,
            valid_until=until,
        )
    )


def listed(*revoked: int, superseded: tuple[int, ...] = ()) -> dict[str, Any]:
    """The same, signed."""
    return signed(said(*revoked, superseded=superseded), ring().for_proofs, at=AT)


def bytes_of(document: dict[str, Any] | str) -> bytes:
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()


def judged(
    document: dict[str, Any] | str,
    *,
    issuer: dict[str, Any] | None = None,
    status: dict[str, Any] | str | None = None,
    at: dt.datetime = LATER,
) -> Verification:
    """The verdict on what was read from bytes, as strangers bring it."""
    return verify(
        find_credential(bytes_of(document)),
        issuer=did() if issuer is None else issuer,
        status=None if status is None else find_credential(bytes_of(status)),
        at=at,
    )
