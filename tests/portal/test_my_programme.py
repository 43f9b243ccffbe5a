"""My programme: a participant's day on one page, their code and word, and what lets it open offline."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from balai.delivery.enums import Method
from balai.delivery.models import CheckInCode, Conflict, Presence
from balai.delivery.registries import OwnCard, own_cards
from balai.directory.models import Contact
from tests.certificates.factories import kept
from tests.delivery.conftest import kept_world, world
from tests.delivery.factories import EIGHT
from tests.people.factories import AccountFactory
from tests.portal.registered import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.delivery.factories import Delivered

__all__ = ["kept_world", "world"]
ADDRESS = "/my-programme/"


@pytest.fixture
def client(world: Delivered) -> Iterator[Client]:
    """The first participant, a quarter of an hour before the lecture."""
    with time_machine.travel(EIGHT - dt.timedelta(minutes=15), tick=False):
        client = Client()
        client.force_login(AccountFactory.create(person=world.people[0].person))
        yield client


def test_a_participant_sees_what_is_next_with_whom_whom_to_ask_and_a_code_that_devices_know(
    world: Delivered, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = world.slot().site
    assert centre is not None
    Contact.objects.create(
        organisation=centre.organisation, office={"en": "Desk for participants"}, telephone="+62 21 525 5509"
    )
    kept(world.people[0])
    kept(world.people[1], number="8Q4M-2X9D", place=2)
    cards = [
        OwnCard(title="Tell us how it was", line="2 sessions wait", url="/feedback/", is_due=True),
        OwnCard(title="My practice", line="3 of 5 tasks", url="/practice/"),
    ]
    fill(monkeypatch, own_cards, some=lambda *_of, **_named: cards)

    answer = client.get(ADDRESS)

    mine, text = answer.context["mine"], answer.content.decode()
    told = (mine.when, mine.next.line.begins, mine.next.line.title, mine.next.line.people)
    assert told == ("Next, in 15 min", "08:00", "Theory of cutting", ["Anwar Siregar (Leads)"])
    assert (mine.today, mine.where_we_are.split(" · ")[0]) == ("Tuesday 24 July 2018", "Day 2 of 3")
    code = CheckInCode.objects.get(participant=world.people[0])
    assert f"{code.digits[:3]} {code.digits[3:]}" in text
    assert "data:image/svg+xml;base64," in text
    assert ("Desk for participants" in text, 'href="tel:+62215255509"' in text) == (True, True)
    assert [one.name for one in world.people[1:] if one.name in text] == []
    assert ("7Q4M-2X9D" in text, "8Q4M-2X9D" in text) == (True, False)
    assert text.index("Tell us how it was") < text.index('id="days"') < text.index("My practice")
    client.get(ADDRESS)
    assert CheckInCode.objects.filter(participant=world.people[0]).count() == 1


def test_ones_own_word_counts_as_said_once_in_time_and_of_ones_own_sessions(
    world: Delivered, client: Client, django_assert_num_queries: Any
) -> None:
    address = reverse("portal:claim", args=[world.slot().session_id])
    (own,) = world.people[0].groups.values_list("group__code", flat=True)
    foreign = world.slot("PRA-1-B" if own == "A" else "PRA-1-A").session_id

    assert client.post(address).status_code == 409  # it has not begun
    assert client.post(reverse("portal:claim", args=[foreign])).status_code == 404
    with time_machine.travel(EIGHT + dt.timedelta(hours=3), tick=False):
        assert "I was there" in client.get(ADDRESS).content.decode()
        assert client.post(address).status_code == 302
        page = client.get(ADDRESS).content.decode()
        assert client.post(address).status_code == 409
        with django_assert_num_queries(QUERIES):
            mine = client.get(ADDRESS).context["mine"]
        assert (len(mine.days[0].sessions), mine.noted) == (2, [])
        Presence.objects.update(is_claimed=False)
        assert client.get(ADDRESS).context["mine"].noted == [("Present", 1)]
        Presence.objects.update(is_claimed=True)
    assert ("as you say" in page, page.count("I was there:")) == (True, 0)
    assert Presence.objects.values_list("participant", "method", "is_claimed").get() == (
        world.people[0].pk,
        Method.SELF_CLAIM,
        True,
    )
    assert Conflict.objects.get().kind == "self_claim"


QUERIES = 31


def test_who_takes_part_in_nothing_or_no_longer_gets_no_code(
    world: Delivered, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balai.portal.views.showing.mine.NEWEST", 1)
    stranger = Client()
    stranger.force_login(AccountFactory.create())
    assert "You take part in no programme now" in stranger.get(ADDRESS).content.decode()

    with time_machine.travel(EIGHT + dt.timedelta(days=3), tick=False):
        client.force_login(world.people[0].person.account)
        answer = client.get(ADDRESS)
        assert "The programme is over." in answer.content.decode()
        mine = answer.context["mine"]
        assert mine.is_over
        assert len(mine.began) > 1
        assert (mine.began_first, mine.began_before) == (mine.began[:1], mine.began[1:])

    assert not CheckInCode.objects.exists()


def test_it_installs_and_keeps_what_it_needs(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    told = client.get("/my-programme/programme.webmanifest")
    worker = client.get("/my-programme/worker.js").content.decode()

    manifest = json.loads(told.content)
    assert told["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (ADDRESS, ADDRESS, "standalone")
    keeps = json.loads(worker.split("const KEPT = ", 1)[1].split(";\n", 1)[0])
    assert (keeps["isOwn"], keeps["family"]) == (True, "balai-my-programme-")
    for file in ("portal/mine.css", "portal/mine.js", "ui/forget.js"):
        assert any(file in kept for kept in keeps["files"]), file
        assert file in page
    for file in [*keeps["files"], *(icon["src"] for icon in manifest["icons"])]:
        answer = Client().get(file)
        assert answer.status_code == 200, file
        answer.close()
