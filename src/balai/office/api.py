"""The office over the API: what every page and letter says of it, and its work in the background."""

from __future__ import annotations

from datetime import datetime

from ninja import Router, Schema, Status

from balai.kernel import clock
from balai.kernel.jobs import failed_jobs, given_up
from balai.kernel.paging import page_of
from balai.office.models import Office
from balai.office.queries import current_office, office_zone
from balai.office.services.background import dismiss_job as let_rest
from balai.office.services.background import retry_job as try_again
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope

router = Router()
jobs = Router()
READ_JOBS = needs(TokenScope.JOBS_READ, Role.ADMINISTRATOR, everywhere=True)
MEND_JOBS = needs(TokenScope.JOBS_WRITE, Role.ADMINISTRATOR, everywhere=True)


class OfficeOut(Schema):
    """The office that runs this installation; texts by language, as in `{"en": "Centre", "id": "Balai"}`."""

    name: dict[str, str]
    short_name: str
    letterhead: dict[str, str]
    languages: list[str]
    time_zone: str
    public_address: str

    @staticmethod
    def resolve_time_zone(office: Office) -> str:
        """In which the office counts days; the configuration's while it has set none."""
        return office.time_zone or office_zone()


class GivenUpOut(Schema):
    """A job that was given up; `error` is empty when each process that began it was killed."""

    number: int
    name: str
    at: datetime | None
    error: str
    attempts: int


class GivenUpPage(Schema):
    """Some jobs, and where the next page begins."""

    items: list[GivenUpOut]
    after: str


@router.get("", response=OfficeOut, operation_id="get_office", **needs(TokenScope.OFFICE_READ))
def get_office(request: Caller) -> Office:
    """Show the office that runs this installation."""
    return current_office()


@jobs.get("", response=GivenUpPage, operation_id="list_given_up_jobs", **READ_JOBS)
def list_given_up_jobs(request: Caller, after: str = "") -> GivenUpPage:
    """List jobs that were given up, newest first."""
    page = page_of(failed_jobs(), order=["-id"], after=after)
    return GivenUpPage(items=[GivenUpOut.from_orm(job) for job in given_up(page.rows)], after=page.after)


@jobs.post("{int:job_id}/retry", response={204: None}, operation_id="retry_job", **MEND_JOBS)
def retry_job(request: Caller, job_id: int) -> Status[None]:
    """Queue a job again that was given up."""
    try_again(job_id=job_id, actor=request.auth.reference, at=clock.now())
    return Status(204, None)


@jobs.post("{int:job_id}/dismiss", response={204: None}, operation_id="dismiss_job", **MEND_JOBS)
def dismiss_job(request: Caller, job_id: int) -> Status[None]:
    """Let a job rest that was given up."""
    let_rest(job_id=job_id, actor=request.auth.reference, at=clock.now())
    return Status(204, None)
