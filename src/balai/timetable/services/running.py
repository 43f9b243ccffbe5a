"""The sessions of a problem: each activity for all, or once for each group, with what limits it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.engine.timetabling import problem as asked
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.programmes.enums import Attendance, DayPart
from balai.timetable.enums import HindranceKind
from balai.timetable.services.hours import without

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from balai.directory.models import Room
    from balai.programmes.models import Activity, Group
    from balai.timetable.models import Booking
    from balai.timetable.services.gathering import Bundle, Material

HEAVY = frozenset({"LEC", "PRA", "APW"})
"""Kinds that ask much of people: not on the first day, better in the morning."""
EVENING_FROM, AFTERNOON_UNTIL = dt.time(18), dt.time(18, 30)
TRANSFER = "TRV"
YARD = "yard"
"""The place of what needs no room at a site: one gathering at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One session that is to be planned: an activity, and whom it is for."""

    code: str
    activity: Activity
    groups: tuple[Group, ...]
    bundles: tuple[str, ...]


def runs_of(activity: Activity, material: Material) -> Iterator[Run]:
    """The sessions of an activity: one for each group, or one for all that are meant."""
    named = list(activity.groups.all()) or [
        group for group in material.groups if group.division == material.groups[0].division
    ]
    if activity.attendance == Attendance.EACH_GROUP and named:
        for group in named:
            bundles = _with(material.bundles, [group])
            if bundles:  # a group without people has no session
                yield Run(
                    code=f"{activity.code}-{group.code}", activity=activity, groups=(group,), bundles=bundles
                )
        return
    some = named if activity.attendance == Attendance.SOME_GROUPS else list(material.groups)
    bundles = _with(material.bundles, some) if some else tuple(material.bundles)
    if bundles:
        yield Run(code=activity.code, activity=activity, groups=tuple(some), bundles=bundles)


def _with(bundles: Mapping[str, Bundle], groups: Sequence[Group]) -> tuple[str, ...]:
    """Who is meant by groups; by those of a division that is not formed yet, everybody."""
    wanted = {group.pk for group in groups}
    formed = {group.division for bundle in bundles.values() for group in bundle.groups}
    if any(group.division not in formed for group in groups):
        return tuple(bundles)
    return tuple(
        name for name, bundle in bundles.items() if any(group.pk in wanted for group in bundle.groups)
    )


def _people(run: Run, material: Material) -> tuple[str, ...]:
    """Who teaches a session: those of its activity, or who stands in for them in this one."""
    stand_ins = {one.absent_id: one.person.code for one in material.stand_ins.get(run.code, ())}
    return tuple(
        stand_ins.get(part.resource_person_id, part.resource_person.code)
        for part in material.parts.get(run.activity.pk, ())
    )


def sessions_of(
    material: Material, runs: Mapping[str, Run], pins: Mapping[str, asked.Pin]
) -> Iterator[asked.Session]:
    leaves = _origins(material)
    of_activity: dict[str, list[Run]] = {}
    for run in runs.values():
        of_activity.setdefault(run.activity.code, []).append(run)
    before = _transfers_before(material)
    for run in runs.values():
        one = run.activity
        earlier = sorted(other.code for other in one.after.all()) + before.get(one.code, [])
        yield asked.Session(
            id=run.code,
            title=one.title.in_language("en").text,
            activity=one.code,
            kind=one.session_type_id,
            minutes=one.minutes,
            groups=run.bundles,
            rooms=tuple(_rooms_for(run, material)),
            leaves=leaves.get(one.code),
            people=_people(run, material),
            machines=tuple(
                asked.Need(machine=f"{need.machine.site.code}.{need.machine.code}", count=need.count)
                for need in material.needs.get(one.pk, ())
            ),
            windows=_windows(run, material),
            after=tuple(
                dict.fromkeys(
                    other.code
                    for code in earlier
                    for other in of_activity.get(code, ())
                    if set(other.bundles) & set(run.bundles)
                )
            ),
            is_heavy=one.session_type_id in HEAVY,
            is_contact=one.session_type.is_contact,
            pin=pins.get(run.code) or _fixed(one, material),
        )


def _fixed(one: Activity, material: Material) -> asked.Pin | None:
    if one.begins_at is None or one.earliest_on is None or not one.day:
        return None
    return asked.Pin(begins=material.axis.window(one.earliest_on, one.begins_at, None).begins)


def _windows(run: Run, material: Material) -> tuple[asked.Window, ...]:
    one, axis, terms = run.activity, material.axis, material.terms
    if one.begins_at is not None and not one.day:
        begins = one.begins_at.hour * 60 + one.begins_at.minute
        windows = tuple(
            asked.Window(begins=day.begins + begins, ends=day.begins + begins + one.minutes)
            for day in axis.of_days(one.earliest_on, one.latest_on, dt.time(0), None)
        )
    else:
        part = {
            DayPart.ANY: (terms.day_from, terms.day_until),
            DayPart.MORNING: (terms.day_from, terms.lunch_from),
            DayPart.AFTERNOON: (terms.lunch_until, AFTERNOON_UNTIL),
            DayPart.EVENING: (EVENING_FROM, terms.day_until),
        }[DayPart(one.day_part)]
        windows = axis.of_days(one.earliest_on, one.latest_on, *part)
    shut = [
        window
        for row in material.hindrances
        if row.kind == HindranceKind.SESSION and row.session and row.session.code == run.code
        for window in [axis.between(row.begins_at, row.ends_at)]
        if window
    ]
    left = without(without(windows, shut), _taken_elsewhere(run, material))
    if not left:
        raise RuleViolationError(
            Refusal(
                "timetable.no_day_left",
                _("%(session)s has no day left on which it can be held.") % {"session": one.title},
            )
        )
    return left


def _rooms_for(run: Run, material: Material) -> Iterator[str]:
    """Rooms of the kind asked for that have seats; where machines stand in rooms, only those."""
    one = run.activity
    machines = material.needs.get(one.pk, ())
    standing = {need.machine.room_id for need in machines if need.machine.room_id}
    heads = sum(material.bundles[name].size for name in run.bundles if name in material.bundles)
    for site in sorted(one.sites.all(), key=lambda site: site.code):
        if not one.room_kind:
            yield f"{site.code}.{YARD}"
            continue
        fitting = [
            room
            for room in material.rooms
            if room.site_id == site.pk
            and room.kind == one.room_kind
            and (not standing or room.pk in standing)
        ]
        yield from (
            f"{site.code}.{room.code}"
            for room in [room for room in fitting if room.capacity >= heads] or _largest(fitting)
        )


def rooms_elsewhere(material: Material) -> dict[str, list[asked.Window]]:
    """When other editions have booked rooms, by the engine's name of the room."""
    names = {room.pk: f"{room.site.code}.{room.code}" for room in material.rooms}
    found: dict[str, list[asked.Window]] = {}
    for row in material.elsewhere:
        if row.room_id in names and (window := _during(row, material)):
            found.setdefault(names[row.room_id], []).append(window)
    return found


def _taken_elsewhere(run: Run, material: Material) -> list[asked.Window]:
    """When what other editions have booked leaves a session too few machines.

    Uses of machines by this edition itself are the engine's to add up; the database refuses at last what
    overlaps all the same.
    """
    shut: list[asked.Window] = []
    for need in material.needs.get(run.activity.pk, ()):
        uses = [
            window
            for row in material.elsewhere
            if row.machine_id == need.machine_id and (window := _during(row, material))
        ]
        for one in uses:
            taken = sum(other.begins < one.ends and one.begins < other.ends for other in uses)
            if taken + need.count > need.machine.quantity:
                shut.append(one)
    return shut


def _during(row: Booking, material: Material) -> asked.Window | None:
    """A booking as a stretch of these days."""
    if row.during is None or row.during.lower is None or row.during.upper is None:
        return None
    return material.axis.between(row.during.lower, row.during.upper)


def _largest(rooms: Sequence[Room]) -> list[Room]:
    """Where all are too small, the largest: so the engine can say how many seats are missing."""
    return sorted(rooms, key=lambda room: -room.capacity)[:1]


def _transfers(material: Material) -> list[Activity]:
    own = [one for one in material.planned if one.session_type_id == TRANSFER and one.sites.all()]
    return sorted(own, key=lambda one: (one.earliest_on or dt.date.max, one.order, one.code))


def _transfers_before(material: Material) -> dict[str, list[str]]:
    """Transfers follow each other in the order of their days."""
    own = _transfers(material)
    return {later.code: [earlier.code] for earlier, later in pairwise(own)}


def _origins(material: Material) -> dict[str, str]:
    """Where each transfer begins: where the one before it ended; the first, where people first are."""
    own = _transfers(material)
    if not own:
        return {}
    first = min(
        (
            one
            for one in material.planned
            if one.session_type_id != TRANSFER and len(one.sites.all()) == 1 and one.earliest_on
        ),
        key=lambda one: (one.earliest_on, one.order),
        default=None,
    )
    here = first.sites.all()[0].code if first else None
    found: dict[str, str] = {}
    for transfer in own:
        if here:
            found[transfer.code] = here
        here = transfer.sites.all()[0].code
    return found
