"""What is wrong, where it stands, which rule it breaks, and what to do: one problem for each fault.

The sentences are English; a page translates them by looking the same sentence up in its catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from balai.engine.bundle.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST_VALUE = 120
"""Characters of a value that a report repeats."""

MOST_PROBLEMS = 10_000
"""A report that nobody will read to its end is cut there, and says so."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        file: path within the bundle; the name of the file where it is a single one.
        line: counted from 1; of a sheet, the row; 0 where the file as a whole is meant.
        column: counted from 1: the character in a YAML file, the column of a table.
        field: what stands there: ``sites[2].name.id``; in a sheet, ``name.id (C17)``.
    """

    file: str
    line: int = 0
    column: int = 0
    field: str = ""

    def __str__(self) -> str:
        numbers = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{numbers}"

    def at(self, field: str) -> Place:
        """The same place, told as of a field."""
        return Place(self.file, self.line, self.column, field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault.

    Attributes:
        place: where it stands.
        rule: the code of the rule that it breaks, a key of :data:`.rules.RULES`.
        value: what stands there, shortened; empty where nothing does.
        details: fill the gaps of the rule's sentences.
    """

    place: Place
    rule: str
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """What is wrong, as a sentence in the language of ``translate``."""
        return translate(RULES[self.rule].sentence) % self._filling

    def remedy(self, translate: Callable[[str], str] = str) -> str:
        """What to do about it, likewise."""
        return translate(RULES[self.rule].remedy) % self._filling

    @property
    def _filling(self) -> dict[str, str]:
        return {"value": self.value, **self.details}

    def to_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The problem for programs; :meth:`from_json` reads it back, whatever the language."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "field": self.place.field,
            "value": self.value,
            "rule": self.rule,
            "message": self.sentence(translate),
            "remedy": self.remedy(translate),
            "details": dict(self.details),
        }

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Problem:
        place = Place(table["file"], table["line"], table["column"], table["field"])
        return cls(place=place, rule=table["rule"], value=table["value"], details=table["details"])


class Report:
    """Every problem found so far; reading goes on after each, so that all are told at once."""

    def __init__(self, *, most: int = MOST_PROBLEMS) -> None:
        self._most = most
        self._problems: list[Problem] = []
        self._is_cut = False

    def add(self, place: Place, rule: str, value: str = "", **details: object) -> None:
        """Note a problem.

        Raises:
            KeyError: there is no such rule.
        """
        if len(self._problems) >= self._most:
            self._is_cut = True
            return
        shown = value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
        filled = {name: str(detail) for name, detail in details.items()}
        problem = Problem(place=place, rule=rule, value=shown, details=filled)
        problem.sentence()  # a gap without its filling is a mistake of ours: it is found here
        problem.remedy()
        self._problems.append(problem)

    def __bool__(self) -> bool:
        return bool(self._problems)

    def __len__(self) -> int:
        return len(self._problems)

    def __iter__(self) -> Iterator[Problem]:
        """The problems in the order of the files and of the places in them."""
        yield from sorted(
            self._problems, key=lambda one: (one.place.file, one.place.line, one.place.column, one.rule)
        )
        if self._is_cut:
            yield Problem(place=Place(""), rule="report.cut", details={"most": str(self._most)})


class BundleError(Exception):
    """A bundle cannot be taken as it is; the report says all that is wrong with it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("; ".join(f"{one.place}: {one.sentence()}" for one in list(report)[:3]))
