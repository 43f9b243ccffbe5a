"""Lists of an edition over the API: read and kept whole, as on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext
from ninja import Schema

from balai.kernel.bodies import Word
from balai.people.authentication import Caller
from balai.programmes.api.common import KEEP_LISTS, READ, Seen, admit, by, edition_of, grants_of, router
from balai.programmes.forms.lists import SHEETS
from balai.programmes.forms.meanwhile import keys_seen, merge
from balai.programmes.forms.sheet_parts import Typed
from balai.programmes.models import Edition
from balai.programmes.rules import may_keep_edition, may_keep_money
from balai.programmes.services.parts import ListError, one_writer
from balai.programmes.services.parts import keep_list as keep_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.programmes.forms.sheet_parts import Told
    from balai.programmes.forms.sheets import OpenSheet


class ColumnOut(Schema):
    """A column of a list; texts have one for each language, as `title.en`."""

    name: str
    label: str
    is_required: bool


class RowOut(Schema):
    """A row of a list: its identifier, its cells by column, and a mark of what stands in them.

    Whoever writes the list sends the marks back in `seen`: what a colleague has changed meanwhile is then
    taken over cell by cell, and told where both changed the same.
    """

    id: UUID
    cells: dict[str, str]
    seen: str


class ListOut(Schema):
    """A list of an edition, whole and in its order."""

    name: str
    columns: list[ColumnOut]
    rows: list[RowOut]


class RowIn(Schema):
    """A row as it shall be: the identifier of the one it changes, or null for a new one."""

    id: UUID | None = None
    cells: dict[str, Word]


class ListIn(Schema):
    """A whole list in its order. Of the rows named in `seen`, those that no row names are removed.

    An identifier alone says that the row was there; a mark, as rows are told with, also what stood in it.
    """

    rows: list[RowIn]
    seen: list[Seen] = []


@router.get("editions/{code}/lists/{name}", response=ListOut, operation_id="get_list", **READ)
def get_list(request: Caller, code: Word, name: Word) -> dict[str, Any]:
    """Show one list of an edition, such as `activities`, `places` or `budget`, whole."""
    return _list(_sheet(edition_of(request, code), name))


@router.put("editions/{code}/lists/{name}", response=ListOut, operation_id="keep_list", **KEEP_LISTS)
def keep_list(request: Caller, code: Word, name: Word, given: ListIn) -> dict[str, Any]:
    """Make one list of an edition what is sent, all or nothing, with every fault told by row and column."""
    edition = edition_of(request, code)
    opened = _sheet(edition, name)
    rule = may_keep_money if opened.sheet.keepers == "money" else may_keep_edition
    admit(rule(grants_of(request), edition))
    typed = Typed(
        keys=[str(row.id or "") for row in given.rows],
        cells=[{head: text.strip() for head, text in row.cells.items()} for row in given.rows],
        seen=list(given.seen),
    )
    columns = {head.name for head in opened.heads}
    strange = {
        f"rows.{number}.{column}": [gettext("This list has no such column.")]
        for number, row in enumerate(given.rows)
        for column in row.cells
        if column not in columns
    }
    with one_writer(edition):
        told = merge(typed, opened.coded(), opened.heads)
        lines, faults = opened.read(typed)
        told += faults
        if not told and not strange:
            try:
                keep_lines(
                    opened.sheet.model, edition=edition, lines=lines, seen=keys_seen(typed), **by(request)
                )
            except ListError as error:
                told = opened.told_by_deed(error.faults, typed)
    if told or strange:
        raise ValidationError({**strange, **_faults(opened, told)})
    return _list(_sheet(edition, name))


def _sheet(edition: Edition, name: str) -> OpenSheet:
    if name not in SHEETS:
        raise Http404
    return SHEETS[name].opened(edition)


def _list(opened: OpenSheet) -> dict[str, Any]:
    coded = opened.coded()
    return {
        "name": opened.sheet.name,
        "columns": opened.heads,
        "rows": [
            {"id": key, "cells": cells, "seen": seen}
            for key, cells, seen in zip(coded.keys, coded.cells, coded.seen, strict=True)
        ],
    }


def _faults(opened: OpenSheet, told: Sequence[Told]) -> dict[str, list[str]]:
    """What is wrong, by row (counted from 0) and column."""
    names = {head.label: head.name for head in opened.heads}
    found: dict[str, list[str]] = {}
    for one in told:
        row = [str(one.row - 1)] if one.row else []
        column = [names[one.column]] if one.column else []
        found.setdefault(".".join(["rows", *row, *column]), []).append(f"{one.rule} {one.remedy}".strip())
    return found
