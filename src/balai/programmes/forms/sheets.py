"""Lists of an edition that are written like a spreadsheet: which columns they have, and how cells are read.

A sheet reads everything that was typed or pasted and tells every fault with its row, column, value, rule and
remedy; what it has read goes to one deed (:func:`balai.programmes.services.parts.keep_list`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext

from balai.engine.bundle.fields import Field, ListOf, Translated, parse_fields
from balai.engine.bundle.kinds import BAD
from balai.engine.bundle.node import Scalar, Table
from balai.engine.bundle.problem import Place, Report
from balai.engine.bundle.table import unguarded
from balai.kernel.bundle.columns import kind_of
from balai.kernel.identity import key_in
from balai.kernel.translated import TranslatedTextField
from balai.programmes.forms.kinds import CODE, Word, YesNo
from balai.programmes.forms.meanwhile import mark_rows
from balai.programmes.forms.sheet_parts import CellShown, Head, RowShown, Told, Typed, cell_id
from balai.programmes.services.parts import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import Model, QuerySet
    from django_stubs_ext import StrOrPromise

    from balai.engine.bundle.kinds import Kind
    from balai.engine.bundle.problem import Problem
    from balai.programmes.models import Edition
    from balai.programmes.services.parts import Fault

SPARE_ROWS = 3
"""Empty rows at the end, for those whose browser runs no script."""

MOST_ROWS = 500
Known = Mapping[str, Mapping[str, Any]]
"""Records by code, by what they are: what a cell may name."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a list.

    Attributes:
        name: of the model's column or relation, or of what hangs on a row.
        kind: from the records that cells may name to what a cell is; as the model says where None.
        label: as the model says where empty.
        width: narrow, code, usual or wide.
        is_required: as the model says where None.
        get: from a row to its value, where it is no column of the model.
        default: what an empty cell means, where that is neither nothing nor what the model says.
    """

    name: str
    kind: Callable[[Known], Kind] | None = None
    label: StrOrPromise = ""
    width: str = "usual"
    is_required: bool | None = None
    get: Callable[[Any], Any] | None = None
    default: Any = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One list of an edition.

    Attributes:
        name: in addresses.
        title: on pages.
        lead: one sentence below the title.
        model: of the rows.
        columns: from left to right.
        rows: of an edition, in their order, with what the columns ask for.
        known: what its cells may name.
        keepers: ``edition`` or ``money``: whose list it is.
        finish: from what the columns say to what the deed takes.
    """

    name: str
    title: StrOrPromise
    lead: StrOrPromise
    model: type[Model]
    columns: Sequence[Column]
    rows: Callable[[Edition], QuerySet[Any]]
    known: Callable[[Edition], Known] = lambda _edition: {}
    keepers: str = "edition"
    finish: Callable[[dict[str, Any]], dict[str, Any]] = lambda values: values

    def opened(self, edition: Edition) -> OpenSheet:
        """The list of one edition, ready to be read and shown."""
        return OpenSheet(self, edition)


class OpenSheet:
    """A list of one edition."""

    def __init__(self, sheet: Sheet, edition: Edition) -> None:
        self.sheet = sheet
        self.edition = edition
        self.known = sheet.known(edition)
        self.kinds: dict[str, Kind] = {column.name: self._kind(column) for column in sheet.columns}
        self.heads = list(self._heads())

    # --- the description -------------------------------------------------------------------------------

    def _model_field(self, column: Column) -> Any:
        return self.sheet.model._meta.get_field(column.name)

    def _kind(self, column: Column) -> Kind:
        if column.kind is not None:
            return column.kind(self.known)
        model_field = self._model_field(column)
        if model_field.name == "code":
            return CODE
        if isinstance(model_field, models.BooleanField):
            return YesNo()
        if model_field.choices:
            return Word(lambda: model_field.flatchoices)
        return kind_of(model_field)

    def _is_required(self, column: Column) -> bool:
        if column.is_required is not None:
            return column.is_required
        model_field = self._model_field(column)
        if isinstance(model_field, TranslatedTextField):
            return not model_field.blank
        return not (model_field.blank or model_field.null or model_field.has_default())

    def _label(self, column: Column) -> str:
        return str(column.label) or capfirst(str(self._model_field(column).verbose_name))

    def _heads(self) -> Iterator[Head]:
        for column in self.sheet.columns:
            kind, label = self.kinds[column.name], self._label(column)
            is_required = self._is_required(column)
            if isinstance(kind, Translated):
                for language, _name in settings.LANGUAGES:
                    name_of = str(get_language_info(language)["name_translated"])
                    yield Head(
                        name=f"{column.name}.{language}",
                        label=f"{label} ({name_of})",
                        width="wide",
                        is_required=is_required,
                        has_lines=kind.has_lines,
                    )
            else:
                words: list[str] = []
                if isinstance(kind, Word):
                    words = [str(label) for _value, label in kind.choices()]
                elif isinstance(kind, YesNo):
                    words = [str(kind.plain(answer)) for answer in (True, False)]
                yield Head(
                    name=column.name,
                    label=label,
                    width=column.width,
                    words=words,
                    is_required=is_required,
                )

    def in_one_language(self, heads: Sequence[Head]) -> list[tuple[list[str], str]]:
        """Columns for reading: of a text in several languages one, the reader's first, then the others."""
        reader = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        found: dict[str, tuple[list[str], str]] = {}
        for head in heads:
            base, _dot, language = head.name.partition(".")
            names, label = found.setdefault(base, ([], ""))
            names.insert(0 if language == reader else len(names), head.name)
            column = next(column for column in self.sheet.columns if column.name == base)
            found[base] = (names, self._label(column) if language else label or head.label)
        return list(found.values())

    # --- out -------------------------------------------------------------------------------------------

    def stored(self) -> Typed:
        """The rows of the edition as texts."""
        typed = Typed(keys=[], cells=[])
        for row in self.sheet.rows(self.edition):
            typed.keys.append(str(row.pk))
            typed.cells.append(self._texts(row))
        return mark_rows(typed, self.heads)

    def coded(self) -> Typed:
        """The rows as texts that are the same in every language: words as files have them."""
        typed = Typed(keys=[], cells=[])
        coded = [column for column in self.sheet.columns if isinstance(self.kinds[column.name], Word | YesNo)]
        for row in self.sheet.rows(self.edition):
            texts = self._texts(row)
            for column in coded:
                value = column.get(row) if column.get else getattr(row, column.name)
                if isinstance(value, bool):
                    texts[column.name] = "yes" if value else "no"
                else:
                    texts[column.name] = "" if value is None else str(value)
            typed.keys.append(str(row.pk))
            typed.cells.append(texts)
        return mark_rows(typed, self.heads)

    def in_words(self) -> list[dict[str, str]]:
        """The rows for reading: names for codes, days and sums as the reader's language writes them."""
        return [
            texts | {name: said for name, said in self._said(row) if said}
            for row, texts in ((row, self._texts(row)) for row in self.sheet.rows(self.edition))
        ]

    def _said(self, row: Any) -> Iterator[tuple[str, str]]:
        for column in self.sheet.columns:
            if isinstance(self.kinds[column.name], Translated):
                continue
            value = column.get(row) if column.get else getattr(row, column.name)
            if isinstance(value, models.Manager):
                value = list(value.all())
            said = [_in_words(one) for one in value] if isinstance(value, list) else [_in_words(value)]
            yield column.name, ", ".join(said) if all(said) else ""

    def _texts(self, row: Any) -> dict[str, str]:
        texts: dict[str, str] = {}
        for column in self.sheet.columns:
            kind = self.kinds[column.name]
            value = column.get(row) if column.get else getattr(row, column.name)
            if isinstance(kind, Translated):
                for language, _name in settings.LANGUAGES:
                    texts[f"{column.name}.{language}"] = (value or {}).get(language, "")
                continue
            if isinstance(value, models.Manager):
                value = list(value.all())
            if value in (None, "") or value == []:
                texts[column.name] = ""
            else:
                texts[column.name] = kind.to_cell(value)
        return texts

    def shown(self, typed: Typed, told: Sequence[Told] = ()) -> list[RowShown]:
        """The rows for the page, with empty ones at the end."""
        wrong: dict[str, list[str]] = {}
        for one in told:
            wrong.setdefault(one.cell, []).append(one.rule)
        spare = [("", dict[str, str]())] * SPARE_ROWS
        return [
            RowShown(
                number=number,
                key=key,
                cells=[
                    CellShown(
                        id=cell_id(number, head.name),
                        name=head.name,
                        text=texts.get(head.name, ""),
                        label=gettext("Row %(number)d: %(column)s")
                        % {"number": number, "column": head.label},
                        width=head.width,
                        words=f"words-{head.name}" if head.words else "",
                        has_lines=head.has_lines,
                        faults=wrong.get(cell_id(number, head.name), ()),
                    )
                    for head in self.heads
                ],
            )
            for number, (key, texts) in enumerate(
                [*zip(typed.keys, typed.cells, strict=True), *spare], start=1
            )
        ]

    def written(self) -> tuple[list[str], Iterator[list[str]]]:
        """The heads and the lines of a file that :meth:`pasted` reads again."""
        names = [head.name for head in self.heads]
        return names, ([texts[name] for name in names] for texts in self.stored().cells)

    # --- in --------------------------------------------------------------------------------------------

    def sent(self, data: Mapping[str, Any]) -> Typed:
        """What a form sent; every input of a column has its name, in the order of the rows."""
        lists: Callable[[str], list[str]] = data.getlist  # type: ignore[attr-defined] # a QueryDict
        keys = lists("key")
        columns = {head.name: lists(head.name) for head in self.heads}
        cells = [
            {name: (texts[place] if place < len(texts) else "").strip() for name, texts in columns.items()}
            for place in range(len(keys))
        ]
        return Typed(keys=keys, cells=cells, seen=lists("seen"))

    def pasted(self, text: str) -> list[dict[str, str]]:
        """Rows of a sheet; a first row of headings says which columns they are."""
        text = text.lstrip("\ufeff").strip("\r\n")
        delimiter = max("\t;,", key=text.partition("\n")[0].count)
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
        by_heading = {head.name.casefold(): head.name for head in self.heads}
        by_heading |= {head.label.casefold(): head.name for head in self.heads}
        names = [head.name for head in self.heads]
        if rows and all(not cell.strip() or cell.strip().casefold() in by_heading for cell in rows[0]):
            names = [by_heading.get(cell.strip().casefold(), "") for cell in rows.pop(0)]
        return [
            {name: _unguarded(cell).strip() for name, cell in zip(names, row, strict=False) if name}
            for row in rows
        ]

    def read(self, typed: Typed) -> tuple[list[Line], list[Told]]:
        """Lines for the deed, and every fault; rows without a word are left out, and so removed."""
        if too_many := self.too_many(typed.cells):
            return [], [too_many]
        report = Report()
        lines: list[Line] = []
        for number, (key, texts) in enumerate(zip(typed.keys, typed.cells, strict=True), start=1):
            if any(texts.values()):
                values = self._values(number, texts, report)
                if values is not None:
                    lines.append(Line(number=number, key=key_in(key), values=values))
        return lines, [self._told(problem) for problem in report]

    def too_many(self, cells: Iterable[Mapping[str, str]]) -> Told | None:
        """The one fault of a list that is longer than a page can carry; nothing of it is cut off."""
        number = sum(any(texts.values()) for texts in cells)
        if number <= MOST_ROWS:
            return None
        return Told(
            row=0,
            column="",
            value="",
            rule=gettext("A list has at most %(most)d rows, and these are %(number)d.")
            % {"most": MOST_ROWS, "number": number},
            remedy=gettext("Leave some out, or bring them as a file."),
        )

    def _values(self, number: int, texts: Mapping[str, str], report: Report) -> dict[str, Any] | None:
        nodes: dict[str, Any] = {}
        fields = []
        for column in self.sheet.columns:
            kind = self.kinds[column.name]
            label = self._label(column)
            fields.append(
                Field(
                    name=column.name,
                    kind=kind,
                    doc=label,
                    is_required=self._is_required(column),
                    default=self._default(column, kind),
                )
            )
            if isinstance(kind, Translated):
                written = {
                    language: Scalar(texts[name], _place(number, name), is_quoted=True)
                    for language, _name in settings.LANGUAGES
                    if texts.get(name := f"{column.name}.{language}")
                }
                if written:
                    nodes[column.name] = Table(written, next(iter(written.values())).place)
            elif texts.get(column.name):
                cell = Scalar(texts[column.name], _place(number, column.name), is_quoted=True)
                nodes[column.name] = kind.from_cell(cell)
        values, _places = parse_fields(fields, Table(nodes, _place(number, "")), report)
        return None if any(value is BAD for value in values.values()) else self.sheet.finish(values)

    def _default(self, column: Column, kind: Kind) -> Any:
        if column.default is not None:
            return column.default
        if isinstance(kind, Translated):
            return {}
        if isinstance(kind, ListOf):
            return []
        if column.get is not None:
            return None
        model_field = self._model_field(column)
        if model_field.has_default():
            return model_field.get_default()
        return None if model_field.null else ""

    # --- faults ----------------------------------------------------------------------------------------

    def _told(self, problem: Problem) -> Told:
        row, name = problem.place.line, problem.place.field.partition(".")[0]
        head = self._head(problem.place.field) or self._head(name)
        return Told(
            row=row,
            column=head.label if head else "",
            value=problem.value,
            rule=problem.sentence(gettext),
            remedy=problem.remedy(gettext),
            cell=cell_id(row, head.name) if head else "",
        )

    def told_by_deed(self, faults: Iterable[Fault], typed: Typed) -> list[Told]:
        """What the deed refused, at its cells."""
        return [
            Told(
                row=fault.number,
                column=head.label if (head := self._head(fault.field)) else "",
                value=typed.cells[fault.number - 1].get(head.name, "") if head and fault.number else "",
                rule=fault.message,
                remedy="",
                cell=cell_id(fault.number, head.name)
                if head
                else (cell_id(fault.number, self.heads[0].name) if fault.number else ""),
            )
            for fault in faults
        ]

    def _head(self, name: str) -> Head | None:
        if name in {"", NON_FIELD_ERRORS}:
            return None
        return next(
            (head for head in self.heads if head.name == name or head.name.partition(".")[0] == name), None
        )


def _place(row: int, name: str) -> Place:
    return Place("", row, 0, name)


def _in_words(value: Any) -> str:
    """A value for reading; empty where its cell says it as well."""
    if isinstance(value, models.Model):
        return str(getattr(value, "brief_name", "") or getattr(value, "name", ""))
    if isinstance(value, dt.date):
        return formats.date_format(value, "j M Y")
    if isinstance(value, Decimal):
        return formats.number_format(value.normalize(), use_l10n=True, force_grouping=True)
    return ""


def _unguarded(cell: str) -> str:
    text = unguarded(cell)
    return cell if text is None else text
