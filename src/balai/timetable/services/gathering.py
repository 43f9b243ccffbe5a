"""What planning needs of an edition, fetched with the same number of questions for any size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import F, Q

from balai.directory.enums import AvailabilityKind, TravelMode
from balai.directory.models import Availability, Closure, OpeningHours, Room, TravelTime
from balai.directory.queries import live
from balai.engine.calendars.almanac import Kind
from balai.programmes.enums import Family, Task
from balai.programmes.models import Activity, ActivityMachine, ActivityPerson, Group
from balai.programmes.queries.calendars import almanac_between
from balai.selection.queries.keeping import people_by_kept_days
from balai.timetable.models import Booking, GroupMember, Hindrance, PlanningTerms, StandIn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from balai.directory.models import Machine, ResourcePerson, Site
    from balai.engine.calendars.almanac import Almanac
    from balai.programmes.models import Edition
    from balai.selection.enums import KeptDays
    from balai.timetable.services.hours import Axis

R = TypeVar("R")

NOT_PLANNED = frozenset({Family.CARE})
"""Meals, prayers and rest are pauses, not sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """An edition's activities with everything that limits when and where they can be.

    Attributes:
        activities: in their order; those of care too.
        bundles: participants who go everywhere together, each with the groups that they are in.
        stand_ins: who stands in for whom, by the code of the session.
        elsewhere: what other editions’ published timetables have booked of the people, rooms and machines.
        kept: how many participants keep which days free of work.
    """

    edition: Edition
    axis: Axis
    terms: PlanningTerms
    activities: Sequence[Activity]
    groups: Sequence[Group]
    bundles: Mapping[str, Bundle]
    sites: Sequence[Site]
    rooms: Sequence[Room]
    machines: Sequence[Machine]
    ways: Sequence[TravelTime]
    hours: Mapping[UUID, Sequence[OpeningHours]]
    closures: Mapping[UUID, Sequence[Closure]]
    people: Sequence[ResourcePerson]
    stand_ins: Mapping[str, Sequence[StandIn]]
    parts: Mapping[UUID, Sequence[ActivityPerson]]
    needs: Mapping[UUID, Sequence[ActivityMachine]]
    away: Mapping[UUID, Sequence[Availability]]
    elsewhere: Sequence[Booking]
    hindrances: Sequence[Hindrance]
    almanac: Almanac
    kept: Mapping[KeptDays, int]

    @property
    def planned(self) -> list[Activity]:
        return [one for one in self.activities if one.session_type.family not in NOT_PLANNED]

    @property
    def holidays(self) -> list[dt.date]:
        """Public holidays of the host within these days."""
        return sorted(
            {
                off.on
                for off in self.almanac.days_off
                if off.country == self.edition.country_id
                and off.kind == Kind.PUBLIC
                and off.on in set(self.axis.dates)
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Participants of the same groups: what the engine calls a group.

    Attributes:
        name: for sentences.
        groups: those they are in, one of each division.
        size: people.
    """

    name: str
    size: int
    groups: Sequence[Group] = field(default_factory=tuple)


def terms_of(edition: Edition) -> PlanningTerms:
    """How the edition wants its days; the usual terms where nobody wrote others."""
    return PlanningTerms.objects.filter(edition=edition).first() or PlanningTerms(edition=edition)


def material_of(edition: Edition, axis: Axis) -> Material:
    """Everything that planning needs of an edition."""
    activities = list(
        Activity.objects.filter(edition=edition)
        .select_related("session_type")
        .prefetch_related("sites", "groups", "after")
        .order_by("order", "pk")
    )
    groups = list(Group.objects.filter(edition=edition).order_by("order", "code"))
    parts = _by(
        ActivityPerson.objects.filter(activity__edition=edition)
        .exclude(task=Task.SUBSTITUTE)
        .select_related("resource_person__person")
        .order_by("pk"),
        "activity_id",
    )
    needs = _by(
        ActivityMachine.objects.filter(activity__edition=edition)
        .select_related("machine__site", "machine__room")
        .order_by("pk"),
        "activity_id",
    )
    sites = sorted({site for one in activities for site in one.sites.all()}, key=lambda site: site.code)
    stand_ins = _by(
        StandIn.objects.filter(session__edition=edition)
        .annotate(code=F("session__code"))
        .select_related("person__person")
        .order_by("pk"),
        "code",
    )
    people = {part.resource_person.code: part.resource_person for rows in parts.values() for part in rows}
    people |= {one.person.code: one.person for rows in stand_ins.values() for one in rows}
    first, last = axis.dates[0], axis.dates[-1]
    return Material(
        edition=edition,
        axis=axis,
        terms=terms_of(edition),
        activities=activities,
        groups=groups,
        bundles=bundles_of(edition, groups),
        sites=sites,
        rooms=list(live(Room.objects.filter(site__in=sites)).select_related("site").order_by("code", "pk")),
        machines=list({need.machine.pk: need.machine for rows in needs.values() for need in rows}.values()),
        ways=list(
            live(TravelTime.objects.filter(origin__in=sites, destination__in=sites))
            .exclude(mode=TravelMode.RAIL)
            .order_by("pk")
        ),
        hours=_by(OpeningHours.objects.filter(site__in=sites), "site_id"),
        closures=_by(
            live(Closure.objects.filter(site__in=sites, since__lte=last, until__gte=first)), "site_id"
        ),
        people=[people[code] for code in sorted(people)],
        stand_ins=stand_ins,
        parts=parts,
        needs=needs,
        away=_by(
            Availability.objects.filter(
                person__in=people.values(),
                kind=AvailabilityKind.UNAVAILABLE,
                since__lte=last,
                until__gte=first,
            ),
            "person_id",
        ),
        elsewhere=list(
            Booking.objects.filter(
                Q(person__in=[one.person_id for one in people.values()])
                | Q(room__site__in=sites)
                | Q(machine__site__in=sites),
                during__overlap=(axis.moment(0), axis.moment(axis.days * 1_440)),
            )
            .exclude(slot__timetable__edition=edition)
            .select_related("slot__timetable__edition")
        ),
        hindrances=list(
            Hindrance.objects.filter(edition=edition).select_related("session").order_by("begins_at", "pk")
        ),
        almanac=almanac_between([edition.country_id], first, last),
        kept=people_by_kept_days(edition),
    )


def bundles_of(edition: Edition, groups: Sequence[Group]) -> dict[str, Bundle]:
    """Who goes everywhere together.

    With one division these are its groups. With several, two participants go together if they are in the
    same group of each. Before groups are formed, those of the first division stand for all; where there are
    none, everybody is one.
    """
    if not groups:
        return {"all": Bundle(name="all participants", size=edition.places or 1)}
    by_participant: dict[UUID, list[Group]] = {}
    known = {group.pk: group for group in groups}
    for member in GroupMember.objects.filter(group__edition=edition).order_by("division"):
        by_participant.setdefault(member.participant_id, []).append(known[member.group_id])
    together: dict[str, list[Group]] = {}
    sizes: dict[str, int] = {}
    for own in by_participant.values():
        name = "+".join(group.code for group in own)
        together[name] = own
        sizes[name] = sizes.get(name, 0) + 1
    if len({group.division for group in groups}) == 1 or not together:
        first = [group for group in groups if group.division == groups[0].division]
        return {
            group.code: Bundle(
                name=group.name.in_language("en").text, size=sizes.get(group.code, group.size), groups=[group]
            )
            for group in first
        }
    return {
        name: Bundle(
            name=", ".join(group.name.in_language("en").text for group in own),
            size=sizes[name],
            groups=own,
        )
        for name, own in sorted(together.items())
    }


def _by(rows: Iterable[R], column: str) -> dict[Any, list[R]]:
    found: dict[Any, list[R]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found
