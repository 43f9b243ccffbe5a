"""What participants show at the door: given with the first look, replaced when lost."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.delivery.models import CheckInCode
from balai.delivery.queries.presence import codes_in_force
from balai.selection.queries.offers import confirmed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

PERSON = "BALAI:1:"
"""Before the secret of a participant in a square code."""
ROW = "BALAI:P:"
"""Before the secret of a row of paper."""


def new_secret() -> str:
    """128 random bits in 26 characters that scan as letters and digits, the densest form of square codes."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


@transaction.atomic
def issue_codes(*, edition: Edition | UUID, at: datetime) -> dict[UUID, CheckInCode]:
    """Give a code to every participant who has none; tells all codes in force, by participant."""
    return _issue(edition, confirmed(edition), at)


@transaction.atomic
def code_of(*, participant: Participant, at: datetime) -> CheckInCode:
    """The code of one participant, given now where there was none."""
    return _issue(participant.edition_id, [participant], at)[participant.pk]


@transaction.atomic
def replace_code(*, participant: Participant, actor: Person, at: datetime) -> CheckInCode:
    """End a code that was lost or copied, and give another; scans of the old one are kept and told."""
    old = CheckInCode.objects.select_for_update().filter(participant=participant, ended_at=None).first()
    if old is not None:
        old.ended_at, old.ended_by = at, actor.reference
        old.save(update_fields=["ended_at", "ended_by"])
    record(
        actor=actor.reference, action="check_in_code.replaced", subject=f"participant:{participant.pk}", at=at
    )
    return _issue(participant.edition_id, [participant], at)[participant.pk]


def _issue(edition: Edition | UUID, people: Iterable[Participant], at: datetime) -> dict[UUID, CheckInCode]:
    in_force = {code.participant_id: code for code in codes_in_force(edition)}
    taken = {code.digits for code in in_force.values()}
    for one in people:
        if one.pk in in_force:
            continue
        digits = _digits(taken)
        taken.add(digits)
        row = CheckInCode(
            edition_id=one.edition_id,
            participant=one,
            secret=new_secret(),
            digits=digits,
            issued_at=at,
        )
        # Two pages that open at once would give two: the second finds the first one's.
        CheckInCode.objects.bulk_create([row], ignore_conflicts=True)
        in_force[one.pk] = CheckInCode.objects.get(participant=one, ended_at=None)
    return in_force


def _digits(taken: set[str]) -> str:
    while True:
        digits = f"{secrets.randbelow(1_000_000):06}"
        if digits not in taken:
            return digits
