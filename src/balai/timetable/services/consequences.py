"""What a way to repair changes around its sessions: rides to order or to call off, and meals."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.directory.models import Room, Site
from balai.timetable.models import Session, Slot
from balai.timetable.queries.plans import slots_in
from balai.timetable.queries.vehicles import vehicles_by_ride
from balai.timetable.services.attending import is_everybody, wholes_of
from balai.timetable.services.drafting import axis_for, groups_invited, room_name
from balai.timetable.services.gathering import bundles_of
from balai.timetable.services.riding import rides_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Placement, Repair
    from balai.programmes.models import Activity, Edition, Group
    from balai.timetable.models import Timetable, Vehicle
    from balai.timetable.queries.vehicles import RideKey
    from balai.timetable.services.gathering import Bundle
    from balai.timetable.services.riding import Ride

LUNCH = "lunch"
"""The pause of a problem in which people eat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RideChange:
    """A ride to order, to call off, or at another time.

    Attributes:
        ride: as it will be; one to call off, as it was.
        before: as it was; none if it is new.
        is_gone: whether nobody rides any more.
        vehicles: those that were taken for it as it was, whose drivers have to know.
    """

    ride: Ride
    before: Ride | None
    is_gone: bool = False
    vehicles: Sequence[Vehicle] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MealChange:
    """A lunch at one site to which more or fewer people come."""

    begins_at: datetime
    ends_at: datetime
    site: Site
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What has to be ordered anew.

    Attributes:
        rides, meals: in order of time.
        added, gone: codes of sessions that are planned for the first time, or no longer asked for.
    """

    rides: Sequence[RideChange]
    meals: Sequence[MealChange]
    added: Sequence[str]
    gone: Sequence[str]


def consequences_of(before: Timetable, problem: Problem, ways: Sequence[Repair]) -> list[Consequences]:
    """What each way changes around its sessions, against the version that is published.

    Args:
        before: the version that is repaired, with its edition.
        problem: what the repair answers.
        ways: of the repair.
    """
    edition = before.edition
    slots = list(slots_in(before))
    table = _Table(edition, problem)
    rides, meals = rides_of(edition, slots), table.meals(slots)
    vehicles = vehicles_by_ride(edition)
    held = {slot.session.code for slot in slots}
    found = []
    for way in ways:
        now = table.replaced(slots, way)
        placed = {one.session for one in way.timetable.placements}
        found.append(
            Consequences(
                rides=_rides(rides, rides_of(edition, now), table.zone, vehicles),
                meals=_meals(meals, table.meals(now)),
                added=sorted(placed - held),
                gone=sorted(held - placed),
            )
        )
    return found


Meals = dict[tuple["datetime", "datetime", Site], int]


class _Table:
    """An edition's places and groups, by which slots are moved and people counted at meals."""

    def __init__(self, edition: Edition, problem: Problem) -> None:
        self.edition, self.axis = edition, axis_for(problem, edition)
        self.zone = ZoneInfo(edition.time_zone)
        self.asked = {one.id: one for one in problem.sessions}
        self.site_of = {one.id: one.site for one in problem.rooms}
        self.sites = {
            one.code: one for one in Site.objects.filter(code__in=[one.id for one in problem.sites])
        }
        rooms = Room.objects.filter(site__in=self.sites.values()).select_related("site")
        self.rooms = {f"{one.site.code}.{one.code}": one for one in rooms}
        groups = list(edition.groups.order_by("order", "code"))
        self.wholes = wholes_of(groups)
        self.bundles: Mapping[str, Bundle] = bundles_of(edition, groups)
        self.lunches = [
            (window, frozenset(pause.sites or ()))
            for pause in problem.pauses
            if pause.id.partition("-")[0] == LUNCH
            for window in pause.windows
        ]

    def replaced(self, slots: Iterable[Slot], way: Repair) -> list[Slot]:
        """The slots as they will be, none of them kept; those no longer asked for are gone."""
        placed = {one.session: one for one in way.timetable.placements}
        found = []
        for slot in slots:
            one = placed.pop(slot.session.code, None)
            if one is None:
                continue
            if one.begins == self.axis.minute(slot.begins_at) and one.room == room_name(slot):
                found.append(slot)
                continue
            found.append(self._put(copy(slot), one))
        found += [self._put(self._added(code), one) for code, one in placed.items()]
        return sorted(found, key=lambda slot: (slot.begins_at, slot.session.code))

    def _put(self, slot: Slot, one: Placement) -> Slot:
        """The slot, there and then."""
        slot.begins_at = self.axis.moment(one.begins)
        slot.ends_at = self.axis.moment(one.begins + self.asked[one.session].minutes)
        slot.site = self.sites[self.site_of[one.room]] if one.room else None
        slot.room = self.rooms.get(one.room) if one.room else None
        return slot

    def _added(self, code: str) -> Slot:
        """A session that was never planned before, with whom it invites."""
        asked = self.asked[code]
        activity = self.activities[asked.activity]
        slot = Slot(
            session=Session(edition=self.edition, activity=activity, code=code),
            leaves=self.sites.get(asked.leaves or ""),
        )
        groups = self.invited(code, activity)
        # Nothing of it is kept, so the database cannot be asked whom it invites: it is told beforehand.
        slot._prefetched_objects_cache = {"groups": groups}  # type: ignore[attr-defined]  # noqa: SLF001 -- as above
        return slot

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """By their codes; asked only where a session is added."""
        return {one.code: one for one in self.edition.activities.all()}

    @cached_property
    def invited(self) -> Callable[[str, Activity], list[Group]]:
        """Whom a session invites; asked only where one is added."""
        return groups_invited(self.edition)

    def meals(self, slots: Sequence[Slot]) -> Meals:
        """How many eat where, lunch by lunch: where they were last on the day, or else where they go next.

        Who is in a session meanwhile, as on an excursion, eats with it and not here.
        """
        found: Meals = {}
        by_day: dict[date, list[Slot]] = {}
        for slot in slots:
            by_day.setdefault(slot.begins_at.astimezone(self.zone).date(), []).append(slot)
        for window, only in self.lunches:
            begins, ends = self.axis.moment(window.begins), self.axis.moment(window.ends)
            today = by_day.get(begins.astimezone(self.zone).date(), ())
            for bundle in self.bundles.values():
                own = [slot for slot in today if self._comes(bundle.groups, slot)]
                site = _at_table(own, begins, ends)
                if site is not None and (not only or site.code in only):
                    key = (begins, ends, site)
                    found[key] = found.get(key, 0) + bundle.size
        return found

    def _comes(self, groups: Sequence[Group], slot: Slot) -> bool:
        invited = list(slot.groups.all())
        own: set[UUID] = {group.pk for group in groups}
        return not invited or any(one.pk in own for one in invited) or is_everybody(invited, self.wholes)


def _at_table(own: Iterable[Slot], begins: datetime, ends: datetime) -> Site | None:
    there: Site | None = None
    for slot in own:
        if slot.begins_at < ends and slot.ends_at > begins:
            return None
        if slot.site is not None and (slot.ends_at <= begins or there is None):
            there = slot.site
    return there


def _rides(
    before: Sequence[Ride],
    after: Sequence[Ride],
    zone: ZoneInfo,
    vehicles: Mapping[RideKey, Sequence[Vehicle]],
) -> list[RideChange]:
    """What differs; the same groups on the same way on one day ride at another time."""
    left = [ride for ride in before if ride not in after]
    found = []
    for ride in after:
        if ride in before:
            continue
        same = next((one for one in left if _way(one, zone) == _way(ride, zone)), None)
        if same is not None:
            left.remove(same)
        own = vehicles.get(same.place, ()) if same else ()
        found.append(RideChange(ride=ride, before=same, vehicles=own))
    # Where others ride at that time on that way the vehicles stay, and their drivers come.
    stays = {ride.place for ride in after}
    found += [
        RideChange(
            ride=ride,
            before=ride,
            is_gone=True,
            vehicles=() if ride.place in stays else vehicles.get(ride.place, ()),
        )
        for ride in left
    ]
    return sorted(found, key=lambda one: (one.ride.from_at, one.ride.way, one.is_gone))


def _way(ride: Ride, zone: ZoneInfo) -> tuple[date, Site, Site, tuple[str, ...]]:
    return ride.from_at.astimezone(zone).date(), ride.origin, ride.destination, ride.groups


def _meals(before: Meals, after: Meals) -> list[MealChange]:
    return sorted(_changed(before, after), key=lambda one: (one.begins_at, one.site.code))


def _changed(before: Meals, after: Meals) -> Iterator[MealChange]:
    for key in before.keys() | after.keys():
        was, will = before.get(key, 0), after.get(key, 0)
        if was != will:
            yield MealChange(begins_at=key[0], ends_at=key[1], site=key[2], before=was, after=will)
