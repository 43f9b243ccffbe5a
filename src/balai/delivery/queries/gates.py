"""Which visits need a gate list, who is to stand in it, and what was sent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import DurationField, ExpressionWrapper, F, Prefetch, Q, Value

from balai.delivery.models.gate import GateList, GateName
from balai.delivery.queries.presence import expected_at
from balai.engine.calendars.working import is_working_day
from balai.programmes.enums import Task
from balai.programmes.queries.calendars import almanac_between
from balai.selection.enums import Attendance
from balai.timetable.enums import TimetableState
from balai.timetable.models import Slot
from balai.timetable.queries.plans import beside_their_edition, published_slots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.directory.models import ResourcePerson, Site
    from balai.engine.calendars.almanac import Almanac
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

SOON = dt.timedelta(days=3)
"""How long before it is due a list stands among the tasks."""
WEEKENDS_AND_FEASTS = dt.timedelta(days=21)
"""With twice the working days that a site asks for, this holds weekends and the longest feasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One day at a site that asks for names beforehand.

    Attributes:
        due_on: the last working day, as many as the site asks for before the visit.
        participants, others: who is to stand in the list: those who come in person, and resource persons
            of other houses who teach there.
        sent: the newest list that was sent.
        gone, new: names of those who stand in it and no longer come, or who come and do not stand in it.
    """

    site: Site
    on: dt.date
    due_on: dt.date
    participants: Sequence[Participant]
    others: Sequence[ResourcePerson]
    sent: GateList | None = None
    gone: Sequence[str] = ()
    new: Sequence[str] = ()

    @property
    def people(self) -> int:
        return len(self.participants) + len(self.others)

    @property
    def is_changed(self) -> bool:
        """Whether the site has other names than those who come."""
        return bool(self.gone or self.new)

    @property
    def is_open(self) -> bool:
        """Whether a list is to be sent, for the first time or again."""
        return self.sent is None or self.is_changed


def editions_with_visits_soon(editions: QuerySet[Edition], *, at: dt.datetime) -> QuerySet[Edition]:
    """Those whose lists may stand among the tasks: a visit comes within the days that its site asks for.

    Counted generously, by :data:`WEEKENDS_AND_FEASTS`; :func:`visits_of` knows the very day.
    """
    asked = ExpressionWrapper(
        F("site__gate_lead_days") * Value(dt.timedelta(days=2)), output_field=DurationField()
    )
    coming = Slot.objects.filter(
        timetable__state=TimetableState.PUBLISHED,
        site__gate_lead_days__gt=0,
        begins_at__gte=at - dt.timedelta(days=1),  # today, wherever the edition is
        begins_at__lte=asked + (at + WEEKENDS_AND_FEASTS + SOON),
    )
    return editions.filter(pk__in=coming.values("timetable__edition"))


def visits_of(edition: Edition, *, site: Site | None = None) -> list[Visit]:
    """The visits of an edition that need a list, or those of a site; as often asked for one as for many."""
    zone = ZoneInfo(edition.time_zone)
    asked = Q(site__gate_lead_days__gt=0) & (Q(site=site) if site else Q())
    slots = list(beside_their_edition(published_slots(edition)).filter(asked))
    together: dict[tuple[dt.date, UUID], list[Slot]] = defaultdict(list)
    for slot in slots:
        assert slot.site_id is not None  # noqa: S101 -- the question says so
        together[slot.begins_at.astimezone(zone).date(), slot.site_id].append(slot)
    if not together:
        return []
    expected = expected_at(slots)
    sent: dict[tuple[dt.date, UUID], GateList] = {}
    for row in lists_of(edition).filter(site__in=[site for _on, site in together]):
        sent.setdefault((row.visit_on, row.site_id), row)
    almanac = _almanac(slots, [on for on, _site in together])
    found = []
    for (on, key), own in sorted(together.items(), key=lambda one: (one[0][0], str(one[1][0].site))):
        site = own[0].site
        assert site is not None  # noqa: S101 -- as above
        participants = _participants(own, expected)
        others = _others(own, site)
        newest = sent.get((on, key))
        names = _names_in(newest)
        coming = {one.pk: one.name for one in participants} | {one.pk: one.person.name for one in others}
        found.append(
            Visit(
                site=site,
                on=on,
                due_on=due_before(almanac, site, on),
                participants=participants,
                others=others,
                sent=newest,
                gone=[name for key, name in names.items() if key not in coming],
                new=[name for key, name in coming.items() if newest and key not in names],
            )
        )
    return found


def _participants(slots: Iterable[Slot], expected: Mapping[UUID, Sequence[Participant]]) -> list[Participant]:
    people = {one.pk: one for slot in slots for one in expected[slot.session_id]}
    coming = [one for one in people.values() if one.attendance == Attendance.IN_PERSON]
    return sorted(coming, key=lambda one: (one.name, one.pk))


def _others(slots: Iterable[Slot], site: Site) -> list[ResourcePerson]:
    """Resource persons but for substitutes and those of the house: whoever works there needs no list."""
    people = {
        part.resource_person.pk: part.resource_person
        for slot in slots
        for part in slot.people.all()
        if part.task != Task.SUBSTITUTE and part.resource_person.organisation_id != site.organisation_id
    }
    return sorted(people.values(), key=lambda one: (one.person.name, one.pk))


def _names_in(sent: GateList | None) -> dict[UUID, str]:
    """Who stands in a list, by their keys."""
    found: dict[UUID, str] = {}
    for one in sent.names.all() if sent else ():
        if one.participant is not None:
            found[one.participant.pk] = one.participant.name
        elif one.resource_person is not None:
            found[one.resource_person.pk] = one.resource_person.person.name
    return found


def lists_of(edition: Edition | UUID) -> QuerySet[GateList]:
    """What was sent, the newest first."""
    names = GateName.objects.select_related("participant", "resource_person__person").order_by("pk")
    rows = GateList.objects.filter(edition=edition).prefetch_related(Prefetch("names", names))
    return rows.order_by("-sent_at", "-pk")


def lists_about(persons: Collection[Person]) -> QuerySet[GateList]:
    """In which lists somebody stood as a participant."""
    return GateList.objects.filter(names__participant__person__in=persons).order_by("visit_on", "pk")


def _almanac(slots: Iterable[Slot], dates: Iterable[dt.date]) -> Almanac:
    """The days off of the sites' countries as far back as a list may be due."""
    sites = [slot.site for slot in slots if slot.site]
    dates = list(dates)
    back = dt.timedelta(days=2 * max(site.gate_lead_days for site in sites)) + WEEKENDS_AND_FEASTS
    return almanac_between({site.country_id for site in sites}, min(dates) - back, max(dates))


def due_before(almanac: Almanac, site: Site, on: dt.date) -> dt.date:
    """The working day of a site's country that lies as many working days before a visit as it asks for."""
    left, day = site.gate_lead_days, on
    while left and day > almanac.since:
        day -= dt.timedelta(days=1)
        left -= is_working_day(almanac, site.country_id, day)
    return day
