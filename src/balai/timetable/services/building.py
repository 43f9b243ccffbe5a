"""What the engine is asked of an edition: its activities, groups, sites, people and days as a problem.

Names in a problem are English, for the engine's own sentences; pages take theirs from the records. What a
session needs that no room or no day offers stays in the problem, so that the engine can say it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from balai.engine.timetabling import problem as asked
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.programmes.enums import Family
from balai.timetable.enums import HindranceKind
from balai.timetable.services.gathering import material_of
from balai.timetable.services.hours import axis_of, without
from balai.timetable.services.observing import observances_in
from balai.timetable.services.running import TRANSFER, YARD, rooms_elsewhere, runs_of, sessions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from balai.directory.models import Site
    from balai.programmes.models import Edition
    from balai.timetable.services.gathering import Material
    from balai.timetable.services.running import Run

FASTING_FROM, FASTING_UNTIL = dt.time(14), dt.time(17)
"""No heavy practice in these hours of Ramadan."""
FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A problem, and the records that its sessions are made of."""

    problem: asked.Problem
    material: Material
    runs: Mapping[str, Run]


def build(edition: Edition, *, pins: Mapping[str, asked.Pin] | None = None) -> Built:
    """What the engine is asked of an edition.

    Args:
        edition: with its dates.
        pins: sessions that stay where they are, by code.

    Raises:
        RuleViolationError: ``timetable.no_dates``, ``timetable.no_activities`` or ``timetable.contradicts``
            with the engine's words.
    """
    axis = axis_of(edition)
    if axis is None:
        raise RuleViolationError(Refusal("timetable.no_dates", _("Give the edition its dates first.")))
    material = material_of(edition, axis)
    runs = {run.code: run for activity in material.planned for run in runs_of(activity, material)}
    if not runs:
        raise RuleViolationError(
            Refusal("timetable.no_activities", _("Write the activities of the curriculum first."))
        )
    try:
        problem = _problem(material, runs, pins or {})
    except ValueError as error:
        raise RuleViolationError(
            Refusal("timetable.contradicts", _("The activities contradict each other: %s") % str(error))
        ) from error
    return Built(problem=problem, material=material, runs=runs)


def _problem(material: Material, runs: Mapping[str, Run], pins: Mapping[str, asked.Pin]) -> asked.Problem:
    terms, axis = material.terms, material.axis
    return asked.Problem(
        title=material.edition.title.in_language("en").text,
        starts_on=axis.starts_on,
        days=axis.days,
        grid=terms.grid,
        sites=tuple(_site(site, material) for site in material.sites),
        rooms=tuple(_rooms(material)),
        machines=tuple(
            asked.Machine(
                id=f"{one.site.code}.{one.code}",
                name=one.name.in_language("en").text,
                quantity=one.quantity,
                trainees=one.trainees_per_machine,
            )
            for one in material.machines
        ),
        travel=tuple(_legs(material)),
        people=tuple(_people(material)),
        groups=tuple(
            asked.Group(id=name, name=bundle.name, size=bundle.size)
            for name, bundle in material.bundles.items()
        ),
        pauses=tuple(_pauses(material)),
        quiets=tuple(_quiets(material)),
        observances=tuple(observances_in(material)),
        sessions=tuple(sessions_of(material, runs, pins)),
        limits=asked.Limits(
            day_minutes=terms.day_minutes,
            contact_minutes=terms.contact_minutes,
            sites=terms.sites,
            free_half_day_in=terms.free_half_day_in,
        ),
        weights=asked.Weights(
            site_day=terms.site_day,
            contact_minute=terms.contact_minute,
            contact_good=terms.contact_good,
            heavy_late=terms.heavy_late,
            waiting_minute=terms.waiting_minute,
            trainer_minute=terms.trainer_minute,
            trainer_good=terms.trainer_good,
            kept_time=terms.kept_time,
        ),
    )


# --- places -------------------------------------------------------------------------------------------


def _site(site: Site, material: Material) -> asked.Site:
    axis, terms = material.axis, material.terms
    rows = material.hours.get(site.pk, ())
    shift = _shift(site, material)
    open_at = [
        asked.Window(begins=max(window.begins + shift, 0), ends=window.ends + shift)
        for on in axis.dates
        for window in (
            [axis.window(on, row.opens, row.closes) for row in rows if row.weekday == on.weekday()]
            if rows
            else [axis.window(on, terms.day_from, terms.day_until)]
        )
    ]
    shut = [
        window
        for row in material.closures.get(site.pk, ())
        for window in axis.of_days(row.since, row.until, dt.time(0), None)
    ]
    for row in material.hindrances:
        if row.kind == HindranceKind.SITE and row.site_id == site.pk:
            shut += filter(None, [axis.between(row.begins_at, row.ends_at)])
    return asked.Site(
        id=site.code,
        name=site.name.in_language("en").text,
        city=site.city or None,
        holds=site.largest_group,
        hours=without(sorted(open_at, key=lambda one: one.begins), shut),
    )


def _shift(site: Site, material: Material) -> int:
    """Minutes from the site's clock to the edition's, on the first day."""
    noon = dt.datetime.combine(material.axis.starts_on, dt.time(12))
    here = noon.replace(tzinfo=material.axis.zone).utcoffset() or dt.timedelta()
    there = noon.replace(tzinfo=ZoneInfo(site.time_zone)).utcoffset() or dt.timedelta()
    return int((here - there).total_seconds() // 60)


def _rooms(material: Material) -> Iterator[asked.Room]:
    taken = rooms_elsewhere(material)
    for room in material.rooms:
        name = f"{room.site.code}.{room.code}"
        yield asked.Room(
            id=name,
            name=room.name.in_language("en").text,
            site=room.site.code,
            seats=room.capacity,
            taken=tuple(taken.get(name, ())),
        )
    everybody = sum(bundle.size for bundle in material.bundles.values())
    roomless = {site.code: site for one in material.planned if not one.room_kind for site in one.sites.all()}
    for code, site in sorted(roomless.items()):
        yield asked.Room(
            id=f"{code}.{YARD}", name="at the site", site=code, seats=site.largest_group or everybody
        )


def _legs(material: Material) -> Iterator[asked.Leg]:
    codes = {site.pk: site.code for site in material.sites}
    minutes: dict[tuple[str, str], int] = {}
    for way in material.ways:
        pair = sorted((codes[way.origin_id], codes[way.destination_id]))
        ends = (pair[0], pair[1])
        minutes[ends] = max(way.minutes, minutes.get(ends, 0))
    for (origin, destination), taken in minutes.items():
        yield asked.Leg(origin=origin, destination=destination, minutes=taken)


# --- people and times ---------------------------------------------------------------------------------


def _people(material: Material) -> Iterator[asked.Person]:
    axis = material.axis
    for one in material.people:
        away = [
            asked.Absence(window=window, reason=row.note)
            for row in material.away.get(one.pk, ())
            for window in axis.of_days(row.since, row.until, dt.time(0), None)
        ]
        taken = [
            (row.during.lower, row.during.upper, f"teaches in {row.slot.timetable.edition.code}")
            for row in material.elsewhere
            if row.person_id == one.person_id and row.during
        ]
        taken += [
            (row.begins_at, row.ends_at, row.reason.in_language("en").text)
            for row in material.hindrances
            if row.kind == HindranceKind.PERSON and row.person_id == one.pk
        ]
        for begins, ends, reason in taken:
            window = axis.between(begins, ends)
            if window is not None:
                away.append(asked.Absence(window=window, reason=reason))
        yield asked.Person(id=one.code, name=one.person.name, away=tuple(away))


def _pauses(material: Material) -> Iterator[asked.Pause]:
    axis, terms = material.axis, material.terms
    travelling = sorted(
        {
            one.session_type_id
            for one in material.planned
            if one.session_type.family == Family.CULTURE or one.session_type_id == TRANSFER
        }
    )
    yield asked.Pause(
        id="lunch",
        name="lunch",
        windows=axis.of_days(None, None, terms.lunch_from, terms.lunch_until),
        spared=tuple(travelling),
    )
    fridays = [on for on in axis.dates if on.weekday() == FRIDAY]
    if fridays:
        yield asked.Pause(
            id="friday",
            name="the Friday prayer",
            windows=tuple(axis.window(on, terms.friday_from, terms.friday_until) for on in fridays),
        )
    for site in material.sites:
        own = (site.friday_break_from, site.friday_break_until)
        if fridays and own[0] and own[1] and own != (terms.friday_from, terms.friday_until):
            yield asked.Pause(
                id=f"friday-{site.code}",
                name="the Friday prayer",
                windows=tuple(axis.window(on, own[0], own[1]) for on in fridays),
                sites=(site.code,),
            )
    rest = [one for one in material.activities if one.session_type_id == "FRE" and one.day]
    windows = [
        window for one in rest for window in axis.of_days(one.earliest_on, one.latest_on, dt.time(0), None)
    ]
    if windows:
        yield asked.Pause(id="rest", name="the free day", windows=tuple(windows))
    # What was put on a holiday by name, such as a visit to a feast, is held on it.
    meant = {one.earliest_on for one in material.planned if one.day}
    for on in material.holidays:
        if on not in meant:
            yield asked.Pause(
                id=f"holiday-{on}", name="a public holiday", windows=(axis.window(on, dt.time(0), None),)
            )


def _quiets(material: Material) -> Iterator[asked.Quiet]:
    axis = material.axis
    yield asked.Quiet(
        id="first", name="the first day", windows=(axis.window(axis.starts_on, dt.time(0), None),)
    )
    fasting = [
        on
        for on in axis.dates
        for month in material.almanac.ramadans
        if month.country == material.edition.country_id and month.earliest <= on <= month.latest
    ]
    if fasting:
        yield asked.Quiet(
            id="ramadan",
            name="the afternoons of Ramadan",
            windows=tuple(axis.window(on, FASTING_FROM, FASTING_UNTIL) for on in fasting),
        )
