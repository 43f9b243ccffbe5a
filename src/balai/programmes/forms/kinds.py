"""What a cell of a list can be, beyond the kinds of bundles: words of the reader's language, and codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

from balai.engine.bundle.fields import ListOf
from balai.engine.bundle.kinds import Boolean, Code, ScalarKind, UnfitError, listed, near
from balai.engine.bundle.node import Scalar
from balai.programmes.rules.eligibility import LineError, may_use_condition, read_line, write_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from balai.engine.bundle.kinds import Plain, Schema
    from balai.engine.bundle.node import Node

TIMES = re.compile(r"(?P<code>\S+)\s*(?:[×x*]\s*(?P<count>[0-9]{1,4}))?")


class Cell(ScalarKind):
    """A kind that no bundle has, and so neither schema nor reference describes it further."""

    def schema(self) -> Schema:
        return {"type": "string"}

    def words(self) -> str:
        return "text"


@dataclass(frozen=True, slots=True)
class Word(Cell):
    """One of some words, as the reader's language says them or as files do.

    Attributes:
        choices: value and label of each, asked when needed, so that the label is of the reader's language.
    """

    choices: Callable[[], Sequence[tuple[Any, Any]]]

    def read(self, text: str) -> Any:
        known = {str(label): value for value, label in self.choices()}
        found = {label.casefold(): value for label, value in known.items()}
        found |= {str(value).casefold(): value for value in known.values()}
        if text.casefold() not in found:
            raise UnfitError("value.choice", near=near(text, known), known=listed(known))
        return found[text.casefold()]

    def plain(self, value: Any) -> Plain:
        return next((str(label) for known, label in self.choices() if known == value), str(value))


@dataclass(frozen=True, slots=True)
class YesNo(Cell):
    """Yes or no, in the reader's language or in English; a number or a cross will do."""

    def read(self, text: str) -> bool:
        if text.casefold() in {pgettext("in a cell", "yes"), "x", "1", "✓"}:
            return True
        if text.casefold() in {pgettext("in a cell", "no"), "–", "-", "0"}:
            return False
        return Boolean().read(text)

    def plain(self, value: bool) -> Plain:  # noqa: FBT001 -- the value itself
        return pgettext("in a cell", "yes") if value else pgettext("in a cell", "no")


@dataclass(frozen=True)
class Named(Cell):
    """Something that has a code, such as a site; capitals do not matter.

    Attributes:
        known: by code; filled for the edition before cells are read.
        section: what these are called: “sites”.
        place: where one is added: “the directory”.
    """

    known: Mapping[str, Any]
    section: str
    place: str

    @cached_property
    def _by_word(self) -> dict[str, Any]:
        """Made once for a list, not once for each of its cells."""
        return {code.casefold(): row for code, row in self.known.items()}

    @cached_property
    def _code_of(self) -> dict[Any, str]:
        found: dict[Any, str] = {}
        for code, row in self.known.items():
            found.setdefault(row, code)  # the first of two codes for one thing
        return found

    def read(self, text: str) -> Any:
        if text.casefold() not in self._by_word:
            hint = near(text, self.known) if len(self.known) <= 2_000 else ""
            raise UnfitError("reference.unknown", section=self.section, near=hint, file=self.place)
        return self._by_word[text.casefold()]

    def plain(self, value: Any) -> Plain:
        return self._code_of.get(value, "")


@dataclass(frozen=True, slots=True)
class Times(Cell):
    """Something with how many of it: ``bblm/cnc-mill × 3``; one where no number stands."""

    of: Named

    def read(self, text: str) -> tuple[Any, int]:
        match = TIMES.fullmatch(text)
        if match is None:
            raise UnfitError("value.pattern", sample="bblm/cnc-mill × 3")
        return self.of.read(match["code"]), int(match["count"] or 1)

    def plain(self, value: tuple[Any, int]) -> Plain:
        row, count = value
        return f"{self.of.plain(row)} × {count}" if count != 1 else self.of.plain(row)


@dataclass(frozen=True, slots=True)
class Part(Cell):
    """Somebody with what they do: ``anwar: leads``; the first word where none is said."""

    of: Named
    word: Word

    def read(self, text: str) -> tuple[Any, Any]:
        code, _colon, word = text.partition(":")
        usual = self.word.choices()[0][0]
        return self.of.read(code.strip()), self.word.read(word.strip()) if word.strip() else usual

    def plain(self, value: tuple[Any, Any]) -> Plain:
        row, word = value
        return f"{self.of.plain(row)}: {self.word.plain(word)}"


@dataclass(frozen=True, slots=True)
class Condition(Cell):
    """A condition of eligibility as a line."""

    def read(self, text: str) -> dict[str, Any]:
        try:
            condition = read_line(text)
        except LineError as error:
            raise UnfitError(
                "value.pattern", sample="experience_years at_least 3 and not is_military"
            ) from error
        if refusal := may_use_condition(condition):
            raise UnfitError("deed.refused", message=refusal.message)
        return condition

    def plain(self, value: dict[str, Any]) -> Plain:
        return write_line(value) if value else ""


class Several(ListOf):
    """Some of these, with semicolons between them; a comma does as well. They keep the order they have."""

    def from_cell(self, cell: Scalar) -> Node:
        return super().from_cell(Scalar(cell.text.replace(",", ";"), cell.place, is_quoted=True))

    def plain(self, value: Sequence[Any]) -> Plain:
        return [self.kind.plain(one) for one in value]


CODE = Code(24)
