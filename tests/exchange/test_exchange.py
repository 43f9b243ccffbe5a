"""Wanting, answering, agreeing, meeting, telling: who reads whose contact, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from balai.correspondence.models import Letter
from balai.exchange.adapters.asking import outcome_reminders
from balai.exchange.adapters.rights import ExchangeEraser, MatchRetention, MeetingRetention
from balai.exchange.enums import Code, Kind, MatchState
from balai.exchange.models import Card, Interest, Match, Meeting, Outcome
from balai.exchange.queries.exchange import counts_in
from balai.exchange.services.cards import change_card, take_technologies_in, withdraw_card
from balai.exchange.services.matching import (
    agree,
    answer_interests,
    answer_need,
    decline,
    propose,
    tell_outcome,
)
from balai.exchange.services.meetings import book_meeting, give_back_meeting, offer_meetings
from balai.exchange.services.wishing import record_interest, take_back_interest
from balai.exchange.views.common import shown_of
from tests.directory.factories import OrganisationFactory
from tests.exchange.factories import AT, card, centre_of, technology
from tests.refusals import refusal

if TYPE_CHECKING:
    from tests.delivery.factories import Delivered

pytestmark = pytest.mark.django_db
BY = "person:officer"
MINUTE = dt.timedelta(minutes=1)


def test_an_interest_is_one_tap_undone_until_the_centre_answers_everybody_who_waits(world: Delivered) -> None:
    centre = centre_of(world)
    shown = technology(centre)
    elsewhere = technology(OrganisationFactory.create(), code="looms")
    first, second = world.people[:2]
    of: dict[str, Any] = {"technology_id": shown.pk, "actor": BY, "at": AT}

    for _twice in range(2):
        record_interest(participant_id=first.pk, session_id=world.slot().session_id, **of)
    record_interest(participant_id=second.pk, **of)
    take_back_interest(participant_id=second.pk, **of)
    take_back_interest(participant_id=second.pk, **of)
    assert list(Interest.objects.values_list("participant", "technology")) == [(first.pk, shown.pk)]
    assert (
        refusal(record_interest, participant_id=first.pk, **{**of, "technology_id": elsewhere.pk})
        == "exchange.not_shown"
    )

    answer: dict[str, Any] = {
        "edition": world.edition,
        "words": "Come",
        "actor": BY,
        "at": AT,
        "technology_id": shown.pk,
    }
    assert refusal(answer_interests, contact=" ", **answer) == "exchange.no_contact"
    assert answer_interests(contact="desk@centre.example", **answer) == 1
    assert refusal(answer_interests, contact="desk@centre.example", **answer) == "exchange.nobody_waits"
    assert refusal(take_back_interest, participant_id=first.pk, **of) == "exchange.answered"
    assert Letter.objects.filter(kind="exchange.answered").count() == 1
    assert {"interests": 1, "answered": 1}.items() <= counts_in(world.edition).items()


def test_a_contact_is_read_by_the_other_side_alone_once_its_owner_agreed(world: Delivered) -> None:
    asker, helper = (one.person for one in world.people[:2])
    need = card(world.edition, asker)
    given: dict[str, Any] = {"need_id": need.pk, "words": "We had this", "actor": BY, "at": AT}
    assert refusal(answer_need, provider=asker, contact="a@example.org", **given) == "exchange.own"
    assert refusal(answer_need, provider=helper, contact="", **given) == "exchange.no_contact"

    match = answer_need(provider=helper, contact="helper@example.org", **given)

    assert refusal(answer_need, provider=helper, contact="x", **given) == "exchange.answered_already"
    before = [shown_of(match, is_seeker=side, at=AT).contact for side in (True, False)]
    match = agree(match_id=match.pk, is_seeker=True, contact="asker@example.org", actor=BY, at=AT)
    once_more: dict[str, Any] = {"match_id": match.pk, "contact": "new@example.org", "actor": BY, "at": AT}
    for side in (True, False):
        assert refusal(agree, is_seeker=side, **once_more) == "exchange.decided"
    after = [shown_of(match, is_seeker=side, at=AT).contact for side in (True, False)]
    assert (before, after) == (
        ["helper@example.org", ""],
        ["helper@example.org", "asker@example.org"],
    )
    assert refusal(decline, match_id=match.pk, actor=BY, at=AT) == "exchange.decided"
    assert sorted(Letter.objects.filter(kind__startswith="exchange").values_list("kind", flat=True)) == [
        "exchange.agreed",
        "exchange.answered",
    ]


def test_a_proposal_asks_who_offers_first_and_keeps_why_the_two_fit(world: Delivered) -> None:
    centre = centre_of(world)
    shown = technology(centre)
    assert take_technologies_in(edition=world.edition, actor=BY, at=AT) == 1
    assert take_technologies_in(edition=world.edition, actor=BY, at=AT) == 1
    offer = Card.objects.get(technology=shown)
    need = card(world.edition, world.people[0].person)
    given: dict[str, Any] = {"need_id": need.pk, "offer_id": offer.pk, "actor": BY, "at": AT}

    match = propose(**given)

    assert refusal(propose, **given) == "exchange.answered_already"
    assert (match.state, match.provider_organisation, match.points) == (
        MatchState.PROPOSED,
        centre,
        sum(match.reasons["parts"].values()),
    )
    assert match.reasons["words"] == ["cartons", "paper", "pulper", "recycle"]
    assert refusal(change_card, card_id=offer.pk, said=None, actor=BY, at=AT) == "exchange.from_directory"
    withdraw_card(card_id=need.pk, actor=BY, at=AT)
    other = card(world.edition, OrganisationFactory.create(), kind=Kind.OFFER)
    assert refusal(propose, **{**given, "offer_id": other.pk}) == "exchange.not_open"


def test_what_came_of_a_match_is_asked_three_times_in_a_year_by_letter(world: Delivered) -> None:
    asker, helper = (one.person for one in world.people[:2])
    need = card(world.edition, asker)
    match = answer_need(need_id=need.pk, provider=helper, words="", contact="h@example.org", actor=BY, at=AT)
    assert list(outcome_reminders(at=AT)) == []
    agree(match_id=match.pk, is_seeker=True, contact="a@example.org", actor=BY, at=AT)

    wanted = [(one.key.rpartition(":")[2], one.due_at.date()) for one in outcome_reminders(at=AT)]

    assert wanted == [
        ("3", dt.date(2018, 10, 1)),
        ("6", dt.date(2018, 12, 30)),
        ("12", dt.date(2019, 7, 3)),
    ]
    told: dict[str, Any] = {"match_id": match.pk, "words": "A pulper", "actor": BY}
    assert refusal(tell_outcome, months=3, code=Code.VISIT, at=AT, **told) == "exchange.too_early"
    later = AT + dt.timedelta(days=95)
    for code in (Code.CONTACT, Code.QUOTATION):
        tell_outcome(months=3, code=code, at=later, **told)
    assert list(Outcome.objects.values_list("months", "code")) == [(3, Code.QUOTATION)]
    assert [one.key.rpartition(":")[2] for one in outcome_reminders(at=later)] == ["6", "12"]


def test_a_meeting_is_booked_once_and_never_beside_a_session_or_another(world: Delivered) -> None:
    centre, session = centre_of(world), world.slot()
    first, second = world.people[:2]
    begins = session.begins_at - 60 * MINUTE
    times = [(begins, begins + 20 * MINUTE), (session.begins_at, session.ends_at)]
    given: dict[str, Any] = {"edition": world.edition, "organisation": centre, "place": "Hall", "actor": BY}
    early = begins - dt.timedelta(days=3)
    assert refusal(offer_meetings, times=times, at=session.ends_at, **given) == "meeting.past"
    far = [(one + dt.timedelta(days=60), other + dt.timedelta(days=60)) for one, other in times]
    assert refusal(offer_meetings, times=far, at=early, **given) == "meeting.outside"
    free, busy = offer_meetings(times=times, at=early, **given)
    assert refusal(offer_meetings, times=times[:1], at=early, **given) == "meeting.double"
    book: dict[str, Any] = {"about": "", "actor": BY, "at": early}

    book_meeting(meeting_id=free.pk, participant=first, **book)

    assert refusal(book_meeting, meeting_id=free.pk, participant=second, **book) == "meeting.taken"
    assert refusal(book_meeting, meeting_id=busy.pk, participant=second, **book) == "meeting.session"
    beside: dict[str, Any] = {**given, "organisation": OrganisationFactory.create()}
    (other,) = offer_meetings(times=times[:1], at=early, **beside)
    assert refusal(book_meeting, meeting_id=other.pk, participant=first, **book) == "meeting.double"
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=other.pk).update(participant=first)
    back: dict[str, Any] = {"meeting_id": free.pk, "actor": BY, "at": early}
    assert refusal(give_back_meeting, participant=second, **back) == "meeting.not_yours"
    give_back_meeting(participant=first, **back)
    assert book_meeting(meeting_id=other.pk, participant=first, **book).participant == first


def test_erasing_takes_words_and_contacts_and_leaves_what_counts(world: Delivered) -> None:
    asker, helper = (one.person for one in world.people[:2])
    need = card(world.edition, asker)
    match = answer_need(
        need_id=need.pk, provider=helper, words="We had this", contact="h@example.org", actor=BY, at=AT
    )
    agree(match_id=match.pk, is_seeker=True, contact="a@example.org", actor=BY, at=AT)
    expired = list(MatchRetention().expired(ended_before=dt.date(2018, 7, 25)))
    assert [one.key for one in expired] == [match.pk]
    held = Meeting.objects.create(
        edition=world.edition,
        organisation=centre_of(world),
        place="Hall",
        begins_at=AT,
        ends_at=AT + MINUTE,
        participant=world.people[1],
        about="My debts",
        changed_at=AT,
    )
    (over,) = MeetingRetention().expired(ended_before=dt.date(2018, 7, 25))
    assert (over.key, over.person_id) == (held.pk, helper.pk)
    assert MeetingRetention().forget([over], at=AT) == 1
    assert list(MeetingRetention().expired(ended_before=dt.date(2018, 7, 25))) == []

    assert ExchangeEraser()([asker], at=AT) > 0
    assert ExchangeEraser()([asker], at=AT) == 0

    card_left, left = Card.objects.get(pk=need.pk), Match.objects.get(pk=match.pk)
    assert (str(card_left), dict(card_left.words), card_left.country_id) == ("[erased]", {}, "BT")
    assert (left.words, left.provider_contact, left.seeker_contact) == ("", "[erased]", "[erased]")
    assert (left.state, list(MatchRetention().expired(ended_before=dt.date(2018, 7, 25)))) == (
        MatchState.AGREED,
        [],
    )
