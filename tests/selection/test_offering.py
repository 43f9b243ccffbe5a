from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction

from balai.audit.models import Deed, Look
from balai.correspondence.models import Letter
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import look
from balai.nominations.enums import NominationState
from balai.people.enums import Role
from balai.people.models import Account, Consent, Grant, Invitation
from balai.people.queries import grants_live_at
from balai.people.services.retaining import forget_expired, terms_at
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.adapters.participants import NeedsRetention, ParticipantEraser
from balai.selection.adapters.reminders import reminders
from balai.selection.enums import (
    DeclineReason,
    EndReason,
    OfferKind,
    OfferState,
    ParticipantState,
    Rung,
)
from balai.selection.models import NumberedPlace, Offer, Participant, TravelPapers
from balai.selection.queries.offers import allowed_beyond, arrival_of, kept_by_country, overdue_offers
from balai.selection.services.announcing import Announced, announce_decision
from balai.selection.services.answering import accept_offer, decline_offer
from balai.selection.services.offering import lapse_offers, make_offer, take_offer_back
from balai.selection.services.papers import note_papers
from balai.selection.services.participating import (
    end_participation,
    miss_who_did_not_arrive,
    note_arrival,
    seat_online,
)
from balai.selection.services.terms import publish_terms, terms_of
from tests.directory.factories import ContactFactory, EmbassyFactory, country
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory
from tests.programmes.factories import QuotaFactory
from tests.refusals import refusal
from tests.selection.factories import AGREED, decided, sent_nominee

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.nominations.models import Nomination
    from balai.people.models import Person

AT = dt.datetime(2018, 5, 22, 3, tzinfo=dt.UTC)
UNTIL = dt.datetime(2018, 6, 5, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("countries", "keys")


def announce(edition: Edition, sari: Person, *, at: dt.datetime = AT) -> Announced:
    return announce_decision(edition=edition, actor=sari, at=at, expires_at=UNTIL)


def offer_to(nomination: Nomination) -> Offer:
    return Offer.objects.get(nomination=nomination, kind=OfferKind.PLACE)


def accept(nomination: Nomination, *, at: dt.datetime = AT + DAY, **more: Any) -> Participant:
    return accept_offer(
        offer_id=offer_to(nomination).pk, answers=replace(AGREED, **more), actor=nomination.person, at=at
    )


@pytest.fixture
def dechen(edition: Edition) -> Person:
    """The focal point of Bhutan."""
    person = PersonFactory.create(name="Dechen Wangmo", email="dechen@example.bt")
    GrantFactory.create(person=person, role=Role.FOCAL_POINT, scope="country:BT")
    return person


@pytest.fixture
def announced(edition: Edition, four: list[Nomination], sari: Person, dechen: Person) -> Announced:
    """Two of Bhutan's four are in, one is a reserve, one is not in."""
    decided(edition, selected=four[:2], reserves=four[2:3], others=four[3:], actor=sari)
    return announce(edition, sari)


# --- announcing --------------------------------------------------------------------------------------------


def test_the_government_is_told_before_its_nominees(announced: Announced, four: list[Nomination]) -> None:
    letters = Letter.objects.exclude(entry=None).order_by("entry__number")

    assert announced == Announced(offers=2, reserves=1, regrets=1, countries=1)
    assert [(one.kind, one.recipient_name) for one in letters] == [
        ("offer.government", "Dechen Wangmo"),
        ("offer.place", four[0].name),
        ("offer.place", four[1].name),
        ("offer.reserve", four[2].name),
        ("offer.regret", four[3].name),
    ]
    told = letters[0].text
    assert f"{four[0].name} ({four[0].code}): a place is offered" in told
    assert f"{four[2].name} ({four[2].code}): number 1 on the reserve list" in told
    assert f"{four[3].name} ({four[3].code}): not selected" in told
    assert "number 1 on the reserve list" in letters[3].text
    assert "The list holds until" in letters[3].text
    assert "Thimphu" in letters[1].text or "UTC" in letters[1].text  # by the reader's own clock


def test_announced_again_nothing_is_told_twice(announced: Announced, edition: Edition, sari: Person) -> None:
    letters = Letter.objects.count()

    assert announce(edition, sari, at=AT + DAY) == Announced()
    assert Letter.objects.count() == letters


def test_a_country_without_a_focal_point_is_named(
    edition: Edition, four: list[Nomination], sari: Person
) -> None:
    decided(edition, selected=four[:1], actor=sari)

    assert announce(edition, sari) == Announced(offers=1, unheard=("BT",))


def test_a_corrected_decision_tells_those_whose_place_changed(
    announced: Announced, edition: Edition, four: list[Nomination], sari: Person
) -> None:
    accept(four[0])
    decided(
        edition,
        selected=[four[0], four[2]],
        reserves=[four[3]],
        others=[four[1]],
        correction="The embassy asked for another order.",
        actor=sari,
    )

    told = announce(edition, sari, at=AT + 2 * DAY)

    assert told == Announced(offers=1, reserves=1, regrets=1, countries=1)
    assert [(one.kind, one.state) for one in Offer.objects.order_by("nomination__rank", "sent_at", "pk")] == [
        ("place", "accepted"),
        ("place", "withdrawn"),
        ("regret", "sent"),
        ("reserve", "closed"),
        ("place", "sent"),
        ("regret", "closed"),
        ("reserve", "sent"),
    ]


def test_places_beyond_a_quota_are_noted_as_a_decision_of_the_panel(
    edition: Edition, four: list[Nomination], sari: Person
) -> None:
    decided(edition, selected=four[:3], actor=sari)
    announce(edition, sari)

    assert (kept_by_country(edition)["BT"], allowed_beyond(edition)) == (2, {"BT": 1})
    assert NumberedPlace.objects.filter(country="BT").count() == 3
    for one in four[:3]:
        accept(one)
    assert NumberedPlace.objects.count() == edition.places


@pytest.mark.parametrize(
    ("status", "until", "code"),
    [
        (EditionStatus.CALL, UNTIL, "offers.not_now"),
        (EditionStatus.SELECTION, AT, "offer.no_time_left"),
    ],
)
def test_announcing_is_refused(
    request: pytest.FixtureRequest, status: EditionStatus, until: dt.datetime, code: str
) -> None:
    edition, four, sari = (request.getfixturevalue(name) for name in ("edition", "four", "sari"))
    decided(edition, selected=four[:1], actor=sari)
    type(edition).objects.filter(pk=edition.pk).update(status=status)

    assert refusal(lambda: announce_decision(edition=edition, actor=sari, at=AT, expires_at=until)) == code
    assert not Offer.objects.exists()


def test_nothing_is_announced_before_the_panel_has_decided(edition: Edition, sari: Person) -> None:
    assert refusal(lambda: announce(edition, sari)) == "offers.nothing_decided"


def test_who_has_no_account_gets_the_link_that_opens_one(
    edition: Edition, four: list[Nomination], sari: Person
) -> None:
    first, second = four[0].person, four[1].person
    for person, address in ((first, "karma@example.bt"), (second, "sonam@example.bt")):
        person.email = address
        person.save()
    AccountFactory.create(person=second, email="sonam@example.bt")
    decided(edition, selected=four[:2], actor=sari)

    announce(edition, sari)

    assert [one.person for one in Invitation.objects.all()] == [first]
    assert Account.objects.filter(person=first).count() == 0
    assert {one.person for one in Grant.objects.filter(role=Role.NOMINEE, scope=edition.scope)} == {
        first,
        second,
    }


# --- answering ---------------------------------------------------------------------------------------------


def test_who_accepts_is_a_participant_and_no_nominee_any_more(
    announced: Announced, edition: Edition, four: list[Nomination]
) -> None:
    participant = accept(four[0])

    assert (participant.state, participant.place_number, participant.country_id) == ("confirmed", 1, "BT")
    assert offer_to(four[0]).state == OfferState.ACCEPTED
    roles = grants_live_at(AT + 2 * DAY).filter(person=four[0].person, scope=edition.scope)
    assert [one.role for one in roles] == [Role.PARTICIPANT]
    assert sorted(Consent.objects.values_list("purpose", flat=True)) == [
        "participation-data",
        "photos-internal",
    ]
    written = Letter.objects.filter(written_at=AT + DAY).order_by("kind")
    assert [one.kind for one in written] == ["offer.outcome", "participant.confirmed"]
    assert f"{four[0].name} ({four[0].code}), " in written[0].text
    assert ": Accepted." in written[0].text
    assert Deed.objects.filter(action="offer.accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_needs_are_sealed_and_a_look_is_logged(
    announced: Announced, four: list[Nomination], sari: Person
) -> None:
    accept(four[0], needs={"diet": ["halal"], "allergies": "nuts"})
    participant = Participant.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT needs, emergency FROM balai_participant")
        stored = b"".join(bytes(column) for column in cursor.fetchone())

    seen = look(participant, "needs", actor=sari.reference, purpose="participation", at=AT + DAY)

    assert seen == {"diet": ["halal"], "allergies": "nuts"}
    assert b"halal" not in stored
    assert b"Tashi" not in stored
    assert [(one.actor, one.field) for one in Look.objects.all()] == [(sari.reference, "participant.needs")]


def test_two_clicks_confirm_once(announced: Announced, four: list[Nomination]) -> None:
    assert accept(four[0]) == accept(four[0], at=AT + 2 * DAY)
    assert Letter.objects.filter(kind="participant.confirmed").count() == 1


@pytest.mark.parametrize(
    ("prepare", "answers", "at", "code"),
    [
        (lambda _one: None, {}, UNTIL + dt.timedelta(seconds=1), "offer.lapsed"),
        (lambda _one: None, {"agrees_to_terms": False}, AT, "offer.terms_not_agreed"),
        (lambda _one: None, {"agrees_to_data": False}, AT, "offer.data_not_agreed"),
        (
            lambda one: take_offer_back(offer_id=one.pk, note="–", actor=one.nomination.person, at=AT),
            {},
            AT,
            "offer.answered",
        ),
        (
            lambda one: type(one.edition).objects.filter(pk=one.edition_id).update(status="running"),
            {},
            AT,
            "offers.not_now",
        ),
        (
            lambda one: (
                type(one.nomination)
                .objects.filter(pk=one.nomination_id)
                .update(
                    state=NominationState.WITHDRAWN,
                    withdrawn_at=AT,
                    withdrawn_by="system",
                    withdrawn_why="country",
                )
            ),
            {},
            AT,
            "nomination.taken_back",
        ),
    ],
)
def test_accepting_is_refused(
    request: pytest.FixtureRequest,
    prepare: Callable[[Offer], object],
    answers: dict[str, Any],
    at: dt.datetime,
    code: str,
) -> None:
    request.getfixturevalue("announced")
    four = request.getfixturevalue("four")
    prepare(offer_to(four[0]))

    assert refusal(lambda: accept(four[0], at=at, **answers)) == code
    assert not Participant.objects.exists()


def test_a_reserve_letter_needs_no_answer(announced: Announced, four: list[Nomination]) -> None:
    letter = Offer.objects.get(kind=OfferKind.RESERVE)

    assert (
        refusal(lambda: accept_offer(offer_id=letter.pk, answers=AGREED, actor=four[2].person, at=AT))
        == "offer.needs_no_answer"
    )


def test_who_declines_frees_the_place_and_the_country_hears(
    announced: Announced, four: list[Nomination]
) -> None:
    offer = decline_offer(
        offer_id=offer_to(four[0]).pk,
        why=DeclineReason.EMPLOYER,
        note="The season of sowing.",
        actor=four[0].person,
        at=AT + DAY,
    )

    assert (offer.state, offer.why) == ("declined", "employer")
    assert ": Declined." in Letter.objects.get(kind="offer.outcome").text
    assert refusal(lambda: accept(four[0])) == "offer.answered"


def test_offers_lapse_when_their_time_is_over_and_no_sooner(
    announced: Announced, four: list[Nomination]
) -> None:
    accept(four[0])
    every = list(Offer.objects.filter(kind=OfferKind.PLACE).values_list("pk", flat=True))

    assert list(overdue_offers(at=UNTIL - DAY)) == []
    assert lapse_offers(overdue=every, at=UNTIL - DAY) == 0
    assert [one.nomination for one in overdue_offers(at=UNTIL)] == [four[1]]
    assert lapse_offers(overdue=every, at=UNTIL) == 1
    assert [offer_to(one).state for one in four[:2]] == ["accepted", "lapsed"]
    assert refusal(lambda: accept(four[1])) == "offer.lapsed"


def test_who_has_not_answered_is_reminded_a_week_and_two_days_before(
    announced: Announced, four: list[Nomination]
) -> None:
    accept(four[0])

    wanted = list(reminders(at=AT + 2 * DAY))

    assert [(one.person_id, one.due_at) for one in wanted] == [
        (four[1].person_id, UNTIL - 7 * DAY),
        (four[1].person_id, UNTIL - 2 * DAY),
    ]
    assert list(reminders(at=UNTIL)) == []


# --- leaving -----------------------------------------------------------------------------------------------


def test_who_leaves_frees_the_place_and_stays_on_record(
    announced: Announced, edition: Edition, four: list[Nomination]
) -> None:
    """Edge case E5: somebody withdraws before the ticket, with a reason; the place is free for the ladder."""
    participant = accept(four[0])

    end_participation(
        participant_id=participant.pk,
        to=ParticipantState.WITHDRAWN,
        why=EndReason.FAMILY,
        note="Her mother is ill.",
        recovers_cost=False,
        actor=four[0].person,
        at=AT + 3 * DAY,
    )

    participant.refresh_from_db()
    assert (participant.state, participant.place, participant.place_number) == ("withdrawn", None, 1)
    assert not grants_live_at(AT + 4 * DAY).filter(person=four[0].person, scope=edition.scope).exists()
    assert Letter.objects.filter(kind="participant.ended").count() == 1
    assert (
        refusal(
            lambda: end_participation(
                participant_id=participant.pk,
                to=ParticipantState.RELEASED,
                why=EndReason.OTHER,
                note="",
                actor=four[0].person,
                at=AT + 4 * DAY,
            )
        )
        == "participant.gone"
    )


def test_e6_who_leaves_after_the_ticket_leaves_on_record_what_is_claimed_from_whom(
    announced: Announced, four: list[Nomination], sari: Person
) -> None:
    """Edge case E6: the cost of the ticket is recovered from the sponsoring agency, or it is not."""
    participant = accept(four[0])

    end_participation(
        participant_id=participant.pk,
        to=ParticipantState.WITHDRAWN,
        why=EndReason.EMPLOYER,
        note="Recalled ten days before arrival.",
        recovers_cost=True,
        recovery_note="IDR 10,000,000 from the Department of Small Industry",
        actor=sari,
        at=AT + 50 * DAY,
    )

    participant.refresh_from_db()
    assert (participant.recovers_cost, participant.recovery_note, participant.ended_why) == (
        True,
        "IDR 10,000,000 from the Department of Small Industry",
        "employer",
    )
    assert NumberedPlace.objects.filter(number=participant.place_number, holder=None).exists()


def test_e7_who_is_not_met_is_missed_twelve_hours_later_and_the_place_is_held_for_a_day(
    announced: Announced, edition: Edition, four: list[Nomination], sari: Person
) -> None:
    """Edge case E7: country and embassy are told, the place is held for a day, and a person releases it."""
    came, missing = accept(four[0]), accept(four[1])
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.RUNNING)
    edition.refresh_from_db()
    arrival = arrival_of(edition)
    assert arrival is not None
    noon_after = arrival + dt.timedelta(hours=36)

    def absent(at: dt.datetime) -> None:
        end_participation(
            participant_id=missing.pk,
            to=ParticipantState.RELEASED,
            why=EndReason.NO_SHOW,
            note="",
            actor=sari,
            at=at,
        )

    assert miss_who_did_not_arrive(at=noon_after) == 0  # this edition notes no arrivals yet
    note_arrival(participant_id=came.pk, actor=sari, at=arrival + dt.timedelta(hours=9))
    assert (
        refusal(lambda: note_arrival(participant_id=came.pk, actor=sari, at=noon_after)) == "participant.met"
    )
    assert miss_who_did_not_arrive(at=noon_after - dt.timedelta(seconds=1)) == 0
    assert refusal(lambda: absent(noon_after)) == "participant.not_missed"
    GrantFactory.create(role=Role.FOCAL_POINT, scope="country:BT", since=AT - DAY)
    for embassy, email in (
        (EmbassyFactory.create(), "consul@example.bt"),
        (EmbassyFactory.create(), "Consul@example.bt"),
        (EmbassyFactory.create(country_id="ID", accredited_to=["BT"]), "of-the-host@example.org"),
        (EmbassyFactory.create(country_id="LK"), "of-others@example.org"),
    ):
        ContactFactory.create(organisation=embassy, email=email)
    ContactFactory.create(organisation=EmbassyFactory.create(), email="", telephone="+66 2 000")
    assert [miss_who_did_not_arrive(at=noon_after) for _twice in "ab"] == [1, 0]
    letter = Letter.objects.filter(kind="offer.outcome").latest("written_at")
    assert "not met on arrival; the place is held until" in letter.text
    assert missing.name in letter.text
    asked = Letter.objects.get(kind="participant.not_met")  # of a mailbox entered twice, once
    assert (asked.recipient_address.lower(), asked.person) == ("consul@example.bt", None)
    assert f"{missing.name}, a participant from Bhutan, was expected for" in asked.text
    held = noon_after + dt.timedelta(hours=24)
    assert refusal(lambda: absent(held - dt.timedelta(seconds=1))) == "participant.held"
    absent(held)
    missing.refresh_from_db()
    assert (missing.state, missing.ended_why, missing.place) == ("released", "no-show", None)
    with (
        pytest.raises(IntegrityError, match="participant_who_did_not_arrive_was_not_met"),
        transaction.atomic(),
    ):
        Participant.objects.filter(pk=missing.pk).update(met_at=held)


def test_e8_a_refused_visa_leaves_an_online_seat_and_the_same_place(
    announced: Announced, four: list[Nomination], sari: Person
) -> None:
    """Edge case E8: the other answer, an alternate who needs no visa, is the ladder's."""
    participant = accept(four[0])

    seat_online(participant_id=participant.pk, actor=sari, at=AT + 9 * DAY)

    participant.refresh_from_db()
    assert (participant.attendance, participant.room, participant.place_number) == ("online", "", 1)
    assert Letter.objects.filter(kind="participant.online").count() == 1
    assert (
        refusal(lambda: seat_online(participant_id=participant.pk, actor=sari, at=AT + 10 * DAY))
        == "participant.online"
    )


# --- what the database says --------------------------------------------------------------------------------


def test_the_database_refuses_a_place_twice_and_that_of_another_country(
    announced: Announced, edition: Edition, four: list[Nomination]
) -> None:
    held = accept(four[0])
    other = accept(four[1])
    free = NumberedPlace.objects.filter(country=None).first()

    for place, constraint in ((held.place, "place_id"), (free, "participant_holds_a_place_of_the_country")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Participant.objects.filter(pk=other.pk).update(place=place)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_people_beyond_a_quota_without_a_decision(
    announced: Announced, edition: Edition, four: list[Nomination]
) -> None:
    for one in four[:2]:
        accept(one)
    place = NumberedPlace.objects.filter(country=None).first()
    assert place is not None
    four[2].refresh_from_db()
    with transaction.atomic():
        extra = make_offer(
            four[2],
            place,
            rung=Rung.REGION,
            terms=terms_of(edition, actor="system", at=AT),
            until=UNTIL,
            beyond_quota="India returned one.",
            actor="system",
            at=AT,
        )
    accept_offer(offer_id=extra.pk, answers=AGREED, actor=four[2].person, at=AT + DAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    Offer.objects.filter(pk=extra.pk).update(beyond_quota="")
    with pytest.raises(IntegrityError, match="may have 2"), transaction.atomic():
        Participant.objects.filter(offer=extra).update(state=ParticipantState.CONFIRMED)


# --- many at once ------------------------------------------------------------------------------------------


def test_erasing_leaves_what_counts_and_nothing_of_the_person(
    announced: Announced, four: list[Nomination]
) -> None:
    participant = accept(four[0])
    erase = ParticipantEraser()

    assert erase([four[0].person], at=AT + DAY) == 1
    assert erase([four[0].person], at=AT + DAY) == 0

    participant.refresh_from_db()
    assert (participant.name, participant.signed_as, participant.needs, participant.emergency) == (
        "[erased]",
        "[erased]",
        None,
        None,
    )
    assert (participant.state, participant.country_id, participant.place_number) == ("confirmed", "BT", 1)


def test_needs_are_forgotten_two_weeks_and_papers_half_a_year_after_the_edition(
    announced: Announced, edition: Edition, four: list[Nomination], sari: Person
) -> None:
    note_papers(
        nomination=four[1], passport_type="service", residence=None, visa_until=None, actor=sari, at=AT
    )
    participant = accept(four[0])
    retention = NeedsRetention()
    assert edition.ends_on is not None

    assert list(retention.expired(ended_before=edition.ends_on)) == []
    expired = list(retention.expired(ended_before=edition.ends_on + DAY))
    assert [one.key for one in expired] == [participant.pk]
    assert retention.forget(expired, at=AT) == 1
    assert list(retention.expired(ended_before=edition.ends_on + DAY)) == []

    # The papers of somebody who did not come go by the nightly job, which shows them beforehand.
    night = dt.datetime.combine(edition.ends_on, dt.time(), tzinfo=dt.UTC) + 26 * 7 * DAY
    assert [len(one.due) for one in terms_at(night) if one.code == "travel_papers"] == [0]
    assert [len(one.due) for one in terms_at(night + DAY) if one.code == "travel_papers"] == [1]
    forget_expired(at=night + DAY)
    assert not TravelPapers.objects.exists()
    assert Deed.objects.filter(
        action="retention.forgotten",
        subject=four[1].reference,
        detail={"class": "travel_papers", "weeks": 26},
    ).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_who_confirm_one_place_at_once_get_it_once(edition: Edition, sari: Person, number: int) -> None:
    country("LK")
    QuotaFactory.create(edition=edition, country_id="LK", places=1)
    edition.refresh_from_db()
    call = CountryCallFactory.create(edition=edition, country_id="LK")
    people = [sent_nominee(call, rank) for rank in range(1, number + 1)]
    place = NumberedPlace.objects.create(edition=edition, number=1, country_id="LK")
    terms = terms_of(edition, actor="system", at=AT)
    with transaction.atomic():
        offers = [
            make_offer(one, place, rung=Rung.COUNTRY, terms=terms, until=UNTIL, actor="system", at=AT)
            for one in people
        ]
    together = threading.Barrier(len(offers))
    outcomes: list[str] = []

    def confirm(offer: Offer) -> None:
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            accept_offer(offer_id=offer.pk, answers=AGREED, actor=offer.nomination.person, at=AT + DAY)
            outcomes.append("confirmed")
        except RuleViolationError as violation:
            outcomes.append(violation.refusal.code)
        except Exception as error:  # noqa: BLE001 -- a thread tells what stopped it, and the test compares
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[one]) for one in offers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(outcomes) == ["confirmed", *["offer.overtaken"] * (number - 1)]
    assert Participant.objects.filter(place=place).count() == 1
    assert Offer.objects.filter(state=OfferState.OVERTAKEN).count() == number - 1
    assert Letter.objects.filter(kind="offer.overtaken").count() == number - 1
    assert Letter.objects.filter(kind="participant.confirmed").count() == 1


def test_terms_are_added_and_never_changed(edition: Edition, sari: Person) -> None:
    first = terms_of(edition, actor="system", at=AT)
    second = publish_terms(
        edition=edition,
        text={"en": "Bring a hat."},
        answer_days=3,
        renomination_days=5,
        actor=sari.reference,
        at=AT,
    )

    assert (first.version, second.version) == (1, 2)
    assert terms_of(edition, actor="system", at=AT) == second
