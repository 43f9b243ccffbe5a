"""Who takes part, as rows: lists and rosters, and sheets to sign whose rows have a square code each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.quick import qr_svg
from balai.engine.documents.typesetting import content_of, typeset
from balai.engine.documents.words import require_language

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.documents.parts import Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """A person.

    Attributes:
        number: in the list.
        name: in Latin letters.
        native_name: in the person's own script; empty if none.
        cells: what else is said, one text for each of the roster's heads.
        code: what a reader gets from the square code of the row; empty for none.
    """

    number: str
    name: str
    native_name: str = ""
    cells: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPart:
    """A group, a country, or a session with its people.

    Attributes:
        heading: what it is; empty in a roster of one part.
        lead: a line below it, such as day, time and place.
        lines: in order.
    """

    heading: str = ""
    lead: str = ""
    lines: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A list of people.

    Attributes:
        language: of every text but names: "en" or "id".
        letterhead: of the office.
        heading: such as "Roster by group".
        subject: the edition's title.
        reference: of the edition.
        note: what is done with the paper; empty where that is plain.
        number_head, name_head: of the first two columns.
        heads: of the cells.
        empty_head: of a column that is filled in by hand; empty for none.
        code_head: of the column of codes; empty for none.
        proof: what a square code is, for those who hear the page; the name follows it.
        parts: in order.
        is_parted: whether each part begins a page of its own.
    """

    language: str
    letterhead: Letterhead
    heading: str
    subject: str
    reference: str
    note: str = ""
    number_head: str
    name_head: str
    heads: tuple[str, ...] = ()
    empty_head: str = ""
    code_head: str = ""
    proof: str = ""
    parts: tuple[RosterPart, ...]
    is_parted: bool = False

    def __post_init__(self) -> None:
        require_language(self.language)
        if not any(part.lines for part in self.parts):
            raise ValueError("a roster without people: nobody takes part")
        for part in self.parts:
            for line in part.lines:
                if len(line.cells) != len(self.heads):
                    raise ValueError(f"{line.name}: {len(line.cells)} texts for {len(self.heads)} columns")


def roster_pdf(roster: Roster, *, at: dt.datetime) -> bytes:
    """Set a roster.

    Args:
        roster: what is printed.
        at: the PDF's date of making, aware; the same roster and moment give the same bytes.

    Returns:
        An A4 PDF after PDF/UA-1.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    require_shapes(roster)
    drawn = [
        [qr_svg(line.code, colour="#000") if line.code else "" for line in part.lines]
        for part in roster.parts
    ]
    more = {"codes": json.dumps(drawn)}
    return typeset("roster", content_of(roster), logo=roster.letterhead.logo, at=at, more=more)
