from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from balai.correspondence.enums import Direction
from balai.correspondence.models import Letter, RegisterEntry
from balai.kernel import clock
from balai.kernel.restricted import look
from balai.nominations.enums import NominationState
from balai.nominations.models import Nomination
from balai.people.enums import Role
from balai.people.models import Person
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.adapters.places import places_fact, places_light
from balai.selection.enums import OfferKind, OfferState, Rung
from balai.selection.models import NumberedPlace, Offer, Participant
from balai.selection.services.answering import accept_offer
from balai.selection.services.offering import make_offer
from balai.selection.services.participating import note_arrival
from balai.selection.services.terms import terms_of
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import AccountFactory, account_with
from tests.permissions.objects.offers import ACCEPTED
from tests.programmes.factories import QuotaFactory
from tests.selection.factories import AGREED, decided, sent_nominee

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

    from balai.people.models import Account

pytestmark = pytest.mark.usefixtures("countries", "keys")


def text_of(response: Response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def coming(edition: Edition) -> Edition:
    """The edition is held in two months."""
    first = clock.now().date() + dt.timedelta(days=60)
    last = first + dt.timedelta(days=12)
    Edition.objects.filter(pk=edition.pk).update(
        places=4, arrives_on=first, starts_on=first, ends_on=last, departs_on=last
    )
    edition.refresh_from_db()
    QuotaFactory.create(edition=edition, country_id="LK", places=2)
    return edition


def offered(edition: Edition, number: int, *, country: str = "BT", account: Account | None = None) -> Offer:
    """A place of a country that is offered to somebody."""
    call = edition.country_calls.filter(country=country).first() or CountryCallFactory.create(
        edition=edition, country_id=country
    )
    more: dict[str, Any] = {"person": account.person} if account else {}
    nomination = sent_nominee(call, number, name=f"Karma {number} of {country}", **more)
    at = clock.now()
    return make_offer(
        nomination,
        NumberedPlace.objects.create(edition=edition, number=number, country_id=country),
        rung=Rung.DECISION,
        terms=terms_of(edition, actor="system", at=at),
        until=at + dt.timedelta(days=9),
        beyond_quota="Decided by the panel.",
        actor="system",
        at=at,
    )


def confirmed(edition: Edition, number: int, **more: Any) -> Participant:
    offer = offered(edition, number, **more)
    return accept_offer(offer_id=offer.pk, answers=AGREED, actor=offer.nomination.person, at=clock.now())


@pytest.fixture
def nominee(coming: Edition) -> Account:
    account: Account = AccountFactory.create()
    return account


@pytest.fixture
def officer(client: Client) -> Account:
    account = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(account)
    return account


# --- the nominee -------------------------------------------------------------------------------------------


def test_a_nominee_reads_the_terms_and_accepts(client: Client, coming: Edition, nominee: Account) -> None:
    offer = offered(coming, 1, account=nominee)
    client.force_login(nominee)

    page = text_of(client.get(reverse("selection:offer", args=[offer.pk])))
    answer = client.post(reverse("selection:offer", args=[offer.pk]), ACCEPTED, follow=True)

    assert "Do not buy a ticket yourself" in page
    assert "You take part. A letter confirms it." in text_of(answer)
    assert Participant.objects.get().nomination == offer.nomination


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(
    client: Client, coming: Edition, nominee: Account
) -> None:
    offer = offered(coming, 1, account=nominee)
    client.force_login(nominee)

    answer = client.post(
        reverse("selection:offer", args=[offer.pk]),
        ACCEPTED | {"phone": "17 123 456", "allergies": "peanuts", "signed_as": ""},
    )

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Begin with + and the code of the country, such as +975 17 123 456." in page
    assert 'value="peanuts"' in page
    assert not Participant.objects.exists()


def test_an_untouched_form_shows_no_error(client: Client, coming: Edition, nominee: Account) -> None:
    offer = offered(coming, 1, account=nominee)
    client.force_login(nominee)

    assert "bl-err" not in text_of(client.get(reverse("selection:offer", args=[offer.pk])))


def test_who_does_not_agree_is_told_why_and_keeps_the_offer(
    client: Client, coming: Edition, nominee: Account
) -> None:
    offer = offered(coming, 1, account=nominee)
    client.force_login(nominee)
    data = {name: value for name, value in ACCEPTED.items() if name != "agrees_to_terms"}

    answer = client.post(reverse("selection:offer", args=[offer.pk]), data)

    offer.refresh_from_db()
    assert (answer.status_code, offer.state) == (409, OfferState.SENT)
    assert "Agree to the terms first." in text_of(answer)


def test_an_offer_of_somebody_else_is_not_there(client: Client, coming: Edition, nominee: Account) -> None:
    offer = offered(coming, 1)
    client.force_login(nominee)

    for view in ("offer", "decline", "leave"):
        assert client.get(reverse(f"selection:{view}", args=[offer.pk])).status_code == 404
    assert offer.nomination.name not in text_of(client.get(reverse("selection:mine")))


# --- the country -------------------------------------------------------------------------------------------


def test_a_focal_point_sees_the_outcome_of_its_own_country_alone(client: Client, coming: Edition) -> None:
    confirmed(coming, 1)
    offered(coming, 2, country="LK")
    client.force_login(account_with(Role.FOCAL_POINT, scope="country:BT"))

    page = text_of(client.get(reverse("selection:outcome", args=[coming.code])))

    assert "1 person of your country has confirmed" in page
    assert "Karma 1 of BT" in page
    assert "Karma 2 of LK" not in page


# --- the office --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("view", "asked"), [("offers", 8), ("participants", 8)])
def test_lists_ask_the_database_equally_often_for_any_number_of_rows(
    request: pytest.FixtureRequest, view: str, asked: int, rows: int
) -> None:
    client, coming = request.getfixturevalue("client"), request.getfixturevalue("coming")
    for number in range(1, rows + 1):
        confirmed(coming, number)
    client.force_login(account_with(Role.AUDITOR))
    address = reverse(f"selection:{view}")
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        page = text_of(client.get(address))

    assert page.count("of BT</a>") == rows
    assert len(queries) == asked


def many_offers(edition: Edition, number: int) -> None:
    """Letters of regret to nominees of two countries."""
    at = clock.now()
    calls = [CountryCallFactory.create(edition=edition, country_id=code) for code in ("BT", "LK")]
    people = Person.objects.bulk_create(Person(name=f"Somebody {n}") for n in range(number))
    nominations = Nomination.objects.bulk_create(
        Nomination(
            call=calls[n % 2],
            edition=edition,
            country_id=calls[n % 2].country_id,
            person=person,
            code=f"{edition.code}/{n}",
            rank=n // 2 + 1,
            name=person.name,
            entered_at=at,
        )
        for n, person in enumerate(people)
    )
    entries = RegisterEntry.objects.bulk_create(
        RegisterEntry(
            direction=Direction.OUTGOING,
            year=at.year,
            number=n,
            reference=f"B/{n}",
            entered_on=at.date(),
            correspondent="Somebody",
            subject="Regret",
        )
        for n in range(1, number + 1)
    )
    letters = Letter.objects.bulk_create(
        Letter(
            entry=entry,
            kind="offer.regret",
            language="en",
            subject="Regret",
            text="–",
            html="–",
            message_id=f"<{entry.number}@example.org>",
            written_at=at,
        )
        for entry in entries
    )
    Offer.objects.bulk_create(
        Offer(
            edition=edition,
            country_id=one.country_id,
            nomination=one,
            kind=OfferKind.REGRET,
            letter=letter,
            sent_at=at - dt.timedelta(seconds=n),
            sent_by="system",
        )
        for n, (one, letter) in enumerate(zip(nominations, letters, strict=True))
    )


@pytest.mark.slow
def test_twenty_thousand_offers_are_paged_sorted_and_searched_by_indexes(
    client: Client, coming: Edition
) -> None:
    many_offers(coming, 20_000)
    client.force_login(account_with(Role.AUDITOR))
    address = reverse("selection:offers")
    client.get(address)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE balai_offer, balai_nomination, balai_letter")

    for query in (
        "",
        "?sort=name",
        "?sort=country",
        f"?edition={coming.code}&country=LK",
        "?q=somebody+19999",
    ):
        with CaptureQueriesContext(connection) as asked:
            page = text_of(client.get(address + query))
        assert "Somebody" in page
        assert len(asked) == 8
        listing = next(one["sql"] for one in asked if 'FROM "balai_offer"' in one["sql"])
        with connection.cursor() as cursor:
            if "q=" in query:  # the index of words is merged by the server a minute after a bulk of new rows
                cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + listing)
            plan = "\n".join(row for (row,) in cursor.fetchall())
        assert "Seq Scan on balai_offer" not in plan, (query, plan)
        assert "Seq Scan on balai_nomination" not in plan, (query, plan)


def test_lists_are_searched_filtered_and_taken_as_files(
    client: Client, coming: Edition, officer: Account
) -> None:
    confirmed(coming, 1)
    offered(coming, 2, country="LK")

    found = text_of(client.get(reverse("selection:offers") + "?q=karma&state=sent"))
    file = client.get(reverse("selection:participants_csv")).getvalue().decode()

    assert ("Karma 2 of LK" in found, "Karma 1 of BT" in found) == (True, False)
    assert ("Karma 1 of BT" in file, "Karma 2 of LK" in file) == (True, False)
    assert "vegetarian" not in file
    places = b"".join(client.get(reverse("selection:places_csv", args=[coming.code]))).decode("utf-8-sig")
    held, asked = Participant.objects.get().nomination.code, Offer.objects.get(state="sent").nomination.code
    assert places.splitlines()[1:] == [f"1,BT,Karma 1 of BT,{held},", f"2,LK,,,{asked}"]


def test_an_officer_announces_what_the_panel_decided(
    client: Client, coming: Edition, officer: Account
) -> None:
    call = CountryCallFactory.create(edition=coming, country_id="BT")
    decided(coming, selected=[sent_nominee(call, 1, name="Karma Choden")])
    day = clock.now().date() + dt.timedelta(days=9)

    before = text_of(client.get(reverse("selection:places", args=[coming.code])))
    after = client.post(
        reverse("selection:announce", args=[coming.code]), {"last_day": day.isoformat()}, follow=True
    )

    assert "The panel has decided. Nobody was told yet" in before
    assert "1 letter is on its way." in text_of(after)
    assert "Nobody is focal point of BT. Tell these governments yourself." in text_of(after)
    assert "4 places are still open" in text_of(after)


def test_a_program_announces_what_the_panel_decided_and_nobody_is_told_twice(
    client: Client, coming: Edition, officer: Account
) -> None:
    address = f"/api/v1/selection/editions/{coming.code}/announce"
    day = clock.now().date() + dt.timedelta(days=9)

    def announced(**given: str) -> tuple[int, Any]:
        answer = client.post(address, given, "application/json")
        return answer.status_code, answer.json()

    status, refused = announced()
    assert (status, refused["code"]) == (409, "offers.nothing_decided")
    call = CountryCallFactory.create(edition=coming, country_id="BT")
    decided(coming, selected=[sent_nominee(call, 1, name="Karma Choden")])

    told = {"offers": 1, "reserves": 0, "regrets": 0, "countries": 0, "unheard": ["BT"]}
    assert announced(last_day=day.isoformat()) == (200, told)
    assert announced(last_day=day.isoformat()) == (200, {**told, "offers": 0, "unheard": []})
    offer = Offer.objects.get()
    assert offer.expires_at == dt.datetime.combine(day, dt.time(17), ZoneInfo(coming.time_zone))


def test_the_ladder_says_whom_to_ask_next_and_one_click_asks(
    client: Client, coming: Edition, officer: Account
) -> None:
    NumberedPlace.objects.create(edition=coming, number=1, country_id="BT")
    call = CountryCallFactory.create(edition=coming, country_id="BT")
    wanted = sent_nominee(call, 1, name="Karma Choden")
    address = reverse("selection:place", args=[coming.code, 1])

    before = text_of(client.get(address))
    answer = client.post(
        reverse("selection:ask", args=[coming.code, 1]), {"nomination": wanted.pk}, follow=True
    )

    assert "Place 1: ask Karma Choden next" in before
    assert "Number 1 on the list of Bhutan." in before
    assert "Karma Choden is offered the place." in text_of(answer)
    assert Offer.objects.get().rung == Rung.COUNTRY


def test_a_refused_click_says_why_on_the_ladder(client: Client, coming: Edition, officer: Account) -> None:
    offer = offered(coming, 1)
    NumberedPlace.objects.create(edition=coming, number=2, country_id="BT")

    answer = client.post(reverse("selection:ask", args=[coming.code, 2]), {"nomination": offer.nomination_id})

    assert answer.status_code == 409
    assert "This nominee has an offer that waits for an answer." in text_of(answer)


def test_the_office_lets_a_participant_go_and_comes_to_the_ladder(
    client: Client, coming: Edition, officer: Account
) -> None:
    held = confirmed(coming, 1)

    answer = client.post(
        reverse("selection:release", args=[held.pk]),
        {
            "who": "withdrawn",
            "why": "employer",
            "note": "Recalled.",
            "recovers_cost": "yes",
            "recovery_note": "The ticket, from the ministry.",
        },
        follow=True,
    )

    held.refresh_from_db()
    assert (held.state, held.recovers_cost, held.recovery_note) == (
        "withdrawn",
        True,
        "The ticket, from the ministry.",
    )
    assert "Before: Karma 1 of BT, Bhutan." in text_of(answer)


# --- boards and tasks --------------------------------------------------------------------------------------


def test_the_light_is_green_when_every_place_is_confirmed(coming: Edition) -> None:
    at = clock.now()
    assert places_light(coming, at=at).of == 0
    confirmed(coming, 1)
    waiting = offered(coming, 2)
    NumberedPlace.objects.create(edition=coming, number=3)

    light = places_light(coming, at=at)
    assert (light.ready, light.of) == (1, 3)
    assert [str(one.what) for one in light.open] == ["1 place is free", "1 offer waits for an answer"]
    accept_offer(offer_id=waiting.pk, answers=AGREED, actor=waiting.nomination.person, at=at)
    assert str(places_fact(coming, at=at)) == "2 participants"


def test_the_board_tells_of_a_participant_whose_nomination_was_taken_back(coming: Edition) -> None:
    held = confirmed(coming, 1)
    Nomination.objects.filter(pk=held.nomination_id).update(
        state=NominationState.WITHDRAWN,
        withdrawn_at=clock.now(),
        withdrawn_by="system",
        withdrawn_why="country",
    )

    light = places_light(coming, at=clock.now())

    assert [str(one.what) for one in light.open] == ["Karma 1 of BT (Bhutan): nomination taken back"]


def test_tasks_tell_the_nominee_the_country_and_the_office(
    client: Client, coming: Edition, nominee: Account
) -> None:
    offered(coming, 1, account=nominee)
    NumberedPlace.objects.create(edition=coming, number=2)
    address = reverse("portal:tasks")

    def told(account: Account) -> str:
        client.force_login(account)
        return text_of(client.get(address))

    assert f"{coming.code}: a place is offered to you" in told(nominee)
    focal = told(account_with(Role.FOCAL_POINT, scope="country:BT"))
    assert f"{coming.code}: Karma 1 of BT has not answered" in focal
    assert f"{coming.code}: 1 place is free" in told(account_with(Role.PROGRAMME_OFFICER))
    stranger = told(account_with(Role.FOCAL_POINT, scope="country:LK"))
    assert "Karma" not in stranger


def test_an_edition_that_is_over_asks_nothing_of_anybody(client: Client, coming: Edition) -> None:
    NumberedPlace.objects.create(edition=coming, number=2)
    Edition.objects.filter(pk=coming.pk).update(status=EditionStatus.CLOSED)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    assert "place is free" not in text_of(client.get(reverse("portal:tasks")))


# --- programs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("offers", 5),
        ("participants", 5),
        ("editions/{code}/places", 7),
        ("editions/{code}/places/9/ladder", 32),
    ],
)
def test_a_program_asks_the_database_equally_often_for_any_number_of_rows(
    request: pytest.FixtureRequest, address: str, asked: int, rows: int
) -> None:
    client, coming = request.getfixturevalue("client"), request.getfixturevalue("coming")
    for number in range(1, rows + 1):
        confirmed(coming, number)
    NumberedPlace.objects.create(edition=coming, number=9, country_id="BT")
    client.force_login(account_with(Role.AUDITOR))
    wanted = f"/api/v1/selection/{address}".format(code=coming.code)
    client.get(wanted)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(wanted)

    assert answer.status_code == 200
    assert len(queries) == asked


def test_a_program_offers_a_free_place_and_the_ladder_says_no_the_same_way(
    client: Client, coming: Edition, officer: Account
) -> None:
    held = confirmed(coming, 1)
    NumberedPlace.objects.create(edition=coming, number=9, country_id="LK")
    wanted = sent_nominee(CountryCallFactory.create(edition=coming, country_id="LK"), 1, name="Nimal Silva")
    below = f"/api/v1/selection/editions/{coming.code}/places"

    def asked(place: int, nominee: Nomination) -> tuple[int, Any]:
        answer = client.post(f"{below}/{place}/offers", {"nomination": nominee.pk}, "application/json")
        return answer.status_code, answer.json()

    ladder = client.get(f"{below}/9/ladder").json()
    assert [(one["nomination"], one["rung"]) for one in ladder["candidates"]] == [(wanted.code, "country")]
    status, made = asked(9, wanted)
    assert (status, made["state"], made["place"], made["name"]) == (201, "sent", 9, "Nimal Silva")
    assert [(code, said["code"]) for code, said in (asked(9, wanted), asked(1, wanted))] == [
        (409, "offer.waits"),
        (409, "place.taken"),
    ]
    assert client.get(f"{below}/1/ladder").json()["code"] == "place.taken"
    assert client.get(below).json() == [
        {"number": 1, "country": "BT", "holder": held.nomination.code, "asked": []},
        {"number": 9, "country": "LK", "holder": None, "asked": [wanted.code]},
    ]
    (offer,) = client.get("/api/v1/selection/offers?state=sent&words=nimal").json()["items"]
    assert offer == made
    (participant,) = client.get("/api/v1/selection/participants?country=BT").json()["items"]
    assert (participant["nomination"], participant["place"]) == (held.nomination.code, 1)
    assert "needs" not in participant


def test_a_nominee_answers_an_offer_by_program_as_by_page(client: Client, coming: Edition) -> None:
    accounts = [account_with(Role.NOMINEE, scope=coming.scope) for _one in range(2)]
    mine, declined = (
        offered(coming, number, account=account) for number, account in enumerate(accounts, start=1)
    )
    foreign = offered(coming, 3)
    below = "/api/v1/selection/offers/mine"
    said = {**ACCEPTED, "diet": ["halal"], "agrees_to_data": True, "agrees_to_terms": True}

    def sends(offer: Offer, deed: str, data: Any) -> tuple[int, Any]:
        answer = client.post(f"{below}/{offer.pk}/{deed}", data, "application/json")
        return answer.status_code, answer.json()

    client.force_login(accounts[0])
    (listed,) = client.get(below).json()
    whole = client.get(f"{below}/{mine.pk}").json()
    assert (listed["id"], listed["state"], whole["is_open"]) == (str(mine.pk), "sent", True)
    assert whole["terms"].keys() >= {"en", "id"}
    assert whole["data_use"]["en"]
    assert [sends(foreign, deed, said)[0] for deed in ("accept", "decline")] == [404, 422]
    assert sends(foreign, "decline", {"why": "work"})[0] == 404
    status, wrong = sends(mine, "accept", {**said, "phone": "17 000", "attendance": "online"})
    assert (status, {one["place"] for one in wrong["errors"]}) == (422, {"body.phone", "body.attendance"})
    assert sends(mine, "accept", {**said, "agrees_to_terms": False})[1]["code"] == "offer.terms_not_agreed"
    answers = [sends(mine, "accept", said) for _twice in range(2)]
    assert [(status, one["state"]) for status, one in answers] == [(200, "accepted")] * 2
    participant = Participant.objects.get()
    assert (participant.offer_id, participant.attendance) == (mine.pk, "in-person")
    needs = look(participant, "needs", actor="person:1", purpose="test", at=clock.now())
    assert needs is not None
    assert needs["diet"] == ["halal"]

    client.force_login(accounts[1])
    assert sends(declined, "decline", {"why": "work"})[1]["state"] == "declined"
    assert sends(declined, "accept", said)[1]["code"] == "offer.answered"


def test_who_is_not_met_is_a_task_of_the_office_until_they_come(
    client: Client, coming: Edition, officer: Account
) -> None:
    guest = confirmed(coming, 1)
    tasks = reverse("portal:tasks")
    assert "was not met on arrival" not in text_of(client.get(tasks))

    Edition.objects.filter(pk=coming.pk).update(status=EditionStatus.RUNNING)
    Participant.objects.filter(pk=guest.pk).update(missed_at=clock.now())

    shown = text_of(client.get(tasks))
    assert f"{guest.name} (Bhutan) was not met on arrival" in shown
    assert "Telephone the embassy too" in shown
    note_arrival(participant_id=guest.pk, actor=officer.person, at=clock.now())  # type: ignore[arg-type] # it has a person
    assert "was not met on arrival" not in text_of(client.get(tasks))


def test_coming_online_leaving_and_being_let_go_are_noted_by_program(
    client: Client, coming: Edition, officer: Account
) -> None:
    mine = account_with(Role.NOMINEE, scope=coming.scope)
    leaver, guest = confirmed(coming, 1, account=mine), confirmed(coming, 2)
    waiting = offered(coming, 3, country="LK")
    below = "/api/v1/selection"

    def sends(address: str, **data: Any) -> tuple[int, Any]:
        answer = client.post(f"{below}/{address}", data, "application/json")
        return answer.status_code, answer.json()

    assert sends(f"participants/{guest.pk}/online")[1]["attendance"] == "online"
    assert sends(f"participants/{guest.pk}/online")[1]["code"] == "participant.online"
    assert sends(f"participants/{guest.pk}/arrived")[0] == 200
    assert sends(f"participants/{guest.pk}/arrived")[1]["code"] == "participant.met"
    assert sends(f"participants/{guest.pk}/release", who="released", why="conduct", note="")[0] == 422
    gone = {"who": "released", "why": "conduct", "note": "House rules.", "recovers_cost": True}
    assert sends(f"participants/{guest.pk}/release", **gone)[1]["state"] == "released"
    assert sends(f"offers/{waiting.pk}/take-back", note="Asked for.")[1]["state"] == "withdrawn"
    guest.refresh_from_db()
    assert (guest.met_at is None, guest.recovers_cost, guest.ended_why) == (False, True, "conduct")

    client.force_login(mine)
    assert sends(f"participants/{leaver.pk}/arrived")[0] == 403
    assert sends(f"offers/mine/{guest.offer_id}/leave", why="family")[0] == 404
    assert [
        one["place"] for one in sends(f"offers/mine/{leaver.offer_id}/leave", why="conduct")[1]["errors"]
    ] == ["body.why"]
    assert [sends(f"offers/mine/{leaver.offer_id}/leave", why="family")[0] for _twice in "ab"] == [200, 409]
    leaver.refresh_from_db()
    assert (leaver.state, leaver.ended_why, leaver.place) == ("withdrawn", "family", None)


def test_a_ladder_and_the_outcome_of_a_country_are_taken_as_files(
    client: Client, coming: Edition, officer: Account
) -> None:
    held = confirmed(coming, 1)
    NumberedPlace.objects.create(edition=coming, number=9, country_id="LK")
    wanted = sent_nominee(CountryCallFactory.create(edition=coming, country_id="LK"), 1, name="Nimal Silva")

    def taken(address: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(client.get(address).getvalue().decode("utf-8-sig"))))

    rows = taken(reverse("selection:ladder_csv", args=[coming.code, 9]))
    assert [(row[1], row[2], row[4]) for row in rows[1:] if row[4] == "Yes"] == [
        (wanted.code, "Nimal Silva", "Yes")
    ]
    assert client.get(reverse("selection:ladder_csv", args=[coming.code, 1])).status_code == 404
    offered(coming, 2, country="PK")
    client.force_login(account_with(Role.FOCAL_POINT, scope="country:BT"))
    (row,) = taken(reverse("selection:outcome_csv", args=[coming.code]))[1:]
    assert row[:3] == [held.nomination.code, "BT", held.name]
