from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.problem import Report
from balai.engine.bundle.table import FORMULA, column_letters, csv_rows, guarded, unguarded
from tests.engine.bundle.sample import found

if TYPE_CHECKING:
    from pathlib import Path

    from balai.engine.bundle.limits import Limits


def read(
    path: Path, text: str | bytes, limits: Limits = LIMITS
) -> tuple[list[tuple[int, list[str | None]]], list[tuple[str, str, str]]]:
    file = path / "a.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    report = Report()
    return [(row.line, list(row.cells)) for row in csv_rows(file, "a.csv", report, limits)], found(report)


def test_rows_know_their_lines(tmp_path: Path) -> None:
    text = 'a,b\r\n"one\r\ntwo",2\r\n\r\n,\r\nx,"y ""z"""\r\n'

    assert read(tmp_path, text) == ([(1, ["a", "b"]), (2, ["one\ntwo", "2"]), (6, ["x", 'y "z"'])], [])


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "-cmd",
        "\t=1+1",
        "+A1",
        "'\t",
    ],
)
def test_formulas_are_refused(tmp_path: Path, formula: str) -> None:
    rows, problems = read(tmp_path, f'a,b\nx,"{formula}"\n')

    if formula.startswith("'"):
        assert (rows[1], problems) == ((2, ["x", formula[1:]]), [])
    else:
        assert (rows[1], problems) == ((2, ["x", None]), [("a.csv:2:2", "cell.formula", formula)])


@pytest.mark.parametrize("text", ["-6.232", "+62 22 250-3171", "- ", "-", "1-2", "'quoted", "a=b", "x@y.org"])
def test_numbers_and_texts_are_no_formulas(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"a\n{text}\n") == ([(1, ["a"]), (2, [text])], [])


@given(st.text(alphabet="='+-@\t\rab1 "))
def test_a_guarded_text_comes_back_and_is_no_formula(text: str) -> None:
    cell = guarded(text)

    assert unguarded(cell) == text
    assert not FORMULA.match(cell)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (b"a,b\nx,\xff\n", [("a.csv:2:0", "file.encoding", "0xFF")]),
        ("a,b\nx,y\n".encode("utf-16"), [("a.csv:1:1", "file.encoding", "UTF-16")]),
        ("a,b\nx,\x00\n", [("a.csv:2:3", "file.character", "U+0000")]),
        ('a,b\nx,"open\n', [("a.csv:2:0", "table.syntax", "")]),
        ('a,b\nx,"y"z\n', [("a.csv:2:0", "table.syntax", "")]),
        ("a\n" + "x" * 200_000, [("a.csv:2:0", "table.syntax", "")]),
    ],
)
def test_what_is_no_csv_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, problems: list[tuple[str, str, str]]
) -> None:
    assert read(tmp_path, text)[1] == problems


def test_control_characters_are_found_behind_the_first_piece(tmp_path: Path) -> None:
    text = "a\n" + "x" * 60_000 + "\n" + "y" * 9_000 + "\x07\n"

    assert read(tmp_path, text)[1] == [("a.csv:3:9001", "file.character", "U+0007")]


def test_rows_and_columns_are_bounded(tmp_path: Path) -> None:
    few = replace(LIMITS, rows=3, columns=3)

    assert read(tmp_path, "a\n1\n2\n3\n4\n", few)[1] == [("a.csv:4:0", "table.rows", "")]
    assert read(tmp_path, "a,b,c,d\n", few)[1] == [("a.csv:1:0", "table.columns", "")]


def test_columns_are_named_as_in_spreadsheets() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 52, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "ZZ",
        "AAA",
    ]
