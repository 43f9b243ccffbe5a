"""What a sheet is made of on the page, and what somebody typed into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINE = 36
"""Characters in a line of a wide cell, about; the sheet of styles gives it 17rem."""

MOST_LINES = 6


@dataclass(frozen=True, kw_only=True)
class Head:
    """One heading of the page: a column, in one language where its texts have several."""

    name: str
    label: str
    width: str
    words: Sequence[str] = ()
    is_required: bool = False
    has_lines: bool = False


@dataclass(frozen=True, kw_only=True)
class CellShown:
    """A cell as it stands on the page."""

    id: str
    name: str
    text: str
    label: str
    width: str
    words: str
    has_lines: bool = False
    faults: Sequence[str] = ()

    @property
    def rows(self) -> int:
        """How many lines a wide cell takes, in browsers that do not measure it themselves."""
        lines = sum(1 + max(len(line) - 1, 0) // LINE for line in self.text.split("\n"))
        return min(lines, MOST_LINES)


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """A row as it stands on the page."""

    number: int
    key: str
    cells: Sequence[CellShown]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One fault, for the list above the sheet.

    Attributes:
        row: number of the row; 0 for the list as a whole.
        cell: the id of its cell, or empty.
        column, value, rule, remedy: what a reader must know to mend it.
    """

    row: int
    column: str
    value: str
    rule: str
    remedy: str
    cell: str = ""


@dataclass(slots=True)
class Typed:
    """What somebody sent: keys and texts of rows, in their order."""

    keys: list[str]
    cells: list[dict[str, str]]
    seen: list[str] = field(default_factory=list)

    def add(self, rows: Iterable[dict[str, str]]) -> None:
        """New rows below those that are there, before the empty ones at the end."""
        while self.cells and not self.keys[-1] and not any(self.cells[-1].values()):
            self.keys.pop()
            self.cells.pop()
        for texts in rows:
            self.keys.append("")
            self.cells.append(texts)


def cell_id(row: int, name: str) -> str:
    """The identifier of a cell on the page."""
    return f"c{row}-{name.replace('.', '-')}"
