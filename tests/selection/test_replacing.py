from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from balai.audit.models import Deed
from balai.correspondence.models import Letter
from balai.directory.enums import VisaKind
from balai.people.enums import Role
from balai.programmes.models import Edition, Quota
from balai.selection.enums import DeclineReason, EndReason, OfferState, ParticipantState, Rung
from balai.selection.models import NumberedPlace, Offer, Participant, PlaceMove
from balai.selection.queries.offers import allowed_beyond
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import accept_offer, decline_offer
from balai.selection.services.ladder import ladder_of
from balai.selection.services.papers import note_papers
from balai.selection.services.participating import end_participation
from balai.selection.services.replacing import ask_for_a_name, offer_place
from tests.directory.factories import VisaRouteFactory, country
from tests.nominations.factories import CountryCallFactory, ProfileFactory
from tests.people.factories import GrantFactory, PersonFactory
from tests.programmes.factories import QuotaFactory
from tests.refusals import refusal
from tests.selection.factories import AGREED, decided, sent_nominee

if TYPE_CHECKING:
    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.selection.services.ladder import PlaceLadder

AT = dt.datetime(2018, 5, 22, 3, tzinfo=dt.UTC)
ARRIVAL = dt.datetime(2018, 7, 17, 17, tzinfo=dt.UTC)
"""Midnight in Jakarta."""
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("countries", "keys")


@pytest.fixture
def nominees(edition: Edition) -> dict[str, list[Nomination]]:
    """Three of each country; Afghans wait 30 days for a visa, Pakistanis 7, the others not at all."""
    Edition.objects.filter(pk=edition.pk).update(places=7, host_places=1)
    edition.refresh_from_db()
    found = {}
    for code, places, days in (("BT", 2, 0), ("AF", 2, 30), ("PK", 2, 7), ("ID", 1, None)):
        if code == "BT":
            Quota.objects.filter(edition=edition, country=code).update(places=places)
        else:
            QuotaFactory.create(edition=edition, country_id=code, places=places)
        if days is not None:
            VisaRouteFactory.create(
                host_id="ID",
                nationality_id=code,
                route=VisaKind.EMBASSY,
                lead_days=days,
                since=dt.date(2018, 1, 1),
            )
        call = CountryCallFactory.create(edition=edition, country_id=code)
        found[code] = [sent_nominee(call, rank, name=f"{code} {rank}") for rank in (1, 2, 3)]
    return found


@pytest.fixture
def announced(edition: Edition, nominees: dict[str, list[Nomination]], sari: Person) -> None:
    """Bhutan has both its places, Afghanistan and the host one, Pakistan one: two are open to others."""
    selected = [*nominees["BT"][:2], nominees["AF"][0], nominees["PK"][0], nominees["ID"][0]]
    others = [one for people in nominees.values() for one in people if one not in selected]
    decided(edition, selected=selected, reserves=others, actor=sari)
    announce_decision(edition=edition, actor=sari, at=AT, expires_at=ARRIVAL - 48 * DAY)


def accept(nomination: Nomination, *, at: dt.datetime = AT + DAY) -> Participant:
    offer = Offer.objects.get(nomination=nomination, kind="place", state=OfferState.SENT)
    return accept_offer(offer_id=offer.pk, answers=AGREED, actor=nomination.person, at=at)


def leave(participant: Participant, *, at: dt.datetime) -> NumberedPlace:
    place = participant.place
    assert place is not None
    end_participation(
        participant_id=participant.pk,
        to=ParticipantState.WITHDRAWN,
        why=EndReason.FAMILY,
        note="",
        actor=participant.person,
        at=at,
    )
    return NumberedPlace.objects.select_related("country", "edition").get(pk=place.pk)


def told(ladder: PlaceLadder) -> list[tuple[str, list[str]]]:
    return [(step.rung.value, [one.nomination.name for one in step.candidates]) for step in ladder.steps]


def barred(ladder: PlaceLadder) -> dict[str, str]:
    return {one.nomination.name: one.sentence for one in ladder.barred}


def test_alternates_of_the_country_come_first_and_the_host_last(
    announced: None, nominees: dict[str, list[Nomination]]
) -> None:
    place = leave(accept(nominees["BT"][0]), at=AT + 2 * DAY)

    ladder = ladder_of(place, at=AT + 2 * DAY)

    assert [(rung, sorted(names)) for rung, names in told(ladder)] == [
        ("country", ["BT 3"]),
        ("region", ["AF 2", "AF 3", "PK 2", "PK 3"]),
        ("host", ["ID 2", "ID 3"]),
    ]
    assert barred(ladder) == {"BT 1": "Did not take a place before."}
    assert ladder.first is not None
    assert ladder.first.sentence == (
        "Number 3 on the list of Bhutan. Not scored. Can enter without waiting for a visa."
    )


def test_nine_days_before_arrival_only_those_are_asked_whose_visa_can_still_come(
    announced: None, nominees: dict[str, list[Nomination]]
) -> None:
    """Edge case E8: only whose visa is in time is asked. Pakistan withdraws at T-9."""
    place = leave(accept(nominees["PK"][0]), at=ARRIVAL - 9 * DAY)

    ladder = ladder_of(place, at=ARRIVAL - 9 * DAY)

    assert [name for _rung, names in told(ladder)[:1] for name in names] == ["PK 2", "PK 3"]
    assert {name: sentence for name, sentence in barred(ladder).items() if name.startswith("AF")} == {
        "AF 2": "The visa takes 30 days, and 9 are left.",
        "AF 3": "The visa takes 30 days, and 9 are left.",
    }


def test_a_visa_in_hand_another_passport_or_home_opens_the_way(
    announced: None, nominees: dict[str, list[Nomination]], edition: Edition, sari: Person
) -> None:
    """Afghans wait 30 days; nine before arrival one holds a visa, one a passport and one a home that help."""
    VisaRouteFactory.create(nationality_id="AF", passport_type="service", lead_days=3)
    VisaRouteFactory.create(nationality_id="AF", residence_id="LK", lead_days=5)
    place = leave(accept(nominees["AF"][0]), at=ARRIVAL - 9 * DAY)
    known = {"passport_type": "", "residence": None, "visa_until": None}

    def sentence_after(number: int, **noted: Any) -> str:
        note_papers(nomination=nominees["AF"][number], **{**known, **noted}, actor=sari, at=AT)
        ladder = ladder_of(place, at=ARRIVAL - 9 * DAY)
        found = ladder.find(nominees["AF"][number].pk)
        assert found is not None
        return found.sentence + (" Barred." if found in ladder.barred else "")

    on_the_list = "Number 2 on the list of Afghanistan. Not scored. "
    assert sentence_after(1) == "The visa takes 30 days, and 9 are left. Barred."
    assert (
        sentence_after(1, passport_type="service") == on_the_list + "The visa takes 3 days, and 9 are left."
    )
    assert (
        sentence_after(1, residence=country("LK")) == on_the_list + "The visa takes 5 days, and 9 are left."
    )
    last = edition.departs_on or edition.ends_on
    assert last is not None
    assert sentence_after(1, visa_until=last - DAY) == "The visa takes 30 days, and 9 are left. Barred."
    assert sentence_after(1, visa_until=last).startswith(on_the_list + "Holds a visa until ")
    deeds = Deed.objects.filter(action="travel_papers.noted")
    assert {one.subject for one in deeds} == {nominees["AF"][1].reference}
    assert [one.detail for one in deeds] == [{}] * 5


def test_the_country_of_duty_that_a_nominee_told_is_where_the_person_lives(
    announced: None, nominees: dict[str, list[Nomination]]
) -> None:
    VisaRouteFactory.create(nationality_id="AF", residence_id="LK", lead_days=5)
    place = leave(accept(nominees["AF"][0]), at=ARRIVAL - 9 * DAY)
    ProfileFactory.create(person=nominees["AF"][2].person, nationality="AF", duty_country="LK")

    names = [name for _rung, names in told(ladder_of(place, at=ARRIVAL - 9 * DAY)) for name in names]

    assert [name for name in names if name.startswith("AF")] == ["AF 3"]


def test_who_left_comes_back_only_where_the_office_says_why(
    announced: None, nominees: dict[str, list[Nomination]], sari: Person
) -> None:
    left = accept(nominees["BT"][0])
    place = leave(left, at=AT + 2 * DAY)

    def offer(reason: str) -> Offer:
        return offer_place(
            place_id=place.pk,
            nomination_id=nominees["BT"][0].pk,
            reason=reason,
            actor=sari,
            at=AT + 3 * DAY,
        )

    assert refusal(lambda: offer("")) == "place.barred"
    offer("The employer lets him go after all.")
    back = accept(nominees["BT"][0], at=AT + 4 * DAY)

    assert (back.pk == left.pk, back.place_number, back.is_confirmed) == (False, place.number, True)
    left.refresh_from_db()
    assert (left.state, left.place) == (ParticipantState.WITHDRAWN, None)
    with pytest.raises(IntegrityError, match="participant_once"), transaction.atomic():
        Participant.objects.filter(pk=left.pk).update(
            state="confirmed", place=other_place(place), ended_at=None, ended_by="", ended_why=""
        )


def other_place(place: NumberedPlace) -> NumberedPlace:
    return NumberedPlace.objects.create(edition=place.edition, number=99, country=place.country)


def test_a_week_before_arrival_only_those_without_visa_are_left(
    announced: None, nominees: dict[str, list[Nomination]]
) -> None:
    place = leave(accept(nominees["PK"][0]), at=ARRIVAL - 3 * DAY)

    ladder = ladder_of(place, at=ARRIVAL - 3 * DAY)

    assert {name[:2] for _rung, names in told(ladder) for name in names} == {"ID"}
    assert barred(ladder)["BT 3"] == "Would miss at most 2 of Bhutan."  # no visa, but the quota is full
    assert barred(ladder)["PK 2"] == "The visa takes 7 days, and 3 are left."


def test_one_click_offers_the_place_and_who_confirms_first_has_it(
    announced: None, nominees: dict[str, list[Nomination]], edition: Edition, sari: Person
) -> None:
    place = leave(accept(nominees["BT"][0]), at=AT + 2 * DAY)
    at = AT + 3 * DAY
    reserve = Offer.objects.get(nomination=nominees["BT"][2], kind="reserve")

    first = offer_place(place_id=place.pk, nomination_id=nominees["BT"][2].pk, actor=sari, at=at)
    second = offer_place(place_id=place.pk, nomination_id=nominees["PK"][1].pk, actor=sari, at=at)

    reserve.refresh_from_db()
    assert (first.rung, second.rung, reserve.state) == (Rung.COUNTRY, Rung.REGION, OfferState.CLOSED)
    assert first.expires_at == at + 5 * DAY
    won = accept(nominees["PK"][1], at=at + DAY)
    assert (won.place_number, won.country_id) == (place.number, "PK")
    first.refresh_from_db()
    assert first.state == OfferState.OVERTAKEN
    assert Letter.objects.filter(kind="offer.overtaken").count() == 1
    move = PlaceMove.objects.get(place=place)
    assert (move.from_country_id, move.to_country_id, move.is_beyond_quota) == ("BT", "PK", False)


def test_who_is_out_of_turn_is_asked_only_with_a_reason(
    announced: None, nominees: dict[str, list[Nomination]], sari: Person
) -> None:
    place = leave(accept(nominees["BT"][0]), at=AT + 2 * DAY)
    wanted = nominees["PK"][1].pk

    assert (
        refusal(lambda: offer_place(place_id=place.pk, nomination_id=wanted, actor=sari, at=AT + 3 * DAY))
        == "place.out_of_turn"
    )
    offer = offer_place(
        place_id=place.pk, nomination_id=wanted, reason="BT 3 is ill.", actor=sari, at=AT + 3 * DAY
    )
    assert offer.explanation.endswith("BT 3 is ill.")


def test_more_than_a_quota_needs_a_recorded_decision(
    announced: None, nominees: dict[str, list[Nomination]], edition: Edition, sari: Person
) -> None:
    """Edge case E2: more people than the quota; the panel lends a place that is not used."""
    place = leave(accept(nominees["PK"][0]), at=AT + 2 * DAY)
    beyond = nominees["BT"][2].pk

    def offer(reason: str) -> Offer:
        return offer_place(
            place_id=place.pk, nomination_id=beyond, reason=reason, actor=sari, at=AT + 3 * DAY
        )

    assert refusal(lambda: offer("")) == "place.beyond_quota"
    offer("Pakistan gives its place to Bhutan.")
    accept(nominees["BT"][2], at=AT + 4 * DAY)

    assert allowed_beyond(edition) == {"BT": 1}
    assert PlaceMove.objects.get(is_beyond_quota=True).reason == "Pakistan gives its place to Bhutan."


@pytest.mark.parametrize(
    ("who", "when", "code"),
    [
        (("BT", 0), AT + 3 * DAY, "place.barred"),
        (("AF", 1), ARRIVAL - 9 * DAY, "place.barred"),
        (("PK", 0), AT + 3 * DAY, "offer.waits"),
        (("BT", 2), ARRIVAL, "offer.no_time_left"),
    ],
)
def test_offering_a_free_place_is_refused(
    request: pytest.FixtureRequest, who: tuple[str, int], when: dt.datetime, code: str
) -> None:
    request.getfixturevalue("announced")
    nominees, sari = request.getfixturevalue("nominees"), request.getfixturevalue("sari")
    place = leave(accept(nominees["BT"][0]), at=AT + 2 * DAY)
    wanted = nominees[who[0]][who[1]].pk

    assert refusal(lambda: offer_place(place_id=place.pk, nomination_id=wanted, actor=sari, at=when)) == code


def test_a_place_that_is_held_is_offered_to_nobody(
    announced: None, nominees: dict[str, list[Nomination]], sari: Person
) -> None:
    held = accept(nominees["BT"][0]).place
    assert held is not None

    assert (
        refusal(
            lambda: offer_place(
                place_id=held.pk, nomination_id=nominees["BT"][2].pk, actor=sari, at=AT + 2 * DAY
            )
        )
        == "place.taken"
    )


def test_the_country_may_name_somebody_new_once_while_the_visa_can_come(
    announced: None, nominees: dict[str, list[Nomination]], sari: Person
) -> None:
    dechen = PersonFactory.create(name="Dechen Wangmo", email="dechen@example.bt")
    GrantFactory.create(person=dechen, role=Role.FOCAL_POINT, scope="country:BT")
    place = leave(accept(nominees["BT"][0]), at=AT + 2 * DAY)

    assert ladder_of(place, at=AT + 2 * DAY).renomination_days == 7
    asked = ask_for_a_name(place_id=place.pk, actor=sari, at=AT + 2 * DAY)

    assert asked.until == AT + 9 * DAY
    assert [one.recipient_name for one in Letter.objects.filter(kind="offer.renomination")] == [
        "Dechen Wangmo"
    ]
    assert (
        refusal(lambda: ask_for_a_name(place_id=place.pk, actor=sari, at=AT + 3 * DAY))
        == "renomination.too_late"
    )


def test_who_declined_is_not_asked_again_and_the_next_is_proposed(
    announced: None, nominees: dict[str, list[Nomination]], sari: Person
) -> None:
    offer = Offer.objects.get(nomination=nominees["AF"][0])
    decline_offer(
        offer_id=offer.pk, why=DeclineReason.WORK, note="", actor=nominees["AF"][0].person, at=AT + DAY
    )
    place = NumberedPlace.objects.select_related("country", "edition").get(offers=offer)

    ladder = ladder_of(place, at=AT + 2 * DAY)

    assert ladder.leaver == nominees["AF"][0]
    assert told(ladder)[0] == ("country", ["AF 2", "AF 3"])
    assert barred(ladder)["AF 1"] == "Did not take a place before."
