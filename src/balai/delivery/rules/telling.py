"""From notes to presence: what all notes of one person at one session say together.

Pure functions. The answer is the same in whatever order notes arrive, so that devices which were without
network for a day change nothing by when they hand in: the truth of the floor wins (ADR 1001).

- Who was seen was there: no absence outranks a sighting by somebody else.
- Who ticks again corrects themselves: of the ticks of one device or person only the last counts.
- The office's correction outranks the floor; “not told” forgets what was noted before it.
- A row of paper says that somebody was there, not when: a scan or a tick beside it says more.
- What participants say of themselves counts only where nobody else says anything, and is marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from balai.delivery.enums import ConflictKind, Mark, Method, PresenceState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.delivery.models import PresenceTerms

AWAY = frozenset({Mark.ABSENT, Mark.EXCUSED})
BESIDES = frozenset({Method.KIOSK, Method.PAPER})
"""What stands beside a coordinator's device at the same door."""
STATED = frozenset({Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY, Mark.ONLINE})
"""Marks that name a state in which somebody was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One scan or tick, as far as it matters here.

    Attributes:
        source: the device that noted it, or else the person.
    """

    key: UUID
    nonce: UUID
    at: datetime
    mark: str
    method: str
    source: str
    actor: str

    @property
    def is_office(self) -> bool:
        return self.method == Method.OFFICE

    @property
    def is_claim(self) -> bool:
        return self.method == Method.SELF_CLAIM

    @property
    def is_sighting(self) -> bool:
        return self.mark not in AWAY and self.mark != Mark.CLEARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the notes say together; the fields are those of :class:`balai.delivery.models.Presence`."""

    state: str
    arrived_at: datetime | None
    left_at: datetime | None
    is_claimed: bool
    method: str
    decided_at: datetime
    decided_by: str


def told_by(
    notes: Sequence[Note], *, begins_at: datetime, ends_at: datetime, terms: PresenceTerms
) -> Told | None:
    """The presence that follows from all notes of one person at one session; None where nothing is known."""
    counting = _counting(notes)
    office = [one for one in counting if one.is_office]
    floor = [one for one in counting if not one.is_office and not one.is_claim]
    seen = [one for one in floor if one.is_sighting]
    arrived, left = _moments(seen)
    if office:
        last = office[-1]
        if last.mark in AWAY:
            arrived = left = None
        return _told(str(last.mark), last, arrived, left)
    stated = [one for one in seen if one.mark in STATED and one.method != Method.PAPER]
    if stated:
        return _told(str(stated[-1].mark), stated[-1], arrived, left)
    if arrived or left:
        seen = [one for one in seen if one.mark not in STATED]
        state = _state(arrived, left, begins_at=begins_at, ends_at=ends_at, terms=terms)
        return _told(state, seen[-1] if left else seen[0], arrived, left)
    if rest := seen or floor:  # a sheet alone, or absences
        return _told(str(rest[-1].mark), rest[-1], None, None)
    if counting:
        return _told(PresenceState.PRESENT, counting[-1], None, None, is_claimed=True)
    return None


def conflicts_among(notes: Sequence[Note]) -> Iterator[tuple[UUID, ConflictKind]]:
    """Which notes of one person at one session somebody has to look at, whatever the others say.

    Of two devices that saw the same person come, the later note is told; of an absence and a sighting that
    stand against each other, the absence. What a participant does at a screen besides, or signs on a sheet,
    is no second device.
    """
    counting = [one for one in _counting(notes) if not one.is_office and not one.is_claim]
    came = [one for one in counting if one.is_sighting and one.mark != Mark.OUT and one.method not in BESIDES]
    for one in came[1:]:
        if one.source != came[0].source:
            yield one.key, ConflictKind.TWO_DEVICES
    if any(one.is_sighting for one in counting):
        for one in counting:
            if not one.is_sighting:
                yield one.key, ConflictKind.CONTRADICTION


def _counting(notes: Sequence[Note]) -> list[Note]:
    """In the order of time: what nobody has taken back, by a later tick of their own or by the office."""
    ordered = sorted(notes, key=lambda one: (one.at, one.nonce))
    cleared = max((place for place, one in enumerate(ordered) if one.mark == Mark.CLEARED), default=-1)
    ordered = ordered[cleared + 1 :]
    last = {one.source: one.key for one in ordered if one.method == Method.MANUAL}
    return [one for one in ordered if one.method != Method.MANUAL or last[one.source] == one.key]


def _moments(seen: Sequence[Note]) -> tuple[datetime | None, datetime | None]:
    came = [one.at for one in seen if one.mark == Mark.IN]
    went = [one.at for one in seen if one.mark == Mark.OUT]
    arrived = min(came, default=None)
    left = max(went, default=None)
    if left is not None and any(moment > left for moment in came):
        left = None  # they came back
    if left is not None and arrived is not None and left < arrived:
        left = None
    return arrived, left


def _state(
    arrived: datetime | None,
    left: datetime | None,
    *,
    begins_at: datetime,
    ends_at: datetime,
    terms: PresenceTerms,
) -> str:
    if arrived is not None and arrived > begins_at + timedelta(minutes=terms.late_after):
        return PresenceState.LATE
    if left is not None and left < ends_at - timedelta(minutes=terms.early_before):
        return PresenceState.LEFT_EARLY
    return PresenceState.PRESENT


def _told(
    state: str, note: Note, arrived: datetime | None, left: datetime | None, *, is_claimed: bool = False
) -> Told:
    return Told(
        state=state,
        arrived_at=arrived,
        left_at=left,
        is_claimed=is_claimed,
        method=note.method,
        decided_at=note.at,
        decided_by=note.actor,
    )
