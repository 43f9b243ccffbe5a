"""The directory in bundles: bodies, organisations, sites and what belongs to them.

Each record is entered and changed by the deeds that the pages use, so that whoever imports may do no more
than whoever types.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balai.directory.enums import AvailabilityKind
from balai.directory.models import (
    Body,
    Closure,
    Contact,
    DeclaredDay,
    Machine,
    Membership,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    Technology,
    Topic,
    TravelTime,
    VisaRoute,
)
from balai.directory.queries import live
from balai.directory.services.records import change_record, enter_record
from balai.directory.services.resource_persons import enter_resource_person
from balai.directory.services.shipped import GROUPINGS
from balai.directory.services.times import Days, Opening, set_availability, set_opening_hours
from balai.engine.bundle.fields import Field, ListOf, Record
from balai.engine.bundle.kinds import (
    EMAIL,
    LANGUAGE_TAG,
    Choice,
    Date,
    Listed,
    Pattern,
    RoughDate,
    RoughDay,
    ScalarKind,
    Text,
    TimeZone,
    UnfitError,
)
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, Deeds, ModelPart
from balai.kernel.bundle.registry import parts
from balai.people.services.persons import change_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from balai.kernel.bundle.exporting import Chosen
    from balai.kernel.bundle.importing import Importing

COUNTRIES = Path(__file__).parent / "data" / "countries.csv"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def country_kind() -> Listed:
    """A country by its code: those that every installation has from its first start."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return Listed(frozenset(row["code"] for row in csv.DictReader(file)), "value.country")


class Week(ScalarKind):
    """The opening hours of a week in one line: ``mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00``."""

    def read(self, text: str) -> list[Opening]:
        hours: list[Opening] = []
        for part in filter(None, (one.strip() for one in text.split(";"))):
            days, _space, spans = part.partition(" ")
            first, _hyphen, last = days.partition("-")
            last = last or first
            if first not in DAYS or last not in DAYS or DAYS.index(last) < DAYS.index(first):
                raise UnfitError("value.week")
            for day in range(DAYS.index(first), DAYS.index(last) + 1):
                hours += [Opening(day, *_span(span.strip())) for span in spans.split(",")]
        if not hours:
            raise UnfitError("value.week")
        return sorted(hours)

    def plain(self, value: Sequence[Opening]) -> str:
        by_day = {
            day: ", ".join(f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in found)
            for day, found in groupby(sorted(value), key=lambda one: one.weekday)
        }
        parts: list[tuple[int, int, str]] = []
        for day, spans in by_day.items():
            if parts and parts[-1][1] == day - 1 and parts[-1][2] == spans:
                parts[-1] = (parts[-1][0], day, spans)
            else:
                parts.append((day, day, spans))
        return "; ".join(
            f"{DAYS[first]}{f'-{DAYS[last]}' if last > first else ''} {spans}" for first, last, spans in parts
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(mon|tue|wed|thu|fri|sat|sun)[a-z0-9:;,\\s-]*$"}

    def words(self) -> str:
        return "hours of a week, such as `mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00`"


def _span(text: str) -> tuple[dt.time, dt.time]:
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])", text)
    if match is None:
        raise UnfitError("value.week")
    first, second, third, fourth = (int(number) for number in match.groups())
    return dt.time(first, second), dt.time(third, fourth)


AVAILABILITY = Record(
    (
        Field(name="since", kind=Date(), doc="First day.", is_required=True),
        Field(name="until", kind=Date(), doc="Last day.", is_required=True),
        Field(
            name="kind",
            kind=Choice({str(value): str(label) for value, label in AvailabilityKind.choices}),
            doc="What was said.",
            is_required=True,
        ),
        Field(name="note", kind=Text(), doc="A remark."),
    )
)


class DirectoryDeeds(Deeds):
    """Records of the directory, by its deeds."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        return enter_record(model, values=values, actor=importing.actor, at=importing.at)

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        change_record(record, values=values, actor=importing.actor, at=importing.at)


class MembershipDeeds(DirectoryDeeds):
    """A membership's days, each as exactly as it is known."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        return super().enter(model, _exactly(values), importing)

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        super().change(record, _exactly(values), importing)


def _exactly(values: Mapping[str, Any]) -> dict[str, Any]:
    exact = dict(values)
    for name in ("since", "until"):
        day: RoughDay | None = values.get(name)
        if day is not None:
            exact |= {name: day.on, f"{name}_precision": day.precision}
    return exact


class SiteDeeds(DirectoryDeeds):
    """A site with its week."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        site = super().enter(model, _without(values, "opening_hours"), importing)
        self._open(site, values, importing)
        return site

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        columns = _without(values, "opening_hours")
        if columns:
            super().change(record, columns, importing)
        self._open(record, values, importing)

    def _open(self, site: Site, values: Mapping[str, Any], importing: Importing) -> None:
        hours = values.get("opening_hours")
        if hours or ("opening_hours" in values and site.opening_hours.exists()):
            set_opening_hours(site, hours=hours or [], actor=importing.actor, at=importing.at)


class ResourcePersonDeeds(DirectoryDeeds):
    """A resource person with the person behind and with their days."""

    def enter(self, model: type[Any], values: Mapping[str, Any], importing: Importing) -> Any:
        card = enter_resource_person(
            name=values["name"],
            email=values["email"] or "",
            values=_without(values, "name", "email", "availability"),
            actor=importing.actor,
            at=importing.at,
        )
        self._say(card, values, importing)
        return card

    def change(self, record: Any, values: Mapping[str, Any], importing: Importing) -> None:
        if "name" in values:
            person = record.person
            change_person(
                person=person,
                name=values["name"],
                language=person.language,
                time_zone=person.time_zone,
                actor=importing.actor,
                at=importing.at,
            )
        columns = _without(values, "name", "email", "availability")
        if columns:
            super().change(record, columns, importing)
        self._say(record, values, importing)

    def _say(self, card: ResourcePerson, values: Mapping[str, Any], importing: Importing) -> None:
        days = values.get("availability")
        if days or ("availability" in values and card.availability.exists()):
            said = [Days(one["since"], one["until"], one["kind"], one["note"] or "") for one in days or []]
            set_availability(card, days=said, actor=importing.actor, at=importing.at)


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _week_of(site: Site) -> list[Opening]:
    return [Opening(one.weekday, one.opens, one.closes) for one in site.opening_hours.all()]


def _days_of(card: ResourcePerson) -> list[dict[str, Any]]:
    return [
        {"since": one.since, "until": one.until, "kind": one.kind, "note": one.note or None}
        for one in card.availability.all()
    ]


def _rules_of_hosts(chosen: Chosen) -> Iterable[VisaRoute]:
    """How people enter the countries where the chosen sites are."""
    hosts = {site.country_id for site in chosen.of("sites")}
    return live(VisaRoute.objects.filter(host__in=hosts))


def _days_of_hosts(chosen: Chosen) -> Iterable[DeclaredDay]:
    """What the countries declared where the chosen sites are."""
    hosts = {site.country_id for site in chosen.of("sites")}
    return live(DeclaredDay.objects.filter(country__in=hosts))


def _ways_between(chosen: Chosen) -> Iterable[TravelTime]:
    sites = chosen.identifiers("sites")
    return live(TravelTime.objects.filter(origin__in=sites, destination__in=sites))


SOURCE = ("source", "certainty")
CODE = Column(name="code", kind=Pattern(regex=r"[a-z0-9][a-z0-9-]*", rule="value.slug", most=40))
LANGUAGES = Column(name="languages", kind=ListOf(kind=LANGUAGE_TAG))


def register_parts() -> None:
    """Add the directory to what bundles can hold."""
    for part in directory_parts():
        parts.register(part.name, part)


def directory_parts() -> tuple[ModelPart, ...]:
    """Every section of the directory."""
    country = Column(name="country", kind=country_kind())
    plain, site = DirectoryDeeds(), Column(name="site", refers="sites")
    organisation = Column(name="organisation", refers="organisations")
    return (
        ModelPart(
            name="topics",
            file="directory/topics.csv",
            shape=Shape.TABLE,
            model=Topic,
            columns=(CODE, "name"),
            key=("code",),
            deeds=plain,
            ordering=("code",),
            live=lambda: live(Topic.objects.all()),
        ),
        ModelPart(
            name="bodies",
            file="directory/bodies.yaml",
            shape=Shape.LIST,
            model=Body,
            columns=(
                CODE,
                "kind",
                "name",
                "abbreviation",
                Column(name="parent", refers="bodies"),
                "description",
                "website",
                *SOURCE,
            ),
            key=("code",),
            deeds=plain,
            ordering=("code",),
            goes_with=("parent",),
            live=lambda: live(Body.objects.all()),
            everywhere=lambda body: body.code in GROUPINGS,
        ),
        ModelPart(
            name="memberships",
            file="directory/memberships.csv",
            shape=Shape.TABLE,
            model=Membership,
            columns=(
                Column(name="body", refers="bodies"),
                country,
                Column(
                    name="since",
                    kind=RoughDate(),
                    is_required=True,
                    doc="First day, month or year, as far as it is known.",
                    get=lambda row: RoughDay(row.since, row.since_precision),
                ),
                Column(
                    name="until",
                    kind=RoughDate(),
                    doc="Last day, month or year, as far as it is known; empty while it lasts.",
                    get=lambda row: row.until and RoughDay(row.until, row.until_precision),
                ),
                *SOURCE,
            ),
            key=("body", "country", "since"),
            deeds=MembershipDeeds(),
            ordering=("body", "since", "country"),
            order=(("since", "until"),),
            goes_with=("body",),
            live=lambda: live(Membership.objects.all()),
        ),
        ModelPart(
            name="organisations",
            file="directory/organisations.yaml",
            shape=Shape.LIST,
            model=Organisation,
            columns=(
                CODE,
                "kind",
                "name",
                "abbreviation",
                Column(name="parent", refers="organisations"),
                Column(name="body", refers="bodies"),
                country,
                "city",
                "address",
                LANGUAGES,
                "website",
                "roles",
                Column(name="accredited_to", kind=ListOf(kind=country_kind(), is_set=True)),
                "description",
                *SOURCE,
            ),
            key=("code",),
            deeds=plain,
            ordering=("code",),
            live=lambda: live(Organisation.objects.all()),
        ),
        ModelPart(
            name="contacts",
            file="directory/contacts.yaml",
            shape=Shape.LIST,
            model=Contact,
            columns=(organisation, "office", "function", "email", "telephone"),
            key=("organisation", "email", "telephone"),
            deeds=plain,
            ordering=("organisation", "email", "telephone"),
            goes_with=("organisation",),
            live=lambda: live(Contact.objects.all()),
        ),
        ModelPart(
            name="sites",
            file="directory/sites.yaml",
            shape=Shape.LIST,
            model=Site,
            columns=(
                CODE,
                organisation,
                "name",
                country,
                "city",
                "address",
                "latitude",
                "longitude",
                Column(name="time_zone", kind=TimeZone()),
                "description",
                "colour",
                "largest_group",
                Column(
                    name="opening_hours",
                    kind=Week(),
                    doc="When it is open, in its own time, such as mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00.",
                    get=_week_of,
                ),
                "gate_lead_days",
                "photo_rule",
                "prayer_place",
                "friday_break_from",
                "friday_break_until",
                "accessibility",
                "accessibility_note",
                "canteen",
                "protection",
                *SOURCE,
            ),
            key=("code",),
            deeds=SiteDeeds(),
            ordering=("code",),
            order=(("friday_break_from", "friday_break_until"),),
            live=lambda: live(Site.objects.all()),
        ),
        ModelPart(
            name="closures",
            file="directory/closures.csv",
            shape=Shape.TABLE,
            model=Closure,
            columns=(site, "since", "until", "reason"),
            key=("site", "since"),
            deeds=plain,
            ordering=("site", "since"),
            order=(("since", "until"),),
            goes_with=("site",),
            live=lambda: live(Closure.objects.all()),
        ),
        ModelPart(
            name="travel-times",
            file="directory/travel-times.csv",
            shape=Shape.TABLE,
            model=TravelTime,
            columns=(
                Column(name="origin", refers="sites"),
                Column(name="destination", refers="sites"),
                "mode",
                "minutes",
                *SOURCE,
            ),
            key=("origin", "destination", "mode"),
            deeds=plain,
            ordering=("origin", "destination", "mode"),
            choose=_ways_between,
            live=lambda: live(TravelTime.objects.all()),
        ),
        ModelPart(
            name="rooms",
            file="directory/rooms.csv",
            shape=Shape.TABLE,
            model=Room,
            columns=(site, CODE, "name", "kind", "capacity", "is_step_free", "equipment"),
            key=("site", "code"),
            deeds=plain,
            ordering=("site", "code"),
            goes_with=("site",),
            live=lambda: live(Room.objects.all()),
        ),
        ModelPart(
            name="machines",
            file="directory/machines.csv",
            shape=Shape.TABLE,
            model=Machine,
            columns=(
                site,
                CODE,
                Column(name="room", refers="rooms", within="site"),
                "name",
                "model",
                "serial",
                "quantity",
                "trainees_per_machine",
                "safety_class",
                "consumables",
                "description",
                *SOURCE,
            ),
            key=("site", "code"),
            deeds=plain,
            ordering=("site", "code"),
            goes_with=("site",),
            live=lambda: live(Machine.objects.all()),
        ),
        ModelPart(
            name="technologies",
            file="directory/technologies.yaml",
            shape=Shape.LIST,
            model=Technology,
            columns=(
                organisation,
                CODE,
                "title",
                "description",
                "readiness",
                Column(name="topics", refers="topics"),
                *SOURCE,
            ),
            key=("organisation", "code"),
            deeds=plain,
            ordering=("organisation", "code"),
            goes_with=("organisation",),
            live=lambda: live(Technology.objects.all()),
        ),
        ModelPart(
            name="resource-persons",
            file="directory/resource-persons.yaml",
            shape=Shape.LIST,
            model=ResourcePerson,
            columns=(
                CODE,
                Column(
                    name="name",
                    kind=Text(),
                    is_required=True,
                    doc="Name, as it shall be written in letters.",
                    get=lambda card: card.person.name,
                ),
                Column(
                    name="email",
                    kind=EMAIL,
                    doc="E-mail address; by it a person is known who is there already.",
                    get=lambda card: card.person.email,
                ),
                organisation,
                "function",
                Column(name="topics", refers="topics"),
                LANGUAGES,
                "honorarium_class",
                "about",
                Column(
                    name="availability",
                    kind=ListOf(kind=AVAILABILITY),
                    doc="What was said about which days.",
                    get=_days_of,
                ),
                *SOURCE,
            ),
            key=("code",),
            deeds=ResourcePersonDeeds(),
            ordering=("code",),
            live=lambda: live(ResourcePerson.objects.select_related("person")),
        ),
        ModelPart(
            name="visa-routes",
            file="directory/visa-routes.csv",
            shape=Shape.TABLE,
            model=VisaRoute,
            columns=(
                Column(name="host", kind=country_kind()),
                Column(name="nationality", kind=country_kind()),
                "passport_type",
                Column(name="residence", kind=country_kind()),
                "route",
                "lead_days",
                "since",
                "until",
                "note",
                *SOURCE,
            ),
            key=("host", "nationality", "passport_type", "residence", "since"),
            deeds=plain,
            ordering=("host", "nationality", "passport_type", "residence", "since"),
            order=(("since", "until"),),
            choose=_rules_of_hosts,
            live=lambda: live(VisaRoute.objects.all()),
        ),
        ModelPart(
            name="declared-days",
            file="directory/declared-days.csv",
            shape=Shape.TABLE,
            model=DeclaredDay,
            columns=(country, "since", "until", "kind", "name", *SOURCE),
            key=("country", "since"),
            deeds=plain,
            ordering=("country", "since"),
            order=(("since", "until"),),
            choose=_days_of_hosts,
            live=lambda: live(DeclaredDay.objects.all()),
        ),
    )
