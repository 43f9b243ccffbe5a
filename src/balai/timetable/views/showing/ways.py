"""The ways to repair in the words of an officer: what moves, whom to tell, and what to order anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from balai.timetable.documents.papers import ride_words
from balai.timetable.models import GroupMember
from balai.timetable.services.consequences import consequences_of
from balai.timetable.services.drafting import problem_in
from balai.timetable.services.naming import names_of
from balai.timetable.services.repairing import alternatives_of
from balai.timetable.services.wording import Wording
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from balai.engine.timetabling.result import Repair
    from balai.timetable.models import Search
    from balai.timetable.services.consequences import Consequences, MealChange, RideChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A session that moves: where it will be, and where it was."""

    title: str
    before: str
    after: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to repair, with everything that it asks of people.

    Attributes:
        added, gone: titles of sessions that the curriculum has asked for since, or asks for no more.
        participants: how many have to be told; with ``people`` and ``sites``, whom.
        rides, meals: what has to be ordered, called off or changed, a sentence for each.
        points: of the whole timetable after it.
    """

    number: int
    is_proven: bool
    moves: Sequence[Move]
    added: Sequence[str]
    gone: Sequence[str]
    participants: int
    people: Sequence[str]
    sites: Sequence[str]
    rides: Sequence[str]
    meals: Sequence[str]
    points: int


def ways_of(search: Search) -> list[Way]:
    """The ways that a search has found, in words; the same number of questions for any number of them."""
    ways = alternatives_of(search)
    if not ways or search.before is None:
        return []
    edition, problem = search.edition, problem_in(search.problem)
    words = Wording(problem, names_of(edition))
    members: dict[str, set[UUID]] = {}
    rows = GroupMember.objects.filter(group__edition=edition)
    for group, person in rows.values_list("group__code", "participant__person"):
        members.setdefault(group, set()).add(person)
    zone = ZoneInfo(edition.time_zone)
    return [
        _way(number, way, around, words, members, zone)
        for number, (way, around) in enumerate(
            zip(ways, consequences_of(search.before, problem, ways), strict=True), start=1
        )
    ]


def _way(  # noqa: PLR0913, PLR0917 -- what is shown, and what it is said with
    number: int,
    way: Repair,
    around: Consequences,
    words: Wording,
    members: Mapping[str, set[UUID]],
    zone: ZoneInfo,
) -> Way:
    groups = {part for one in way.changes for name in one.groups for part in name.split("+")}
    sizes = {one.id: one.size for one in words.problem.groups}
    attending = {name for one in way.changes for name in one.groups}
    people = set().union(*(members.get(name, set()) for name in groups)) if members else set()
    return Way(
        number=number,
        is_proven=way.is_proven,
        moves=[
            Move(
                title=words.title(words.sessions[one.session]),
                before=words.span(one.before, words.sessions[one.session]),
                after=words.span(one.after, words.sessions[one.session]),
                room=words.name(one.after.room) if one.after.room else "",
            )
            for one in sorted(way.changes, key=lambda one: (one.after.begins, one.session))
        ],
        added=[words.title(words.sessions[code]) for code in around.added],
        gone=[words.names.get(code, code) for code in around.gone],
        participants=len(people) or sum(sizes.get(name, 0) for name in attending),
        people=[words.name(one) for one in sorted({name for one in way.changes for name in one.people})],
        sites=[words.name(one) for one in sorted({name for one in way.changes for name in one.sites})],
        rides=[_ride(one, zone) for one in around.rides],
        meals=[_meal(one, zone) for one in around.meals],
        points=sum(one.points for one in way.costs),
    )


def _ride(change: RideChange, zone: ZoneInfo) -> str:
    ride, before = change.ride, change.before
    told = {
        "when": when(ride.from_at, ride.until_at, zone),
        "way": ride.way,
        "who": ride_words(ride),
    }
    if before is None:
        return gettext("Order: %(when)s, %(way)s. %(who)s") % told
    if change.is_gone:
        sentence = gettext("Call off: %(when)s, %(way)s. %(who)s") % told
    else:
        told["before"] = _time(before.from_at, before.until_at, zone)
        sentence = gettext("Another time: %(when)s instead of %(before)s, %(way)s. %(who)s") % told
    vehicles = wording.joined([one.told for one in change.vehicles])
    return f"{sentence}. " + gettext("Tell %(vehicles)s.") % {"vehicles": vehicles} if vehicles else sentence


def _meal(change: MealChange, zone: ZoneInfo) -> str:
    return gettext("%(when)s, %(site)s: %(after)d people instead of %(before)d") % {
        "when": when(change.begins_at, change.ends_at, zone),
        "site": change.site,
        "before": change.before,
        "after": change.after,
    }


def when(begins: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> str:
    """A stretch of one day, by the clock of a zone."""
    return f"{wording.long_day(begins.astimezone(zone).date())}, {_time(begins, ends, zone)}"


def _time(begins: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> str:
    return f"{wording.clock(begins.astimezone(zone))}–{wording.clock(ends.astimezone(zone))}"
