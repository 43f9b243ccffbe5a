"""What the pages of offers and places are tried with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.audit.models import Deed, Look
from balai.kernel import clock
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.enums import OfferState, ParticipantState, Rung
from balai.selection.models import NumberedPlace, Offer, OfferTerms, Participant, Renomination, TravelPapers
from balai.selection.services.answering import accept_offer
from balai.selection.services.offering import make_offer
from balai.selection.services.participating import NAMES
from balai.selection.services.terms import terms_of
from tests.nominations.factories import CountryCallFactory, NominationFactory
from tests.permissions.objects.nominations import ELSEWHERE, an_edition
from tests.permissions.world import COUNTRY, MARKER, Aim, aims, named
from tests.selection.factories import AGREED, decided, sent_nominee

if TYPE_CHECKING:
    from balai.nominations.models import Nomination
    from balai.people.models import Person
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
    """The edition of one's own, in which places are given: in two months."""
    edition = an_edition()
    first = clock.now().date() + dt.timedelta(days=60)
    last = first + dt.timedelta(days=12)
    Edition.objects.filter(pk=edition.pk).update(
        status=EditionStatus.SELECTION, arrives_on=first, starts_on=first, ends_on=last, departs_on=last
    )
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


@aims("api:list_my_offers")
def ones_own_offersnamed(world: World) -> Aim:
    two_offers(world)
    return Aim()


@aims("api:get_my_offer", "api:accept_my_offer")
def an_offernamed(world: World) -> Aim:
    said = {**ACCEPTED, "agrees_to_data": True, "agrees_to_terms": True}
    return _at(*two_offers(world), data=said, effect=is_now(OfferState.ACCEPTED))


@aims("api:decline_my_offer")
def decliningnamed(world: World) -> Aim:
    return declining(world)


@aims("selection:leave")
def leaving(world: World) -> Aim:
    def has_left(seen: Seen) -> bool:
        left = Participant.objects.filter(state=ParticipantState.WITHDRAWN)
        return left.filter(offer=seen.arguments["key"]).exists()

    own, foreign = both_confirmed(world)
    return _at(own.offer, foreign.offer, data={"why": "family"}, effect=has_left)


@aims("api:leave_my_place")
def leavingnamed(world: World) -> Aim:
    return leaving(world)


@aims("selection:kept_days", "api:get_my_kept_days", "api:say_my_kept_days")
def saying_what_one_keeps(world: World) -> Aim:
    def is_said(seen: Seen) -> bool:
        said = Participant.objects.get(offer=seen.arguments["key"]).reference
        return Deed.objects.filter(action="participant.wishes_said", subject=said).exists()

    own, foreign = both_confirmed(world)
    return _at(own.offer, foreign.offer, data={"days": ["sabbath"]}, effect=is_said)


# --- the office ---------------------------------------------------------------------------------------


@aims(
    "api:list_offers",
    "api:list_participants",
    "selection:offers",
    "selection:offers_csv",
    "selection:offers_xlsx",
    "selection:participants",
    "selection:participants_csv",
    "selection:participants_xlsx",
)
def every_list(world: World) -> Aim:
    both_confirmed(world)
    return Aim()


@aims("selection:participant")
def a_participant(world: World) -> Aim:
    return _at(*both_confirmed(world))


@aims("selection:needs")
def looking_at_needs(world: World) -> Aim:
    def was_logged(_seen: Seen) -> bool:
        return Look.objects.filter(field="participant.needs").exists()

    return _at(*both_confirmed(world), effect=was_logged)


@aims("selection:release")
def letting_somebody_go(world: World) -> Aim:
    def is_gone(seen: Seen) -> bool:
        return not Participant.objects.get(pk=seen.arguments["key"]).is_confirmed

    data = {"who": "released", "why": "conduct", "note": "The house rules."}
    return _at(*both_confirmed(world), data=data, effect=is_gone)


@aims("selection:arrived")
def noting_an_arrival(world: World) -> Aim:
    def is_met(seen: Seen) -> bool:
        return Participant.objects.get(pk=seen.arguments["key"]).met_at is not None

    return _at(*both_confirmed(world), effect=is_met)


@aims("selection:name")
def correcting_a_name(world: World) -> Aim:
    def is_corrected(seen: Seen) -> bool:
        return Participant.objects.get(pk=seen.arguments["key"]).name == "Karma Chhoden"

    data = dict.fromkeys(NAMES, "") | {
        "name": "Karma Chhoden",
        "name_in_passport": "KARMA CHHODEN",
        "why": "passport",
    }
    return _at(*both_confirmed(world), data=data, effect=is_corrected)


@aims("selection:online")
def seating_online(world: World) -> Aim:
    def is_online(seen: Seen) -> bool:
        return Participant.objects.get(pk=seen.arguments["key"]).attendance == "online"

    return _at(*both_confirmed(world), effect=is_online)


@aims("selection:take_back")
def taking_an_offer_back(world: World) -> Aim:
    data = {"note": "The embassy asked."}
    return _at(*two_offers(world), data=data, effect=is_now(OfferState.WITHDRAWN))


@aims("api:note_arrival")
def noting_an_arrivalnamed(world: World) -> Aim:
    return named(noting_an_arrival(world), "participant_id")


@aims("api:correct_participant_name")
def correcting_a_namenamed(world: World) -> Aim:
    return named(correcting_a_name(world), "participant_id")


@aims("api:seat_online")
def seating_onlinenamed(world: World) -> Aim:
    return named(seating_online(world), "participant_id")


@aims("api:release_participant")
def letting_somebody_gonamed(world: World) -> Aim:
    return named(letting_somebody_go(world), "participant_id")


@aims("api:take_offer_back")
def taking_an_offer_backnamed(world: World) -> Aim:
    return named(taking_an_offer_back(world), "offer_id")


@aims("selection:places", "selection:places_csv", "selection:places_xlsx")
def the_places_of_an_edition(world: World) -> Aim:
    own, _foreign = both_confirmed(world)
    return Aim(own={"code": own.edition.code})


def a_free_place(edition: Edition) -> Nomination:
    """Place 9 is free, and somebody can take it."""
    call = CountryCallFactory.create(edition=edition, country_id=COUNTRY)
    a_place(edition, 9, COUNTRY)
    return sent_nominee(call, 1, name="Karma Choden")


@aims("api:list_places")
def placesnamed(world: World) -> Aim:
    return the_places_of_an_edition(world)


@aims("api:get_ladder")
def a_laddernamed(world: World) -> Aim:
    return a_ladder(world)


@aims("api:offer_place")
def offeringnamed(world: World) -> Aim:
    edition = selecting()
    wanted = a_free_place(edition)
    return Aim(
        own={"code": edition.code, "number": 9},
        data={"nomination": str(wanted.pk), "reason": ""},
        effect=lambda _seen: Offer.objects.filter(nomination=wanted).exists(),
    )


@aims("selection:place", "selection:ladder_csv", "selection:ladder_xlsx")
def a_ladder(world: World) -> Aim:
    edition = selecting()
    a_free_place(edition)
    return Aim(own={"code": edition.code, "number": 9})


@aims("selection:ask")
def asking_somebody(world: World) -> Aim:
    edition = selecting()
    wanted = a_free_place(edition)
    return Aim(
        own={"code": edition.code, "number": 9},
        data={"nomination": str(wanted.pk)},
        effect=lambda _seen: Offer.objects.filter(nomination=wanted).exists(),
    )


@aims("selection:papers")
def noting_papers(world: World) -> Aim:
    own = selecting()
    wanted, elsewhere = a_free_place(own), NominationFactory.create()
    return Aim(
        own={"code": own.code, "number": 9, "key": wanted.pk},
        foreign={"code": own.code, "number": 9, "key": elsewhere.pk},
        data={"passport_type": "service"},
        effect=lambda _seen: TravelPapers.objects.filter(nomination=wanted).exists(),
    )


@aims("selection:ask_country")
def asking_for_a_name(world: World) -> Aim:
    edition = selecting()
    a_free_place(edition)
    return Aim(own={"code": edition.code, "number": 9}, effect=lambda _seen: Renomination.objects.exists())


def a_decision(edition: Edition) -> Nomination:
    """The panel has decided, and nobody was told."""
    call = CountryCallFactory.create(edition=edition, country_id=COUNTRY)
    selected = sent_nominee(call, 1, name="Karma Choden")
    decided(edition, selected=[selected])
    return selected


@aims("selection:announce")
def announcing(world: World) -> Aim:
    edition = selecting()
    selected = a_decision(edition)
    day = clock.now().date() + dt.timedelta(days=9)
    return Aim(
        own={"code": edition.code},
        data={"last_day": day.isoformat()},
        effect=lambda _seen: Offer.objects.filter(nomination=selected).exists(),
    )


@aims("api:announce_decision")
def announcing_by_program(world: World) -> Aim:
    return announcing(world)


@aims("selection:terms")
def writing_terms(world: World) -> Aim:
    edition = selecting()
    return Aim(
        own={"code": edition.code},
        data={"text_en": "Bring a hat.", "text_id": "", "answer_days": "4", "renomination_days": "6"},
        effect=lambda _seen: OfferTerms.objects.filter(answer_days=4).exists(),
    )


@aims("selection:outcome", "selection:outcome_csv", "selection:outcome_xlsx")
def the_outcome_of_a_country(world: World) -> Aim:
    own, _foreign = two_offers(world)
    return Aim(own={"code": own.edition.code})
