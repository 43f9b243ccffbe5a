"""What the pages of offers and places are tried with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.kernel import clock
from balai.programmes.enums import EditionStatus
from balai.selection.enums import OfferState, ParticipantState, Rung
from balai.selection.models import NumberedPlace, Offer, Participant
from balai.selection.services.offering import accept_offer, make_offer, terms_of
from tests.nominations.factories import CountryCallFactory
from tests.permissions.nominations import ELSEWHERE, an_edition
from tests.permissions.world import COUNTRY, MARKER, Aim, aims
from tests.selection.factories import AGREED, sent_nominee

if TYPE_CHECKING:
    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from tests.permissions.world import Seen, World

ACCEPTED = {
    "attendance": "in-person",
    "room": "twin",
    "photos": "none",
    "emergency_name": "Tashi Dorji",
    "relation": "brother",
    "phone": "+975 17 000 000",
    "agrees_to_data": "on",
    "agrees_to_terms": "on",
    "signed_as": "Karma Choden",
}


def selecting() -> Edition:
    """The edition of one's own, in which places are given."""
    edition = an_edition()
    edition.status = EditionStatus.SELECTION
    edition.save()
    edition.refresh_from_db()
    return edition


def a_place(edition: Edition, number: int, country: str | None) -> NumberedPlace:
    """One of its places."""
    return NumberedPlace.objects.create(edition=edition, number=number, country_id=country)


def an_offer(edition: Edition, number: int, country: str, person: Person, name: str) -> Offer:
    """A place that is offered to a nominee of a country."""
    call = CountryCallFactory.create(edition=edition, country_id=country)
    nomination: Nomination = sent_nominee(call, 1, name=name, person=person)
    at = clock.now()
    return make_offer(
        nomination,
        a_place(edition, number, country),
        rung=Rung.DECISION,
        terms=terms_of(edition, actor="system", at=at),
        until=at + dt.timedelta(days=9),
        actor="system",
        at=at,
    )


def two_offers(world: World) -> tuple[Offer, Offer]:
    """One to the visitor, and one to somebody of another country, whose name is marked."""
    edition = selecting()
    return (
        an_offer(edition, 1, COUNTRY, world.person, "Karma Choden"),
        an_offer(edition, 2, ELSEWHERE, world.foreign_person, MARKER),
    )


def both_confirmed(world: World) -> tuple[Participant, Participant]:
    """The same, accepted."""
    own, foreign = (
        accept_offer(offer_id=one.pk, answers=AGREED, actor=one.nomination.person, at=clock.now())
        for one in two_offers(world)
    )
    return own, foreign


def _at(own: Any, foreign: Any, **more: Any) -> Aim:
    return Aim(own={"key": own.pk}, foreign={"key": foreign.pk}, **more)


def is_now(state: OfferState) -> Any:
    """Asks whether the offer that was asked for has come to a state."""
    return lambda seen: Offer.objects.filter(pk=seen.arguments["key"], state=state).exists()


@aims("selection:mine")
def ones_own_place(world: World) -> Aim:
    two_offers(world)
    return Aim()


@aims("selection:offer")
def an_offer_to_oneself(world: World) -> Aim:
    return _at(*two_offers(world), data=ACCEPTED, effect=is_now(OfferState.ACCEPTED))


@aims("selection:decline")
def declining(world: World) -> Aim:
    return _at(*two_offers(world), data={"why": "work"}, effect=is_now(OfferState.DECLINED))


@aims("selection:leave")
def leaving(world: World) -> Aim:
    def has_left(seen: Seen) -> bool:
        left = Participant.objects.filter(state=ParticipantState.WITHDRAWN)
        return left.filter(offer=seen.arguments["key"]).exists()

    own, foreign = both_confirmed(world)
    return _at(own.offer, foreign.offer, data={"why": "family"}, effect=has_left)


@aims("selection:outcome")
def the_outcome_of_a_country(world: World) -> Aim:
    own, _foreign = two_offers(world)
    return Aim(own={"code": own.edition.code})
