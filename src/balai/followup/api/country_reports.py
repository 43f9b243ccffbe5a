"""Country reports: those of an edition, and the one that the caller writes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from balai.followup.api.common import READ, edition_asked
from balai.followup.api.own import OWN, OWN_DEEDS, caller_of
from balai.followup.models import CountryReport
from balai.followup.models.country_report import FIRST_YEAR, LAST_YEAR
from balai.followup.queries.country_reports import handed_in, report_of, report_writers
from balai.followup.services.country_reports import take_country_report_back, write_country_report
from balai.kernel import clock
from balai.kernel.bodies import Number, Truth, Word
from balai.people.authentication import Caller

if TYPE_CHECKING:
    from balai.selection.models import Participant

router = Router()
Share = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Long = Annotated[Word, Field(max_length=3000)]
Short = Annotated[Word, Field(max_length=2000)]


class CountryReportOut(Schema):
    """What a country tells of its small and medium industry; null and empty where it says nothing."""

    country: str
    enterprises: int | None
    gdp_percent: Decimal | None
    jobs_percent: Decimal | None
    export_percent: Decimal | None
    figures_year: int | None
    figures_source: str
    sector: str
    policy: str
    instruments: str
    centres: str
    problems: str
    good_practice: str
    questions: str
    baseline: str
    version: int
    submitted_at: datetime | None

    @staticmethod
    def resolve_country(report: CountryReport) -> str:
        return report.country_id


class MyCountryReportOut(CountryReportOut):
    """The report of the caller's country, which may have been given back with what should be changed."""

    returned_at: datetime | None
    returned_because: str


class CountryReportIn(Schema):
    """All of a report; `version` is of the report that was read, 0 where there is none."""

    version: Annotated[Number, Field(ge=0)]
    hand_in: Truth = False
    enterprises: Annotated[Number, Field(ge=0, le=10_000_000_000)] | None = None
    gdp_percent: Share | None = None
    jobs_percent: Share | None = None
    export_percent: Share | None = None
    figures_year: Annotated[Number, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    figures_source: Annotated[Word, Field(max_length=300)] = ""
    sector: Long = ""
    policy: Long = ""
    instruments: Long = ""
    centres: Long = ""
    problems: Long = ""
    good_practice: Long = ""
    questions: Short = ""
    baseline: Short = ""


@router.get(
    "{code}/country-reports",
    response=list[CountryReportOut],
    operation_id="list_country_reports",
    **READ,
)
def list_country_reports(request: Caller, code: Word) -> list[CountryReport]:
    """The country reports of an edition that are handed in, by country; at most one for each."""
    return list(handed_in(edition_asked(request, code)))


def _writer(request: Caller, key: UUID) -> Participant:
    return get_object_or_404(report_writers(caller_of(request)), pk=key)


@router.get(
    "my-country-reports/{uuid:participant}",
    response=MyCountryReportOut,
    operation_id="get_my_country_report",
    **OWN,
)
def get_my_country_report(request: Caller, participant: UUID) -> CountryReport:
    """The report of one's country as it stands; of one that nobody has begun, empty fields and version 0."""
    writer = _writer(request, participant)
    none = CountryReport(edition_id=writer.edition_id, country_id=writer.country_id)
    return report_of(writer) or none


@router.put(
    "my-country-reports/{uuid:participant}",
    response=MyCountryReportOut,
    operation_id="write_my_country_report",
    **OWN_DEEDS,
)
def write_my_country_report(request: Caller, participant: UUID, given: CountryReportIn) -> CountryReport:
    """Write the report of one's country to an edition in which one takes part, and hand it in if asked.

    What is refused is not kept either: where it cannot be handed in, nothing is changed.
    """
    values: dict[str, Any] = given.model_dump(exclude={"version", "hand_in"})
    return write_country_report(
        participant=_writer(request, participant),
        values=values,
        version=given.version,
        hand_in=given.hand_in,
        actor=request.auth.reference,
        at=clock.now(),
    )


@router.post(
    "my-country-reports/{uuid:participant}/take-back",
    response=MyCountryReportOut,
    operation_id="take_my_country_report_back",
    **OWN_DEEDS,
)
def take_my_country_report_back(request: Caller, participant: UUID) -> CountryReport:
    """Open the report of one's country again, to be changed; nobody else reads it meanwhile."""
    writer = _writer(request, participant)
    return take_country_report_back(participant=writer, actor=request.auth.reference, at=clock.now())
