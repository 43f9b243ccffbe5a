"""The technology exchange over the API: needs with what fits them, matches, and one's own wishes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status

from balai.directory.models import Topic
from balai.exchange.enums import Category, Code, Kind, MatchState
from balai.exchange.exports import country_of, provider_of, wished_of
from balai.exchange.models import Card, Interest
from balai.exchange.queries.exchange import counts_in, matches_in, needs_in, participations_in
from balai.exchange.queries.matching import offers_for
from balai.exchange.rules.access import READERS, readers_editions
from balai.exchange.services.cards import Wording, enter_card
from balai.exchange.services.wishing import record_interest, take_back_interest
from balai.followup.models.times import day_in
from balai.kernel import clock
from balai.kernel.bodies import Day, Truth, Word, Words
from balai.kernel.paging import page_of
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.people.authentication import Caller, needs, person_of
from balai.people.enums import TokenScope

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

router = Router()
READ = needs(TokenScope.PROGRAMMES_READ, *READERS)
OWN = needs(TokenScope.OWN_READ)
OWN_DEEDS = needs(TokenScope.OWN_WRITE)


class ExchangeSummaryOut(Schema):
    """Figures of the exchange of an edition; ``agreed`` matches are in contact."""

    interests: int
    answered: int
    needs: int
    offers: int
    matches: int
    agreed: int
    meetings: int
    booked: int


class NeedOut(Schema):
    """What is needed, in the words of whoever needs it; ``technology`` and ``topics`` are codes."""

    id: UUID
    category: Category
    title: Words
    words: Words
    country: str
    technology: str | None
    topics: list[str]
    until: date
    answers: int


class NeedPage(Schema):
    """Some needs, those that end first before others, and where the next page begins."""

    items: list[NeedOut]
    after: str


class OfferFitOut(Schema):
    """An offer that fits: its points of 100 are the sum of ``parts``, and ``why`` says them in words."""

    offer: UUID
    title: Words
    organisation: str | None
    country: str
    points: int
    parts: dict[str, int]
    why: list[str]


class OutcomeOut(Schema):
    """What came of a match after some months."""

    months: int
    code: Code
    words: str


class MatchOut(Schema):
    """Two sides that were brought together; their contacts are told to the two alone."""

    id: UUID
    wished: str
    country: str
    provider: str
    state: MatchState
    points: int | None
    made_at: datetime
    outcomes: list[OutcomeOut]


class MatchPage(Schema):
    """Some matches, the oldest first, and where the next page begins."""

    items: list[MatchOut]
    after: str


class InterestOut(Schema):
    """A technology that the caller wants; ``technology`` is a key of the directory."""

    edition: str
    technology: UUID
    at: datetime
    is_answered: bool


class InterestIn(Schema):
    """Whether a technology is wanted by the caller as a participant of an edition."""

    edition: Word
    technology: UUID
    is_wanted: Truth


class NeedIn(Schema):
    """What the caller needs; ``topics`` are codes, ``until`` the last day on which it holds."""

    edition: Word
    category: Category
    title: Words
    words: Words = {}
    topics: list[Word] = []
    until: Day


class EnteredOut(Schema):
    """What was entered."""

    id: UUID


def _edition(request: Caller, code: str) -> Edition:
    edition: Edition = get_object_or_404(readers_editions(request.grants), code=code)
    return edition


@router.get("my-interests", response=list[InterestOut], operation_id="list_my_interests", **OWN)
def list_my_interests(request: Caller) -> list[dict[str, Any]]:
    """The technologies that the caller wants, in every edition."""
    own = participations_in(person_of(request)).order_by().values("pk")
    rows = Interest.objects.filter(participant__in=own).select_related("participant__edition", "match")
    return [
        {
            "edition": one.participant.edition.code,
            "technology": one.technology_id,
            "at": one.at,
            "is_answered": getattr(one, "match", None) is not None,
        }
        for one in rows.order_by("at", "pk")[:500]
    ]


def _participation(person: Person, code: str) -> Participant:
    """Where somebody takes or took part; the edition is named in what was sent and not in the address."""
    found = participations_in(person).filter(edition__code=code).first()
    if found is None:
        raise RuleViolationError(
            Refusal("exchange.not_yours", _("You do not take part in a programme of this code."))
        )
    return found


@router.put("my-interests", response={204: None}, operation_id="set_my_interest", **OWN_DEEDS)
def set_my_interest(request: Caller, given: InterestIn) -> Status[None]:
    """Want a technology that was shown, or take that back until its centre has answered."""
    participant = _participation(person_of(request), given.edition)
    deed = record_interest if given.is_wanted else take_back_interest
    deed(
        participant_id=participant.pk,
        technology_id=given.technology,
        actor=request.auth.reference,
        at=clock.now(),
    )
    return Status(204, None)


@router.post("my-needs", response={201: EnteredOut}, operation_id="enter_my_need", **OWN_DEEDS)
def enter_my_need(request: Caller, given: NeedIn) -> Status[dict[str, Any]]:
    """Say what is needed at home, as somebody who takes or took part."""
    person = person_of(request)
    participant = _participation(person, given.edition)
    card = enter_card(
        kind=Kind.NEED,
        edition=participant.edition,
        owner=person,
        country=participant.country_id,
        said=Wording(
            category=given.category,
            title=given.title,
            words=given.words,
            topics=list(Topic.objects.filter(code__in=given.topics)),
            until=given.until,
        ),
        actor=request.auth.reference,
        at=clock.now(),
    )
    return Status(201, {"id": card.pk})


@router.get("{code}/summary", response=ExchangeSummaryOut, operation_id="get_exchange_summary", **READ)
def get_exchange_summary(request: Caller, code: Word) -> dict[str, int]:
    """How many want, need, offer, are in contact and meet."""
    return counts_in(_edition(request, code))


@router.get("{code}/needs", response=NeedPage, operation_id="list_needs", **READ)
def list_needs(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """What was asked for in an edition and not withdrawn; not who asks."""
    page = page_of(needs_in(_edition(request, code)), order=("until", "id"), after=after)
    items = [
        {
            "id": one.pk,
            "category": one.category,
            "title": one.title,
            "words": one.words,
            "country": one.country_id,
            "technology": one.technology.code if one.technology else None,
            "topics": sorted(topic.code for topic in one.topics.all()),
            "until": one.until,
            "answers": one.answers,  # type: ignore[attr-defined] # the question tells it
        }
        for one in page.rows
    ]
    return {"items": items, "after": page.after}


@router.get(
    "{code}/needs/{uuid:key}/offers", response=list[OfferFitOut], operation_id="list_offers_for_need", **READ
)
def list_offers_for_need(request: Caller, code: Word, key: UUID) -> list[dict[str, Any]]:
    """The offers that fit a need best, each with its points and why."""
    edition = _edition(request, code)
    need: Card = get_object_or_404(needs_in(edition), pk=key)
    fits = offers_for([need.pk], on=day_in(edition, clock.now())).get(need.pk, [])
    return [
        {
            "offer": fit.offer.pk,
            "title": fit.offer.title,
            "organisation": fit.offer.organisation.code if fit.offer.organisation else None,
            "country": fit.offer.country_id,
            "points": fit.points,
            "parts": fit.parts,
            "why": fit.why,
        }
        for fit in fits
    ]


@router.get("{code}/matches", response=MatchPage, operation_id="list_exchange_matches", **READ)
def list_exchange_matches(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """Who answered what, how near the two were, and what came of it; no contacts."""
    page = page_of(matches_in(_edition(request, code)), order=("made_at", "id"), after=after)
    items = [
        {
            "id": one.pk,
            "wished": wished_of(one),
            "country": country_of(one),
            "provider": provider_of(one),
            "state": one.state,
            "points": one.points,
            "made_at": one.made_at,
            "outcomes": [
                {"months": told.months, "code": told.code, "words": told.words}
                for told in sorted(one.outcomes.all(), key=lambda told: told.months)
            ],
        }
        for one in page.rows
    ]
    return {"items": items, "after": page.after}
