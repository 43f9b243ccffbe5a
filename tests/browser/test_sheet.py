"""Lists that are written like a spreadsheet, with the keyboard and the clipboard of a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from balai.programmes.models import Activity, Outcome
from tests.browser.test_draft import signed_in_again
from tests.browser.variants import Variant
from tests.programmes import looks

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = Variant(1280, "light", "en")
LIST = f"/programmes/editions/{looks.CODE}/lists/outcomes/"
OFFICER = "programme_officer"

PASTE = """([cell, text]) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/plain", text);
    const target = document.getElementById(cell);
    target.focus();
    const paste = new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true});
    target.dispatchEvent(paste);
}"""
"""What the browser tells a page when somebody pastes; a headless one has no clipboard of its own."""
FOCUS = "() => document.activeElement.id"
CODES = "() => [...document.querySelectorAll('[name=code]')].map(cell => cell.value)"
LEAVING = """() => {
    const leaving = new Event("beforeunload", {cancelable: true});
    return !window.dispatchEvent(leaving);
}"""
"""Whether the page holds back who leaves."""


def text(page: Page, cell: str) -> str:
    return page.locator(f"#{cell}").input_value()


@pytest.fixture(autouse=True)
def edition(transactional_db: None) -> None:
    looks.keep_an_edition()


def test_a_block_is_pasted_into_the_cells_from_the_one_that_has_the_focus(visitor: Visitor) -> None:
    block = 'O3\tName a market.\t"Menyebut ""pasar""."\nO4\tWrite a plan.\tMenyusun rencana.\n' + "\n".join(
        f"O{number}\tx\tx" for number in range(5, 12)
    )
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page = opened.page
        rows = len(opened.ask(CODES))

        page.evaluate(PASTE, ["c3-code", block])

        assert opened.ask(CODES)[:11] == [f"O{number}" for number in range(1, 12)]
        assert len(opened.ask(CODES)) > rows  # rows were added for what did not fit
        assert text(page, "c3-statement-id") == 'Menyebut "pasar".'
        assert text(page, "c1-statement-en") == "Name a technology that fits at home."
        assert page.locator("#sheet-status").inner_text() == "9 rows pasted"
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved: 9 new, 0 changed, 0 removed.").wait_for()
    assert Outcome.objects.count() == 11
    assert Outcome.objects.get(code="O3").statement["id"] == 'Menyebut "pasar".'


def test_one_word_is_pasted_as_anywhere(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        held = opened.page.evaluate(
            PASTE.replace("dispatchEvent(paste);", "dispatchEvent(paste);return paste.defaultPrevented;"),
            ["c3-code", "O3"],
        )

    assert held is False  # the browser does it itself


def test_enter_and_arrows_go_from_row_to_row_and_add_one_at_the_end(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page, press = opened.page, opened.page.keyboard.press
        rows = len(opened.ask(CODES))
        page.locator("#c1-code").focus()

        walked = []
        for key in ("Enter", "ArrowDown", "ArrowUp", "Shift+Enter", "Shift+Enter"):
            press(key)
            walked.append(opened.ask(FOCUS))
        assert walked == ["c2-code", "c3-code", "c2-code", "c1-code", "c1-code"]

        page.locator(f"#c{rows}-code").focus()
        press("Enter")
        assert opened.ask(FOCUS) == f"c{rows + 1}-code"
        assert page.locator(f"#c{rows + 1}-code").get_attribute("aria-label") == f"Row {rows + 1}: Code"


def test_a_row_begins_anywhere_and_takes_what_stands_above(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page, press = opened.page, opened.page.keyboard.press
        page.locator("#c1-code").focus()
        press("Control+Enter")
        assert opened.ask(FOCUS) == "c2-code"
        page.keyboard.type("O1B")
        page.locator("#c2-statement-en").focus()
        press("Control+d")
        assert text(page, "c2-statement-en") == text(page, "c1-statement-en")
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved: 1 new, 1 changed, 0 removed.").wait_for()  # O2 stands further down

    rows = list(Outcome.objects.order_by("order").values_list("code", "statement__en"))
    assert [code for code, _words in rows] == ["O1", "O1B", "O2"]
    assert rows[0][1] == rows[1][1]


def test_rows_without_the_words_that_are_looked_for_are_hidden_and_kept(visitor: Visitor) -> None:
    before = set(Outcome.objects.values_list("pk", "code"))
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page = opened.page
        page.get_by_label("Find in this list").fill("TECHNOLOGY fits")
        assert page.locator("[data-cell][name=code]:visible").evaluate_all(
            "all => all.map(a => a.value)"
        ) == ["O1"]
        assert page.locator("#sheet-status").inner_text() == "Rows with these words: 1"
        page.keyboard.press("Enter")
        assert opened.ask(FOCUS) == "c1-code"
        page.keyboard.press("Enter")  # there is no other row to go to
        assert opened.ask(FOCUS) == "c1-code"
        page.evaluate(PASTE, ["c1-code", "O1\tx\nO3\tx"])  # never into rows that nobody sees
        assert page.get_by_label("Find in this list").input_value() == ""
        assert page.locator("#c2-code").is_visible()
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved: 1 new, 1 changed, 0 removed.").wait_for()

    assert before < set(Outcome.objects.values_list("pk", "code"))


def test_only_rows_that_are_seen_are_copied_from_passed_and_pasted_into(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page, find = opened.page, opened.page.get_by_label("Find in this list")
        page.evaluate(PASTE, ["c1-code", "A\tmarket\nB\tplan\nC\tmarket"])

        def words() -> list[str]:
            return [text(page, f"c{row}-statement-en") for row in range(1, 5)]

        find.fill("market")
        page.locator("#c3-statement-en").fill("market, too")
        page.keyboard.press("Control+d")
        assert words() == ["market", "plan", "market", ""]
        find.fill("market")
        page.evaluate(PASTE, ["c1-statement-en", "Market one\nMarket two\nMarket three"])
        assert words() == ["Market one", "plan", "Market two", "Market three"]
        find.fill("market two")
        page.locator("#c3-code").focus()
        page.keyboard.press("Alt+ArrowUp")  # there is none to pass
        assert opened.ask(CODES)[:3] == ["A", "B", "C"]
        find.fill("market")
        page.locator("#c3-code").focus()
        page.keyboard.press("Alt+ArrowUp")
        assert opened.ask(CODES)[:3] == ["C", "A", "B"]


def test_alt_with_arrows_moves_the_row(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page = opened.page
        page.locator("#c2-statement-en").focus()
        page.keyboard.press("Alt+ArrowUp")

        assert opened.ask(FOCUS) == "c1-statement-en"
        assert opened.ask(CODES)[:2] == ["O2", "O1"]
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved:").wait_for()
    assert list(Outcome.objects.order_by("order").values_list("code", flat=True)) == ["O2", "O1"]


def test_alt_with_enter_begins_a_line_where_a_text_has_several(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST.replace("outcomes", "activities"), role=OFFICER) as opened:
        page, press = opened.page, opened.page.keyboard.press
        page.locator("#c1-title-en").focus()
        press("End")
        press("Alt+Enter")
        assert text(page, "c1-title-en") == "Opening"
        page.locator("#c1-description-en").fill("Speeches.")
        press("Alt+Enter")
        page.keyboard.type("A photograph.")
        assert text(page, "c1-description-en") == "Speeches.\nA photograph."
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved:").wait_for()

    assert Activity.objects.get(code="OPENING").description["en"] == "Speeches.\nA photograph."


def test_steps_are_taken_back_and_done_again_one_by_one(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page, press = opened.page, opened.page.keyboard.press
        stood = opened.ask(CODES)

        page.locator("#c1-code").fill("TYPED")
        page.evaluate(PASTE, ["c2-code", "P1\tx\nP2\tx\nP3\tx\nP4\tx\nP5\tx"])
        page.get_by_role("button", name="Clear row 1").click()
        page.locator("#c2-code").focus()
        press("Alt+ArrowDown")
        states = [opened.ask(CODES)]
        for _step in range(4):
            press("Control+z")
            states.append(opened.ask(CODES))
        press("Control+z")  # there is nothing more
        again = []
        for _step in range(4):
            press("Control+y")
            again.append(opened.ask(CODES))

    pasted = ["TYPED", "P1", "P2", "P3", "P4", "P5"]
    assert states == [
        ["", "P2", "P1", "P3", "P4", "P5"],
        ["", *pasted[1:]],
        pasted,
        ["TYPED", *stood[1:]],
        stood,
    ]
    assert again == states[-2::-1]


def test_a_cleared_row_keeps_its_key_when_the_step_is_taken_back(visitor: Visitor) -> None:
    before = set(Outcome.objects.values_list("pk", "code"))
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page = opened.page
        page.get_by_role("button", name="Clear row 1").click()
        assert text(page, "c1-statement-en") == ""
        page.keyboard.press("Control+z")
        assert text(page, "c1-statement-en") == "Name a technology that fits at home."
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved:").wait_for()

    assert set(Outcome.objects.values_list("pk", "code")) == before


def test_a_fault_stands_beside_its_cell_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page = opened.page
        page.locator("#c1-statement-en").fill("Typed at length.")
        page.locator("#c2-code").fill("no such code!")
        page.get_by_role("button", name="Save the list").click()
        page.get_by_role("alert").wait_for()

        assert text(page, "c1-statement-en") == "Typed at length."
        assert text(page, "c2-code") == "no such code!"
        fault = page.locator("#c2-code-fault")
        said = fault.inner_text()
        assert "no such code!" in said
        assert page.locator("#c2-code").get_attribute("aria-describedby") == "c2-code-fault"
        cell, beside = page.locator("#c2-code").bounding_box(), fault.bounding_box()
        assert cell and beside  # noqa: PT018 -- both are there
        assert 0 <= beside["y"] - (cell["y"] + cell["height"]) < 8

        page.get_by_label("Find in this list").fill("at length")  # not in its row
        page.get_by_role("alert").get_by_role("link").click()
        assert opened.ask(FOCUS) == "c2-code"
        page.keyboard.press("Alt+ArrowUp")  # the fault goes with its row, and is still led to
        assert page.locator("#c1-code-fault").inner_text() == said
        page.locator("#c2-code").focus()
        page.get_by_role("alert").get_by_role("link").click()
        assert opened.ask(FOCUS) == "c1-code"
    assert Outcome.objects.get(code="O1").statement["en"] == "Name a technology that fits at home."


def test_rows_outlive_a_log_in_that_expired_each_with_its_key(visitor: Visitor) -> None:
    keys = dict(Outcome.objects.values_list("pk", "code"))
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        page, press = opened.page, opened.page.keyboard.press
        page.locator("#c1-code").focus()
        press("Control+Enter")
        page.keyboard.type("O1B")
        page.locator("#c2-statement-en").fill("Name a market.")
        page.locator("#c3-code").focus()
        press("Alt+ArrowUp")
        press("Alt+ArrowUp")
        typed = opened.ask(CODES)[:3]
        Session.objects.all().delete()
        page.get_by_role("button", name="Save the list").click()
        page.get_by_role("heading", name="Sign in").first.wait_for()

        signed_in_again(page, OFFICER)
        page.goto(page.url.partition("/accounts")[0] + LIST)
        page.get_by_text("What you typed is here again").wait_for()
        assert opened.ask(CODES)[:3] == typed == ["O2", "O1", "O1B"]
        assert text(page, "c3-statement-en") == "Name a market."
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved: 1 new").wait_for()
    assert dict(Outcome.objects.exclude(code="O1B").values_list("pk", "code")) == keys
    assert list(Outcome.objects.order_by("order").values_list("code", flat=True)) == typed


def test_who_leaves_with_something_unsaved_is_asked(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER) as opened:
        assert opened.ask(LEAVING) is False
        opened.page.locator("#c1-statement-en").fill("Typed.")
        assert opened.ask(LEAVING) is True
        opened.page.get_by_role("button", name="Save the list").click()
        opened.page.get_by_text("Saved:").wait_for()
        assert opened.ask(LEAVING) is False


def test_everything_is_done_without_a_script(visitor: Visitor) -> None:
    with visitor.open(WIDE, LIST, role=OFFICER, script=False) as opened:
        page = opened.page
        page.get_by_role("button", name="Clear row 2").click()
        page.locator("#c2-code[value='']").wait_for()
        page.locator("#c3-code").fill("O3")
        page.locator("#c3-statement-en").fill("Name a market.")
        page.locator("summary", has_text="Paste rows").click()
        page.get_by_label("Rows, with or without their headings").fill("O4\tWrite a plan.\tMenyusun rencana.")
        page.get_by_role("button", name="Add these rows to the list").click()
        page.locator("input[value='O4']").wait_for()
        page.get_by_role("button", name="Save the list").click()
        page.get_by_text("Saved: 2 new, 0 changed, 1 removed.").wait_for()

    assert list(Outcome.objects.order_by("order").values_list("code", flat=True)) == ["O1", "O3", "O4"]
