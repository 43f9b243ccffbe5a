"""The sheets of an .xlsx workbook as rows of texts.

The workbook is judged before the library that reads it sees it: as an archive, and each of its XML parts by
a parser that builds nothing, so that neither entities nor a row of a million cells ever become objects.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from balai.engine.bundle.archive import archive_in
from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.problem import Place
from balai.engine.bundle.table import TableRow, unguarded

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from balai.engine.bundle.archive import Archive
    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.problem import Report

PROGRAMS = re.compile(r"vbaproject|vbadata|macrosheets|activex|\.bin$", re.IGNORECASE)
PRINTER = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
"""What Excel keeps of the printer, in every second workbook."""

FOREIGN = re.compile(r"embeddings|externallinks|connections\.xml|querytables|customui", re.IGNORECASE)
XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its rows can be read once."""

    name: str
    rows: Iterator[TableRow]


class _RefusedError(Exception):
    """A part of the workbook is not read further."""


@contextmanager
def workbook(
    path: Path, file: str, report: Report, limits: Limits = LIMITS, *, is_judged: bool = False
) -> Iterator[Sequence[Sheet]]:
    """Open a workbook; no sheets where it cannot be taken.

    Args:
        path: on this machine.
        file: how a report calls it.
        report: takes the problems.
        limits: how much is taken.
        is_judged: whether this very file passed before, as when it is read a second time.
    """
    before = len(report)
    if not is_judged:
        _judge(path, file, report, limits)
    if len(report) > before:
        yield ()
        return
    # Loaded at first use: web workers and the command line start without it.
    from openpyxl import load_workbook  # noqa: PLC0415 -- as said

    # The library warns of features that it does not know; they carry no values.
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    try:
        # Shared texts stay in memory, at most as much as the limits let through; cells do not.
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # noqa: BLE001 -- the library raises whatever a wrong file leads it into
        report.add(Place(file), "sheet.damaged", reason=_reason(error))
        yield ()
        return
    try:
        yield [Sheet(sheet.title, _rows(sheet, file, report, limits)) for sheet in book.worksheets]
    finally:
        book.close()


# --- judging ----------------------------------------------------------------------------------------


def _judge(path: Path, file: str, report: Report, limits: Limits) -> None:
    with archive_in(path, Place(file), report, limits) as archive:
        if archive is None:
            return
        names = {entry.filename for entry in archive.entries}
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
            report.add(Place(file), "sheet.kind")
            return
        elements = 0
        for entry in archive.entries:
            name = entry.filename
            if PROGRAMS.search(name) and not PRINTER.search(name):
                report.add(Place(file), "sheet.macro", name)
            elif FOREIGN.search(name):
                report.add(Place(file), "sheet.foreign", name)
            elif name.lower().endswith(XML):
                elements += _elements(archive, entry, file, report, limits)
        if elements > limits.sheet_elements:
            report.add(Place(file), "sheet.elements", most=limits.sheet_elements)


def _elements(archive: Archive, entry: zipfile.ZipInfo, file: str, report: Report, limits: Limits) -> int:
    """Count the elements of a part, and refuse what no spreadsheet program writes."""
    count = cells = 0
    is_far = False
    parser = expat.ParserCreate()

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal count, cells, is_far
        count += 1
        kind = name.rpartition(":")[2]
        if kind == "row":
            cells = 0
        elif kind == "c":
            cells += 1
            is_far = _column(attributes.get("r", "")) > limits.columns
        # A cell far to the right may have a colour, but no value: it would not be read.
        if cells > limits.columns or (is_far and kind in {"v", "f", "is"}):
            report.add(Place(file), "table.columns", most=limits.columns)
            raise _RefusedError
        if count > limits.sheet_elements:
            raise _RefusedError  # the caller tells

    def refuse(*_anything: Any) -> None:
        report.add(Place(file), "sheet.entity", entry.filename)
        raise _RefusedError

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for piece in archive.chunks(entry, Place(f"{file}/{entry.filename}"), report):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except _RefusedError:
        pass
    except expat.ExpatError as error:
        report.add(Place(file), "sheet.damaged", reason=f"{entry.filename}: {error}")
    return count


def _column(cell: str) -> int:
    """The column of a cell by its name: 28 of ``AB7``."""
    column = 0
    for letter in cell.rstrip("0123456789")[:8]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


# --- reading ----------------------------------------------------------------------------------------


def _rows(sheet: Any, file: str, report: Report, limits: Limits) -> Iterator[TableRow]:
    place = Place(f"{file}#{sheet.title}")
    sheet.reset_dimensions()  # what the file says of its own size is a hint, and may be wrong
    rows = sheet.iter_rows(max_col=limits.columns + 1)
    line = 0
    while True:
        try:
            cells = next(rows, None)
        except Exception as error:  # noqa: BLE001 -- as above
            report.add(place, "sheet.damaged", reason=f"behind row {line}: {_reason(error)}")
            return
        if cells is None:
            return
        line += 1
        if line > limits.rows:
            report.add(Place(place.file, line), "table.rows", most=limits.rows)
            return
        width = len(cells)  # the library fills rows up with empty cells
        while width and cells[width - 1].value is None:
            width -= 1
        texts = list(_texts(cells[:width], place.file, line, report))
        if len(texts) > limits.columns:
            report.add(Place(place.file, line), "table.columns", most=limits.columns)
            return
        if texts:
            yield TableRow(place.file, line, texts, is_sheet=True)


def _texts(cells: Sequence[Any], file: str, line: int, report: Report) -> Iterator[str | None]:
    for column, cell in enumerate(cells, start=1):
        value = cell.value
        if value is None:
            yield ""
        elif cell.data_type == "f":
            place = TableRow(file, line, (), is_sheet=True).place(column)
            report.add(place, "cell.formula", str(getattr(value, "text", value)))
            yield None
        elif cell.data_type == "e":
            report.add(TableRow(file, line, (), is_sheet=True).place(column), "cell.fault", str(value))
            yield None
        else:
            yield _text(value)


def _text(value: Any) -> str:
    """A cell's value as the text that a person would have written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(timespec="minutes")
    if isinstance(value, dt.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    text = str(value).replace("\r\n", "\n").replace("_x000D_", "")
    plain = unguarded(text)
    return text if plain is None else plain  # a text that looks like a formula is one only in CSV


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
