"""A programme on paper: a poster of the whole on one page, or sheets by day, group, site or person."""

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
class Entry:
    """A session, or a ride, as a line.

    Attributes:
        time: such as "08:30–10:00".
        title: what is held.
        place: room and site.
        who: groups, or seats of a ride.
        people: who teaches; empty where names are not printed.
    """

    time: str
    title: str
    place: str = ""
    who: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day with its lines.

    Attributes:
        heading: the day in words.
        entries: in order.
        rides: transfers and ways between sites, in order.
    """

    heading: str
    entries: tuple[Entry, ...]
    rides: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet that begins a page of its own.

    Attributes:
        heading: whose it is, or which day.
        lead: a line below, such as the members of a group.
        days: in order.
    """

    heading: str
    lead: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme as it is printed.

    Attributes:
        language: of every text: "en" or "id".
        letterhead: of the office.
        heading: such as "Day sheets".
        subject: the edition's title.
        reference: edition and version.
        mark: what stands above everything, such as "Draft, not published"; empty where it is published.
        zone: of the times, in words.
        sheets: one a page; of a poster the first alone.
        is_poster: whether everything is set on one large page.
        heads: of the columns time, session, place, who, people, and of the list of rides.
    """

    language: str
    letterhead: Letterhead
    heading: str
    subject: str
    reference: str
    mark: str
    zone: str
    sheets: tuple[Sheet, ...]
    is_poster: bool
    heads: tuple[str, str, str, str, str, str]

    def __post_init__(self) -> None:
        require_language(self.language)
        for name in ("heading", "subject", "sheets"):
            if not getattr(self, name):
                raise ValueError(f"a programme without {name}: give it one")


def programme_pdf(programme: Programme, *, at: dt.datetime) -> bytes:
    """Set a programme.

    Args:
        programme: what is printed.
        at: the PDF's date of making, aware; the same programme and moment give the same bytes.

    Returns:
        A PDF after PDF/UA-1: sheets on A4, a poster on one page of A3.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    require_shapes(programme)
    return typeset("programme", content_of(programme), logo=programme.letterhead.logo, at=at)
