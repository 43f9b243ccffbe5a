"""Lists written like a spreadsheet: all or nothing, every fault at its cell, nothing typed is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from balai.audit.models import Deed
from balai.people.enums import Role
from balai.programmes.enums import Attendance, ReservationState, Task
from balai.programmes.forms.lists import SHEETS
from balai.programmes.forms.meanwhile import merge
from balai.programmes.forms.sheets import MOST_ROWS
from balai.programmes.models import (
    Activity,
    BudgetLine,
    Edition,
    EligibilityRule,
    Module,
    Outcome,
    Reservation,
)
from tests.people.factories import account_with
from tests.programmes import looks
from tests.programmes.factories import EditionFactory, OutcomeFactory
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

LISTS = f"/programmes/editions/{looks.CODE}/lists/"


@pytest.fixture
def officer(client: Client) -> Client:
    looks.keep_an_edition()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    return client


def form_of(response: TestResponse) -> dict[str, list[str]]:
    """What a browser would send of a list as it stands on the page."""
    rows = response.context["rows"]
    data: dict[str, list[str]] = {
        "key": [row.key for row in rows],
        "seen": list(response.context["seen"]),
    }
    for place, head in enumerate(response.context["heads"]):
        data[head.name] = [row.cells[place].text for row in rows]
    return data


def opened(client: Client, name: str) -> dict[str, list[str]]:
    return form_of(client.get(f"{LISTS}{name}/"))


def put(data: dict[str, list[str]], row: int, **cells: str) -> None:
    """Type into a row, counted from 0; two underscores stand for the dot before a language."""
    for name, text in cells.items():
        data[name.replace("__", ".")][row] = text


def add(data: dict[str, list[str]], **cells: str) -> None:
    """Type a new row into the first empty one."""
    put(data, data["key"].index(""), **cells)


def save(client: Client, name: str, data: dict[str, list[str]]) -> TestResponse:
    return client.post(f"{LISTS}{name}/", data)


def second_day() -> str:
    first = Edition.objects.get(code=looks.CODE).starts_on
    assert first is not None
    return (first + dt.timedelta(days=1)).isoformat()


def told(response: TestResponse) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.rule) for fault in response.context["told"]]


# --- every list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHEETS)
def test_a_list_that_is_saved_as_it_stands_changes_nothing(officer: Client, name: str) -> None:
    data = opened(officer, name)
    assert save(officer, name, data).status_code == 302  # rows that came otherwise get their places
    assert opened(officer, name) == data
    before = Deed.objects.count()

    response = save(officer, name, data)

    assert response.status_code == 302, told(response)
    assert Deed.objects.count() == before
    assert opened(officer, name) == data


@pytest.mark.parametrize("name", SHEETS)
def test_a_list_is_taken_as_a_file_and_pasted_back_without_a_change(officer: Client, name: str) -> None:
    data = opened(officer, name)
    written = b"".join(officer.get(f"{LISTS}{name}/export.csv")).decode()

    answer = officer.post(f"{LISTS}{name}/", {"pasted": written, "add": "1"})

    pasted = form_of(answer)
    for head, texts in pasted.items():
        if head not in {"key", "seen"}:
            assert texts == data[head], head


@pytest.mark.parametrize("name", SHEETS)
def test_a_list_has_its_words_in_indonesian_and_reads_them_back(officer: Client, name: str) -> None:
    with translation.override("id"):
        sheet = SHEETS[name].opened(Edition.objects.get(code=looks.CODE))
        typed = sheet.stored()
        lines, faults = sheet.read(typed)

    assert faults == []
    assert len(lines) == len(typed.keys) > 0


@pytest.mark.parametrize(
    ("name", "questions"),
    [("activities", 21), ("budget", 8), ("places", 8), ("modules", 9)],
)
@pytest.mark.parametrize("more", [0, 2])
def test_a_list_asks_the_same_number_of_questions_for_few_rows_and_many(
    officer: Client, django_assert_num_queries: DjangoAssertNumQueries, name: str, questions: int, more: int
) -> None:
    edition = Edition.objects.get(code=looks.CODE)
    if more:
        looks.add_rows(edition)
    officer.get(f"{LISTS}{name}/")

    with django_assert_num_queries(questions):
        officer.get(f"{LISTS}{name}/")


# --- writing ------------------------------------------------------------------------------------------------


def test_rows_are_entered_changed_moved_and_removed_with_one_save(officer: Client) -> None:
    data = opened(officer, "outcomes")
    put(data, 0, statement__en="Choose a technology that fits at home.")
    put(data, 1, code="", statement__en="", statement__id="", indicator__en="", indicator__id="")
    add(data, code="O3", statement__en="Plan a cooperation.", statement__id="Merencanakan kerja sama.")

    response = officer.post(f"{LISTS}outcomes/", data, follow=True)

    assert [(row.code, row.statement["en"], row.order) for row in Outcome.objects.order_by("order")] == [
        ("O1", "Choose a technology that fits at home.", 1),
        ("O3", "Plan a cooperation.", 2),
    ]
    assert "Saved: 1 new, 1 changed, 1 removed." in response.content.decode()
    last = Deed.objects.latest("pk")
    assert (last.action, last.detail) == ("edition.outcome_list_kept", {"new": 1, "changed": 1, "gone": 1})


def test_the_order_of_rows_is_the_order_of_the_list(officer: Client) -> None:
    data = opened(officer, "outcomes")
    for texts in data.values():
        texts[0], texts[1] = texts[1], texts[0]

    save(officer, "outcomes", data)

    assert list(Outcome.objects.order_by("order").values_list("code", flat=True)) == ["O2", "O1"]


def test_two_rows_exchange_their_codes(officer: Client) -> None:
    first, second = Outcome.objects.order_by("code")
    data = opened(officer, "outcomes")
    data["code"][:2] = ["O2", "O1"]

    save(officer, "outcomes", data)

    assert [Outcome.objects.get(code="O2"), Outcome.objects.get(code="O1")] == [first, second]


def test_cells_say_in_words_what_columns_hold(officer: Client) -> None:
    data = opened(officer, "activities")
    add(
        data,
        code="LEC-2",
        session_type="lec",
        title__en="Standards",
        title__id="Baku mutu",
        minutes="90",
        attendance="Each group in turn",
        groups="a, B",
        sites="bblm",
        machines="bblm/cnc-mill × 2",
        people="anwar: Leads",
        after="OPENING; CNC",
        begins_at="13:30",
        is_required="no",
        earliest_on=second_day(),
        latest_on=second_day(),
    )

    response = save(officer, "activities", data)

    assert response.status_code == 302, told(response)
    row = Activity.objects.get(code="LEC-2")
    assert (row.session_type_id, row.minutes, row.begins_at, row.is_required, row.attendance) == (
        "LEC",
        90,
        dt.time(13, 30),
        False,
        Attendance.EACH_GROUP,
    )
    assert [group.code for group in row.groups.order_by("code")] == ["A", "B"]
    assert [(need.machine.code, need.count) for need in row.machine_needs.all()] == [("cnc-mill", 2)]
    assert [(part.resource_person.code, part.task) for part in row.people.all()] == [("anwar", Task.LEAD)]
    assert sorted(other.code for other in row.after.all()) == ["CNC", "OPENING"]


def test_rubric_and_rules_are_written_in_cells(officer: Client) -> None:
    data = opened(officer, "rubric")
    put(data, 0, anchor_0__en="No relation to the topic", anchor_5__en="", anchor_5__id="")
    save(officer, "rubric", data)
    edition = Edition.objects.get(code=looks.CODE)
    assert [(one.score, one.text["en"]) for one in edition.rubric.get().anchors.order_by("score")] == [
        (0, "No relation to the topic")
    ]

    data = opened(officer, "rules")
    put(data, 0, expression="experience_years at_least 5")
    save(officer, "rules", data)
    assert EligibilityRule.objects.get().expression == {
        "field": "experience_years",
        "operator": "at_least",
        "value": 5,
    }


def test_a_budget_is_computed_from_its_cells(officer: Client) -> None:
    data = opened(officer, "budget")
    add(
        data,
        code="B3",
        description__en="Buses",
        description__id="Bus",
        unit="bus",
        quantity="2",
        days="13",
        rate="1500000",
        currency="IDR",
        payer="kemenperin",
    )

    response = save(officer, "budget", data)

    assert response.status_code == 302, told(response)
    assert BudgetLine.objects.get(code="B3").amount == Decimal(39_000_000)


# --- faults -------------------------------------------------------------------------------------------------


def test_every_fault_is_told_at_once_at_its_cell_and_nothing_is_saved(officer: Client) -> None:
    data = opened(officer, "activities")
    before = list(Activity.objects.order_by("pk").values())
    put(data, 0, minutes="ninety", session_type="XYZ")
    put(data, 1, title__en="CNC practice, second part", sites="nowhere")
    add(data, code="NEW", title__en="Without a kind")

    response = save(officer, "activities", data)

    assert response.status_code == 422
    assert [(row, column) for row, column, _rule in told(response)] == [
        (1, "Kind of session"),
        (1, "Minutes"),
        (2, "Sites where it can be held"),
        (3, "Kind of session"),
        (3, "Minutes"),
    ]
    assert list(Activity.objects.order_by("pk").values()) == before
    text = response.content.decode()
    assert "Not saved yet: 5 things to correct" in text
    page = Markup(text)
    assert ("a", "href", "#c1-minutes") in page.values
    assert ("input", "aria-describedby", "c1-minutes-fault") in page.values
    assert ("p", "id", "c1-minutes-fault") in page.values
    faults = {cell.id: cell.faults for row in response.context["rows"] for cell in row.cells if cell.faults}
    assert sorted(faults) == ["c1-minutes", "c1-session_type", "c2-sites", "c3-minutes", "c3-session_type"]


def test_what_was_typed_stands_there_after_a_refusal(officer: Client) -> None:
    data = opened(officer, "outcomes")
    put(data, 0, code="no such code!", statement__en="Typed at length.")
    add(data, code="O9", statement__en="Typed as well.")

    answer = form_of(save(officer, "outcomes", data))

    rows = len([key for key in answer["key"] if key]) + 1
    for name in ("code", "statement.en", "statement.id", "key"):
        assert answer[name][:rows] == data[name][:rows]
    assert answer["seen"] == data["seen"]


@pytest.mark.parametrize(
    ("name", "cells", "faults"),
    [
        ("outcomes", {"code": "O1", "statement__en": "Again."}, [(3, "", "Another outcome has this code.")]),
        (
            "places",
            {"country": "LK", "places": "50"},
            [(0, "", "The countries are given more places than the edition has.")],
        ),
        (
            "sites",
            {"site": "hotel", "first_on": "2026-12-24", "last_on": "2026-12-20"},
            [(4, "", "The last day lies before the first.")],
        ),
        (
            "rules",
            {"code": "X", "label__en": "x", "message__en": "x", "expression": "age sideways 3"},
            [(2, "Condition", "“age sideways 3” has not the form that is needed here.")],
        ),
        (
            "package",
            {"code": "X", "benefit": "Visa", "side": "The participant", "categories": "9"},
            [(4, "Travel categories", "9 is more than 3.")],
        ),
    ],
)
def test_what_the_records_cannot_hold_is_refused_where_it_stands(
    officer: Client, name: str, cells: dict[str, str], faults: list[tuple[int, str, str]]
) -> None:
    data = opened(officer, name)
    add(data, **cells)

    response = save(officer, name, data)

    assert (response.status_code, told(response)) == (422, faults)


def test_a_row_that_something_needs_is_not_removed(officer: Client) -> None:
    data = opened(officer, "modules")
    for texts in data.values():
        if texts is not data["seen"]:
            texts[0] = ""

    response = save(officer, "modules", data)

    assert response.status_code == 422
    assert "“M1” cannot be removed" in told(response)[0][2]
    assert Module.objects.filter(code="M1").exists()


def test_more_rows_than_a_page_carries_are_refused_and_none_is_cut_off(officer: Client) -> None:
    pasted = "\n".join(f"X{number}\tStatement {number}" for number in range(MOST_ROWS))

    response = officer.post(
        f"{LISTS}outcomes/", {**opened(officer, "outcomes"), "pasted": pasted, "add": "1"}
    )

    assert (response.status_code, told(response)) == (
        422,
        [(0, "", f"A list has at most 500 rows, and these are {MOST_ROWS + 2}.")],
    )
    assert response.context["pasted"] == pasted
    assert f"X{MOST_ROWS - 1}\tStatement {MOST_ROWS - 1}</textarea>" in response.content.decode()
    assert Outcome.objects.count() == 2

    data = opened(officer, "outcomes")
    for number in range(MOST_ROWS):
        data["key"].append("")
        data["code"].append(f"X{number}")
        for name in ("statement.en", "statement.id", "indicator.en", "indicator.id"):
            data[name].append("x")
    assert save(officer, "outcomes", data).status_code == 422
    assert Outcome.objects.count() == 2


# --- two writers --------------------------------------------------------------------------------------------


def test_what_a_colleague_enters_meanwhile_stays(officer: Client) -> None:
    data = opened(officer, "outcomes")
    OutcomeFactory.create(edition=Edition.objects.get(code=looks.CODE), code="O5")

    save(officer, "outcomes", data)

    assert sorted(Outcome.objects.values_list("code", flat=True)) == ["O1", "O2", "O5"]


def test_a_row_that_a_colleague_removed_is_not_entered_again_unasked(officer: Client) -> None:
    data = opened(officer, "outcomes")
    Outcome.objects.get(code="O2").delete()

    response = save(officer, "outcomes", data)

    assert told(response) == [(2, "", "Somebody has removed this row meanwhile.")]


def test_a_key_of_another_edition_is_not_written(officer: Client) -> None:
    foreign = OutcomeFactory.create(edition=EditionFactory.create(), code="THEIRS")
    data = opened(officer, "outcomes")
    data["key"][0] = str(foreign.pk)
    data["seen"].append(str(foreign.pk))

    response = save(officer, "outcomes", data)

    assert response.status_code == 422
    foreign.refresh_from_db()
    assert (foreign.code, Outcome.objects.filter(edition=foreign.edition).count()) == ("THEIRS", 1)


def colleague(code: str, **texts: str) -> None:
    outcome = Outcome.objects.get(code=code)
    outcome.statement = {**outcome.statement, **texts}
    outcome.save()


def test_what_a_colleague_wrote_into_another_cell_is_kept_with_what_one_wrote_oneself(
    officer: Client,
) -> None:
    data = opened(officer, "outcomes")
    colleague("O1", en="Theirs.")
    colleague("O2", en="Theirs as well.")
    put(data, 0, statement__id="Punya saya.")

    response = save(officer, "outcomes", data)

    assert response.status_code == 302
    assert [(row.statement["en"], row.statement["id"]) for row in Outcome.objects.order_by("order")] == [
        ("Theirs.", "Punya saya."),
        ("Theirs as well.", "Menyusun rencana aksi."),
    ]


def test_a_cell_that_both_wrote_is_told_and_the_second_save_decides(officer: Client) -> None:
    data = opened(officer, "outcomes")
    colleague("O1", en="Theirs.", id="Punya mereka.")
    put(data, 0, statement__en="Mine.")

    refused = save(officer, "outcomes", data)

    assert (refused.status_code, told(refused)) == (
        422,
        [
            (
                1,
                "After the programme, participants can (English)",
                "A colleague has written “Theirs.” here meanwhile.",
            )
        ],
    )
    assert Outcome.objects.get(code="O1").statement["en"] == "Theirs."
    again = form_of(refused)
    assert (again["statement.en"][0], again["statement.id"][0]) == ("Mine.", "Punya mereka.")
    assert save(officer, "outcomes", again).status_code == 302
    assert Outcome.objects.get(code="O1").statement == {"en": "Mine.", "id": "Punya mereka."}


def test_a_third_writer_between_the_two_saves_is_told_of_again(officer: Client) -> None:
    data = opened(officer, "outcomes")
    colleague("O1", en="Theirs.")
    put(data, 0, statement__en="Mine.")
    again = form_of(save(officer, "outcomes", data))
    colleague("O1", en="A third one's.")

    assert [rule for _row, _column, rule in told(save(officer, "outcomes", again))] == [
        "A colleague has written “A third one's.” here meanwhile."
    ]


def test_a_row_that_one_removes_while_a_colleague_changes_it_is_asked_about(officer: Client) -> None:
    data = opened(officer, "outcomes")
    colleague("O2", en="Theirs.")
    for name, texts in data.items():
        if name != "seen":
            texts[1] = ""

    refused = save(officer, "outcomes", data)

    assert told(refused) == [(0, "", "A colleague has changed “O2”, which you have removed.")]
    assert Outcome.objects.filter(code="O2").exists()
    assert save(officer, "outcomes", form_of(refused)).status_code == 302
    assert not Outcome.objects.filter(code="O2").exists()


@pytest.mark.parametrize("name", SHEETS)
def test_marks_of_what_was_seen_are_those_of_what_is_sent_back(officer: Client, name: str) -> None:
    sheet = SHEETS[name].opened(Edition.objects.get(code=looks.CODE))
    typed = sheet.stored()
    for texts in typed.cells:
        for head, text in texts.items():
            texts[head] = f"  {text}".replace("\n", "\r\n")  # as browsers send it

    assert merge(typed, sheet.stored(), sheet.heads) == []


# --- pasting, without a script ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "O7\tName a market.\tMenyebut pasar.\r\nO8\tWrite a plan.\tMenyusun rencana.",
        "O7;Name a market.;Menyebut pasar.\nO8;Write a plan.;Menyusun rencana.\n",
        (
            "Code\tafter the programme, participants can (Indonesian)\tAfter the programme, participants can (English)\nO7\tMenyebut pasar.\tName a market.\n"
            "O8\tMenyusun rencana.\tWrite a plan."
        ),
        'code,statement.en,statement.id\nO7,Name a market.,Menyebut pasar.\nO8,"Write a plan.","Menyusun rencana."',
        "\ufeffO7\tName a market.\tMenyebut pasar.\n\n\nO8\tWrite a plan.\tMenyusun rencana.",
    ],
)
def test_rows_of_a_spreadsheet_are_pasted_with_or_without_headings(officer: Client, text: str) -> None:
    answer = officer.post(f"{LISTS}outcomes/", {**opened(officer, "outcomes"), "pasted": text, "add": "1"})

    assert Outcome.objects.count() == 2  # they stand on the page and wait
    data = form_of(answer)
    assert data["code"][:4] == ["O1", "O2", "O7", "O8"]
    assert save(officer, "outcomes", data).status_code == 302
    assert [
        (row.statement["en"], row.statement["id"]) for row in Outcome.objects.filter(code__in=["O7", "O8"])
    ] == [("Name a market.", "Menyebut pasar."), ("Write a plan.", "Menyusun rencana.")]


def test_cells_with_line_ends_and_quotation_marks_stay_one_cell(officer: Client) -> None:
    pasted = 'O7\t"Name a ""market"".\nAnd a buyer."\tx'

    answer = officer.post(f"{LISTS}outcomes/", {"pasted": pasted, "add": "1"})

    assert form_of(answer)["statement.en"][0] == 'Name a "market".\nAnd a buyer.'


def test_a_row_is_cleared_without_a_script(officer: Client) -> None:
    data = opened(officer, "outcomes")

    answer = officer.post(f"{LISTS}outcomes/", {**data, "clear": "2"})

    cleared = form_of(answer)
    assert cleared["code"][:2] == ["O1", ""]
    assert Outcome.objects.count() == 2
    save(officer, "outcomes", cleared)
    assert list(Outcome.objects.values_list("code", flat=True)) == ["O1"]


def test_a_list_as_a_file_holds_nothing_that_a_sheet_would_run(officer: Client) -> None:
    Outcome.objects.filter(code="O1").update(statement={"en": "=1+1", "id": "-x"})

    written = b"".join(officer.get(f"{LISTS}outcomes/export.csv")).decode("utf-8-sig")

    row = next(csv.DictReader(io.StringIO(written)))
    assert (row["statement.en"], row["statement.id"]) == ("'=1+1", "'-x")


# --- whose list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "name", "may"),
    [
        (Role.FINANCE_OFFICER, "budget", True),
        (Role.FINANCE_OFFICER, "package", True),
        (Role.FINANCE_OFFICER, "outcomes", False),
        (Role.SECRETARIAT, "outcomes", False),
        (Role.AUDITOR, "budget", False),
        (Role.ADMINISTRATOR, "outcomes", True),
    ],
)
def test_who_keeps_a_list_writes_it_and_others_read_it(
    client: Client, role: Role, name: str, *, may: bool
) -> None:
    looks.keep_an_edition()
    client.force_login(account_with(role))

    shown = client.get(f"{LISTS}{name}/")

    text = shown.content.decode()
    assert (shown.context["may_keep"], "<textarea" in text, "sheet.js" in text) == (may, may, may)
    data = form_of(shown)
    assert client.post(f"{LISTS}{name}/", data).status_code == (302 if may else 403)


def test_a_cancelled_edition_is_read_only_and_says_why(officer: Client) -> None:
    data = opened(officer, "outcomes")
    Edition.objects.filter(code=looks.CODE).update(status="cancelled")

    assert not officer.get(f"{LISTS}outcomes/").context["may_keep"]
    response = save(officer, "outcomes", {**data, "code": ["O7", *data["code"][1:]]})
    assert response.status_code == 409
    assert response.context["refusal"].code == "edition.cancelled"
    assert not Outcome.objects.filter(code="O7").exists()


def test_deadlines_follow_from_their_list(officer: Client) -> None:
    edition = Edition.objects.get(code=looks.CODE)
    call = edition.deadline_plans.get(code="call")
    before = call.deadlines.get().at
    data = opened(officer, "notices")
    put(data, data["code"].index("call"), days=str(call.days + 14))

    response = save(officer, "notices", data)

    assert response.status_code == 302, told(response)
    assert before - edition.deadline_plans.get(code="call").deadlines.get().at >= dt.timedelta(days=10)


def test_a_site_that_is_held_says_until_when(officer: Client) -> None:
    data = opened(officer, "sites")
    asked = data["site"].index("bbk")
    put(data, asked, state="Held")
    assert save(officer, "sites", data).status_code == 422

    put(data, asked, held_until="2026-12-24")
    assert save(officer, "sites", data).status_code == 302
    assert Reservation.objects.get(site__code="bbk").state == ReservationState.HELD


def test_a_list_that_does_not_exist_is_not_found(officer: Client) -> None:
    assert officer.get(f"{LISTS}nonsense/").status_code == 404
