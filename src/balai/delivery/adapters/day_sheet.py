"""The day's sheet: one day of an edition as the office or one centre goes through it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.delivery.adapters.gate_states import state_of
from balai.delivery.enums import PresenceState
from balai.delivery.queries.daily import away_from, contacts_for, stand_ins_at, unconfirmed
from balai.delivery.queries.gates import visits_of
from balai.delivery.queries.presence import counts_at, expected_at
from balai.delivery.services.meals import Pause, sittings
from balai.engine.calendars.lunar import ramadans_of
from balai.timetable.enums import ConfirmationState
from balai.timetable.queries.plans import beside_their_edition, hours_of, published_slots
from balai.timetable.queries.vehicles import vehicles_by_ride
from balai.timetable.services.attending import who_comes, wholes_in
from balai.timetable.services.gathering import terms_of
from balai.timetable.services.riding import loads_of, riders_of, rides_of
from balai.timetable.views.showing.quiet import quiet_of
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from balai.delivery.adapters.gate_states import GateState
    from balai.delivery.services.meals import Sitting
    from balai.directory.models import Contact
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot, StandIn
    from balai.timetable.services.riding import Load

HERE = (PresenceState.PRESENT, PresenceState.LATE, PresenceState.LEFT_EARLY, PresenceState.ONLINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A session of the day.

    Attributes:
        people: who teaches; ``replaced``: who of them stands in for whom, and why.
        phase: "past", "now", or nothing for what is ahead.
        there, expected: participants.
    """

    key: UUID
    time: str
    title: str
    code: str
    place: str
    site_code: str
    colour: int
    who: str
    people: str
    replaced: Sequence[str]
    phase: str
    there: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRide:
    """A ride of the day with who sits in which vehicle, group by group."""

    time: str
    way: str
    vehicles: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMeal:
    """A meal of the day at one site, as the kitchen is told of it."""

    time: str
    sitting: Sitting

    @property
    def place(self) -> str:
        """Where it is, if the timetable says so."""
        return str(self.sitting.site or "")

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        """Meals to cook, and who fasts, which add up to the people.

        Where those who eat are too few to be counted, there is nothing but who fasts.
        """
        rest = (
            (gettext("Said nothing"), self.sitting.untold),
            (gettext("Fasts: eats after sunset"), self.sitting.fasting),
        )
        return [*self.sitting.diets, *((words, number) for words, number in rest if number)]

    @property
    def notes(self) -> Sequence[str]:
        """What the numbers leave out: why none is there, that a few fast, that somebody has an allergy."""
        return [said for said in (self._untold, self._few_fasting, self._allergic) if said]

    @property
    def _untold(self) -> str:
        if self.sitting.is_told:
            return ""
        return gettext("Too few to count without naming somebody: the office tells the kitchen.")

    @property
    def _few_fasting(self) -> str:
        if not self.sitting.has_few_fasting:
            return ""
        return gettext(
            "Some fast: their meals are counted here, and the office tells the kitchen when they are eaten."
        )

    @property
    def _allergic(self) -> str:
        if self.sitting.has_few_allergic:
            return gettext("Allergies: some, and so few that the office tells the kitchen itself.")
        if not self.sitting.allergic:
            return ""
        return ngettext(
            "Allergies: %(number)d person; the office tells the kitchen to what.",
            "Allergies: %(number)d people; the office tells the kitchen to what.",
            self.sitting.allergic,
        ) % {"number": self.sitting.allergic}


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody who is not at sessions of the day: excused from them, or absent."""

    name: str
    country: str
    state: str
    sessions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGate:
    """A site of the day that wants names beforehand, and how its list stands."""

    site: str
    url: str
    state: GateState
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """What somebody has to see to; an address where it is done."""

    what: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySheet:
    """One day, for whoever sees its sessions.

    Attributes:
        number: which day of the programme it is, in words.
        zone: of the times.
        is_fasting: whether it may be in the fasting month of the host country.
    """

    edition: Edition
    on: dt.date
    name: str
    number: str
    zone: str
    lines: Sequence[DayLine]
    rides: Sequence[DayRide]
    meals: Sequence[DayMeal]
    away: Sequence[Away]
    gates: Sequence[DayGate]
    contacts: Sequence[Contact]
    open: Sequence[OpenPoint]
    is_fasting: bool


def days_with(slots: Sequence[Slot], zone: ZoneInfo) -> list[dt.date]:
    """The days of sessions in the calendar of a place, in order."""
    return list(dict.fromkeys(slot.begins_at.astimezone(zone).date() for slot in slots))


def day_shown(dates: Sequence[dt.date], asked: str, today: dt.date) -> dt.date | None:
    """The day that is asked for, or unasked today, the next with sessions, or the last.

    Raises:
        LookupError: there are no sessions on the day that is asked for.
    """
    if asked:
        found = next((on for on in dates if on.isoformat() == asked), None)
        if found is None:
            raise LookupError(asked)
        return found
    return next((on for on in dates if on >= today), dates[-1] if dates else None)


def sheet_of(
    edition: Edition, seen: Sequence[Slot], on: dt.date, *, is_whole: bool, at: dt.datetime
) -> DaySheet:
    """One day of an edition.

    Args:
        edition: whose.
        seen: its published sessions as far as the reader sees them, on whatever day.
        on: the day.
        is_whole: whether the reader sees all of the edition; for others, rides and meals elsewhere and what
            the office sees to are left out.
        at: the moment.
    """
    zone = ZoneInfo(edition.time_zone)
    slots = _on(seen, on, zone)
    every = _all_of(edition, slots, on, is_whole=is_whole)
    keys = [slot.session_id for slot in slots]
    return DaySheet(
        edition=edition,
        on=on,
        name=str(wording.long_day(on)),
        number=_number(edition, on),
        zone=edition.time_zone,
        lines=list(_lines(slots, zone, at)),
        rides=list(_rides(edition, every, slots, zone)),
        meals=_meals(every, slots, on, zone, is_fasting=is_fasting(edition, on)),
        away=list(_away(keys)),
        gates=list(_gates(edition, on, today=at.astimezone(zone).date())) if is_whole else [],
        contacts=contacts_for(edition, slots),
        open=list(_open(edition, [one for one in slots if one.begins_at > at])) if is_whole else [],
        is_fasting=is_fasting(edition, on),
    )


def meals_on(edition: Edition, seen: Sequence[Slot], on: dt.date, *, is_whole: bool) -> list[DayMeal]:
    """The meals of one day, for whoever sees its sessions; as :func:`sheet_of`."""
    zone = ZoneInfo(edition.time_zone)
    slots = _on(seen, on, zone)
    every = _all_of(edition, slots, on, is_whole=is_whole)
    return _meals(every, slots, on, zone, is_fasting=is_fasting(edition, on))


def _number(edition: Edition, on: dt.date) -> str:
    first, last = edition.starts_on, edition.ends_on
    if first is None or last is None or not first <= on <= last:
        return ""
    return gettext("Day %(number)d of %(all)d") % {
        "number": (on - first).days + 1,
        "all": (last - first).days + 1,
    }


def _lines(slots: Sequence[Slot], zone: ZoneInfo, at: dt.datetime) -> Iterator[DayLine]:
    wholes = wholes_in({slot.timetable.edition_id for slot in slots})
    expected = expected_at(slots)
    counts = counts_at([slot.session_id for slot in slots])
    stand_ins: dict[UUID, list[StandIn]] = {}
    for one in stand_ins_at([slot.session_id for slot in slots]):
        stand_ins.setdefault(one.session_id, []).append(one)
    for slot in slots:
        counted = counts[slot.session_id]
        yield DayLine(
            key=slot.session_id,
            time=_time(slot.begins_at, slot.ends_at, zone),
            title=str(slot.session.title),
            code=slot.session.code,
            place=", ".join(str(one) for one in (slot.room, slot.site) if one),
            site_code=slot.site.code if slot.site else "",
            colour=slot.site.colour if slot.site else 0,
            who=who_comes(slot, wholes),
            people=", ".join(
                f"{part.resource_person.person.name} ({part.get_task_display()})"
                for part in slot.people.all()
            ),
            replaced=[
                gettext("%(person)s stands in for %(absent)s: %(reason)s")
                % {
                    "person": one.person.person.name,
                    "absent": one.absent.person.name,
                    "reason": one.reason,
                }
                for one in stand_ins.get(slot.session_id, ())
            ],
            phase="past" if slot.ends_at <= at else "now" if slot.begins_at <= at else "",
            there=sum(counted.get(state, 0) for state in HERE),
            expected=len(expected[slot.session_id]),
        )


def _rides(
    edition: Edition, every: Sequence[Slot], seen: Sequence[Slot], zone: ZoneInfo
) -> Iterator[DayRide]:
    """Rides follow from all sessions of the day; told are those from and to sites that the reader sees."""
    own = {slot.site_id for slot in seen}
    riders, seats = riders_of(edition), terms_of(edition).vehicle_seats
    vehicles = vehicles_by_ride(edition)
    for ride in rides_of(edition, every):
        if own & {ride.origin.pk, ride.destination.pk}:
            taken = vehicles.get(ride.place, [])
            yield DayRide(
                time=_time(ride.from_at, ride.until_at, zone),
                way=ride.way,
                vehicles=[_vehicle(one) for one in loads_of(ride, riders, taken, seats=seats)],
            )


def _vehicle(load: Load) -> str:
    """Which vehicle it is, who rides in it, and how many of its seats that takes."""
    name = load.vehicle.told if load.vehicle else gettext("Vehicle %(number)d") % {"number": load.number}
    return gettext("%(vehicle)s: %(groups)s, %(taken)d of %(seats)d seats") % {
        "vehicle": name,
        "groups": wording.joined([group for group, _names in load.riders]),
        "taken": load.taken,
        "seats": load.seats,
    }


def _meals(
    every: Sequence[Slot], seen: Sequence[Slot], on: dt.date, zone: ZoneInfo, *, is_fasting: bool
) -> list[DayMeal]:
    """Who eats where follows from all sessions of the day; told are tables at sites that the reader sees."""
    if not seen:
        return []
    own = {slot.site_id for slot in seen}
    midnight = dt.datetime.combine(on, dt.time.min, zone)
    pauses = [
        Pause(
            label=str(pause.label),
            begins_at=midnight + dt.timedelta(minutes=pause.begins),
            ends_at=midnight + dt.timedelta(minutes=pause.ends),
        )
        for pause in quiet_of(seen[0].timetable).pauses.get(on, ())
        if pause.look == "meal"
    ]
    return [
        DayMeal(time=_time(one.begins_at, one.ends_at, zone), sitting=one)
        for one in sittings(every, expected_at(every), pauses, is_fasting=is_fasting, zone=zone)
        if (one.site.pk if one.site else None) in own
    ]


def _all_of(edition: Edition, seen: Sequence[Slot], on: dt.date, *, is_whole: bool) -> Sequence[Slot]:
    """All sessions of a day, where the reader sees some."""
    if is_whole or not seen:
        return seen
    first, last = hours_of(on, ZoneInfo(edition.time_zone))
    return list(beside_their_edition(published_slots(edition)).filter(begins_at__range=(first, last)))


def _on(seen: Sequence[Slot], on: dt.date, zone: ZoneInfo) -> list[Slot]:
    return [slot for slot in seen if slot.begins_at.astimezone(zone).date() == on]


def _away(sessions: Sequence[UUID]) -> Iterator[Away]:
    for participant, rows in groupby(away_from(sessions), lambda row: row.participant):
        by_state: dict[str, list[str]] = {}
        for row in rows:
            by_state.setdefault(str(row.get_state_display()), []).append(str(row.session.title))
        for state, titles in by_state.items():
            yield Away(
                name=participant.name,
                country=participant.country.brief_name,
                state=state,
                sessions=", ".join(titles),
            )


def _gates(edition: Edition, on: dt.date, *, today: dt.date) -> Iterator[DayGate]:
    for visit in visits_of(edition):
        if visit.on == on:
            yield DayGate(
                site=str(visit.site),
                url=reverse("delivery:gate_list", args=[edition.code, visit.site.code, on.isoformat()]),
                state=state_of(visit, today=today),
                people=visit.people,
            )


def _open(edition: Edition, ahead: Sequence[Slot]) -> Iterator[OpenPoint]:
    """What is not settled of sessions that have not begun."""
    bench = reverse("timetable:bench", args=[edition.code])
    for row in unconfirmed([one.session_id for one in ahead]):
        who = str(row.site or (row.resource_person and row.resource_person.person.name) or "")
        if row.state == ConfirmationState.DECLINED:
            words = gettext("%(who)s declined: %(session)s. %(reason)s")
        else:
            words = gettext("%(who)s has not answered: %(session)s")
        what = words % {"who": who, "session": row.session.title, "reason": row.reason}
        yield OpenPoint(what=what, url=bench)


def is_fasting(edition: Edition, on: dt.date) -> bool:
    """Whether the day may be in the fasting month of the host country, by calculation."""
    return bool(ramadans_of([edition.country_id], (), since=on, until=on))


def _time(begins: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> str:
    return f"{wording.clock(begins.astimezone(zone))}–{wording.clock(ends.astimezone(zone))}"
