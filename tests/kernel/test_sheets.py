from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from balai.kernel.sheets import LINES_AT_A_TIME, csv_answer, csv_pieces, xlsx_answer


def test_a_long_list_comes_in_pieces_of_many_lines_and_nothing_is_lost() -> None:
    rows = [[str(number), "Dechen Wangmo"] for number in range(2 * LINES_AT_A_TIME + 1)]

    pieces = list(csv_pieces(["number", "name"], rows))

    text = b"".join(pieces).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["number", "name"], *rows]
    assert len(pieces) == 4  # head, two full ones, the rest


@pytest.mark.parametrize("formula", ['=HYPERLINK("x")', "+A1", "-1+A1", "@SUM(A1)", "\tx"])
def test_no_cell_is_taken_for_a_formula(formula: str) -> None:
    text = b"".join(csv_pieces(["name"], [[formula]])).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text))) == [["name"], [f"'{formula}"]]


@pytest.mark.parametrize("number", ["-6.9147", "+975 2 322 322", "1"])
def test_numbers_stay_numbers(number: str) -> None:
    text = b"".join(csv_pieces(["latitude"], [[number]])).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text))) == [["latitude"], [number]]


def test_the_answer_is_a_file_that_no_cache_keeps() -> None:
    answer = csv_answer("people.csv", ["name"], [["Pema, Lhamo"]])

    assert answer.headers == {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="people.csv"',
        "Cache-Control": "no-store",
    }
    assert answer.getvalue() == b'\xef\xbb\xbfname\r\n"Pema, Lhamo"\r\n'


def test_a_workbook_holds_the_list_as_texts_alone() -> None:
    answer = xlsx_answer("people.xlsx", ["name", "code"], [["=1+1", "007"], ["Pema\x07", "Bhutan, Thimphu"]])

    book = load_workbook(io.BytesIO(answer.content))
    cells = [[(cell.value, cell.data_type) for cell in row] for row in book["Balai"]]
    assert cells == [
        [("name", "s"), ("code", "s")],
        [("=1+1", "s"), ("007", "s")],
        [("Pema", "s"), ("Bhutan, Thimphu", "s")],
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="people.xlsx"'
