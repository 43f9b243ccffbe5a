"""A version of the timetable on paper: poster, day sheets, group cards, lists of sites and resource persons.

In: a version with its slots. Out: the bytes of a PDF. What everybody may have names no person.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from balai.engine.documents.errors import DocumentError
from balai.engine.documents.programme import Day, Entry, Programme, Sheet, programme_pdf
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.documents import office_letterhead
from balai.timetable.models import GroupMember
from balai.timetable.queries.vehicles import vehicles_by_ride
from balai.timetable.services.attending import who_comes, wholes_in
from balai.timetable.services.gathering import terms_of
from balai.timetable.services.riding import loads_of, riders_of, rides_of
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from balai.timetable.models import Slot, Timetable, Vehicle
    from balai.timetable.queries.vehicles import RideKey
    from balai.timetable.services.riding import Load, Ride


class Paper(TextChoices):
    """What is printed."""

    POSTER = "poster", _("Poster of the programme")
    DAYS = "days", _("Day sheets")
    GROUPS = "groups", _("Group cards")
    SITES = "sites", _("Lists of sites")
    TRAINERS = "trainers", _("Lists of resource persons")
    VEHICLES = "vehicles", _("Vehicle lists")


OPEN = (Paper.POSTER, Paper.DAYS)
"""What everybody may have of a public edition, without names of people."""
OWN = (Paper.SITES, Paper.TRAINERS)
"""What those who host sessions, and those who teach, may have of what is published: their own lists."""


def paper_pdf(  # noqa: PLR0913 -- each is named where it is called
    timetable: Timetable,
    slots: Sequence[Slot],
    paper: Paper,
    language: str,
    *,
    names_people: bool,
    only: Collection[UUID] | None = None,
    at: dt.datetime,
) -> bytes:
    """Print a version.

    Args:
        timetable: with its edition.
        slots: in order, with everything that is said of them.
        paper: what is printed.
        language: "en" or "id".
        names_people: whether resource persons and members of groups are named.
        only: persons whose lists are printed; everybody's where it is left out.
        at: the moment, for a draft; a published version gives the same bytes at any time.

    Raises:
        RuleViolationError: ``timetable.cannot_be_set``: a text cannot be printed; says which.
    """
    moment = (timetable.published_at or at).replace(microsecond=0)
    with override(language):
        try:
            printer = _Printer(timetable, slots, language, names_people=names_people, only=only)
            shown = printer.programme(paper)
            return programme_pdf(shown, at=moment)
        except (DocumentError, ValueError) as error:
            raise RuleViolationError(Refusal("timetable.cannot_be_set", str(error))) from error


class _Printer:
    """Writes a version in the language of now."""

    def __init__(
        self,
        timetable: Timetable,
        slots: Sequence[Slot],
        language: str,
        *,
        names_people: bool,
        only: Collection[UUID] | None,
    ) -> None:
        self.timetable, self.slots = timetable, slots
        self.language, self.names_people, self.only = language, names_people, only
        self.edition = timetable.edition
        self.zone = ZoneInfo(self.edition.time_zone)
        self.wholes = wholes_in({self.edition.pk})

    def programme(self, paper: Paper) -> Programme:
        return Programme(
            language=self.language,
            letterhead=office_letterhead(self.language, otherwise=self.edition.title),
            heading=str(paper.label),
            subject=str(self.edition.title),
            reference=f"{self.edition.code}, "
            + gettext("version %(number)s") % {"number": self.timetable.version},
            mark=self._mark(),
            zone=gettext("local time (%(zone)s)") % {"zone": wording.zone_place(self.edition.time_zone)},
            sheets=tuple(self._sheets(paper)),
            is_poster=paper == Paper.POSTER,
            heads=self._heads(paper),
        )

    def _heads(self, paper: Paper) -> tuple[str, str, str, str, str, str]:
        if paper == Paper.VEHICLES:
            heads = (gettext("Ride"), gettext("Vehicle"), gettext("Seats"), gettext("Who rides"))
        else:
            heads = (gettext("Session"), gettext("Where"), gettext("Who comes"), gettext("With"))
        return (gettext("Time"), *heads, gettext("Rides"))

    def _mark(self) -> str:
        if self.timetable.is_draft:
            return gettext("Draft: nobody goes by this yet")
        return "" if self.timetable.is_published else gettext("Replaced by a later version")

    def _sheets(self, paper: Paper) -> Iterable[Sheet]:
        if paper == Paper.POSTER:
            return [Sheet(heading=str(self.edition.title), lead="", days=self._days(self.slots))]
        if paper == Paper.DAYS:
            return [
                Sheet(heading=day.heading, lead="", days=(day,))
                for day in self._days(self.slots, rides=rides_of(self.edition, self.slots))
            ]
        if paper == Paper.GROUPS:
            return list(self._group_cards())
        if paper == Paper.VEHICLES:
            return list(self._vehicle_lists())
        return list(self._lists_of_sites() if paper == Paper.SITES else self._lists_of_people())

    def _group_cards(self) -> Iterable[Sheet]:
        members: dict[object, list[str]] = defaultdict(list)
        every_ride = rides_of(self.edition, self.slots)
        if self.names_people:
            rows = GroupMember.objects.filter(group__edition=self.edition).order_by("participant__name", "pk")
            for key, name in rows.values_list("group", "participant__name"):
                members[key].append(name)
        for group in self.edition.groups.order_by("order", "code"):
            own = [slot for slot in self.slots if any(one.pk == group.pk for one in slot.groups.all())]
            if own:
                rides = [ride for ride in every_ride if group.code in ride.groups]
                yield Sheet(
                    heading=str(group.name) or group.code,
                    lead=", ".join(members[group.pk]),
                    days=self._days(own, rides=rides),
                )

    def _lists_of_sites(self) -> Iterable[Sheet]:
        sites = sorted({slot.site for slot in self.slots if slot.site}, key=lambda site: site.code)
        for site in sites:
            own = [slot for slot in self.slots if slot.site_id == site.pk]
            yield Sheet(heading=str(site), lead="", days=self._days(own))

    def _vehicle_lists(self) -> Iterable[Sheet]:
        """Each day's rides, vehicle by vehicle, with those who sit in it."""
        riders = riders_of(self.edition)
        seats = terms_of(self.edition).vehicle_seats
        rides = rides_of(self.edition, self.slots)
        vehicles = vehicles_by_ride(self.edition)
        for on, own in groupby(rides, lambda ride: ride.from_at.astimezone(self.zone).date()):
            entries = tuple(
                Entry(
                    time=self._time(ride.from_at, ride.until_at),
                    title=ride.way,
                    place=self._vehicle(load),
                    who=gettext("%(taken)s of %(seats)s") % {"taken": load.taken, "seats": load.seats},
                    people=self._riders(load),
                )
                for ride in own
                for load in loads_of(ride, riders, self._taken(vehicles, ride), seats=seats)
            )
            heading = str(wording.long_day(on))
            yield Sheet(heading=heading, lead="", days=(Day(heading=heading, entries=entries),))

    def _taken(self, vehicles: Mapping[RideKey, Sequence[Vehicle]], ride: Ride) -> Sequence[Vehicle]:
        """Vehicles that are taken for a ride; a draft has none, for it may never be published."""
        if self.timetable.is_draft:
            return ()
        return vehicles.get(ride.place, ())

    def _vehicle(self, load: Load) -> str:
        """Which vehicle, with its driver; or which of how many, where nobody has said."""
        if load.vehicle is None:
            return gettext("%(number)s of %(count)s") % {"number": load.number, "count": load.count}
        return load.vehicle.told if self.names_people else load.vehicle.plate

    def _riders(self, load: Load) -> str:
        """Who sits there, group by group."""
        return "; ".join(
            f"{group}: {', '.join(names)}" if names and self.names_people else group
            for group, names in load.riders
        )

    def _lists_of_people(self) -> Iterable[Sheet]:
        own: dict[str, list[Slot]] = defaultdict(list)
        for slot in self.slots:
            for part in slot.people.all():
                if self.only is None or part.resource_person.person_id in self.only:
                    own[part.resource_person.person.name].append(slot)
        for name in sorted(own):
            yield Sheet(heading=name, lead="", days=self._days(own[name]))

    def _days(self, slots: Sequence[Slot], *, rides: Sequence[Ride] = ()) -> tuple[Day, ...]:
        def day_of(slot: Slot) -> dt.date:
            return slot.begins_at.astimezone(self.zone).date()

        return tuple(
            Day(
                heading=str(wording.long_day(on)),
                entries=tuple(self._entry(slot) for slot in own),
                rides=tuple(
                    self._ride(ride) for ride in rides if ride.from_at.astimezone(self.zone).date() == on
                ),
            )
            for on, own in groupby(slots, day_of)
        )

    def _entry(self, slot: Slot) -> Entry:
        people = [
            f"{part.resource_person.person.name} ({part.get_task_display()})" for part in slot.people.all()
        ]
        return Entry(
            time=self._time(slot.begins_at, slot.ends_at),
            title=str(slot.session.activity.title),
            place=", ".join(str(one) for one in (slot.room, slot.site) if one),
            who=who_comes(slot, self.wholes),
            people=", ".join(people) if self.names_people else "",
        )

    def _ride(self, ride: Ride) -> Entry:
        return Entry(
            time=self._time(ride.from_at, ride.until_at),
            title=ride.way,
            who=ride_words(ride),
        )

    def _time(self, begins: dt.datetime, ends: dt.datetime) -> str:
        first, last = begins.astimezone(self.zone), ends.astimezone(self.zone)
        return f"{wording.clock(first)}–{wording.clock(last)}"


def ride_words(ride: Ride) -> str:
    """Who rides and how many seats that takes."""
    seats = ngettext("%(number)d seat", "%(number)d seats", ride.seats) % {"number": ride.seats}
    return f"{wording.joined(list(ride.names))}: {seats}" if ride.names else seats
