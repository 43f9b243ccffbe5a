from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.forms import model_to_dict
from django.urls import reverse
from openpyxl import load_workbook

from balai.audit.models import Deed
from balai.people.enums import Role
from balai.timetable.forms.terms import TermsForm
from balai.timetable.models import GroupMember, PlanningTerms, Search, Slot, Timetable
from balai.timetable.queries.drawing import drawn_of, drawn_slots
from balai.timetable.queries.plans import slots_in
from balai.timetable.services.building import build
from balai.timetable.services.searching import work_out
from balai.timetable.views.showing.board import STEPS, board_of
from balai.timetable.views.showing.days import DayOfLines, Line
from balai.timetable.views.showing.quiet import Pause, quiet_of
from tests.directory.factories import SiteFactory
from tests.people.factories import account_with
from tests.timetable.factories import AT, at, draft, participant

if TYPE_CHECKING:
    from django.test import Client

    from balai.people.models import Account
    from balai.programmes.models import Edition


@pytest.fixture
def officer(client: Client, edition: Edition) -> Account:
    account = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(account)
    return account


def to(view: str, *more: Any) -> str:
    return reverse(f"timetable:{view}", args=["SMI-2018", *more])


def text(client: Client, address: str, **asked: Any) -> str:
    return " ".join(client.get(address, asked).content.decode().split())


def test_a_session_late_at_night_stays_within_its_column(edition: Edition) -> None:
    slots = list(slots_in(draft(edition)))
    zone = ZoneInfo(edition.time_zone)

    def moment(hour: int) -> dt.datetime:
        return dt.datetime(2018, 7, 23, hour, tzinfo=zone)

    late, early = slots[0], slots[1]
    early.begins_at, early.ends_at = moment(6), moment(7)
    late.begins_at, late.ends_at = moment(22), moment(23)

    board = board_of(edition, [drawn_of(early), drawn_of(late)], [])

    (_early, block) = board.rows[0].cells[0].blocks
    assert block.startswith(f'<li class="s-{STEPS - 1} n-1 ')


def test_the_board_draws_meals_and_ways_between_sessions_and_says_what_they_mean(edition: Edition) -> None:
    timetable = draft(edition)
    other = SiteFactory.create(code="bbk", name={"en": "Centre for Ceramics"})
    Slot.objects.filter(timetable=timetable, session__code="LEC-1").update(site=other, room=None)
    groups = list(edition.groups.order_by("code"))
    slots = drawn_slots(Slot.objects.all(), groups)
    quiet = replace(quiet_of(timetable), ways={frozenset(("bbk", "bblm")): 30})

    board = board_of(edition, slots, groups, quiet=quiet)

    bands = [(one.look, one.text, one.step, one.steps) for one in board.rows[1].cells[1].bands]
    assert bands == [("meal", "Lunch", 16, 4), ("trip", "30 min", 18, 2)]
    assert [one.text for one in board.keys] == ["Lunch 12:00–13:00", "Travel"]
    assert [len(one.bands) for one in board.rows[1].cells] == [0, 2, 0]  # nothing where nothing is held
    by_site = board_of(edition, slots, groups, by="site", quiet=quiet)
    assert {one.look for row in by_site.rows for cell in row.cells for one in cell.bands} == {"meal"}


def test_prayers_are_kept_where_they_are_kept_and_days_off_have_a_name(edition: Edition) -> None:
    timetable = draft(edition)
    friday = {"id": "friday-bbk", "sites": ["bbk"], "windows": [{"begins": at(1, 11, 30), "ends": at(1, 13)}]}
    rest = {"id": "rest", "windows": [{"begins": at(2, 0), "ends": at(4, 0)}]}
    problem = dict(Timetable.objects.values_list("problem", flat=True).get()) | {"pauses": [friday, rest]}
    Timetable.objects.update(problem=problem)

    quiet = quiet_of(timetable)

    day = dt.date(2018, 7, 24)
    assert [(one.look, one.time) for one in quiet.pauses_at(day, ["bbk"])] == [("prayer", "11:30–13:00")]
    assert quiet.pauses_at(day, ["bblm"]) == []
    assert {on.day: str(name) for on, name in quiet.off.items()} == {25: "Free day", 26: "Free day"}


def test_groups_stand_side_by_side_until_one_of_them_is_free_again() -> None:
    def line(title: str, begins: int, ends: int, column: int) -> Line:
        return Line(
            time="", title=title, kind="", place="", colour=0, groups="", begins=str(begins),
            minutes=(begins, ends), column=column,
        )  # fmt: skip

    lunch = Pause(look="meal", label="Lunch", begins=720, ends=780, sites=frozenset())
    lines = [line("a", 480, 540, 1), line("b", 495, 600, 2), line("c", 540, 600, 1), line("d", 545, 700, 2)]
    lines += [line("all", 780, 840, 0), line("e", 790, 800, 1)]

    hours = DayOfLines(on=dt.date(2018, 7, 24), name="", lines=lines, pauses=[lunch]).hours

    told = [("".join(one.title for one in hour.lines), len(hour.pauses)) for hour in hours]
    assert told == [("ab", 0), ("cd", 0), ("all", 1), ("e", 0)]


def test_the_bench_shows_the_whole_programme_by_group_site_and_person(
    client: Client, officer: Account, edition: Edition
) -> None:
    draft(edition)

    by_group = text(client, to("bench"))
    assert by_group.count(">Theory of cutting<") == 2  # once for each group
    assert "Group A, Tuesday 24 July 2018, 09:00–11:00, CNC workshop" in by_group
    assert ("No rule broken" in by_group, "Version 1" in by_group) == (True, True)
    assert text(client, to("bench"), by="site").count(">Theory of cutting<") == 1
    assert text(client, to("bench"), by="person").count(">CNC practice<") == 2
    day = text(client, to("bench"), by="day", day="2018-07-24")
    assert (day.count("CNC practice"), "09:00–11:00 · Group A" in day) == (2, True)
    assert "08:00–09:00 · All groups" in day
    assert client.get(to("bench"), {"by": "day", "day": "2018-07-23"}).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("versions", [1, 3])
def test_the_bench_asks_equally_often_for_any_number_of_versions(
    client: Client, officer: Account, edition: Edition, versions: int, django_assert_num_queries: Any
) -> None:
    for _ in range(versions):
        draft(edition)
    client.get(to("bench"))

    with django_assert_num_queries(BENCH):
        client.get(to("bench"))


BENCH = 19


def test_an_officer_plans_watches_moves_is_refused_pins_and_publishes(
    client: Client, officer: Account, edition: Edition
) -> None:
    client.post(to("plan"))
    search = Search.objects.get()
    assert "It waits for a worker." in text(client, to("progress"))
    work_out(search_id=search.pk, at=AT)
    answered = client.get(to("progress"))
    assert ("proven best" in answered.content.decode(), answered["HX-Refresh"]) == (True, "true")
    timetable = draft(edition)  # with times that we know
    address = to("session", timetable.version, "PRA-1-A")

    refused = client.post(address, {"day": "1", "time": str(at(0, 13)), "room": "bblm.workshop"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Anwar Siregar is needed at CNC practice (B) then" in refused.content.decode()
    asked = {"day": "2", "time": str(at(0, 8)), "room": "bblm.workshop"}
    assert "It fits" in text(client, address, **asked)
    assert client.post(address, asked).status_code == HTTPStatus.FOUND
    client.post(to("pin", timetable.version, "PRA-1-A"), {"pinned": "yes"})
    assert Slot.objects.get(is_pinned=True).session.code == "PRA-1-A"

    assert "What changes" in text(client, to("publish", timetable.version))
    assert client.post(to("publish", timetable.version)).status_code == HTTPStatus.FOUND
    assert "Published" in text(client, to("bench"))
    second = draft(edition)
    again = client.post(to("publish", second.version), {"reason_en": ""})
    assert (again.status_code, "people are told" in again.content.decode()) == (HTTPStatus.CONFLICT, True)


def test_a_fragment_answers_the_form_as_it_changes(
    client: Client, officer: Account, edition: Edition
) -> None:
    draft(edition)
    asked = {"day": "1", "time": str(at(0, 11)), "room": "bblm.workshop"}

    answer = client.get(to("session", 1, "PRA-1-A"), asked, headers={"HX-Request": "true"}).content.decode()

    assert ("would run into lunch" in answer, "<html" in answer) == (True, False)


def test_a_session_or_version_that_is_not_there_is_not_found(
    client: Client, officer: Account, edition: Edition
) -> None:
    draft(edition)

    for address in (to("session", 1, "NO-1"), to("session", 7, "PRA-1-A"), f"{to('bench')}?version=9"):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert client.post(to("pin", 1, "NO-1"), {"pinned": "yes"}).status_code == HTTPStatus.NOT_FOUND


def test_groups_are_formed_explained_and_changed_within_their_size(
    client: Client, officer: Account, edition: Edition, keys: None
) -> None:
    for number in (1, 2, 3, 4):
        participant(edition, number, "BT" if number < 3 else "LA")

    client.post(to("groups"), {"division": "practice"})

    page = text(client, to("groups"))
    assert ("No group has two people of one country." in page, "Proven: no other" in page) == (True, True)
    member = GroupMember.objects.filter(group__code="A")[0]
    full = client.post(to("member", member.pk), {"group": "B"})
    assert (full.status_code, "holds 2 people" in full.content.decode()) == (HTTPStatus.CONFLICT, True)


def test_who_may_not_keep_reads(client: Client, edition: Edition) -> None:
    client.force_login(account_with(Role.SECRETARIAT))
    draft(edition)

    assert to("plan") not in text(client, to("bench"))
    assert client.post(to("plan")).status_code == HTTPStatus.FORBIDDEN
    assert Timetable.objects.count() == 1


def test_a_version_is_taken_along_as_a_sheet(client: Client, officer: Account, edition: Edition) -> None:
    draft(edition)

    told = b"".join(client.get(to("csv", 1)).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # it streams
    assert told.splitlines()[1].startswith("2018-07-24,08:00,09:00,Theory of cutting,LEC-1,Lecture,")
    sheet = load_workbook(io.BytesIO(client.get(to("xlsx", 1)).content)).active
    assert sheet is not None
    assert [row[4].value for row in sheet.iter_rows()] == ["Code", "LEC-1", "PRA-1-A", "PRA-1-B"]


def test_two_versions_are_compared_on_a_page_and_as_a_sheet(
    client: Client, officer: Account, edition: Edition
) -> None:
    draft(edition)
    draft(edition, PRA_1_B=at(1, 14))

    page = text(client, to("compare"), **{"from": "1", "to": "2"})

    assert ("1 session differs" in page, "Anwar Siregar · Centre for Metal" in page) == (True, True)
    assert "hold every session at the same time" in text(client, to("compare"), **{"from": "2"})
    assert client.get(to("compare"), {"to": "7"}).status_code == HTTPStatus.NOT_FOUND
    sheet = load_workbook(io.BytesIO(client.get(to("compare_xlsx"), {"from": "1", "to": "2"}).content)).active
    assert sheet is not None
    assert [[cell.value for cell in row][2:] for row in sheet.iter_rows(min_row=2)] == [
        [
            "Tue 24 Jul 2018, 13:00–15:00, CNC workshop, Centre for Metal",
            "Tue 24 Jul 2018, 14:00–16:00, CNC workshop, Centre for Metal",
            "Anwar Siregar",
            "Centre for Metal",
        ]
    ]


def test_the_terms_are_a_deed_and_the_next_plan_keeps_them(
    client: Client, officer: Account, edition: Edition
) -> None:
    written = {
        name: value if isinstance(value, int) else value.strftime("%H:%M")
        for name, value in model_to_dict(PlanningTerms(), TermsForm.Meta.fields).items()
    }
    wrong = client.post(to("terms"), written | {"lunch_until": "11:00"})
    assert (wrong.status_code, "Lunch lies within the day" in wrong.content.decode()) == (422, True)

    assert client.post(to("terms"), written | {"sites": 2, "lunch_from": "12:30"}).status_code == 302

    problem = build(edition).problem
    assert problem.limits.sites == 2
    assert [window.begins for pause in problem.pauses if pause.id == "lunch" for window in pause.windows] == [
        at(day, 12, 30) for day in range(3)
    ]
    assert Deed.objects.get(action="planning_terms.written").detail == {
        "lunch_from": "12:30:00",
        "sites": "2",
    }
    client.force_login(account_with(Role.SECRETARIAT))
    assert 'name="sites"' not in text(client, to("terms"))
    assert client.post(to("terms"), written).status_code == HTTPStatus.FORBIDDEN
