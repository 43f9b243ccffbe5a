"""The final report of an edition: a cover, who signs, and chapters of words, figures, lists and bars."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.minutes import Column
from balai.engine.documents.typesetting import content_of, typeset
from balai.engine.documents.words import require_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from balai.engine.documents.minutes import Named
    from balai.engine.documents.parts import Letterhead


class Kind(StrEnum):
    """How a block is shown."""

    TEXT = "text"
    FACTS = "facts"
    TABLE = "table"
    BARS = "bars"
    NOTHING = "nothing"
    """That there is no record of something, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing that the records say.

    Attributes:
        title: above it, or before facts; may be empty.
        text: of a text, or of nothing.
        columns: of a table; facts have a name and a value, bars a label and a figure, and none needs heads.
        rows: texts; of facts and bars, two each.
        sizes: of bars, how long each is, from 0 to 1.
    """

    kind: Kind
    title: str = ""
    text: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sizes: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        width = len(self.columns) if self.kind == Kind.TABLE else 2
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"{self.title}: every row has {width} texts")
        if self.kind == Kind.BARS and len(self.sizes) != len(self.rows):
            raise ValueError(f"{self.title}: a bar for each row")
        if any(not 0 <= size <= 1 for size in self.sizes):
            raise ValueError(f"{self.title}: a bar is from 0 to 1 long")

    def told(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "kind": str(self.kind),
            "title": self.title,
            "text": self.text,
            "columns": [[column.head, column.width] for column in self.columns],
            "rows": [list(row) for row in self.rows],
            "sizes": list(self.sizes),
        }

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Block:
        """From what :meth:`told` gave."""
        return cls(
            kind=Kind(said["kind"]),
            title=said["title"],
            text=said["text"],
            columns=tuple(Column(head=head, width=width) for head, width in said["columns"]),
            rows=tuple(tuple(row) for row in said["rows"]),
            sizes=tuple(said["sizes"]),
        )

    @property
    def lines(self) -> list[str]:
        """What it says, a line for each thing that can change by itself."""
        title = f"{self.title}: " if self.title else ""
        if not self.rows:
            return [f"{title}{self.text}"]
        return [f"{title}{' · '.join(part for part in row if part)}" for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A paragraph that a person wrote, or a point of a list."""

    text: str
    is_point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One chapter.

    Attributes:
        number: as it is printed.
        title: its heading.
        written: what a person wrote; stands first.
        blocks: what the records say.
    """

    number: int
    title: str
    written: tuple[Written, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs: a body with its part, and a line for name, day and signature."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A final report as it will stay.

    Attributes:
        language: of every text: "en" or "id".
        letterhead: of the office.
        heading: such as "Final report".
        title: of the edition.
        theme: below it.
        reference: such as "SMI-2018/R-1".
        note: such as "Draft": not yet what will stay; left out if empty.
        facts: of the cover.
        contents_heading, signed_heading, distribution_heading: above these lists.
        signed_hint: what stands on each line to sign, such as "Name, day, signature".
        approved: by whom and when, in words.
        signatories: in the order of protocol.
        distribution: who gets it.
        chapters: in order, at least one.
        records_heading: before what the records say, where a person wrote as well.
    """

    language: str
    letterhead: Letterhead
    heading: str
    title: str
    reference: str
    facts: tuple[Named, ...]
    chapters: tuple[Chapter, ...]
    contents_heading: str
    signed_heading: str
    signed_hint: str
    distribution_heading: str
    records_heading: str
    theme: str = ""
    note: str = ""
    approved: str = ""
    signatories: tuple[Signatory, ...] = ()
    distribution: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_language(self.language)
        if not self.title or not self.chapters:
            raise ValueError("a report names an edition, and has a chapter")

    @property
    def subject(self) -> str:
        """What a word processor calls the file."""
        return f"{self.heading}: {self.title}"


def report_pdf(report: Report, *, at: dt.datetime) -> bytes:
    """Set a report.

    Args:
        report: as approved.
        at: the PDF's date of making, aware; the same report and moment give the same bytes.

    Returns:
        An A4 PDF after PDF/UA-1: tagged, with contents and bookmarks; bars are drawn, and their figures text.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    require_shapes(report)
    return typeset("report", content_of(report), logo=report.letterhead.logo, at=at)
