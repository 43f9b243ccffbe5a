"""Questions to the directory. What belongs to a time is always asked “on this day”."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import get_language

from balai.directory.enums import AvailabilityKind, VisaKind
from balai.directory.models import (
    Availability,
    Body,
    Contact,
    Country,
    DeclaredDay,
    Machine,
    Membership,
    Organisation,
    ResourcePerson,
    Site,
    Technology,
    Topic,
    VisaRoute,
)
from balai.directory.models.base import SORTED_LANGUAGES, name_for_sorting
from balai.people.enums import EVERYWHERE, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import Model, QuerySet

    from balai.directory.enums import PassportType
    from balai.people.models import Grant

M = TypeVar("M", bound="Model")
DEMONYMS = Path(__file__).parent / "data" / "demonyms.csv"
READERS_OF_PEOPLE = frozenset(
    {Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.CENTRE_COORDINATOR, Role.AUDITOR}
)
"""Who sees contacts and resource persons: everywhere, or those of the own centre."""


# --- lists ------------------------------------------------------------------------------------------


def sorted_by_name(rows: QuerySet[M], field: str = "name", otherwise: str = "code") -> QuerySet[M]:
    """The rows with ``sort_name``: their name in the reader's language, for ordering and keyset paging."""
    language = (get_language() or "en").partition("-")[0]
    spoken = language if language in SORTED_LANGUAGES else "en"
    return cast("QuerySet[M]", rows.annotate(sort_name=name_for_sorting(field, spoken, otherwise)))


def in_order_of_names(rows: QuerySet[M], field: str = "name", otherwise: str = "code") -> QuerySet[M]:
    """The rows in the order of their names in the reader's language, for lists to choose from."""
    named: Any = sorted_by_name(rows, field, otherwise)
    return cast("QuerySet[M]", named.order_by("sort_name", "pk"))


def without_long_texts(rows: QuerySet[M], *joined: str) -> QuerySet[M]:
    """The rows without what no list shows: descriptions, and the columns that searches look through."""
    models = {"": rows.model} | {
        f"{name}__": rows.model._meta.get_field(name).related_model for name in joined
    }
    long = ("description", "search_text", "accessibility_note", "consumables")
    return rows.defer(
        *(
            f"{prefix}{column.name}"
            for prefix, model in models.items()
            for column in cast("type[Model]", model)._meta.concrete_fields
            if column.name in long
        )
    )


def with_words(rows: QuerySet[M], words: str, column: str = "search_text") -> QuerySet[M]:
    """The rows that hold every word, in any language, in any order."""
    tests = [Q(**{f"{column}__contains": word}) for word in words.replace("\0", " ").lower().split()]
    return rows.filter(reduce(and_, tests)) if tests else rows


def live(rows: QuerySet[M], *, archived: bool = False) -> QuerySet[M]:
    """What is in use, or, asked for, what was archived."""
    return rows.filter(archived_at__isnull=not archived)


def organisations_found(
    *, words: str = "", kind: str = "", country: str = "", role: str = "", archived: bool = False
) -> QuerySet[Organisation]:
    """Organisations with these words, of a kind, in a country, in a role."""
    rows = with_words(live(Organisation.objects.all(), archived=archived), words)
    if kind:
        rows = rows.filter(kind=kind)
    if country:
        rows = rows.filter(country=country)
    return rows.filter(roles__contains=[role]) if role else rows


def sites_found(
    *, words: str = "", country: str = "", city: str = "", archived: bool = False
) -> QuerySet[Site]:
    """Sites with these words, in a country or a city."""
    rows = with_words(live(Site.objects.all(), archived=archived), words)
    if country:
        rows = rows.filter(country=country)
    return rows.filter(city__iexact=city) if city else rows


def machines_found(
    *, words: str = "", site: str = "", safety: str = "", archived: bool = False
) -> QuerySet[Machine]:
    """Machines with these words, of a safety class, at a site (its code); not those of archived sites."""
    rows = with_words(live(Machine.objects.all(), archived=archived), words)
    if not archived:
        rows = rows.filter(site__archived_at=None)
    if site:
        rows = rows.filter(site__code=site)
    return rows.filter(safety_class=safety) if safety else rows


def technologies_found(
    *,
    words: str = "",
    topic: str = "",
    organisation: str = "",
    readiness: int | None = None,
    archived: bool = False,
) -> QuerySet[Technology]:
    """Technologies with these words, on a topic (its code), of an organisation, at least this ready."""
    rows = with_words(live(Technology.objects.all(), archived=archived), words)
    if topic:
        rows = rows.filter(
            Exists(Technology.topics.through.objects.filter(technology_id=OuterRef("pk"), topic__code=topic))
        )
    if organisation:
        rows = rows.filter(organisation__code=organisation)
    return rows.filter(readiness__gte=readiness) if readiness else rows


def resource_persons_found(
    *,
    words: str = "",
    topic: str = "",
    language: str = "",
    available_on: date | None = None,
    archived: bool = False,
) -> QuerySet[ResourcePerson]:
    """Resource persons by name, topic (its code) and language, and who said to be available on a day."""
    rows = live(ResourcePerson.objects.all(), archived=archived)
    rows = with_words(rows, words, "person__search_text")
    if topic:
        rows = rows.filter(
            Exists(
                ResourcePerson.topics.through.objects.filter(
                    resourceperson_id=OuterRef("pk"), topic__code=topic
                )
            )
        )
    if language:
        rows = rows.filter(languages__contains=[language])
    if available_on:
        rows = rows.filter(
            Exists(
                Availability.objects.filter(
                    person=OuterRef("pk"),
                    kind=AvailabilityKind.AVAILABLE,
                    since__lte=available_on,
                    until__gte=available_on,
                )
            )
        )
    return rows


def topics_found(*, words: str = "", archived: bool = False) -> QuerySet[Topic]:
    """Topics with these words."""
    return with_words(live(Topic.objects.all(), archived=archived), words)


def bodies_found(*, words: str = "", kind: str = "", archived: bool = False) -> QuerySet[Body]:
    """Bodies with these words, of a kind."""
    rows = with_words(live(Body.objects.all(), archived=archived), words)
    return rows.filter(kind=kind) if kind else rows


def countries_found(*, words: str = "", body: str = "", on: date | None = None) -> QuerySet[Country]:
    """Countries with these words; of a body (its code), its members on a day, which then has to be named."""
    rows = Country.objects.all()
    for word in words.split():
        rows = rows.filter(
            Q(name__en__icontains=word)
            | Q(name__id__icontains=word)
            | Q(code=word.upper())
            | Q(alpha3=word.upper())
        )
    if body:
        if on is None:
            raise ValueError("members of a body are those of a day")
        whose = [pk for one in Body.objects.filter(code=body) for pk in _with_members(one)[:1]]
        rows = rows.filter(Exists(_memberships_on(on).filter(body__in=whose, country=OuterRef("pk"))))
    return rows


def visa_routes_found(  # noqa: PLR0913 -- each is a way to look for them
    *,
    words: str = "",
    host: str = "",
    nationality: str = "",
    passport_type: str = "",
    route: str = "",
    on: date | None = None,
    archived: bool = False,
) -> QuerySet[VisaRoute]:
    """Visa rules by words of note and source, host, nationality and passport they name, route, and day."""
    rows = with_words(live(VisaRoute.objects.all(), archived=archived), words)
    if passport_type:
        rows = rows.filter(passport_type=passport_type)
    if host:
        rows = rows.filter(host=host)
    if nationality:
        rows = rows.filter(nationality=nationality)
    if route:
        rows = rows.filter(route=route)
    return _on(rows, on) if on else rows


def declared_days_found(
    *, words: str = "", country: str = "", kind: str = "", on: date | None = None, archived: bool = False
) -> QuerySet[DeclaredDay]:
    """Declared days by words of their name, country and kind; with a day, what holds on it."""
    rows = with_words(live(DeclaredDay.objects.all(), archived=archived), words)
    if country:
        rows = rows.filter(country=country)
    if kind:
        rows = rows.filter(kind=kind)
    return _on(rows, on) if on else rows


def declared_days_between(countries: Iterable[str], first: date, last: date) -> QuerySet[DeclaredDay]:
    """What some countries declared about the days from one to another, both included."""
    rows = live(DeclaredDay.objects.all()).filter(
        country__in=list(countries), since__lte=last, until__gte=first
    )
    return rows.order_by("country_id", "since", "pk")


def _on(rows: QuerySet[M], on: date) -> QuerySet[M]:
    """Rows whose stretch of days holds a day."""
    return rows.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


def topic_names(column: str) -> ArraySubquery:
    """The names of a record's topics in the same query; ``column`` leads from a topic to the record."""
    return ArraySubquery(
        live(Topic.objects.all()).filter(**{column: OuterRef("pk")}).order_by("code").values("name")
    )


def resource_persons_visible_to(grants: Iterable[Grant]) -> QuerySet[ResourcePerson]:
    """The office and auditors see all, coordinators those of their own organisation and its parts."""
    rows = ResourcePerson.objects.all()
    held = [grant for grant in grants if grant.role in READERS_OF_PEOPLE]
    if any(grant.scope == EVERYWHERE for grant in held):
        return rows
    return rows.filter(organisation__in=_coordinated(held))


def contacts_visible_to(grants: Iterable[Grant]) -> QuerySet[Contact]:
    """The same for contacts, those in use."""
    return live(contacts_known_to(grants))


def contacts_known_to(grants: Iterable[Grant]) -> QuerySet[Contact]:
    """The same with those that were archived."""
    rows = Contact.objects.all()
    held = [grant for grant in grants if grant.role in READERS_OF_PEOPLE]
    if any(grant.scope == EVERYWHERE for grant in held):
        return rows
    return rows.filter(organisation__in=_coordinated(held))


def _coordinated(grants: Iterable[Grant]) -> set[UUID]:
    """Organisations that coordinators are bound to, with their parts."""
    found: set[UUID] = set()
    for grant in grants:
        kind, _colon, key = grant.scope.partition(":")
        if grant.role == Role.CENTRE_COORDINATOR and kind == "organisation":
            found.update(_family(Organisation, UUID(key), "o.parent_id = found.id"))
    return found


# --- membership -------------------------------------------------------------------------------------


def members_of(body: Body, *, on: date) -> QuerySet[Country]:
    """The members of a body on a day; an organ or a pillar that lists none has those of its body."""
    return Country.objects.filter(Exists(memberships_of(body, on=on).filter(country=OuterRef("pk"))))


def memberships_of(body: Body, *, on: date, words: str = "") -> QuerySet[Membership]:
    """The same with since when, how sure, and where it is written; of countries with these words."""
    return _of_countries(_memberships_on(on).filter(body__in=_with_members(body)[:1]), words)


def memberships_ended_before(body: Body, *, on: date, words: str = "") -> QuerySet[Membership]:
    """Those of the same body that ended before a day, the earliest first; of countries with these words."""
    ended = live(Membership.objects.filter(until__lt=on, body__in=_with_members(body)[:1]))
    return _of_countries(ended, words).order_by("until", "country_id")


def _of_countries(held: QuerySet[Membership], words: str) -> QuerySet[Membership]:
    return held.filter(country__in=countries_found(words=words).values("pk")) if words.split() else held


def is_member(country: Country | str, body: str, *, on: date) -> bool:
    """Whether a country belongs on a day to the body with this code, such as ``ldc``."""
    return _memberships_on(on).filter(country=country, body__code=body).exists()


def _memberships_on(on: date) -> QuerySet[Membership]:
    return _on(live(Membership.objects.all()), on)


def _with_members(body: Body) -> list[UUID]:
    """The body itself if it lists members, then those it is part of that do."""
    lineage = _lineage(Body, body.pk)
    lists = set(live(Membership.objects.all()).filter(body__in=lineage).values_list("body", flat=True))
    return [pk for pk in lineage if pk in lists]


# --- the tree of organisations ----------------------------------------------------------------------


def lineage_of(organisation: Organisation) -> list[UUID]:
    """The organisation, what it is part of, and so on to the top."""
    return _lineage(Organisation, organisation.pk)


def is_below(part: Body | Organisation, whole: Body | Organisation) -> bool:
    """Whether something is the other, or part of it at any depth."""
    return whole.pk in _lineage(type(part), part.pk)


def _lineage(model: type[Body | Organisation], start: UUID) -> list[UUID]:
    return _family(model, start, "o.id = found.parent_id")


def _family(model: type[Body | Organisation], start: UUID, step: str) -> list[UUID]:
    """Ids along the tree, nearest first; rules keep it free of circles, and 64 steps would end one."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE found (id, parent_id, depth) AS (
                SELECT id, parent_id, 1 FROM {table} WHERE id = %s
                UNION ALL
                SELECT o.id, o.parent_id, depth + 1 FROM {table} o JOIN found ON {step} WHERE depth < 64
            )
            SELECT id FROM found ORDER BY depth
            """,  # noqa: S608 -- table and step are ours
            [start],
        )
        return [row[0] for row in cursor.fetchall()]


# --- visas ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaAnswer:
    """How somebody enters a host country.

    Attributes:
        kind: how; None when no rule is known, which never means that no visa is needed.
        lead_days: calendar days that it takes, None when that is not known.
        rule: the rule that says so; None for nationals of the host, and when nothing is known.
    """

    kind: VisaKind | None
    lead_days: int | None
    rule: VisaRoute | None

    @property
    def is_known(self) -> bool:
        return self.kind is not None


def visa_route_for(
    *, nationality: str, passport_type: PassportType | str, residence: str, host: str, on: date
) -> VisaAnswer:
    """How a person enters a host country on a day: by the most specific rule in force.

    A rule that names the nationality goes before one for everybody, then one that names the kind of passport,
    then one that names the country of residence.

    Args:
        nationality: of the passport, ISO 3166-1 alpha-2.
        passport_type: the kind of passport that will be used.
        residence: the country where the person lives.
        host: the country to enter.
        on: the day of entry.
    """
    if nationality == host:
        return VisaAnswer(kind=VisaKind.EXEMPT, lead_days=0, rule=None)
    named = {"nationality": nationality, "passport_type": passport_type, "residence": residence}
    ranks: dict[str, Any] = {
        f"is_{name}_named": Case(When(**{name: value}, then=Value(1)), default=Value(0))
        for name, value in named.items()
    }
    rule = (
        _on(live(VisaRoute.objects.all()), on)
        .filter(
            Q(nationality=nationality) | Q(nationality=None),
            Q(residence=residence) | Q(residence=None),
            host=host,
            passport_type__in=[passport_type, ""],
        )
        .annotate(**ranks)
        .order_by(*(f"-{name}" for name in ranks))
        .first()
    )
    if rule is None:
        return VisaAnswer(kind=None, lead_days=None, rule=None)
    return VisaAnswer(kind=VisaKind(rule.route), lead_days=rule.lead_days, rule=rule)


# --- what a country is known by ---------------------------------------------------------------------


def words_that_tell(country: Country) -> set[str]:
    """Every word by which a text gives a country away; two questions.

    Its names, its capital, what its people are called, the towns of its sites and organisations, and the
    languages and money that are of this country alone.
    """
    named = {*country.name.values(), *country.short_name.values(), *country.capital.values()}
    towns = {
        *Organisation.objects.filter(country=country).exclude(city="").values_list("city", flat=True),
        *Site.objects.filter(country=country).exclude(city="").values_list("city", flat=True),
    }
    known = named | towns | {country.alpha3} | _demonyms().get(country.code, frozenset())
    return {word for word in known | _money_and_tongues(country.code) if word}


@cache
def _demonyms() -> dict[str, frozenset[str]]:
    with DEMONYMS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: frozenset(row["words"].split("|")) for row in csv.DictReader(file)}


@cache
def _money_and_tongues(code: str) -> frozenset[str]:
    """Names of the money and the official languages that no other country has, in both languages."""
    from babel import Locale  # noqa: PLC0415 -- half a megabyte that only dossiers need
    from babel.core import get_global  # noqa: PLC0415 -- as above

    locales = [Locale("en"), Locale("id")]
    monies: dict[str, set[str]] = {}
    for place, rows in get_global("territory_currencies").items():
        for currency, _since, until, is_tender in rows:
            if is_tender and until is None:
                monies.setdefault(currency, set()).add(place)
    tongues: dict[str, set[str]] = {}
    for place, spoken in get_global("territory_languages").items():
        for tongue, facts in spoken.items():
            if facts["official_status"] == "official":
                tongues.setdefault(tongue, set()).add(place)
    found = {
        name
        for locale in locales
        for names, where in ((locale.currencies, monies), (locale.languages, tongues))
        for key, places in where.items()
        if places == {code} and (name := names.get(key))
    }
    # “Bhutanese Ngultrum” is a “ngultrum” in a text; a “rupee” is of many countries.
    words = [word for name in locales[0].currencies.values() for word in {*name.split()}]
    return frozenset(found | {one for name in found for one in name.split() if words.count(one) == 1})
