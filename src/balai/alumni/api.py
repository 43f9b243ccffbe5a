"""Alumni over the API: the directory, one's own entry and offers, groups, and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Field, Router, Schema, Status
from ninja.errors import AuthorizationError

from balai.alumni.enums import ExpertOfferState, GroupKind, Purpose
from balai.alumni.models import AlumnusEntry, ExpertOffer
from balai.alumni.queries.alumni import (
    editions_by_person,
    entry_of,
    found,
    invitations_counted,
    offers,
    offers_of,
    own_countries,
)
from balai.alumni.queries.groups import group_named
from balai.alumni.rules.access import (
    INVITERS,
    OFFICE,
    TAKERS,
    is_of_office,
    may_keep_invitations,
    may_meet_alumni,
)
from balai.alumni.services.experts import decline_offer, offer_oneself, take_up_offer, withdraw_offer
from balai.alumni.services.groups import write_to_group
from balai.alumni.services.inviting import invite_alumni
from balai.alumni.services.joining import leave_directory, save_entry
from balai.directory.enums import Language
from balai.directory.models import Topic
from balai.directory.queries import live
from balai.kernel import clock
from balai.kernel.bodies import Truth, Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller, needs, person_of
from balai.people.enums import TokenScope
from balai.programmes.models import Edition
from balai.programmes.rules import readable_editions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.people.models import Person

router = Router()
OWN = needs(TokenScope.OWN_READ)
OWN_DEEDS = needs(TokenScope.OWN_WRITE)
READ = needs(TokenScope.DIRECTORY_READ, *OFFICE, everywhere=True)
ANSWER = needs(TokenScope.DIRECTORY_WRITE, *TAKERS, everywhere=True)
COUNT = needs(TokenScope.PROGRAMMES_READ, *INVITERS)
INVITE = needs(TokenScope.PROGRAMMES_WRITE, *INVITERS)


class AlumnusOut(Schema):
    """What one alumnus shows the others; what is empty is not shown."""

    id: UUID
    name: str
    country: str | None
    organisation: str
    topics: list[str]
    contact: str
    editions: list[str]


class AlumnusPage(Schema):
    """Some alumni by name, and where the next page begins."""

    items: list[AlumnusOut]
    after: str


class AlumnusIn(Schema):
    """What others shall see; ``agrees`` must be true, and is kept as a consent to the words in force."""

    name: Annotated[Word, Field(min_length=1, max_length=200)]
    country: Annotated[Word, Field(max_length=2)] | None = None
    organisation: Annotated[Word, Field(max_length=200)] = ""
    topics: Annotated[list[Word], Field(max_length=50)] = []
    contact: Annotated[Word, Field(max_length=200)] = ""
    agrees: Truth


class ExpertOfferOut(Schema):
    """An offer to come back as a resource person, and what became of it."""

    id: UUID
    name: str
    edition: str | None
    topics: list[str]
    languages: list[str]
    about: str
    state: ExpertOfferState
    offered_at: datetime
    closed_at: datetime | None
    answer: str
    resource_person: UUID | None


class ExpertOfferPage(Schema):
    """Some offers, the oldest first, and where the next page begins."""

    items: list[ExpertOfferOut]
    after: str


class ExpertOfferIn(Schema):
    """With what an alumnus comes back; topics by their codes."""

    about: Annotated[Word, Field(min_length=1, max_length=1500)]
    topics: Annotated[list[Word], Field(min_length=1, max_length=50)]
    languages: Annotated[list[Language], Field(min_length=1)]


class ExpertAnswerIn(Schema):
    """What the office says to an offer; who does not take it up says why."""

    answer: Annotated[Word, Field(max_length=1000)] = ""


class GroupLetterIn(Schema):
    """What is written to a group of alumni."""

    subject: Annotated[Word, Field(min_length=1, max_length=120)]
    text: Annotated[Word, Field(min_length=1, max_length=4000)]


class GroupLetterOut(Schema):
    """A letter to a group, and to how many members it goes."""

    id: UUID
    signed: str
    subject: str
    text: str
    written_at: datetime
    members: int


class InvitationsIn(Schema):
    """For what the alumni of the series are invited."""

    purposes: Annotated[list[Purpose], Field(min_length=1)]


class InvitationsOut(Schema):
    """How many alumni were invited for one purpose, and how many still can be."""

    purpose: Purpose
    invited: int
    written: int
    left: int


def _meets(request: Caller) -> Person:
    """The caller, who is an alumnus or of the office (403)."""
    person = person_of(request)
    if refusal := may_meet_alumni(person, request.grants):
        raise AuthorizationError(message=str(refusal.message))
    return person


def _topics(codes: Sequence[str]) -> list[Topic]:
    rows = list(live(Topic.objects.all()).filter(code__in=codes))
    unknown = {*codes} - {row.code for row in rows}
    if unknown:
        raise ValidationError(
            {"topics": gettext("There is no such topic: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}}
        )
    return rows


def _shown(row: AlumnusEntry, editions: Sequence[str]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "name", "organisation", "contact")},
        "country": row.country_id,
        "topics": sorted(topic.code for topic in row.topics.all()),
        "editions": editions,
    }


# --- the directory ------------------------------------------------------------------------------------------


@router.get("", response=AlumnusPage, operation_id="list_alumni", **OWN)
def list_alumni(  # noqa: PLR0913, PLR0917 -- each is a way to look for them
    request: Caller, q: Word = "", country: Word = "", topic: Word = "", edition: Word = "", after: str = ""
) -> dict[str, Any]:
    """Alumni who agreed to be found, for alumni and the office; of what is not there nobody."""
    _meets(request)
    rows = found(words=q)
    for kind, key in (("country", country), ("topic", topic), ("edition", edition)):
        if key:
            group = group_named(kind, key)
            rows = rows.filter(pk__in=group.members().values("pk")) if group is not None else rows.none()
    page = page_of(rows, order=("name", "id"), after=after)
    codes = editions_by_person([row.person_id for row in page.rows])
    return {"items": [_shown(row, codes.get(row.person_id, [])) for row in page.rows], "after": page.after}


@router.get("me", response=AlumnusOut, operation_id="get_my_alumni_entry", **OWN)
def get_my_alumni_entry(request: Caller) -> dict[str, Any]:
    """What others see of the caller; 404 while they have not chosen to be found."""
    entry = entry_of(person_of(request))
    if entry is None:
        raise Http404
    return _shown(entry, editions_by_person([entry.person_id]).get(entry.person_id, []))


@router.put("me", response=AlumnusOut, operation_id="save_my_alumni_entry", **OWN_DEEDS)
def save_my_alumni_entry(request: Caller, given: AlumnusIn) -> dict[str, Any]:
    """Join the directory of alumni, or change what others see."""
    person = person_of(request)
    if not given.agrees:
        raise ValidationError({"agrees": gettext("Nothing is shown unless you agree.")})
    country = own_countries(person).filter(code=given.country).first() if given.country else None
    if given.country and country is None:
        raise ValidationError({"country": gettext("Name the country for which you took part, or none.")})
    entry = save_entry(
        person=person,
        name=given.name,
        country=country,
        organisation=given.organisation,
        topics=_topics(given.topics),
        contact=given.contact,
        at=clock.now(),
    )
    return _shown(entry, editions_by_person([entry.person_id]).get(entry.person_id, []))


@router.delete("me", response={204: None}, operation_id="leave_alumni_directory", **OWN_DEEDS)
def leave_alumni_directory(request: Caller) -> Status[None]:
    """Take the consent back; the entry is gone at once."""
    leave_directory(person=person_of(request), at=clock.now())
    return Status(204, None)


@router.post(
    "groups/{kind}/{key}/letters",
    response={201: GroupLetterOut},
    operation_id="write_to_alumni_group",
    **OWN_DEEDS,
)
def write_to_alumni_group(
    request: Caller, kind: GroupKind, key: Word, given: GroupLetterIn
) -> Status[dict[str, Any]]:
    """Write to the members of a group, for the office or as somebody who leads it; to each alone."""
    person = _meets(request)
    group = group_named(kind.value, key)
    if group is None:
        raise Http404
    letter = write_to_group(
        group=group,
        person=person,
        subject=given.subject,
        text=given.text,
        is_office=is_of_office(request.grants),
        at=clock.now(),
    )
    names = ("id", "signed", "subject", "text", "written_at", "members")
    return Status(201, {name: getattr(letter, name) for name in names})


# --- experts who come back ----------------------------------------------------------------------------------


def _told(row: ExpertOffer) -> dict[str, Any]:
    names = ("id", "languages", "about", "state", "offered_at", "closed_at", "answer")
    return {
        **{name: getattr(row, name) for name in names},
        "name": row.person.name,
        "edition": row.edition.code if row.edition else None,
        "topics": sorted(topic.code for topic in row.topics.all()),
        "resource_person": row.resource_person_id,
    }


@router.get("my-offers", response=list[ExpertOfferOut], operation_id="list_my_expert_offers", **OWN)
def list_my_expert_offers(request: Caller) -> list[dict[str, Any]]:
    """The caller's offers to come back as a resource person, the newest first."""
    return [_told(row) for row in offers_of(person_of(request))[:50]]


@router.post("my-offers", response={201: ExpertOfferOut}, operation_id="make_expert_offer", **OWN_DEEDS)
def make_expert_offer(request: Caller, given: ExpertOfferIn) -> Status[dict[str, Any]]:
    """Offer to come back as a resource person."""
    made = offer_oneself(
        person=person_of(request),
        topics=_topics(given.topics),
        languages=[one.value for one in given.languages],
        about=given.about,
        edition=None,
        at=clock.now(),
    )
    return Status(201, _told(offers().get(pk=made.pk)))


@router.delete(
    "my-offers/{uuid:key}", response={204: None}, operation_id="withdraw_expert_offer", **OWN_DEEDS
)
def withdraw_expert_offer(request: Caller, key: UUID) -> Status[None]:
    """Take an offer back before it is answered."""
    offer = get_object_or_404(offers_of(person_of(request)), pk=key)
    withdraw_offer(offer_id=offer.pk, actor=request.auth.reference, at=clock.now())
    return Status(204, None)


@router.get("offers", response=ExpertOfferPage, operation_id="list_expert_offers", **READ)
def list_expert_offers(
    request: Caller, state: ExpertOfferState | None = None, after: str = ""
) -> dict[str, Any]:
    """Offers of alumni to come back as resource persons; all, or those of one state."""
    rows = offers() if state is None else offers().filter(state=state)
    page = page_of(rows, order=("offered_at", "id"), after=after)
    return {"items": [_told(row) for row in page.rows], "after": page.after}


@router.post(
    "offers/{uuid:key}/take-up", response=ExpertOfferOut, operation_id="take_up_expert_offer", **ANSWER
)
def take_up_expert_offer(request: Caller, key: UUID, given: ExpertAnswerIn) -> dict[str, Any]:
    """Enter the alumnus among the resource persons of the directory, linked with the offer."""
    offer = get_object_or_404(offers(), pk=key)
    take_up_offer(offer_id=offer.pk, answer=given.answer, actor=person_of(request), at=clock.now())
    return _told(offers().get(pk=offer.pk))


@router.post(
    "offers/{uuid:key}/decline", response=ExpertOfferOut, operation_id="decline_expert_offer", **ANSWER
)
def decline_expert_offer(request: Caller, key: UUID, given: ExpertAnswerIn) -> dict[str, Any]:
    """Say that an offer is not taken up now, and why."""
    offer = get_object_or_404(offers(), pk=key)
    decline_offer(offer_id=offer.pk, answer=given.answer, actor=request.auth.reference, at=clock.now())
    return _told(offers().get(pk=offer.pk))


# --- invitations --------------------------------------------------------------------------------------------


def _edition(request: Caller, code: str) -> Edition:
    edition: Edition = get_object_or_404(readable_editions(request.grants, INVITERS), code=code)
    enforce(may_keep_invitations(request.grants, edition))
    return edition


def _counted(edition: Edition) -> list[dict[str, Any]]:
    names = ("purpose", "invited", "written", "left")
    return [{name: getattr(one, name) for name in names} for one in invitations_counted(edition)]


@router.get(
    "invitations/{code}", response=list[InvitationsOut], operation_id="get_alumni_invitations", **COUNT
)
def get_alumni_invitations(request: Caller, code: Word) -> list[dict[str, Any]]:
    """How many alumni of the series were invited to an edition, for each purpose."""
    return _counted(_edition(request, code))


@router.post(
    "invitations/{code}",
    response=list[InvitationsOut],
    operation_id="invite_alumni",
    url_name="invite_alumni",
    **INVITE,
)
def invite(request: Caller, code: Word, given: InvitationsIn) -> list[dict[str, Any]]:
    """Invite the alumni of the series; who was invited for a purpose already gets no second letter."""
    edition = _edition(request, code)
    invite_alumni(
        edition_id=edition.pk, purposes=given.purposes, actor=request.auth.reference, at=clock.now()
    )
    return _counted(edition)
