"""The office over the API: what every page and letter says of it, and its work in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError as RowError
from django.core.validators import validate_email
from django.utils.translation import gettext
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, StringConstraints

from balai import config
from balai.kernel import clock
from balai.kernel.bodies import Number
from balai.kernel.jobs import failed_jobs, given_up
from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError, enforce
from balai.office.enums import MailSecurity
from balai.office.models import MailServer, Office
from balai.office.queries import current_office, logo_address, office_zone
from balai.office.services.background import dismiss_job as let_rest
from balai.office.services.background import retry_job as try_again
from balai.office.services.images import NOT_A_PICTURE, must_fit
from balai.office.services.settings import change_logo, change_mail, change_organisation, change_place
from balai.office.services.trying import send_test_mail as try_mail
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope

L = TypeVar("L", list[str], dict[str, str])
router = Router()
jobs = Router()
READ_JOBS = needs(TokenScope.JOBS_READ, Role.ADMINISTRATOR, everywhere=True)
MEND_JOBS = needs(TokenScope.JOBS_WRITE, Role.ADMINISTRATOR, everywhere=True)
READ_SETTINGS = needs(TokenScope.OFFICE_READ, Role.ADMINISTRATOR, everywhere=True)
SET_UP = needs(TokenScope.OFFICE_WRITE, Role.ADMINISTRATOR, everywhere=True)


def _are_languages(given: L) -> L:
    for code in given:
        if code not in dict(settings.LANGUAGES):
            raise ValueError(gettext("There is no such language here."))
    return given


def _has_a_name(given: dict[str, str]) -> dict[str, str]:
    if not given.get(settings.LANGUAGE_CODE, "").strip():
        raise ValueError(gettext("Give the name in English; other languages fall back on it."))
    return given


def _is_address(email: str) -> str:
    try:
        validate_email(email)
    except RowError as error:
        raise ValueError(str(error.message)) from error
    return email


Name = Annotated[str, StringConstraints(max_length=200)]
Letterhead = Annotated[str, StringConstraints(max_length=600)]
Address = Annotated[str, StringConstraints(max_length=200), AfterValidator(_is_address)]


class OfficeOut(Schema):
    """The office that runs this installation; texts by language, as in `{"en": "Centre", "id": "Balai"}`."""

    name: dict[str, str]
    short_name: str
    letterhead: dict[str, str]
    languages: list[str]
    time_zone: str
    public_address: str
    logo: str = Field(description="Where its picture is, on this server; empty without one.")

    @staticmethod
    def resolve_logo(office: Office) -> str:
        """The address changes with the picture, so that nobody is shown an old one."""
        return logo_address(office)

    @staticmethod
    def resolve_time_zone(office: Office) -> str:
        """In which the office counts days; the configuration's while it has set none."""
        return office.time_zone or office_zone()


class OfficeOrganisationIn(Schema):
    """What the office is called, and the lines at the foot of its letters, by language."""

    name: Annotated[dict[str, Name], AfterValidator(_are_languages), AfterValidator(_has_a_name)]
    short_name: str = Field(min_length=1, max_length=40)
    letterhead: Annotated[dict[str, Letterhead], AfterValidator(_are_languages)] = {}


class PlaceIn(Schema):
    """The languages of letters, the zone in which days are counted, and where people reach the office."""

    languages: Annotated[list[str], AfterValidator(_are_languages)] = Field(min_length=1)
    time_zone: str = Field(max_length=64)
    public_address: str = Field("", max_length=200)


class MailOut(Schema):
    """Who mails come from, and what takes them; the password is told to nobody."""

    sender: str
    host: str
    port: int | None
    security: str
    user: str
    has_password: bool
    is_in_configuration: bool


class MailIn(Schema):
    """Who mails come from and the server that takes them; without a password, that on record stays."""

    sender: Address
    host: str = Field("", max_length=200)
    port: Number = Field(465, ge=1, le=65535)
    security: MailSecurity = MailSecurity.TLS
    user: str = Field("", max_length=200)
    password: str | None = Field(None, min_length=1, max_length=200)


class TestMailIn(Schema):
    """Where a test mail goes."""

    to: Address


class TestMailOut(Schema):
    """What the mail server said when it took the test mail."""

    answer: str


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


@router.put("organisation", response=OfficeOut, operation_id="set_organisation", **SET_UP)
def set_organisation(request: Caller, given: OfficeOrganisationIn) -> Office:
    """Say what the office is called and what its letters carry; the logo stays."""
    change_organisation(**given.dict(), logo=None, actor=request.auth.reference, at=clock.now())
    return current_office()


@router.post("logo", response=OfficeOut, operation_id="set_logo", **SET_UP)
def set_logo(request: Caller, file: File[UploadedFile]) -> Office:
    """Bring a logo, or another in its place: a PNG or JPEG picture of at most 2 MB, drawn anew."""
    enforce(must_fit(file.size or 0))
    upload = file.read()
    if not upload:  # nothing is no picture, and removes none
        raise RuleViolationError(NOT_A_PICTURE)
    change_logo(logo=upload, actor=request.auth.reference, at=clock.now())
    return current_office()


@router.delete("logo", response={204: None}, operation_id="remove_logo", **SET_UP)
def remove_logo(request: Caller) -> Status[None]:
    """Take the logo away; without one, nothing happens."""
    change_logo(logo=b"", actor=request.auth.reference, at=clock.now())
    return Status(204, None)


@router.put("place", response=OfficeOut, operation_id="set_place", **SET_UP)
def set_place(request: Caller, given: PlaceIn) -> Office:
    """Say where the office is, and what it speaks."""
    change_place(
        languages=given.languages,
        time_zone=given.time_zone,
        public_address=given.public_address.rstrip("/"),
        actor=request.auth.reference,
        at=clock.now(),
    )
    return current_office()


@router.get("mail", response=MailOut, operation_id="get_mail", **READ_SETTINGS)
def get_mail(request: Caller) -> MailOut:
    """Show how mails leave."""
    return _mail()


@router.put("mail", response=MailOut, operation_id="set_mail", **SET_UP)
def set_mail(request: Caller, given: MailIn) -> MailOut:
    """Say who mails come from, and name the server that takes them; an empty host names none."""
    change_mail(**given.dict(), actor=request.auth.reference, at=clock.now())
    return _mail()


@router.post("mail/test", response=TestMailOut, operation_id="send_test_mail", **SET_UP)
def send_test_mail(request: Caller, given: TestMailIn) -> TestMailOut:
    """Hand a test mail over now, and tell what the server answered."""
    return TestMailOut(answer=try_mail(to=given.to, at=clock.now()))


def _mail() -> MailOut:
    """What a page shows of it: of a server named in the configuration only that it is there."""
    server = MailServer.objects.first()
    return MailOut(
        sender=current_office().mail_sender,
        host=server.host if server else "",
        port=server.port if server else None,
        security=server.security if server else "",
        user=server.user if server else "",
        has_password=bool(server and server.password),
        is_in_configuration=bool(config.current().smtp_url),
    )


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
