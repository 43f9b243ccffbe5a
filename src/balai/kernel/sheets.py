"""Lists as files: CSV, written while they are read, in pieces that are worth a packet; and workbooks."""

from __future__ import annotations

import csv
import io
from itertools import chain, islice
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse

from balai.engine.bundle.table import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINES_AT_A_TIME = 500
MARK = "\ufeff"
"""By which spreadsheets know that a file is UTF-8."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """An answer that a browser keeps as a file.

    Args:
        name: of the file, with its ending.
        head: what the columns are called.
        rows: the cells of each line.
    """
    return StreamingHttpResponse(
        csv_pieces(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def csv_pieces(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The file in pieces of many lines: a piece of one line costs as much on its way as one of a hundred."""
    yield (MARK + _lines([head])).encode()
    left = iter(rows)
    while some := list(islice(left, LINES_AT_A_TIME)):
        yield _lines(some).encode()


def xlsx_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The same list as a workbook of one sheet; written row by row, so that memory does not grow with it.

    Every cell is a text: nothing is taken for a formula, and a reference keeps its zeros.
    """
    # The library loads where a workbook is made and not when the program starts.
    from openpyxl import Workbook  # noqa: PLC0415 -- as said
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as said
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 -- as said

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Balai")
    sheet.freeze_panes = "A2"
    for row in chain([head], rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return HttpResponse(
        content.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()
