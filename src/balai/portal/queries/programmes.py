"""What everybody may know of programmes. Each question starts from the editions that are public."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Subquery,
    TextField,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, Length, Lower

from balai.audit.queries import deeds_about
from balai.directory.models import Country, Organisation, Site, TravelTime
from balai.directory.queries import live, with_words
from balai.kernel.worded import Worded
from balai.programmes.enums import EditionStatus, Level
from balai.programmes.models import Activity, BookletFile, Deadline, Group, Quota
from balai.programmes.models.edition import CALLS_FIRST, UNDATED
from balai.programmes.queries import NEWEST_FIRST, editions_public, editions_with_open_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.kernel.worded import Told
    from balai.programmes.models import Edition

NOMINATIONS = "nominations"
"""The code of the plan whose deadlines a call names (programmes.services.deadlines)."""
CALLS_ON_HOME, EDITIONS_ON_HOME = 6, 6
ANSWERS_KEPT = 16
"""Different answers of the database of which a process keeps what it made of them."""
SHOWN_ON_HOME = (
    *("code", "title", "theme", "summary", "target_group", "cities", "starts_on", "ends_on", "status"),
    *("places", "known_participants", "source", "certainty"),
)
SHOWN_OF_A_SITE = ("code", "name", "city", "colour", "latitude", "longitude", "protection")
SHOWN_OF_AN_ACTIVITY = (
    *("edition", "code", "title", "description", "minutes", "attendance", "earliest_on", "latest_on"),
    *("day_part", "begins_at", "demands", "protection", "photo_rule", "materials", "certainty"),
)


GROUPS = Prefetch("groups", Group.objects.order_by("order", "code"))
"""Who comes to an activity, to be fetched with it."""


def edition_of(code: str) -> QuerySet[Edition]:
    """The public edition of a code, with its series and body; none when it is not public."""
    return editions_public().select_related("series__body", "country").filter(code=code)


def catalogue(
    *, words: str = "", year: int | None = None, country: str = "", city: str = "", is_open: bool = False
) -> QuerySet[Edition]:
    """Public editions, the newest first.

    Args:
        words: all of them in code, theme, title or places, in any language.
        year: of the first day.
        country: the host's, ISO 3166-1 alpha-2.
        city: part of the name of one of its places.
        is_open: only those whose call is open.
    """
    rows = with_words(editions_public(), words)
    if year is not None:
        rows = rows.filter(sorts_on__year=year)
    if country:
        rows = rows.filter(country=country)
    if city:
        # The first condition is an index's; the second looks at the places alone.
        rows = with_words(rows, city).alias(places_written=Lower(Cast("cities", TextField())))
        rows = rows.filter(places_written__contains=city.lower())
    return rows.filter(status=EditionStatus.CALL) if is_open else rows


def years_of_editions() -> range:
    """From the year of the first public edition to that of the last; empty while there is none with dates."""
    dated = editions_public().filter(sorts_on__lt=UNDATED).order_by()
    ends = dated.aggregate(first=Min("sorts_on"), last=Max("sorts_on"))
    return range(ends["first"].year, ends["last"].year + 1) if ends["first"] else range(0)


def hosts_of_editions() -> QuerySet[Country]:
    """The countries that host a public edition."""
    return Country.objects.filter(Exists(editions_public().filter(country=OuterRef("pk")).order_by()))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnHome:
    """What the home page shows of programmes.

    Attributes:
        calls: whose call is open, the one that begins first at the top.
        others: what was told of other editions with dates (:func:`read_others`).
        since: the year of the first public edition; 0 while there is none with dates.
    """

    calls: Sequence[Edition]
    others: Told[Edition]
    since: int


def editions_on_home() -> OnHome:
    """What the home page shows: one question for all, as it is asked for most, unless many calls are open."""
    questions = _questions_of_home()
    others = questions.both.told()
    number, since = _outline(others)
    calls: list[Edition] = []
    if number > CALLS_ON_HOME:
        calls, others = questions.calls.ask(), questions.others.told()
    elif number:
        calls = [edition for edition in reversed(others.read()) if edition.status == EditionStatus.CALL]
    prefetch_related_objects(calls, Prefetch("quotas", questions.places.all()), "organisers__organisation")
    return OnHome(calls=calls, others=others, since=since)


def read_others(told: Told[Edition]) -> list[Edition]:
    """The editions without an open call, the newest first."""
    found = [edition for edition in told.read() if edition.status != EditionStatus.CALL]
    return found[:EDITIONS_ON_HOME]


@lru_cache(maxsize=ANSWERS_KEPT)
def _outline(told: Told[Edition]) -> tuple[int, int]:
    """How many calls are open, and the year of the first public edition or 0."""
    newest = told.read()
    number = sum(edition.status == EditionStatus.CALL for edition in newest)
    first = newest[0].first_on if newest else None  # type: ignore[attr-defined] # annotated below
    return number, first.year if first else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _QuestionsOfHome:
    both: Worded[Edition]
    calls: Worded[Edition]
    others: Worded[Edition]
    places: QuerySet[Quota]


@cache
def _questions_of_home() -> _QuestionsOfHome:
    """The home page's questions, put into words once: to do so takes longer than to answer them."""
    calls, others = editions_with_open_call(), editions_public().exclude(status=EditionStatus.CALL)
    others = others.filter(sorts_on__lt=UNDATED)
    dated = editions_public().filter(sorts_on__lt=UNDATED).order_by("sorts_on")
    both = (calls | others).order_by(CALLS_FIRST, *NEWEST_FIRST)
    both = both.annotate(first_on=Subquery(dated.values("sorts_on")[:1]))
    return _QuestionsOfHome(
        both=Worded(_as_on_home(both)[: CALLS_ON_HOME + EDITIONS_ON_HOME]),
        calls=Worded(_as_on_home(calls)[:CALLS_ON_HOME]),
        others=Worded(_as_on_home(others)[:EDITIONS_ON_HOME]),
        places=Quota.objects.filter(places__gt=0).select_related("country").order_by("country_id"),
    )


def _as_on_home(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions with what the home page shows of them, and no more."""
    return editions.select_related(None).select_related("country").only(*SHOWN_ON_HOME, "country__name")


def nominations_due(editions: Iterable[Edition]) -> QuerySet[Deadline]:
    """When focal points have to send their nominations, by moment, each with its country."""
    return (
        Deadline.objects.filter(
            plan__edition__in=[edition.pk for edition in editions],
            plan__code=NOMINATIONS,
            plan__level=Level.FOCAL_POINT,
        )
        .select_related("country", "plan")
        .order_by("at", "country_id")
    )


def others_of_series(edition: Edition) -> QuerySet[Edition]:
    """The other public editions of the same series, the newest first."""
    others = editions_public().filter(series=edition.series_id).exclude(pk=edition.pk)
    return others.select_related(None).select_related("country").only(*SHOWN_ON_HOME, "country__name")


def activities_of(edition: Edition) -> QuerySet[Activity]:
    """What is planned in an edition, with the places; nothing about people, and no more than pages show."""
    sites = Site.objects.only(*SHOWN_OF_A_SITE, "organisation").order_by("code")
    return (
        Activity.objects.filter(edition=edition)
        .select_related("session_type")
        .only(*SHOWN_OF_AN_ACTIVITY, "session_type__name", "session_type__family")
        .prefetch_related(Prefetch("sites", sites))
        .order_by(F("earliest_on").asc(nulls_last=True), "order", "code")
    )


def read_owners(activities: Iterable[Activity]) -> None:
    """Read whose the sites of activities are: each owner once, for a site comes with each activity there."""
    owners = Organisation.objects.select_related("parent").only("roles", "parent__name")
    sites = [site for activity in activities for site in activity.sites.all()]
    prefetch_related_objects(sites, Prefetch("organisation", owners))


def ways_between(sites: Iterable[UUID]) -> QuerySet[TravelTime]:
    """What is known of the ways between some sites, the shortest first."""
    among = list(sites)
    ways = live(TravelTime.objects.filter(origin__in=among, destination__in=among))
    return ways.only("origin", "destination", "minutes", "mode").order_by("minutes", "pk")


def booklet_files(edition: Edition) -> QuerySet[BookletFile]:
    """The General Information of an edition as it was last sent, with its erratum if it corrects another."""
    newest = edition.booklets.order_by("-version").values("pk")[:1]
    return (
        BookletFile.objects.filter(booklet__in=newest)
        .select_related("booklet")
        .annotate(size=Length("content"))
        .defer("content")
        .order_by("kind", "language")
    )


def booklet_file(code: str, *, version: int, kind: str, language: str) -> QuerySet[BookletFile]:
    """One file of a public edition's General Information."""
    return BookletFile.objects.filter(
        booklet__edition__in=edition_of(code), booklet__version=version, kind=kind, language=language
    )


def deeds_counted(references: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """For each reference with deeds in the trail their number, and the moment of the last."""
    rows = deeds_about(*references).order_by().values("subject").annotate(number=Count("pk"), last=Max("at"))
    return {row["subject"]: (row["number"], row["last"]) for row in rows}
