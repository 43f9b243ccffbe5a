"""How the check of the reference programme reads what is published, and what it says of it."""

from __future__ import annotations

import pytest

from balai.cli.published import UnpublishedError, beside, first, joined, tree_of, within
from balai.cli.reference import Verdict, show
from balai.cli.reference_facts import rows
from balai.cli.reference_rows import Row

PAGE = tree_of(
    b'<main><h1 class="wide big">Ten  <b>countries</b></h1><p>One<br>two<p>three</p>'
    b'<dl class="facts"><dt>Dates</dt><dd>18&ndash;30 July</dd><dt>Places</dt><dd>Jakarta</dd><dd>Bandung</dd></dl>'
    b'<ol id="days"><li>Wed</li><li>Thu</li></ol></main>'
)


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("h1", "Ten countries"),
        ("h1.big", "Ten countries"),
        ("main ol#days li", "Wed; Thu"),
        ("dl.facts dd", "18–30 July; Jakarta; Bandung"),
        ("ol.days", ""),
    ],
)
def test_a_selector_names_elements_whose_text_is_read(selector: str, text: str) -> None:
    assert joined(PAGE, selector) == text


def test_a_term_is_told_with_all_its_descriptions() -> None:
    assert beside(PAGE, "dl.facts", "Dates") == "18–30 July"
    assert beside(PAGE, "dl.facts", "Places") == "Jakarta; Bandung"


def test_what_is_not_there_is_said_with_its_place() -> None:
    with pytest.raises(UnpublishedError, match=r"nothing is at h2"):
        first(PAGE, "h2")
    with pytest.raises(UnpublishedError, match="“Language”"):
        beside(PAGE, "dl.facts", "Language")
    assert within("18 or 19 people came", "20") == "18 or 19 people came"


def test_the_table_ticks_what_is_right_and_fails_with_what_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    row = Row(
        part="What", what="people", fact="20", source="/en/ h1", record="Participant", read=lambda _: "19"
    )
    right, wrong = Verdict(row=row, value="20", is_right=True), Verdict(row=row, value="19", is_right=False)

    assert show([right, right])
    told = capsys.readouterr().out
    assert not show([right, wrong])
    failed = capsys.readouterr().out

    assert ("✓" in told, "✗" in told, "2 of 2 facts are published as they are." in told) == (
        True,
        False,
        True,
    )
    assert ("✗" in failed, "and not: 20" in failed, "1 of 2 facts" in failed) == (True, True, True)


def test_every_row_names_its_place_and_its_record() -> None:
    everything = rows()

    assert len({row.what for row in everything}) == len(everything)
    assert [row.what for row in everything if not (row.fact and row.source and row.record)] == []
