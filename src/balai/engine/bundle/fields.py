"""What is made of several values: links, texts in languages, lists, and the named fields of a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from balai.engine.bundle.kinds import (
    BAD,
    LANGUAGE,
    LIST_SEPARATOR,
    Kind,
    ScalarKind,
    Text,
    in_words_at_most,
    listed,
    measured,
    near,
)
from balai.engine.bundle.node import Listing, Scalar, Table, text_of
from balai.engine.bundle.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from balai.engine.bundle.kinds import Plain, Schema
    from balai.engine.bundle.node import Node
    from balai.engine.bundle.problem import Place, Report


class Link(NamedTuple):
    """A reference with a word about it."""

    key: str
    word: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(ScalarKind):
    """A reference with a word behind it: ``bblm/cnc-mill 2``, ``anwar lead``.

    Attributes:
        section: of the record that is named.
        word: what stands behind the key.
        default: what is meant where nothing does.
    """

    section: str
    word: ScalarKind
    default: Any

    within = ""

    def read(self, text: str) -> Link:
        key, _space, word = measured(text, 200).partition(" ")
        return Link(key, self.word.read(word.strip()) if word else self.default)

    def plain(self, value: Link) -> Plain:
        return value.key if value.word == self.default else f"{value.key} {self.word.plain(value.word)}"

    def schema(self) -> Schema:
        about = f"The key of one of the {self.section}, and behind a space a word about it."
        return {"type": "string", "minLength": 1, "description": about}

    def words(self) -> str:
        return f"one of the [{self.section}](#{self.section}), behind a space {self.word.words()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated(Kind):
    """A text in one or more languages; an empty text means that the language shall be taken out.

    Attributes:
        most: characters in each language.
        has_lines: whether it may have more than one line.
    """

    most: int = 200
    has_lines: bool = False

    is_translated = True

    def parse(self, node: Node, report: Report) -> Any:
        if not isinstance(node, Table):
            report.add(node.place, "field.is_translated", text_of(node))
            return BAD
        one = Text(most=self.most, has_lines=self.has_lines)
        texts: dict[str, str] = {}
        is_bad = False
        for language, value in node.values.items():
            if not re.fullmatch(LANGUAGE, language):
                report.add(node.names.get(language, value.place), "value.language", language)
                is_bad = True
                continue
            text = one.parse(value, report)
            is_bad = is_bad or text is BAD
            texts[language] = text
        return BAD if is_bad else texts

    def plain(self, value: Mapping[str, str]) -> Plain:
        tidied = {one: tidy(value[one], has_lines=self.has_lines) for one in in_order(value)}
        return {language: text for language, text in tidied.items() if text}

    def schema(self) -> Schema:
        return {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {f"^{LANGUAGE}$": self.cell_schema()},
            "additionalProperties": False,
        }

    def cell_schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.most}

    def words(self) -> str:
        return f"text in each language, {in_words_at_most(self.most, has_lines=self.has_lines)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Kind):
    """Values one after the other; in a cell with semicolons between them.

    Attributes:
        kind: of each.
        least: how many at least.
        is_set: whether their order says nothing: each stands once, sorted.
    """

    kind: Kind
    least: int = 0
    is_set: bool = False

    @property
    def fits_cells(self) -> bool:  # type: ignore[override] # a list fits when its values do
        return isinstance(self.kind, ScalarKind)

    def parse(self, node: Node, report: Report) -> Any:
        if not isinstance(node, Listing):
            report.add(node.place, "field.is_list", text_of(node))
            return BAD
        values = [self.kind.parse(item, report) for item in node.items]
        if any(value is BAD for value in values):
            return BAD
        return sorted(set(values)) if self.is_set else values

    def plain(self, value: Sequence[Any]) -> Plain:
        return [self.kind.plain(one) for one in (sorted(set(value)) if self.is_set else value)]

    def schema(self) -> Schema:
        return {"type": "array", "minItems": max(1, self.least), "items": self.kind.schema()}

    def from_cell(self, cell: Scalar) -> Node:
        parts = [part.strip() for part in cell.text.split(LIST_SEPARATOR)]
        return Listing(tuple(Scalar(part, cell.place) for part in parts if part), cell.place)

    def to_cell(self, value: Any) -> str:
        plain = self.plain(value)
        parts = plain if isinstance(plain, list) else []
        return f"{LIST_SEPARATOR} ".join(str(part) for part in parts)

    def words(self) -> str:
        return f"list: {self.kind.words()}"


def parse_fields(
    fields: Sequence[Field], node: Table, report: Report, *, ignoring: Iterable[str] = ()
) -> tuple[dict[str, Any], dict[str, Place]]:
    """Read named values; every unknown, missing or unfit one is a problem.

    Returns:
        The values of all fields, :data:`BAD` among them; and where those that are written stand.
    """
    values: dict[str, Any] = {}
    places: dict[str, Place] = dict(node.names)
    known = [field.name for field in fields]
    for name, value in node.values.items():
        if name not in known and name not in ignoring:
            place = node.names.get(name, value.place)
            report.add(place, "field.unknown", name, near=near(name, known), known=listed(known))
    for field in fields:
        written = node.values.get(field.name)
        if written is None or (
            isinstance(written, Scalar) and (written.is_nothing or not written.text.strip())
        ):
            values[field.name] = field.missing(node.names.get(field.name, node.place), report)
            continue
        places[field.name] = written.place
        value = field.kind.parse(written, report)
        if value is not BAD and field.is_required and _is_nothing(value):
            value = field.missing(written.place, report)
        values[field.name] = value
    return values, places


def plain_fields(fields: Sequence[Field], record: Mapping[str, Any]) -> dict[str, Plain]:
    """Named values as YAML holds them, in the order of the fields; what is the default is left out."""
    return {
        field.name: field.kind.plain(record[field.name])
        for field in fields
        if field.name in record and not field.is_default(record[field.name])
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A named value of a record.

    Attributes:
        name: as it stands in the file.
        kind: what it can be.
        doc: what it means, as a sentence; shown where it is missing, in the schema and in the reference.
        is_required: whether it has to be written.
        default: what it is when it is not written; never written either.
    """

    name: str
    kind: Kind
    doc: str
    is_required: bool = False
    default: Any = None

    def missing(self, place: Place, report: Report) -> Any:
        """What the value is when nothing is written; a problem if it has to be."""
        if not self.is_required:
            return self.default
        report.add(place.at(self.name), "field.missing", field=self.name, meaning=self.doc)
        return BAD

    def is_default(self, value: Any) -> bool:
        return value == self.default or _is_nothing(value)


@dataclass(frozen=True, slots=True)
class Record(Kind):
    """Named values within a record, as an address has them."""

    fields: tuple[Field, ...]

    fits_cells = False

    def parse(self, node: Node, report: Report) -> Any:
        if not isinstance(node, Table):
            report.add(node.place, "field.is_mapping", text_of(node))
            return BAD
        values, _places = parse_fields(self.fields, node, report)
        return BAD if any(value is BAD for value in values.values()) else values

    def plain(self, value: Mapping[str, Any]) -> Plain:
        return plain_fields(self.fields, value)

    def schema(self) -> Schema:
        return object_schema(self.fields)

    def words(self) -> str:
        return "fields, as below"


def object_schema(fields: Sequence[Field], *, optional: Iterable[str] = ()) -> Schema:
    """What JSON Schema says of named values in YAML."""
    return {
        "type": "object",
        "properties": {field.name: {**field.kind.schema(), "description": field.doc} for field in fields},
        "required": [field.name for field in fields if field.is_required and field.name not in set(optional)],
        "additionalProperties": False,
    }


def in_order(languages: Iterable[str]) -> list[str]:
    """English first, as the field's working language; the others by their code."""
    return sorted(languages, key=lambda language: (language != "en", language))


def _is_nothing(value: Any) -> bool:
    if isinstance(value, dict):
        return not any(value.values())
    return value is None or (isinstance(value, str | list | tuple) and not value)
