"""Country reports: those of an edition, and the one that the caller writes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from balai.followup.api.common import READ, edition_asked
from balai.followup.api.own import OWN_DEEDS, caller_of
from balai.followup.models.country_report import FIRST_YEAR, LAST_YEAR
from balai.followup.queries.country_reports import handed_in, report_writers
from balai.followup.services.country_reports import hand_in_country_report, keep_country_report
from balai.kernel import clock
from balai.kernel.bodies import Number, Truth, Word
from balai.people.authentication import Caller

if TYPE_CHECKING:
    from balai.followup.models import CountryReport

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


@router.put(
    "my-country-reports/{uuid:participant}",
    response=CountryReportOut,
    operation_id="write_my_country_report",
    **OWN_DEEDS,
)
def write_my_country_report(request: Caller, participant: UUID, given: CountryReportIn) -> CountryReport:
    """Write the report of one's country to an edition in which one takes part, and hand it in if asked."""
    writer = get_object_or_404(report_writers(caller_of(request)), pk=participant)
    values: dict[str, Any] = given.model_dump(exclude={"version", "hand_in"})
    actor, at = request.auth.reference, clock.now()
    report = keep_country_report(participant=writer, values=values, version=given.version, actor=actor, at=at)
    return hand_in_country_report(participant=writer, actor=actor, at=at) if given.hand_in else report
