"""The board of an edition: whose move it is and by when, how far its life is, and whether it may go on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.kernel import clock
from balai.people.enums import Role
from balai.portal.queries.board import left_of, title_of
from balai.programmes.models import Edition, Organiser, Quota, Reservation
from balai.programmes.queries.calendars import calendars_to_mind
from balai.programmes.registries import (
    Light,
    OpenThing,
    Owner,
    PlacedLight,
    lights,
    stage_facts,
)
from balai.ui.parts import Deed
from tests.people.factories import account_with
from tests.portal.registered import fill
from tests.programmes import looks
from tests.programmes.factories import EditionFactory, LightOverrideFactory, SeriesFactory
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

    from balai.portal.queries.board import Board

pytestmark = pytest.mark.django_db

ADDRESS = f"/programmes/editions/{looks.CODE}/board/"
NOON = dt.datetime(2018, 5, 17, 5, tzinfo=dt.UTC)


def signed_in(client: Client, role: Role = Role.PROGRAMME_OFFICER, *, scope: str = "all") -> Client:
    client.force_login(account_with(role, scope=scope))
    return client


def board(response: TestResponse) -> Board:
    shown: Board = response.context["board"]
    return shown


def grouped(response: TestResponse) -> dict[str, list[str]]:
    return {str(group.title): [str(move.what) for move in group.moves] for group in board(response).groups}


def one_light(monkeypatch: pytest.MonkeyPatch, *open_things: OpenThing) -> None:
    """A board that has a single light, of a room that is not there yet."""

    def visas(edition: Edition, *, at: dt.datetime) -> Light:
        return Light(
            title="Visas",
            rule="Everybody has a visa.",
            owner=Owner.OFFICER,
            ready=1,
            of=2,
            open=open_things,
        )

    fill(monkeypatch, lights, visas=PlacedLight(order=110, source=visas))


def thing(
    what: str,
    *,
    days: int | None = None,
    owner: Owner = Owner.OFFICER,
    is_blocked: bool = False,
    is_waiting: bool = False,
) -> OpenThing:
    due = None if days is None else clock.now() + dt.timedelta(days=days)
    deed = Deed(label="Open it", url="/there/")
    return OpenThing(
        owner=owner, what=what, due_at=due, deed=deed, is_blocked=is_blocked, is_waiting=is_waiting
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_asks_the_same_number_of_questions_however_many_editions_there_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    looks.keep_an_edition()
    for place in range(1, number):
        EditionFactory.create(code=f"OTHER-{place}", series=SeriesFactory.create(code=f"OTHER{place}"))
    signed_in(client)
    client.get(ADDRESS)  # what the calendars say is kept for a day

    with django_assert_num_queries(33):
        assert client.get(ADDRESS).status_code == 200


def test_the_board_asks_as_often_of_an_edition_with_many_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    looks.keep_an_edition()
    edition = Edition.objects.get(code=looks.CODE)
    Quota.objects.create(edition=edition, country_id="LK", places=1)
    looks.add_rows(edition)
    signed_in(client)
    client.get(ADDRESS)

    with django_assert_num_queries(33):
        assert client.get(ADDRESS).status_code == 200


def test_calendars_to_mind_stand_in_the_order_of_their_days(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.keep_an_edition()
    signed_in(client)
    days = [days for days, _sentence in board(client.get(ADDRESS)).calendars]
    monkeypatch.setattr(
        "balai.portal.queries.board.calendars_to_mind", lambda edition: calendars_to_mind(edition)[::-1]
    )

    assert len(set(days)) > 2
    assert [
        days for days, _sentence in board(client.get(ADDRESS)).calendars
    ] == days  # however they are found


def test_moves_stand_with_whose_they_are_the_readers_own_first(client: Client) -> None:
    looks.keep_an_edition()

    found = grouped(signed_in(client).get(ADDRESS))

    assert list(found) == ["Your move", "Finance officer", "Organisers", "Host centres"]
    assert found["Organisers"] == ["CPS: agreement"]
    assert found["Host centres"] == ["Centre for Ceramics: answer"]
    assert "More hours at the machines." in found["Your move"]

    as_finance = grouped(signed_in(client, Role.FINANCE_OFFICER).get(ADDRESS))
    assert list(as_finance) == ["Your move", "Programme officer", "Organisers", "Host centres"]
    assert as_finance["Your move"] == found["Finance officer"]


def test_what_is_late_stands_before_what_is_blocked_due_and_awaited(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.have_an_idea()
    one_light(
        monkeypatch,
        thing("later", days=40),
        thing("awaited", days=3, is_waiting=True),
        thing("due", days=3),
        thing("blocked", days=20, is_blocked=True),
        thing("late", days=-2),
        thing("some day"),
    )

    (group,) = board(signed_in(client).get(ADDRESS)).groups

    assert [(move.what, move.state, str(move.word)) for move in group.moves] == [
        ("late", "late", "Late"),
        ("blocked", "block", "Blocked"),
        ("due", "due", "Due"),
        ("awaited", "wait", "Waiting"),
        ("later", "wait", "Open"),
        ("some day", "wait", "Open"),
    ]
    assert board(client.get(ADDRESS)).sentence == "1 thing is late and 1 is blocked. 6 moves are yours."


def test_by_date_the_same_things_stand_within_their_stretch_of_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.have_an_idea()
    one_light(
        monkeypatch,
        thing("later", days=40),
        thing("this month", days=20, owner=Owner.CENTRES),
        thing("this week", days=3),
        thing("late", days=-2),
        thing("some day"),
    )

    assert grouped(signed_in(client).get(f"{ADDRESS}?by=date")) == {
        "Late": ["late"],
        "Within a week": ["this week"],
        "Within a month": ["this month"],
        "Later": ["later", "some day"],
    }


def test_nothing_open_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks.have_an_idea()
    one_light(monkeypatch)

    response = signed_in(client).get(ADDRESS)

    assert board(response).groups == []
    assert board(response).sentence == "Nothing is late."
    assert "Nothing is open" in response.content.decode()
    assert [(str(light.title), light.word) for light in board(response).lights] == [("Visas", "Ready")]


def test_many_moves_show_the_most_urgent_and_a_light_without_anything_to_count_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.have_an_idea()
    one_light(monkeypatch, *(thing(f"Visa {number}", days=number) for number in range(1, 10)))

    def safety(edition: Edition, *, at: dt.datetime) -> Light:
        return Light(title="Safety", rule="", owner=Owner.OFFICER)

    placed = PlacedLight(order=15, source=safety)
    monkeypatch.setattr(lights, "_entries", {**lights._entries, "safety": placed})  # noqa: SLF001 -- a test of it

    response = signed_in(client).get(ADDRESS)
    text = response.content.decode()

    (group,) = board(response).groups
    assert [[str(one.what) for one in part] for part in (group.first, group.more)] == [
        [f"Visa {number}" for number in range(1, 6)],
        [f"Visa {number}" for number in range(6, 10)],
    ]
    assert "4 more, less urgent" in text
    assert [str(light.title) for light in board(response).asked] == ["Visas"]
    assert board(response).unasked == ["Safety"]
    assert " ".join(text.split("Nothing to do here now:")[1].split("</p>")[0].split()) == "Safety."


@pytest.mark.parametrize("by", ["owner", "date"])
def test_what_is_late_or_blocked_is_never_folded_away(
    client: Client, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    looks.have_an_idea()
    one_light(
        monkeypatch,
        *(thing(f"Visa {number}", days=number + 40) for number in range(9)),
        *(thing(f"Blocked {number}", is_blocked=True) for number in range(6)),
        *(thing(f"Late {number}", days=-1 - number) for number in range(9)),
    )

    groups = board(signed_in(client).get(f"{ADDRESS}?by={by}")).groups

    folded = [str(move.what) for group in groups for move in group.more]
    assert folded == [f"Visa {number}" for number in range(9)]


def test_a_light_of_another_room_stands_among_those_of_this_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.keep_an_edition()
    signed_in(client)
    own = [str(light.title) for light in board(client.get(ADDRESS)).lights]

    def safety(edition: Edition, *, at: dt.datetime) -> Light:
        return Light(title="Safety", rule="", owner=Owner.OFFICER)

    placed = PlacedLight(order=15, source=safety)
    monkeypatch.setattr(lights, "_entries", {**lights._entries, "safety": placed})  # noqa: SLF001 -- a test of it

    assert [str(light.title) for light in board(client.get(ADDRESS)).lights] == [own[0], "Safety", *own[1:]]


@pytest.mark.parametrize("status", ["cancelled", "closed", "reported", "evaluated"])
def test_what_had_to_be_ready_is_not_asked_for_when_an_edition_is_over(
    client: Client, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    looks.have_an_idea()
    Edition.objects.update(status=status)
    one_light(monkeypatch, thing("Visa for Bhutan"))

    response = signed_in(client).get(ADDRESS)

    assert (board(response).groups, board(response).lights) == ([], [])
    assert "Nothing has to be made ready for this edition any more." in response.content.decode()
    assert "Ready to go on" not in response.content.decode()


def test_a_red_light_says_its_rule_and_how_far_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks.have_an_idea()
    one_light(monkeypatch, thing("Visa for Bhutan"))

    response = signed_in(client).get(ADDRESS)

    (light,) = board(response).lights
    assert (light.word, light.ready, light.of, light.is_green) == ("1 of 2", 1, 2, False)
    text = response.content.decode()
    assert "Everybody has a visa." in text
    assert [value for value in Markup(text).values if value == ("a", "href", "/there/")] == [
        ("a", "href", "/there/"),  # beside the open thing,
        ("a", "href", "/there/"),  # and beside the light
    ]


def test_what_somebody_answers_for_is_no_move_any_more_and_names_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.have_an_idea()
    one_light(monkeypatch, thing("Visa for Bhutan"))
    answered = LightOverrideFactory.create(edition=Edition.objects.get(), light="visas")

    response = signed_in(client).get(ADDRESS)

    assert grouped(response) == {}
    text = response.content.decode()
    assert f"{answered.person.name}" in text
    assert "answers for it: The letter of the ministry is on its way." in " ".join(text.split())
    assert "Take it back" in text
    assert "Take it back" not in signed_in(client, Role.AUDITOR).get(ADDRESS).content.decode()


def test_only_who_may_mend_a_thing_is_led_to_where_it_is_mended(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.have_an_idea()
    one_light(monkeypatch, thing("Visa for Bhutan"))

    def leads(role: Role, scope: str = "all") -> bool:
        page = Markup(signed_in(client, role, scope=scope).get(ADDRESS).content.decode())
        return ("a", "href", "/there/") in page.values

    edition = Edition.objects.get()
    assert [
        leads(Role.PROGRAMME_OFFICER),
        leads(Role.PROGRAMME_OFFICER, edition.scope),
        leads(Role.ADMINISTRATOR),
        leads(Role.SECRETARIAT),
        leads(Role.AUDITOR),
    ] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("idea", "Mandate"),
        ("approved", "Call"),
        ("call", "Nominations"),
        ("selection", "Selection"),
        ("preparation", "Offers"),
        ("running", "Course"),
        ("closed", "Follow-up"),
        ("evaluated", None),
    ],
)
def test_the_line_of_stages_shows_where_the_life_is(client: Client, status: str, stage: str | None) -> None:
    looks.begin_nothing()
    EditionFactory.create(code=looks.CODE, status=status, series=SeriesFactory.create(body=None))

    stages = board(signed_in(client).get(ADDRESS)).stages

    positions = [one.position for one in stages]
    assert len(stages) == 9
    assert [str(one.name) for one in stages if one.position == "now"] == ([stage] if stage else [])
    assert positions == sorted(positions, key=["done", "now", "next"].index)


def test_preparation_goes_through_its_stages_as_its_deadlines_pass(client: Client) -> None:
    looks.keep_an_edition()
    edition = Edition.objects.get(code=looks.CODE)
    Edition.objects.filter(pk=edition.pk).update(status="preparation")
    signed_in(client)

    def here() -> str:
        return next(str(one.name) for one in board(client.get(ADDRESS)).stages if one.position == "now")

    assert here() == "Offers"
    plans = {plan.code: plan for plan in edition.deadline_plans.filter(level="host")}
    plans["acceptances"].deadlines.update(at=clock.now() - dt.timedelta(hours=1))
    assert here() == "Travel and visas"
    plans["tickets"].deadlines.update(at=clock.now() - dt.timedelta(hours=1))
    assert here() == "Preparation"


def test_rooms_add_facts_to_stages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks.have_an_idea()

    def came(edition: Edition, *, at: dt.datetime) -> str:
        return "12 came"

    fill(monkeypatch, stage_facts, nominations=came)

    shown = board(signed_in(client).get(ADDRESS))

    assert next(str(one.fact) for one in shown.stages if str(one.name) == "Nominations") == "12 came"


def test_figures_count_what_there_is(client: Client) -> None:
    looks.keep_an_edition()

    shown = board(signed_in(client).get(ADDRESS))

    told = {str(one.label): (str(one.value), str(one.beside)) for one in shown.figures}
    assert told["Places given to countries"] == ("7", "of 20")
    assert told["Sites that have agreed"] == ("1", "of 3")
    assert told["Budget, cash and in kind"] == ("156 m", "IDR")


def test_next_dates_are_the_hosts_own_in_order_and_none_of_a_cancelled_edition(client: Client) -> None:
    looks.keep_an_edition()
    shown = board(signed_in(client).get(ADDRESS)).dates

    assert len(shown) == 6
    assert [day for day, _what in shown] == sorted(day for day, _what in shown)
    assert min(day for day, _what in shown) >= clock.now().date()

    Edition.objects.filter(code=looks.CODE).update(status="cancelled")
    cancelled = board(client.get(ADDRESS))
    assert (cancelled.dates, cancelled.groups, cancelled.title) == ([], [], "Cancelled")


def test_an_erratum_is_owed_when_the_booklet_no_longer_says_what_holds(client: Client) -> None:
    looks.keep_an_edition()
    signed_in(client)

    # The look changes the theme after the booklet was frozen.
    assert "Issue an erratum" in grouped(client.get(ADDRESS))["Your move"]
    Edition.objects.filter(code=looks.CODE).update(theme={})
    assert "Issue an erratum" not in grouped(client.get(ADDRESS))["Your move"]


def test_an_agreement_turns_its_light_green(client: Client) -> None:
    looks.keep_an_edition()
    signed_in(client)

    def word(title: str) -> str:
        return next(one.word for one in board(client.get(ADDRESS)).lights if str(one.title) == title)

    assert [word("Organisers"), word("Sites")] == ["1 of 2", "1 of 3"]
    Organiser.objects.update(agreed_on="2018-01-12")
    Reservation.objects.update(state="confirmed", held_until=None)
    assert [word("Organisers"), word("Sites")] == ["Ready", "Ready"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, "2 days late"),
        (-1, "1 day late"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (62, "in 62 days"),
    ],
)
def test_how_far_away_something_is_counts_in_days_of_the_host(days: int, said: str) -> None:
    edition = EditionFactory.build(series=None)
    # 17:00 UTC is midnight in Jakarta: one minute before it is still that day there.
    due = dt.datetime(2018, 5, 17, 16, 59, tzinfo=dt.UTC) + dt.timedelta(days=days)

    assert left_of(due, edition, at=NOON) == said


@pytest.mark.parametrize(
    ("at", "title"),
    [
        (dt.datetime(2018, 5, 17, 5, tzinfo=dt.UTC), "62 days to arrival"),
        (dt.datetime(2018, 7, 16, 17, tzinfo=dt.UTC), "1 day to arrival"),  # already the 17th in Jakarta
        (dt.datetime(2018, 7, 17, 17, tzinfo=dt.UTC), "Day 1 of 13"),
        (dt.datetime(2018, 7, 30, 5, tzinfo=dt.UTC), "Day 13 of 13"),
        (dt.datetime(2018, 7, 30, 17, tzinfo=dt.UTC), "Over since 30 Jul 2018"),
    ],
)
def test_the_title_tells_where_an_edition_stands_in_its_own_time(at: dt.datetime, title: str) -> None:
    assert title_of(EditionFactory.build(series=None), at=at) == title
