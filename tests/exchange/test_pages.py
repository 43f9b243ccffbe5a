"""The pages of the exchange: one tap without scripts, who reads what, and how many questions a list asks."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from balai.correspondence.models import Letter
from balai.directory.models import Topic
from balai.exchange.enums import MatchState
from balai.exchange.models import Card, Interest, Match, Meeting
from balai.exchange.services.cards import take_technologies_in
from balai.exchange.services.matching import answer_need
from balai.exchange.services.wishing import record_interest
from balai.people.enums import Role
from tests.delivery.factories import EIGHT
from tests.directory.factories import OrganisationFactory
from tests.exchange.factories import AT, card, centre_of, technology
from tests.people.factories import AccountFactory, GrantFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoAssertNumQueries

    from balai.selection.models import Participant
    from tests.delivery.factories import Delivered

pytestmark = pytest.mark.django_db
EDITION_QUERIES, NEEDS_QUERIES = 20, 9


@pytest.fixture(autouse=True)
def _day_of_practice(world: Delivered) -> Iterator[None]:
    with time_machine.travel(EIGHT, tick=False):
        yield


def of(someone: Participant, role: Role = Role.PARTICIPANT) -> Client:
    GrantFactory.create(person=someone.person, role=role, scope="all")
    client = Client()
    client.force_login(AccountFactory.create(person=someone.person))
    return client


def office(role: Role = Role.PROGRAMME_OFFICER, scope: str = "all") -> Client:
    client = Client()
    client.force_login(account_with(role, scope=scope))
    return client


def posted(client: Client, view: str, *arguments: Any, **data: Any) -> Any:
    return client.post(reverse(view, args=arguments), data)


def test_a_tap_on_my_programme_is_a_plain_form_that_comes_back_to_it(world: Delivered) -> None:
    shown = technology(centre_of(world))
    client, code = of(world.people[0]), world.edition.code
    before = client.get("/my-programme/").content.decode()

    session = str(world.slot().session_id)
    given = {"wanted": "yes", "from": "programme", "session": session}
    done = posted(client, "exchange:tap", code, shown.pk, **given)
    assert str(Interest.objects.values_list("session", flat=True).get()) == session
    after = client.get(done.headers["Location"]).content.decode()
    undone = posted(client, "exchange:tap", code, shown.pk, wanted="no")

    assert ("I want this" in before, "0 of 1 marked" in before, session in before) == (True, True, True)
    assert done.headers["Location"] == f"/my-programme/?edition={code}#technology-{shown.pk}"
    assert ("Take back" in after, "1 of 1 marked" in after) == (True, True)
    assert undone.headers["Location"] == f"/exchange/mine/?edition={code}#technology-{shown.pk}"
    assert not Interest.objects.exists()


def test_needs_are_read_without_names_and_found_by_word_and_topic(world: Delivered) -> None:
    technology(centre_of(world))
    asker = world.people[0]
    card(world.edition, asker.person, topics=[Topic.objects.get()])
    card(world.edition, OrganisationFactory.create(), "Blades that stay sharp", words={})
    client = of(world.people[1], Role.ALUMNUS)

    found = {
        words: [
            one in client.get(f"/exchange/needs/?words={words}").content.decode()
            for one in ("drink", "Blades")
        ]
        for words in ("", "recycling", "sharp", "glass")
    }

    assert found == {
        "": [True, True],
        "recycling": [True, False],
        "sharp": [False, True],
        "glass": [False, False],
    }
    assert asker.name not in client.get("/exchange/needs/").content.decode()
    of_topic = client.get(f"/exchange/needs/?topic={Topic.objects.get().code}").content.decode()
    assert ("drink" in of_topic, "Blades" in of_topic) == (True, False)
    assert "No need holds today" in client.get("/exchange/needs/?topic=none").content.decode()


def test_an_offer_that_is_named_by_no_key_is_not_found(world: Delivered) -> None:
    asker = world.people[0].person
    need = card(world.edition, asker)
    client = of(world.people[0], Role.PARTICIPANT)

    assert posted(client, "exchange:ask", need.pk, offer="no key").status_code == 404
    assert posted(client, "exchange:ask", need.pk).status_code == 404


def test_a_coordinator_sees_and_answers_what_is_the_own_centres_alone(world: Delivered) -> None:
    centre = centre_of(world)
    ours, code = technology(centre), world.edition.code
    record_interest(participant_id=world.people[0].pk, technology_id=ours.pk, actor="person:x", at=AT)
    elsewhere = technology(OrganisationFactory.create(), "Looms that save power", code="looms")
    Interest.objects.create(participant=world.people[0], technology=elsewhere, at=AT)
    client = office(Role.CENTRE_COORDINATOR, f"organisation:{centre.pk}")
    data = {"words": "Write to us", "contact": "desk@centre.example"}

    page = client.get(reverse("exchange:edition", args=[code])).content.decode()
    refused = posted(client, "exchange:answer", code, elsewhere.pk, **data)
    answered = posted(client, "exchange:answer", code, ours.pk, **data)

    assert (str(ours) in page, str(elsewhere) in page) == (True, False)
    assert (refused.status_code, answered.status_code) == (409, 302)
    match = Match.objects.get()
    assert (match.provider_organisation, match.provider_contact) == (centre, "desk@centre.example")
    book = load_workbook(_bytes(client.get(reverse("exchange:sheet", args=[code]))))
    rows = list(book["Balai"].iter_rows(values_only=True))
    assert [row[:4] for row in rows[1:]] == [(str(ours), "BT", str(centre.name), "Answered")]
    assert "desk@centre.example" not in str(rows)


def test_an_organisation_that_asked_is_told_of_the_answer_and_agrees_by_its_coordinator(
    world: Delivered,
) -> None:
    centre, helper, code = centre_of(world), world.people[0].person, world.edition.code
    need = card(world.edition, centre, "Somebody who knows pulpers")
    client = office(Role.CENTRE_COORDINATOR, f"organisation:{centre.pk}")
    stranger = office(Role.CENTRE_COORDINATOR, f"organisation:{OrganisationFactory.create().pk}")
    match = answer_need(
        need_id=need.pk, provider=helper, words="I do", contact="h@x.example", actor="person:x", at=AT
    )

    page = client.get(reverse("exchange:edition", args=[code])).content.decode()
    tasks = client.get(reverse("portal:tasks")).content.decode()
    given = {"side": "seeker", "deed": "agree", "contact": "desk@centre.example"}
    others = posted(stranger, "exchange:respond", code, match.pk, **given)
    agreed = posted(client, "exchange:respond", code, match.pk, **given)

    assert ("h@x.example" in page, "I do" in page) == (True, True)
    assert f"{reverse('exchange:edition', args=[code])}#matches" in tasks
    assert (others.status_code, agreed.status_code) == (404, 302)
    match.refresh_from_db()
    assert (match.seeker_contact, match.state) == ("desk@centre.example", MatchState.AGREED)
    letters = Letter.objects.filter(kind__startswith="exchange").order_by("kind")
    assert [one.kind for one in letters] == ["exchange.agreed", "exchange.answered"]


def _bytes(answer: Any) -> io.BytesIO:
    return io.BytesIO(answer.content)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_as_much_for_three_as_for_one(
    number: int, world: Delivered, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shown = technology(centre_of(world))
    take_technologies_in(edition=world.edition, actor="person:x", at=AT)
    for someone in world.people[:number]:
        record_interest(participant_id=someone.pk, technology_id=shown.pk, actor="person:x", at=AT)
        card(world.edition, someone.person, technology=shown)
        Meeting.objects.create(
            edition=world.edition,
            organisation=OrganisationFactory.create(),
            place="Hall",
            begins_at=EIGHT,
            ends_at=EIGHT + dt.timedelta(minutes=20),
            participant=someone,
            changed_at=AT,
        )
    client = office()
    pages = {
        reverse("exchange:edition", args=[world.edition.code]): EDITION_QUERIES,
        reverse("exchange:needs"): NEEDS_QUERIES,
    }
    for address, queries in pages.items():
        client.get(address)
        with django_assert_num_queries(queries):
            page = client.get(address).content.decode()
        assert page.count("A way to recycle drink cartons") >= number


def test_a_need_is_entered_matched_and_asked_about_by_its_owner(world: Delivered) -> None:
    shown = technology(centre_of(world))
    take_technologies_in(edition=world.edition, actor="person:x", at=AT)
    client, code = of(world.people[0]), world.edition.code
    data = {
        "title": "Recycling of cartons",
        "words": "We have none",
        "language": "en",
        "category": "process",
        "until": "2019-01-31",
    }

    late = posted(client, "exchange:add", code, "need", **{**data, "until": "2031-01-31"})
    done = posted(client, "exchange:add", code, "need", **data)
    page = client.get(done.headers["Location"]).content.decode()

    assert (late.status_code, done.status_code) == (409, 302)
    need, offer = Card.objects.get(kind="need"), Card.objects.get(technology=shown)
    assert "words in common: cartons, recycling (+20)" in page
    posted(client, "exchange:ask", need.pk, offer=offer.pk)
    assert Match.objects.get().offer == offer
    withdrawn = posted(client, "exchange:card", need.pk, withdraw="yes")
    assert (withdrawn.status_code, posted(client, "exchange:card", need.pk, **data).status_code) == (302, 409)


def test_ones_meetings_go_into_a_calendar(world: Delivered) -> None:
    meeting = Meeting.objects.create(
        edition=world.edition,
        organisation=centre_of(world),
        place="Hall A",
        begins_at=EIGHT + dt.timedelta(hours=12),
        ends_at=EIGHT + dt.timedelta(hours=13),
        changed_at=AT,
    )
    client = of(world.people[0])

    assert posted(client, "exchange:book", meeting.pk, about="Pulpers").status_code == 302
    calendar = client.get(reverse("exchange:calendar")).content.decode()

    assert ("LOCATION:Hall A" in calendar, "DESCRIPTION:Pulpers" in calendar) == (True, True)
    assert posted(of(world.people[1]), "exchange:book", meeting.pk).status_code == 409
    assert posted(client, "exchange:book", meeting.pk, give_back="yes").status_code == 302
    assert "BEGIN:VEVENT" not in client.get(reverse("exchange:calendar")).content.decode()
