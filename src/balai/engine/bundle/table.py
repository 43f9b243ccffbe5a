"""Tables as rows of texts: CSV files here, sheets in :mod:`.sheet`; one row in memory at a time."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.problem import Place
from balai.engine.bundle.text import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.problem import Report

FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().,/-]*\Z)")
"""How a cell begins that spreadsheet programs take for a formula; numbers and telephone numbers are none."""

DELIMITERS = (",", ";", "\t")
"""Offices whose decimals have a comma save CSV with semicolons."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row.

    Attributes:
        file: where it stands.
        line: of its first line, counted from 1; in a sheet, the row.
        cells: the texts; None where a cell was refused already.
        is_sheet: whether cells have names such as C17.
    """

    file: str
    line: int
    cells: Sequence[str | None]
    is_sheet: bool = False

    def place(self, column: int, field: str = "") -> Place:
        """Where a cell stands; columns are counted from 1."""
        if self.is_sheet:
            cell = f"{column_letters(column)}{self.line}"
            return Place(self.file, self.line, column, f"{field} ({cell})" if field else cell)
        above = sum((cell or "").count("\n") for cell in self.cells[: column - 1])
        return Place(self.file, self.line + above, column, field)


def column_letters(column: int) -> str:
    """The name of a column in spreadsheets: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula; :func:`unguarded` gives it back."""
    return f"'{text}" if FORMULA.match(text.lstrip("'")) else text


def unguarded(cell: str) -> str | None:
    """The text of a cell without its guard; None if it is a formula."""
    if cell.startswith("'") and FORMULA.match(cell.lstrip("'")):
        return cell[1:]
    return None if FORMULA.match(cell) else cell


def csv_rows(path: Path, file: str, report: Report, limits: Limits = LIMITS) -> Iterator[TableRow]:
    """The rows of a CSV file, the heading among them, without empty ones."""
    if not is_text(path, file, report):
        return
    with path.open(encoding="utf-8-sig", newline="") as source:
        delimiter = _delimiter(source.readline())
        source.seek(0)
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        count = 0
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                report.add(Place(file, line), "table.syntax", reason=str(error))
                return
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > limits.rows:
                report.add(Place(file, line), "table.rows", most=limits.rows)
                return
            if len(cells) > limits.columns:
                report.add(Place(file, line), "table.columns", most=limits.columns)
                return
            yield _judged(TableRow(file, line, [_newlines(cell) for cell in cells]), report)


def _judged(row: TableRow, report: Report) -> TableRow:
    cells: list[str | None] = []
    for column, cell in enumerate(row.cells, start=1):
        text = unguarded(cell or "")
        if text is None:
            report.add(row.place(column), "cell.formula", cell or "")
        cells.append(text)
    return TableRow(row.file, row.line, cells, row.is_sheet)


def _newlines(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(heading: str) -> str:
    return max(DELIMITERS, key=heading.count)
