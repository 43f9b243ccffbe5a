"""Nominations over the API: reading them and what was sent; a country's list, its ranks and its sending."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile

from balai.kernel import clock
from balai.kernel.bodies import Day, Number, Truth, Word, partly
from balai.kernel.identity import uuid7
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.kernel.uploads import SCANS, must_fit
from balai.nominations.api.common import (
    KEEP,
    OWN,
    READ,
    call_asked,
    person_asking,
    readable_nominations,
)
from balai.nominations.enums import (
    Education,
    LanguageLevel,
    NominationState,
    Origin,
    Sex,
    Standing,
    Track,
    WithdrawalReason,
)
from balai.nominations.models import Application, CountryCall, Nomination
from balai.nominations.queries import (
    Asked,
    countries_of,
    live_nominations,
    nominations_found,
    places_of,
)
from balai.nominations.queries.applications import applications_of, last_submission
from balai.nominations.rules import may_keep_call
from balai.nominations.services.nominating import add_nominee, attach_letter
from balai.nominations.services.nominating import change_nominee as change
from balai.nominations.services.nominating import move_nominee as move
from balai.nominations.services.nominating import return_places as give_back
from balai.nominations.services.nominating import send_nominations as send_list
from balai.nominations.services.nominating import withdraw_nomination as withdraw
from balai.people.authentication import Caller

router = Router()


class NominationOut(Schema):
    """One nomination as its country and the office see it."""

    id: UUID
    code: str
    edition: str = Field(alias="edition.code")
    country: str = Field(alias="country_id")
    rank: int
    name: str
    state: NominationState
    standing: Standing
    application: str
    submitted_at: datetime | None

    @staticmethod
    def resolve_application(nomination: Nomination) -> str:
        """How far the application is; empty while the nominee was not asked."""
        application: Application | None = getattr(nomination, "application", None)
        return "" if application is None else str(application.state)


class NominationPage(Schema):
    """Some nominations, and where the next page begins."""

    items: list[NominationOut]
    after: str


class WholeNominationOut(NominationOut):
    """A nomination with everything that the country wrote."""

    email: str
    sex: str
    birth_on: date | None
    passport_until: date | None
    track: str
    employer: str
    position: str
    sector: str
    experience_years: int | None
    education: str
    language_level: str
    is_military: bool | None
    took_part_before: bool | None
    has_conflict_of_interest: bool | None
    reason: str
    expected_use: str
    version: int


class NomineeIn(Schema):
    """A person as a country names them; what is left out is not known yet."""

    name: str = Field(min_length=1, max_length=200)
    email: str = Field("", max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")
    sex: Sex | None = None
    birth_on: Day | None = None
    passport_until: Day | None = None
    track: Track | None = None
    employer: str = Field("", max_length=200)
    position: str = Field("", max_length=200)
    sector: str = Field("", max_length=40, pattern=r"^[-a-zA-Z0-9_]*$")
    experience_years: Number | None = Field(None, ge=0, le=70)
    education: Education | None = None
    language_level: LanguageLevel | None = None
    is_military: Truth | None = None
    took_part_before: Truth | None = None
    has_conflict_of_interest: Truth | None = None
    reason: str = Field("", max_length=2000)
    expected_use: str = Field("", max_length=2000)


if TYPE_CHECKING:
    _NomineePart = NomineeIn
else:
    _NomineePart = partly(NomineeIn, "NomineePart")


class NomineeChange(_NomineePart):
    """What is corrected of a nominee, and the version that was read; what is left out stays."""

    version: Number = Field(ge=0, le=2_000_000_000)


class SendIn(Schema):
    """The three statements of the sending government, and the version of the list that was read."""

    version: Number = Field(ge=0, le=2_000_000_000)
    is_eligibility_stated: Truth
    is_release_stated: Truth
    is_return_stated: Truth


class NominationLetterOut(Schema):
    """The letter of nomination that is there, and the version of the list with it."""

    name: str = Field(alias="letter_name")
    size: int = Field(alias="letter_size")
    version: int


class SentOut(Schema):
    """A country's list after it was sent."""

    edition: str = Field(alias="edition.code")
    country: str = Field(alias="country_id")
    version: int
    sent_at: datetime | None


class CountryListOut(SentOut):
    """A country's list as it is: its version, its places, and who is on it by rank."""

    places: int
    places_returned: int
    nominations: list[NominationOut]


class RankIn(Schema):
    """Which way in rank, and the version of the list that was read."""

    to: Literal["up", "down"]
    version: Number = Field(ge=0, le=2_000_000_000)


class WithdrawIn(Schema):
    """Why somebody is taken out; nothing about health."""

    why: WithdrawalReason
    note: Annotated[Word, Field(max_length=300)] = ""


class ReturnIn(Schema):
    """How many places the country does not need, and why."""

    places: Number = Field(ge=1, le=1000)
    reason: Annotated[Word, Field(min_length=1, max_length=300)]


class SubmissionOut(Schema):
    """What a nominee sent last: open parts by section, documents by kind, declarations by version."""

    nomination: str
    number: int
    at: datetime
    content: dict[str, Any]
    facts: dict[str, Any]


class OwnApplicationOut(Schema):
    """One application of the caller."""

    id: UUID
    nomination: str = Field(alias="nomination.code")
    edition: str = Field(alias="nomination.edition.code")
    state: str
    saved_at: datetime | None
    sent_at: datetime | None
    returned_because: str


@router.get("", response=NominationPage, operation_id="list_nominations", **READ)
def list_nominations(  # noqa: PLR0913, PLR0917 -- the library reads each from the address
    request: Caller,
    words: str = "",
    edition: str = "",
    country: str = "",
    state: NominationState | None = None,
    standing: Standing | None = None,
    after: str = "",
) -> dict[str, Any]:
    """List nominations by country and rank; a focal point gets those of their country."""
    asked = Asked(words=words, edition=edition, country=country, state=state or "", standing=standing or "")
    page = page_of(
        nominations_found(readable_nominations(request), asked),
        order=["country_id", "rank", "id"],
        after=after,
    )
    return {"items": page.rows, "after": page.after}


@router.get("applications/mine", response=list[OwnApplicationOut], operation_id="list_my_applications", **OWN)
def list_my_applications(request: Caller) -> list[Application]:
    """List the caller's applications, the newest first."""
    person = request.auth.person
    return list(applications_of(person)[:100]) if person else []


@router.get("{uuid:nomination_id}", response=WholeNominationOut, operation_id="get_nomination", **READ)
def get_nomination(request: Caller, nomination_id: UUID) -> Nomination:
    """Show one nomination with everything that the country wrote."""
    return get_object_or_404(readable_nominations(request), pk=nomination_id)


@router.get(
    "{uuid:nomination_id}/application", response=SubmissionOut, operation_id="get_application", **READ
)
def get_application(request: Caller, nomination_id: UUID) -> SubmissionOut:
    """Show what a nominee sent last; 404 while nothing was sent."""
    nomination = get_object_or_404(
        readable_nominations(request), pk=nomination_id, application__submissions__number=1
    )
    submission = last_submission(nomination.application)
    assert submission is not None  # noqa: S101 -- one was sent
    return SubmissionOut(
        nomination=nomination.code,
        number=submission.number,
        at=submission.at,
        content=submission.content,
        facts=submission.facts,
    )


def _kept(request: Caller, nomination_id: UUID) -> Nomination:
    """A nomination of a list that the caller keeps."""
    nomination = get_object_or_404(readable_nominations(request).select_related("call"), pk=nomination_id)
    enforce(may_keep_call(request.grants, nomination.call))
    return nomination


@router.post("{uuid:nomination_id}/move", response=CountryListOut, operation_id="move_nominee", **KEEP)
def move_nominee(request: Caller, nomination_id: UUID, given: RankIn) -> dict[str, Any]:
    """Let a nominee change places with the one above or below; 409 when the list has changed since."""
    nomination = move(
        nomination_id=_kept(request, nomination_id).pk,
        up=given.to == "up",
        version=given.version,
        actor=person_asking(request),
        at=clock.now(),
    )
    return _list(nomination.call)


@router.patch("{uuid:nomination_id}", response=WholeNominationOut, operation_id="change_nominee", **KEEP)
def change_nominee(request: Caller, nomination_id: UUID, given: NomineeChange) -> Nomination:
    """Correct what is written about a nominee; 409 when somebody changed it since it was read."""
    nomination = _kept(request, nomination_id)
    values = given.dict(exclude_unset=True)
    change(
        nomination_id=nomination.pk,
        version=values.pop("version"),
        values=_columns(values),
        is_office=nomination.country_id not in countries_of(request.grants),
        actor=person_asking(request),
        at=clock.now(),
    )
    return _kept(request, nomination_id)


@router.post(
    "{uuid:nomination_id}/withdraw",
    response=WholeNominationOut,
    operation_id="withdraw_nomination",
    **KEEP,
)
def withdraw_nomination(request: Caller, nomination_id: UUID, given: WithdrawIn) -> Nomination:
    """Take a nominee out of the list of a country; the record stays, and those behind move up."""
    withdraw(
        nomination_id=_kept(request, nomination_id).pk,
        why=given.why,
        note=given.note,
        actor=person_asking(request),
        at=clock.now(),
    )
    return _kept(request, nomination_id)


@router.get("{code}/{country}/list", response=CountryListOut, operation_id="get_country_list", **READ)
def get_country_list(request: Caller, code: str, country: str) -> dict[str, Any]:
    """Show the list of a country with its version, which moving and sending ask for."""
    return _list(call_asked(request, code, country))


def _list(call: CountryCall) -> dict[str, Any]:
    call.refresh_from_db(fields=["version", "sent_at"])
    places = places_of(call)
    rows = live_nominations(call).select_related("edition", "application")
    return {
        "edition.code": call.edition.code,
        "country_id": call.country_id,
        "version": call.version,
        "sent_at": call.sent_at,
        "places": places.given,
        "places_returned": places.returned,
        "nominations": rows.order_by("rank", "pk"),
    }


@router.post("{code}/{country}/return", response=CountryListOut, operation_id="return_places", **KEEP)
def return_places(request: Caller, code: str, country: str, given: ReturnIn) -> dict[str, Any]:
    """Return places that a country does not need, so that the office can give them to others."""
    call = call_asked(request, code, country, keeps=True)
    give_back(
        call_id=call.pk,
        places=given.places,
        reason=given.reason,
        actor=person_asking(request),
        at=clock.now(),
    )
    return _list(call)


@router.post(
    "{code}/{country}/nominees", response={201: WholeNominationOut}, operation_id="name_nominee", **KEEP
)
def name_nominee(request: Caller, code: str, country: str, given: NomineeIn) -> Status[Nomination]:
    """Name a person, last in rank; nothing is sent yet."""
    call = call_asked(request, code, country, keeps=True)
    nomination = add_nominee(
        call_id=call.pk,
        key=uuid7(),
        values=_columns(given.dict()),
        origin=Origin.FOCAL_POINT if call.country_id in countries_of(request.grants) else Origin.OFFICE,
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, nomination)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name: "" if value is None and name in _TEXTS else value for name, value in values.items()}


_TEXTS = {"sex", "track", "education", "language_level"}
"""Columns in which what is not known is an empty text."""


@router.post(
    "{code}/{country}/letter",
    response={201: NominationLetterOut},
    operation_id="attach_nomination_letter",
    **KEEP,
)
def attach_nomination_letter(
    request: Caller, code: str, country: str, file: File[UploadedFile]
) -> Status[CountryCall]:
    """Add the signed letter of nomination, a PDF, a JPEG or PNG by its content; it is kept sealed."""
    call = call_asked(request, code, country, keeps=True)
    enforce(must_fit(file.size or 0, accept=SCANS))
    kept = attach_letter(
        call_id=call.pk,
        content=file.read(),
        name=file.name or "",
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, kept)


@router.post("{code}/{country}/send", response=SentOut, operation_id="send_nominations", **KEEP)
def send_nominations(request: Caller, code: str, country: str, given: SendIn) -> CountryCall:
    """Send everybody on a country's list who was not sent yet; the letter of nomination must be there."""
    call = call_asked(request, code, country, keeps=True)
    return send_list(call_id=call.pk, actor=person_asking(request), at=clock.now(), **given.dict())
