"""Lists as sheets: streamed from the database row by row, however long they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.fields.json import KT

from balai.kernel.translated import TranslatedTextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

ROWS_AT_A_TIME = 1000


def as_sheet(rows: QuerySet[Any], columns: Sequence[str]) -> tuple[list[str], Iterator[list[str]]]:
    """The heads and the lines of a list, for :func:`balai.kernel.sheets.csv_answer`.

    The heads are the names of columns, as imports read them. A text in several languages is a column for each
    of the product's languages; several words in one cell are separated by spaces.
    """
    heads, paths = _columns(rows, columns)
    found = rows.values_list(*paths).iterator(chunk_size=ROWS_AT_A_TIME)
    return heads, ([_cell(value) for value in row] for row in found)


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
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, list) else str(value)
