"""Lists as sheets: streamed from the database row by row, however long they are."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.fields.json import KT

from balai.kernel.translated import TranslatedTextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

ROWS_AT_A_TIME = 1000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_sheet(rows: QuerySet[Any], columns: Sequence[str]) -> Iterator[bytes]:
    """CSV in UTF-8, with the mark by which spreadsheets know it; in pieces of a thousand rows.

    The heads are the names of columns, as imports read them. A text in several languages is a column for each
    of the product's languages; several words in one cell are separated by spaces.
    """
    heads, paths = _columns(rows, columns)
    piece = io.StringIO()
    writer = csv.writer(piece)
    writer.writerow(heads)
    yield "\ufeff".encode()
    for number, row in enumerate(rows.values_list(*paths).iterator(chunk_size=ROWS_AT_A_TIME), 1):
        writer.writerow([_cell(value) for value in row])
        if number % ROWS_AT_A_TIME == 0:
            yield _taken(piece)
    yield _taken(piece)


def _columns(rows: QuerySet[Any], columns: Sequence[str]) -> tuple[list[str], list[Any]]:
    heads: list[str] = []
    paths: list[Any] = []
    for name in columns:
        first = rows.model._meta.get_field(name.partition("__")[0])
        if isinstance(first, TranslatedTextField):
            heads += [f"{name}_{language}" for language, _name in settings.LANGUAGES]
            paths += [KT(f"{name}__{language}") for language, _name in settings.LANGUAGES]
        else:
            heads.append(name.removesuffix("_id").removesuffix("__code").replace("__", "_"))
            paths.append(name)
    return heads, paths


def _cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula; a number stays one."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return str(value)


def _taken(piece: io.StringIO) -> bytes:
    text = piece.getvalue()
    piece.seek(0)
    piece.truncate()
    return text.encode()
