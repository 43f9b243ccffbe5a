from __future__ import annotations

from urllib.parse import unquote_plus

import pytest
from bench.client import Answer
from bench.web import LIST, PAGES, START, Table


@pytest.mark.parametrize(
    ("p50", "p95", "is_met"), [(0.039, 0.099, True), (0.040, 0.099, False), (0.039, 0.100, False)]
)
def test_a_target_is_met_below_both_of_its_bounds(p50: float, p95: float, *, is_met: bool) -> None:
    assert LIST.is_met(p50, p95) is is_met


def test_targets_are_said_in_words() -> None:
    assert (str(LIST), str(START)) == ("p50 < 40.0 ms, p95 < 100.0 ms", "p50 < 3.00 s")


def test_a_row_tells_figures_size_and_whether_the_target_was_met() -> None:
    table = Table()
    answers = [Answer(200, 6_300, seconds / 1000) for seconds in range(1, 101)]

    table.add_page("people", answers, 1.2, target=LIST)

    assert table.lines[-1] == (
        "| people | p50 51.0 ms, p95 96.0 ms | 12.0 ms | 6.3 KB | p50 < 40.0 ms, p95 < 100.0 ms | **no** |"
    )


def test_what_did_not_answer_is_not_measured() -> None:
    with pytest.raises(SystemExit, match=r"people answered \[200, 503\]"):
        Table().add_page("people", [Answer(200, 1, 0.01), Answer(503, 1, 0.001)], 0.1)


def test_every_page_that_is_asked_a_question_says_what_it_must_find() -> None:
    assert [page.name for page in PAGES if "?" in page.path and not page.finds] == []


def test_what_a_search_must_find_is_not_what_was_asked_for() -> None:
    """That stands in the field of the search, found or not."""
    asked = {page.name: unquote_plus(page.path.partition("?")[2]) for page in PAGES}

    assert [page.name for page in PAGES if page.finds and page.finds in asked[page.name]] == []
