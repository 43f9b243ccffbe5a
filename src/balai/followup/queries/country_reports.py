"""Questions about country reports: who writes one, and what others read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from balai.directory.models import Country
from balai.followup.models import CountryReport
from balai.people.queries import identities_of
from balai.programmes.enums import AssessmentKind
from balai.programmes.models import Assessment
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition


def asks_for_reports(edition: Edition | UUID) -> bool:
    """Whether an edition names a country report among its assessments."""
    return Assessment.objects.filter(edition=edition, kind=AssessmentKind.COUNTRY_REPORT).exists()


def report_writers(person: Person) -> QuerySet[Participant]:
    """Where somebody takes part and their country's report is asked for, the newest first."""
    asks = Assessment.objects.filter(edition=OuterRef("edition"), kind=AssessmentKind.COUNTRY_REPORT)
    rows = Participant.objects.filter(
        Exists(asks), state=ParticipantState.CONFIRMED, person__in=identities_of(person)
    )
    return rows.select_related("edition__series", "country").order_by("-edition__starts_on", "pk")


def took_part(person: Person) -> bool:
    """Whether somebody takes or took part in anything."""
    rows = Participant.objects.filter(state=ParticipantState.CONFIRMED, person__in=identities_of(person))
    return rows.exists()


def reports_told_of(writers: Collection[Participant]) -> dict[tuple[UUID, str], bool]:
    """By edition and country, whether a report is handed in; False where it was given back."""
    if not writers:
        return {}
    rows = CountryReport.objects.filter(
        Q(submitted_at__isnull=False) | Q(returned_at__isnull=False),
        edition__in=[one.edition_id for one in writers],
    )
    return {(one.edition_id, one.country_id): one.is_handed_in for one in rows}


def reports_about(persons: Collection[Person]) -> QuerySet[CountryReport]:
    """Those that somebody wrote, with the others of the country, under all of their identities."""
    takes_part = Participant.objects.filter(
        person__in=persons, edition=OuterRef("edition"), country=OuterRef("country")
    )
    return CountryReport.objects.filter(Exists(takes_part)).order_by("edition__starts_on", "pk")


def written_by_nobody_else(persons: Collection[Person]) -> QuerySet[CountryReport]:
    """Those of them to which the country sent nobody else."""
    others = Participant.objects.filter(edition=OuterRef("edition"), country=OuterRef("country")).exclude(
        person__in=persons
    )
    return reports_about(persons).exclude(Exists(others))


def report_of(participant: Participant) -> CountryReport | None:
    """The report of somebody's country, begun or handed in."""
    return CountryReport.objects.filter(
        edition=participant.edition_id, country=participant.country_id
    ).first()


def handed_in(edition: Edition) -> QuerySet[CountryReport]:
    """What everybody who takes part reads, by country."""
    rows = CountryReport.objects.filter(edition=edition, submitted_at__isnull=False)
    return rows.select_related("country").order_by("country_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCountry:
    """A country that takes part, and its report if one is begun."""

    country: Country
    report: CountryReport | None


def reports_by_country(edition: Edition) -> list[OfCountry]:
    """Every country that takes part, by name."""
    people = Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
    rows = CountryReport.objects.filter(edition=edition).select_related("country")
    begun = {one.country_id: one for one in rows}
    countries = Country.objects.filter(pk__in={*people.values_list("country", flat=True), *begun})
    found = [OfCountry(country=one, report=begun.get(one.pk)) for one in countries]
    return sorted(found, key=lambda one: (str(one.country.brief_name), one.country.pk))
