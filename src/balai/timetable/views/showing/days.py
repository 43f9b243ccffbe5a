"""Sessions as a list, day by day, for a telephone and for paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from balai.timetable.services.attending import who_comes
from balai.timetable.views.showing.quiet import Quiet
from balai.ui import wording
from balai.ui.parts import DayLink

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from balai.programmes.models import Group
    from balai.timetable.models import Confirmation, Slot
    from balai.timetable.services.attending import Wholes
    from balai.timetable.views.showing.quiet import Pause

MOST_COLUMNS = 4
"""Groups that have room side by side."""
SOON = 180
"""Minutes below which the way to a session is told in minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A session in a list.

    Attributes:
        begins: its beginning alone.
        place: room and site; ``site`` and ``room`` are the same apart.
        parts: who takes part by their part and organisation, without names.
        people: the same with names, for those who meet them.
        confirmation: what is asked of the reader about it, or None.
        phase: "past", "now" or "", as the page is asked for.
        minutes: of the day, at its beginning and end.
        column: that of its group where each group has one; 0 for several groups.
    """

    time: str
    title: str
    kind: str
    place: str
    colour: int
    groups: str
    parts: Sequence[str] = field(default_factory=tuple)
    confirmation: Confirmation | None = None
    code: str = ""
    begins: str = ""
    site: str = ""
    mark: str = ""
    room: str = ""
    people: Sequence[str] = field(default_factory=tuple)
    phase: str = ""
    minutes: tuple[int, int] = (0, 0)
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Somebody's sessions as they stand at a moment: what is next, today, and the other days.

    Attributes:
        next: the first that has not ended, or None; ``when`` says when that is.
        today: every session of today, those that are over too.
        today_is: the day of today, in words.
    """

    next: Line | None
    when: str
    today: Sequence[Line]
    today_is: str
    ahead: Sequence[DayOfLines]
    behind: Sequence[DayOfLines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What begins about one time: at the same, or, where groups have columns, the next of each group.

    Attributes:
        pauses: meals and prayers before it.
    """

    name: str
    lines: Sequence[Line]
    pauses: Sequence[Pause] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfLines:
    """A day with its sessions.

    Attributes:
        columns: names of the groups that have a column each; none where there are too many.
        pauses: meals and prayers of the day, in order.
    """

    on: date
    name: str
    lines: Sequence[Line]
    columns: Sequence[str] = ()
    pauses: Sequence[Pause] = ()

    @property
    def hours(self) -> list[Hour]:
        """Its sessions by when they begin, the pauses in between."""
        rows: list[list[Line]] = []
        for line in self.lines:
            if rows and _is_beside(line, rows[-1]):
                rows[-1].append(line)
            else:
                rows.append([line])
        waiting = list(self.pauses)
        found = []
        for row in rows:
            before = [one for one in waiting if one.begins < row[0].minutes[0]]
            waiting = waiting[len(before) :]
            found.append(Hour(name=row[0].begins, lines=row, pauses=before))
        return found


def _is_beside(line: Line, row: Sequence[Line]) -> bool:
    """Whether a session stands in a row: begun with it, or meanwhile in the free column of its group."""
    if not line.column:
        return line.begins == row[0].begins
    taken = {one.column for one in row}
    return not taken & {0, line.column} and line.minutes[0] < min(one.minutes[1] for one in row)


def days_of(  # noqa: PLR0913 -- each is named where it is told
    slots: Sequence[Slot],
    wholes: Wholes,
    asked: Mapping[tuple[UUID, datetime], Confirmation] | None = None,
    *,
    quiet: Quiet | None = None,
    columns: Mapping[UUID, str] | None = None,
    zone: ZoneInfo | None = None,
) -> list[DayOfLines]:
    """Slots by local day.

    Args:
        slots: in order of time.
        wholes: groups that are everybody (:mod:`balai.timetable.services.attending`).
        asked: what is asked of the reader, by session and beginning.
        quiet: meals and prayers, where they are told.
        columns: groups that have a column each, by their keys, with their names.
        zone: that of all slots; without it, their timetable and edition are fetched with them.
    """
    asked, quiet, columns = asked or {}, quiet or Quiet(), columns or {}
    places = {key: number for number, key in enumerate(columns, start=1)}

    def column(slot: Slot) -> int:
        groups = [one.pk for one in slot.groups.all()] if places else []
        return places.get(groups[0], 0) if len(groups) == 1 else 0

    def local(slot: Slot) -> datetime:
        return slot.begins_at.astimezone(zone or ZoneInfo(slot.timetable.edition.time_zone))

    return [
        DayOfLines(
            on=on,
            name=str(wording.long_day(on)),
            lines=[
                replace(
                    line_of(slot, local(slot), wholes, asked.get((slot.session_id, slot.begins_at))),
                    column=column(slot),
                )
                for slot in own
            ],
            columns=list(columns.values()),
            pauses=sorted(
                quiet.pauses_at(on, {slot.site.code for slot in own if slot.site}),
                key=lambda one: (one.begins, one.ends),
            ),
        )
        for on, own in ((on, list(own)) for on, own in groupby(slots, lambda slot: local(slot).date()))
    ]


def columns_for(groups: Sequence[Group]) -> dict[UUID, str]:
    """Groups side by side, where they are of one division and few enough."""
    if not 1 < len(groups) <= MOST_COLUMNS or len({one.division for one in groups}) > 1:
        return {}
    return {one.pk: str(one.name or one.code) for one in groups}


def own_days(
    slots: Sequence[Slot],
    wholes: Wholes,
    asked: Mapping[tuple[UUID, datetime], Confirmation],
    *,
    at: datetime,
) -> Own:
    """Slots in order by what a person needs first; "today" is that of each session's own zone."""

    def local(moment: datetime, slot: Slot) -> datetime:
        return moment.astimezone(ZoneInfo(slot.timetable.edition.time_zone))

    def line(slot: Slot) -> Line:
        phase = "past" if slot.ends_at <= at else "now" if slot.begins_at <= at else ""
        confirmation = asked.get((slot.session_id, slot.begins_at))
        return replace(line_of(slot, local(slot.begins_at, slot), wholes, confirmation), phase=phase)

    def days_from_today(slot: Slot) -> int:
        return (local(slot.begins_at, slot).date() - local(at, slot).date()).days

    first = next((slot for slot in slots if slot.ends_at > at), None)
    today = [slot for slot in slots if days_from_today(slot) == 0]
    return Own(
        next=line(first) if first else None,
        when=told_when(first, at=at, days=days_from_today(first), begins=local(first.begins_at, first))
        if first
        else "",
        today=[line(slot) for slot in today],
        today_is=str(wording.long_day(local(at, today[0]).date())) if today else "",
        ahead=days_of([slot for slot in slots if days_from_today(slot) > 0], wholes, asked),
        behind=days_of([slot for slot in slots if days_from_today(slot) < 0], wholes, asked),
    )


def told_when(slot: Slot, *, at: datetime, days: int, begins: datetime) -> str:
    """How far away a session is that has not ended: “Now”, “Next, in 25 min”, “Next, tomorrow”."""
    if slot.begins_at <= at:
        return gettext("Now")
    minutes = -(-int((slot.begins_at - at).total_seconds()) // 60)
    if minutes < SOON:
        return gettext("Next, in %(duration)s") % {"duration": wording.duration(minutes)}
    if days == 0:
        return gettext("Next, today")
    if days == 1:
        return gettext("Next, tomorrow")
    return gettext("Next, on %(day)s") % {"day": wording.long_day(begins.date())}


def line_of(slot: Slot, begins: datetime, wholes: Wholes, confirmation: Confirmation | None = None) -> Line:
    """One session; everything that is said of it is fetched with it."""
    activity = slot.session.activity
    return Line(
        time=f"{wording.clock(begins)}–{wording.clock(begins + slot.lasts)}",
        title=str(activity.title),
        kind=str(activity.session_type.name),
        place=", ".join(str(one) for one in (slot.room, slot.site) if one),
        colour=slot.site.colour if slot.site else 0,
        groups=who_comes(slot, wholes),
        parts=list(
            dict.fromkeys(
                f"{part.get_task_display()}: {part.resource_person.organisation}"
                for part in slot.people.all()
                if part.resource_person.organisation
            )
        ),
        confirmation=confirmation,
        code=slot.session.code,
        begins=wording.clock(begins),
        minutes=(
            begins.hour * 60 + begins.minute,
            begins.hour * 60 + begins.minute + int(slot.lasts.total_seconds()) // 60,
        ),
        site=str(slot.site or ""),
        mark=slot.site.code if slot.site else "",
        room=str(slot.room or ""),
        people=[
            f"{part.resource_person.person.name} ({part.get_task_display()})" for part in slot.people.all()
        ],
    )


def date_in(dates: Sequence[date], asked: str, today: date) -> date:
    """The day that is shown: the one that is asked for, today during the programme, or else the first.

    Raises:
        LookupError: that day has no sessions.
    """
    if not asked:
        return today if today in dates else dates[0]
    for on in dates:
        if str(on) == asked:
            return on
    raise LookupError(asked)


def links_to(dates: Sequence[date], shown: date | None, address: Callable[[date], str]) -> list[DayLink]:
    """The days to turn to; on a telephone the five about the one that is shown."""
    at = dates.index(shown) if shown else 0
    first = max(0, min(at - 2, len(dates) - 5))
    return [
        DayLink(
            weekday=wording.weekday(on),
            day=str(on.day),
            name=wording.long_day(on),
            url=address(on),
            is_current=on == shown,
            is_far=not first <= place < first + 5,
        )
        for place, on in enumerate(dates)
    ]
