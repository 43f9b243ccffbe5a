"""Numbering what leaves and what arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction

from balai.audit.services import record
from balai.correspondence.enums import Direction
from balai.correspondence.models import RegisterCounter, RegisterEntry
from balai.office.queries import office_zone

if TYPE_CHECKING:
    from datetime import datetime

    from balai.correspondence.enums import Medium

LETTERS = {Direction.OUTGOING: "B", Direction.INCOMING: "M"}
"""Before the year in a reference: B for what Balai sends, M for mail received (surat masuk)."""


@transaction.atomic
def enter(  # noqa: PLR0913 -- a deed takes its facts by name
    *,
    direction: Direction,
    correspondent: str,
    subject: str,
    subject_reference: str,
    at: datetime,
    medium: Medium | str = "",
    their_reference: str = "",
) -> RegisterEntry:
    """Take the next number of the year, in the office's zone, and write the line; both or neither."""
    day = at.astimezone(ZoneInfo(office_zone())).date()
    RegisterCounter.objects.bulk_create(
        [RegisterCounter(direction=direction, year=day.year)], ignore_conflicts=True
    )
    counter = RegisterCounter.objects.select_for_update().get(direction=direction, year=day.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return RegisterEntry.objects.create(
        direction=direction,
        year=day.year,
        number=counter.last,
        reference=f"{LETTERS[direction]}-{day.year}/{counter.last:04}",
        entered_on=day,
        correspondent=correspondent,
        subject=subject,
        subject_reference=subject_reference,
        medium=medium,
        their_reference=their_reference,
    )


@transaction.atomic
def register_incoming(  # noqa: PLR0913 -- a deed takes its facts by name
    *, actor: str, sender: str, subject: str, medium: Medium, their_reference: str, at: datetime
) -> RegisterEntry:
    """Enter a letter that arrived."""
    entry = enter(
        direction=Direction.INCOMING,
        correspondent=sender,
        subject=subject,
        subject_reference="",
        at=at,
        medium=medium,
        their_reference=their_reference,
    )
    record(actor=actor, action="letter.received", subject=f"register_entry:{entry.pk}", at=at)
    return entry
