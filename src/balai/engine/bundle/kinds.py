"""What one value can be: how it is read, what a schema says of it, and how it is written again.

A kind reads a node into a Python value and writes that value back as plain data (texts, whole numbers,
booleans, lists, mappings) for YAML, and as one text for a cell of a table. Reading what was written gives
the same value. What cannot be read is a problem, and its value :data:`BAD`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from zoneinfo import available_timezones

from balai.engine.bundle.node import Scalar, text_of
from balai.engine.bundle.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from balai.engine.bundle.node import Node
    from balai.engine.bundle.problem import Report

Plain: TypeAlias = "str | int | bool | Decimal | list[Plain] | dict[str, Plain]"
Schema: TypeAlias = dict[str, Any]

CODE: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"
LANGUAGE: Final = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
KEY_SEPARATOR: Final = "/"
LIST_SEPARATOR: Final = ";"
"""Between the values of a list in one cell."""


class _Bad:
    def __repr__(self) -> str:
        return "BAD"


BAD: Final = _Bad()
"""In the place of a value that could not be read; the problem is in the report."""


class UnfitError(Exception):
    """A text is not what its kind wants."""

    def __init__(self, rule: str, **details: object) -> None:
        self.rule = rule
        self.details = details
        super().__init__(rule)


def near(word: str, known: Iterable[str]) -> str:
    """A half sentence that offers the known word most like a mistyped one, or nothing."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f" → {found[0]}?" if found else ""


def listed(known: Iterable[str], *, most: int = 40) -> str:
    """Words in a row, shortened where nobody would read on."""
    words = list(known)
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


class Kind(ABC):
    """What a value can be."""

    fits_cells = True
    """Whether a cell of a table can hold it."""

    is_translated = False
    """Whether a table has a column for each language."""

    @abstractmethod
    def parse(self, node: Node, report: Report) -> Any:
        """The value of a node; :data:`BAD` after a problem."""

    @abstractmethod
    def plain(self, value: Any) -> Plain:
        """The value as YAML holds it."""

    @abstractmethod
    def schema(self) -> Schema:
        """What JSON Schema says of it in YAML."""

    @abstractmethod
    def words(self) -> str:
        """What the reference says of it, in Markdown."""

    def from_cell(self, cell: Scalar) -> Node:
        """A cell as the node that YAML would have had."""
        return cell

    def to_cell(self, value: Any) -> str:
        """The value as one text."""
        plain = self.plain(value)
        if isinstance(plain, bool):
            return "true" if plain else "false"
        return str(plain)

    def cell_schema(self) -> Schema:
        """What JSON Schema says of it in a cell, which is always a text."""
        schema = self.schema()
        return schema if schema.get("type") == "string" else {"type": "string"}


class ScalarKind(Kind):
    """One value, read from one text."""

    def parse(self, node: Node, report: Report) -> Any:
        if not isinstance(node, Scalar):
            report.add(node.place, "field.is_value", text_of(node))
            return BAD
        try:
            return self.read(node.text.strip())
        except UnfitError as error:
            report.add(node.place, error.rule, node.text, **error.details)
            return BAD

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value of a text.

        Raises:
            UnfitError: the text is none.
        """

    def plain(self, value: Any) -> Plain:
        return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(ScalarKind):
    """A text.

    Attributes:
        most: characters.
        has_lines: whether it may have more than one line.
    """

    most: int = 200
    has_lines: bool = False

    def read(self, text: str) -> str:
        return measured(text, self.most, has_lines=self.has_lines)

    def plain(self, value: str) -> Plain:
        return tidy(value, has_lines=self.has_lines)

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.most}

    def words(self) -> str:
        return f"text, {in_words_at_most(self.most, has_lines=self.has_lines)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern(ScalarKind):
    """A text of a certain form.

    Attributes:
        regex: what the whole text matches; understood by Python and by JSON Schema (ECMA-262).
        rule: what a text of another form is told as.
        sample: shown by that rule.
        most: characters.
    """

    regex: str
    rule: str = "value.pattern"
    sample: str = ""
    most: int = 200

    def read(self, text: str) -> str:
        if not re.fullmatch(self.regex, text):
            raise UnfitError(self.rule, sample=self.sample)
        return measured(text, self.most)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^({self.regex})$", "maxLength": self.most}

    def words(self) -> str:
        return PATTERNS.get(self.rule) or f"text such as `{self.sample}`"


def Code(most: int = 40) -> Pattern:  # noqa: N802 -- reads as the other kinds
    """A code by which people and files name something: ``BBLM``, ``SMI-2018``."""
    return Pattern(regex=CODE, rule="value.code", most=most)


PATTERNS: Final[Mapping[str, str]] = {
    "value.code": "code",
    "value.slug": "code in small letters, digits and hyphens",
    "value.email": "e-mail address",
    "value.url": "address of a page",
    "value.language": "language, BCP 47",
    "value.country": "country, ISO 3166-1 alpha-2",
    "value.currency": "currency, ISO 4217",
}
"""What a value is called by the rule that another one breaks."""

EMAIL = Pattern(regex=r"[^@\s]+@[^@\s]+\.[^@\s.]+", rule="value.email", most=254)
URL = Pattern(regex=r"https?://[^\s<>\"]+", rule="value.url", most=500)
LANGUAGE_TAG = Pattern(regex=LANGUAGE, rule="value.language", most=35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(ScalarKind):
    """A whole number within bounds."""

    least: int = 0
    most: int = 2_000_000_000

    def read(self, text: str) -> int:
        # Only these digits: int() would take those of every script, spaces and underscores.
        if not re.fullmatch(r"-?[0-9]{1,18}", text):
            raise UnfitError("value.whole")
        number = int(text)
        _require_between(number, self.least, self.most)
        return number

    def plain(self, value: int) -> Plain:
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def cell_schema(self) -> Schema:
        return {"type": "string", "pattern": "^-?[0-9]+$"}

    def words(self) -> str:
        return f"whole number, {self.least} to {self.most}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(ScalarKind):
    """A number with decimals, kept exactly; written without zeros that say nothing.

    Attributes:
        places: decimals at most.
    """

    places: int = 2
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(10) ** 15

    def read(self, text: str) -> Decimal:
        try:
            number = Decimal(text) if re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]+)?", text) else None
        except InvalidOperation:  # pragma: no cover -- the pattern lets none through
            number = None
        if number is None or number != round(number, self.places):
            raise UnfitError("value.number", places=self.places)
        _require_between(number, self.least, self.most)
        return number

    def plain(self, value: Decimal) -> Plain:
        text = format(Decimal(value), "f")
        return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)

    def schema(self) -> Schema:
        return {"type": "number", "minimum": float(self.least), "maximum": float(self.most)}

    def cell_schema(self) -> Schema:
        return {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}

    def words(self) -> str:
        return f"number, at most {self.places} decimals"


@dataclass(frozen=True, slots=True)
class Boolean(ScalarKind):
    """Yes or no, as programs and as people write it."""

    def read(self, text: str) -> bool:
        try:
            return {"true": True, "yes": True, "false": False, "no": False}[text.lower()]
        except KeyError as error:
            raise UnfitError("value.boolean") from error

    def plain(self, value: bool) -> Plain:  # noqa: FBT001 -- the value itself
        return bool(value)

    def schema(self) -> Schema:
        return {"type": "boolean"}

    def cell_schema(self) -> Schema:
        return {"type": "string", "pattern": "^(true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO)$"}

    def words(self) -> str:
        return "`true` or `false`"


@dataclass(frozen=True, slots=True)
class Date(ScalarKind):
    """A day, as ISO 8601 writes it."""

    def read(self, text: str) -> dt.date:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise UnfitError("value.date")
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise UnfitError("value.date") from error

    def plain(self, value: dt.date) -> Plain:
        return value.isoformat()

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}

    def words(self) -> str:
        return "day, such as `2018-07-18`"


class RoughDay(NamedTuple):
    """A day as exactly as it is known; the rest of it is filled in with the first day or month."""

    on: dt.date
    precision: str

    def __str__(self) -> str:
        return self.on.isoformat()[: _LENGTHS[self.precision]]


_LENGTHS: Final = {"year": 4, "month": 7, "day": 10}


@dataclass(frozen=True, slots=True)
class RoughDate(ScalarKind):
    """A day, a month or a year: as much of a date as is known."""

    def read(self, text: str) -> RoughDay:
        precision = next((name for name, length in _LENGTHS.items() if length == len(text)), None)
        if precision is None or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise UnfitError("value.rough_date")
        try:
            return RoughDay(dt.date.fromisoformat(text + "-01-01"[: 10 - len(text)]), precision)
        except ValueError as error:
            raise UnfitError("value.rough_date") from error

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}

    def words(self) -> str:
        return "`1963`, `1963-07` or `1963-07-18`"


@dataclass(frozen=True, slots=True)
class ClockTime(ScalarKind):
    """A time of day at the place, in minutes."""

    def read(self, text: str) -> dt.time:
        if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", text):
            raise UnfitError("value.time")
        hours, _, minutes = text.partition(":")
        return dt.time(int(hours), int(minutes))

    def plain(self, value: dt.time) -> Plain:
        return value.isoformat(timespec="minutes")

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"}

    def words(self) -> str:
        return "time of day, such as `08:30`"


@dataclass(frozen=True, slots=True)
class Moment(ScalarKind):
    """An instant; written in UTC, whatever zone it was read in."""

    def read(self, text: str) -> dt.datetime:
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise UnfitError("value.moment") from error
        if moment.tzinfo is None or not re.match(r"[0-9]{4}-", text):
            raise UnfitError("value.moment")
        return moment.astimezone(dt.UTC)

    def plain(self, value: dt.datetime) -> Plain:
        return value.astimezone(dt.UTC).isoformat(timespec="minutes").replace("+00:00", "Z")

    def schema(self) -> Schema:
        return {"type": "string", "format": "date-time"}

    def words(self) -> str:
        return "moment, such as `2018-07-18T08:30+07:00`"


@dataclass(frozen=True, slots=True)
class Choice(ScalarKind):
    """One of some words.

    Attributes:
        meanings: of the words that can stand here.
    """

    meanings: Mapping[str, str]

    def read(self, text: str) -> str:
        if text not in self.meanings:
            raise UnfitError("value.choice", near=near(text, self.meanings), known=listed(self.meanings))
        return text

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.meanings)}

    def words(self) -> str:
        return "one of " + ", ".join(f"`{word}`" for word in self.meanings)


@dataclass(frozen=True, slots=True)
class Listed(ScalarKind):
    """One of a known list that is too long to be told: countries, currencies.

    Attributes:
        codes: the list.
        rule: what another word is told as.
    """

    codes: frozenset[str]
    rule: str

    def read(self, text: str) -> str:
        if text not in self.codes:
            raise UnfitError(self.rule)
        return text

    def schema(self) -> Schema:
        return {"type": "string", "enum": sorted(self.codes)}

    def words(self) -> str:
        return PATTERNS.get(self.rule, "one of a list")


@cache
def _zones() -> set[str]:
    """The zones of this machine; the library looks through its folders each time it is asked."""
    return available_timezones()


@dataclass(frozen=True, slots=True)
class TimeZone(ScalarKind):
    """A time zone by its name in the IANA list."""

    def read(self, text: str) -> str:
        if text not in _zones():
            raise UnfitError("value.zone")
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"}

    def words(self) -> str:
        return "time zone, such as `Asia/Jakarta`"


@dataclass(frozen=True, slots=True)
class Reference(ScalarKind):
    """A record of another section, by its key; looked up once all sections are read.

    Attributes:
        section: its name.
        within: a field of the same record whose value begins the key and is not repeated: activities of one
            edition name each other by their own codes.
    """

    section: str
    within: str = ""

    def read(self, text: str) -> str:
        return measured(text, 200)

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "description": f"The key of one of the {self.section}."}

    def words(self) -> str:
        return f"one of the [{self.section}](#{self.section})"


def in_words_at_most(most: int, *, has_lines: bool) -> str:
    """How long a text may be, as a reader is told."""
    return f"at most {most} characters" + (", in any number of lines" if has_lines else "")


def measured(text: str, most: int, *, has_lines: bool = False) -> str:
    """A text tidied, if it is no longer than it may be.

    Raises:
        UnfitError: it is longer, or has lines where it may have none.
    """
    if not has_lines and "\n" in text:
        raise UnfitError("value.line")
    if len(text) > most:
        raise UnfitError("value.long", length=len(text), most=most)
    return tidy(text, has_lines=has_lines)


def _require_between(number: int | Decimal, least: int | Decimal, most: int | Decimal) -> None:
    if number < least:
        raise UnfitError("value.least", least=least)
    if number > most:
        raise UnfitError("value.most", most=most)
