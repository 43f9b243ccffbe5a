"""Minutes of a meeting that decided something: facts, lists with their reasons, who signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.typesetting import content_of, typeset
from balai.engine.documents.words import require_language

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.documents.parts import Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A fact with its name.

    Attributes:
        name: such as "Chair".
        text: what is known of it; left out if empty.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list.

    Attributes:
        head: what it is called.
        width: its share of the sheet beside the others'.
    """

    head: str
    width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part under a heading: paragraphs, then a list.

    Attributes:
        heading: of the part.
        paragraphs: before the list.
        columns: of the list.
        rows: with a text for each column.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"{self.heading}: a row has {len(row)} texts for {len(self.columns)} columns"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Minutes as they will stay.

    Attributes:
        language: of every text: "en" or "id".
        letterhead: of the office.
        heading: such as "Minutes of the selection panel".
        subject: what the meeting was about: the edition's title.
        reference: of the decision, such as "SMI-2018/D-1".
        facts: of the meeting.
        sections: what was decided.
    """

    language: str
    letterhead: Letterhead
    heading: str
    subject: str
    reference: str
    facts: tuple[Named, ...]
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        require_language(self.language)
        for name in ("heading", "subject", "sections"):
            if not getattr(self, name):
                raise ValueError(f"minutes without {name}: give them one")


def minutes_pdf(minutes: Minutes, *, at: dt.datetime) -> bytes:
    """Set minutes.

    Args:
        minutes: as decided.
        at: the PDF's date of making, aware; the same minutes and moment give the same bytes.

    Returns:
        An A4 PDF after PDF/UA-1.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    require_shapes(minutes)
    return typeset("minutes", content_of(minutes), logo=minutes.letterhead.logo, at=at)
