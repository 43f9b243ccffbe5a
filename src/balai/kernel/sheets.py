"""Lists as CSV files, however long: written while they are read, in pieces that are worth a packet."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINES_AT_A_TIME = 500
MARK = "\ufeff"
"""By which spreadsheets know that a file is UTF-8."""


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


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
