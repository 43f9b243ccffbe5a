"""Series, pledges, kinds of sessions and editions in lists, and the days of one at a glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from balai.directory.models.base import everything_in
from balai.directory.queries import with_words
from balai.programmes.enums import DayPart, EditionStatus, Level, OrganiserRole, Publicity
from balai.programmes.models import Activity, DeadlinePlan, Edition, Lesson, Organiser, Quota, SessionType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import BundleImport, Deadline, Pledge, Series

NEWEST_FIRST = ("-sorts_on", "-id")
_PARTS = {
    DayPart.MORNING: dt.time(8),
    DayPart.ANY: dt.time(12),
    DayPart.AFTERNOON: dt.time(13),
    DayPart.EVENING: dt.time(19),
}


def editions_in_order() -> QuerySet[Edition]:
    """Every edition with its series and host country, the newest first, those without dates before all."""
    return Edition.objects.select_related("series", "country").defer("search_text").order_by(*NEWEST_FIRST)


def editions_matching(
    editions: QuerySet[Edition], *, words: str = "", series: str = "", status: str = ""
) -> QuerySet[Edition]:
    """Of some editions those that hold every word, of a series, in a status."""
    for word in words.lower().split():
        editions = editions.filter(search_text__contains=word)
    if series:
        editions = editions.filter(series__code=series)
    if status:
        editions = editions.filter(status=status)
    return editions


def editions_for_a_sheet(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The same with no more than a sheet of editions has columns for."""
    columns = (
        "code",
        "number",
        "title",
        "status",
        "starts_on",
        "ends_on",
        "country_id",
        "cities",
        "places",
        "known_participants",
        "series__code",
    )
    return editions.defer(None).select_related(None).select_related("series").only(*columns)


def editions_public() -> QuerySet[Edition]:
    """Editions that everybody may know of, the newest first."""
    return editions_in_order().filter(publicity=Publicity.PUBLIC).exclude(status=EditionStatus.IDEA)


def editions_with_open_call() -> QuerySet[Edition]:
    """Public editions whose call is open, the one that begins first at the top."""
    return editions_public().filter(status=EditionStatus.CALL).order_by("sorts_on", "id")


def editions_counting_days_of(countries: Iterable[str]) -> QuerySet[Edition]:
    """Editions whose life goes on and whose deadlines count the days off of some countries.

    Those are the host's, the sending countries', and that of a secretariat among the organisers.
    """
    codes = list(countries)
    over = [EditionStatus.REPORTED, EditionStatus.EVALUATED, EditionStatus.CANCELLED]
    desks = Organiser.objects.filter(role=OrganiserRole.SECRETARIAT, organisation__country__in=codes)
    return (
        Edition.objects.filter(
            Q(country__in=codes)
            | Q(pk__in=Quota.objects.filter(country__in=codes).values("edition"))
            | Q(pk__in=desks.values("edition"))
        )
        .filter(pk__in=DeadlinePlan.objects.values("edition"))
        .exclude(status__in=over)
        .order_by("pk")
    )


def series_matching(
    series: QuerySet[Series], *, words: str = "", body: str = "", publicity: str = ""
) -> QuerySet[Series]:
    """Of some series those that hold every word, by the body whose members they are offered to (its code)."""
    for word in words.lower().split():
        series = series.filter(search_text__contains=word)
    if body:
        series = series.filter(body__code=body)
    return series.filter(publicity=publicity) if publicity else series


def lessons_matching(
    lessons: QuerySet[Lesson], *, words: str = "", open_only: bool = False
) -> QuerySet[Lesson]:
    """Of some lessons those that hold every word, in any language; if asked, those that are not settled."""
    lessons = lessons.alias(said=everything_in("source", translated=("text", "answer")))
    lessons = with_words(lessons, words, "said")
    return lessons.filter(done_at=None) if open_only else lessons


def pledges_matching(
    pledges: QuerySet[Pledge],
    *,
    words: str = "",
    body: str = "",
    country: str = "",
    valid_on: dt.date | None = None,
) -> QuerySet[Pledge]:
    """Of some pledges those that hold every word, of a body (its code), by a country, valid on a day.

    A pledge without a last day holds from the year of its meeting on.
    """
    for word in words.lower().split():
        pledges = pledges.filter(search_text__contains=word)
    if body:
        pledges = pledges.filter(body__code=body)
    if country:
        pledges = pledges.filter(country=country)
    if valid_on:
        begun = Q(held_from__lte=valid_on) | Q(held_from=None, year__lte=valid_on.year)
        pledges = pledges.filter(begun, Q(valid_until=None) | Q(valid_until__gte=valid_on))
    return pledges


def session_types_matching(
    kinds: QuerySet[SessionType], *, words: str = "", family: str = "", needs: str = ""
) -> QuerySet[SessionType]:
    """Of some kinds of sessions those with every word in code, name or rule, of a family, with a need.

    ``needs`` is what stands behind ``needs_`` in the model. There are dozens of kinds, never thousands.
    """
    for word in words.split():
        kinds = kinds.filter(
            Q(code__iexact=word)
            | Q(name__en__icontains=word)
            | Q(name__id__icontains=word)
            | Q(rule__en__icontains=word)
            | Q(rule__id__icontains=word)
        )
    if family:
        kinds = kinds.filter(family=family)
    return kinds.filter(**{f"needs_{needs}": True}) if needs else kinds


def imports_matching(
    imports: QuerySet[BundleImport], *, words: str = "", state: str = ""
) -> QuerySet[BundleImport]:
    """Of the files that somebody brought those with every word in their name, in a state."""
    for word in words.split():
        imports = imports.filter(file_name__icontains=word)
    return imports.filter(state=state) if state else imports


def session_types_in_order() -> QuerySet[SessionType]:
    """Every kind of session, as lists have them."""
    return SessionType.objects.order_by("order", "code")


def activities_in_order(edition: Edition) -> QuerySet[Activity]:
    """The activities of an edition as its list has them, with what a page shows of each."""
    return (
        Activity.objects.filter(edition=edition)
        .select_related("session_type", "module")
        .prefetch_related(
            "groups", "sites", "machine_needs__machine", "people__resource_person__person", "after"
        )
        .order_by("order", "code")
    )


def lessons_waiting(series_id: UUID) -> QuerySet[Lesson]:
    """Lessons of a series that no edition settled: those not taken up, and those that one took up in vain."""
    over = [EditionStatus.CLOSED, EditionStatus.REPORTED, EditionStatus.EVALUATED, EditionStatus.CANCELLED]
    return Lesson.objects.filter(
        Q(taken_up_in=None) | Q(taken_up_in__status__in=over), edition__series=series_id, done_at=None
    )


def deadlines_in_order(edition: Edition) -> list[Deadline]:
    """Every deadline of an edition, the first that is due at the top; asks nothing of one read with them."""
    found = [one for plan in edition.deadline_plans.all() for one in plan.deadlines.all()]
    return sorted(found, key=lambda one: (one.at, one.country_id is None, one.country_id or "", one.pk))


def due_moment(edition: Edition, code: str) -> dt.datetime | None:
    """When the host must have done something, by the code of its deadline; None while it is not planned."""
    due = (
        one.at
        for plan in edition.deadline_plans.all()
        if plan.code == code and plan.level == Level.HOST
        for one in plan.deadlines.all()
    )
    return next(due, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of an edition as its activities have it.

    Attributes:
        on: the local date.
        activities: those that can be on no other day, by hour.
        cities: where they are, in order.
    """

    on: dt.date
    activities: Sequence[Activity]
    cities: Sequence[str]


def days_of(edition: Edition, activities: Iterable[Activity]) -> list[Day]:
    """The days from arrival to departure with the activities that are fixed to each.

    Empty while the edition has no dates. What may fall on several days is left out: a timetable decides it.

    Args:
        edition: whose days.
        activities: of the edition, with their sites, in the order of lists.
    """
    first, last = edition.arrives_on or edition.starts_on, edition.departs_on or edition.ends_on
    if first is None or last is None:
        return []
    by_day: dict[dt.date, list[Activity]] = {}
    for activity in activities:
        if activity.earliest_on and activity.earliest_on == activity.latest_on:
            by_day.setdefault(activity.earliest_on, []).append(activity)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return [_day(on, by_day.get(on, [])) for on in days]


def _day(on: dt.date, activities: list[Activity]) -> Day:
    activities.sort(key=lambda activity: activity.begins_at or _PARTS[DayPart(activity.day_part)])
    cities = dict.fromkeys(site.city for activity in activities for site in activity.sites.all())
    return Day(on=on, activities=activities, cities=tuple(cities))
