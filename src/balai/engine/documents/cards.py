"""What participants wear and sit behind: badges, ten on a sheet, and name tents, one on a sheet."""

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

COLOURS = 9
"""Of groups; the templates hold them. Nobody has to tell them apart: the word stands beside each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One person as others read them.

    Attributes:
        name: in Latin letters.
        native_name: in the person's own script; empty if none.
        country: in words.
        group: in words; empty where there are no groups.
        colour: of the group, 1 to 9; 0 for none.
        code: what a reader gets from the square code; empty for none.
        digits: the same for those who type.
    """

    name: str
    native_name: str = ""
    country: str
    group: str = ""
    colour: int = 0
    code: str = ""
    digits: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a card names somebody")
        if not 0 <= self.colour <= COLOURS:
            raise ValueError(f"a colour is 1 to {COLOURS}, or 0 for none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Cards of one programme.

    Attributes:
        language: of every text but names: "en" or "id".
        letterhead: of the office; its first name and its logo stand on each card.
        heading: such as "Badges".
        programme: its title, on each card.
        when: its days, on each card.
        proof: what the square code is, for those who hear the page.
        cards: in order.
    """

    language: str
    letterhead: Letterhead
    heading: str
    programme: str
    when: str
    proof: str
    cards: tuple[Card, ...]

    def __post_init__(self) -> None:
        require_language(self.language)
        if not self.cards:
            raise ValueError("no cards: nobody takes part")


def badges_pdf(cards: Cards, *, at: dt.datetime) -> bytes:
    """Set badges as large as a bank card (86 × 54 mm), ten on a sheet of A4, to be cut along the lines.

    Args:
        cards: what is printed.
        at: the PDF's date of making, aware; the same cards and moment give the same bytes.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    return _set("badges", cards, at)


def tents_pdf(cards: Cards, *, at: dt.datetime) -> bytes:
    """Set name tents: a sheet of A4 for each person, folded once, which says the same on both sides.

    Args:
        cards: as of :func:`badges_pdf`; codes are not printed.
        at: as of :func:`badges_pdf`.

    Raises:
        DocumentError: as of :func:`badges_pdf`.
    """
    return _set("tents", cards, at)


def _set(template: str, cards: Cards, at: dt.datetime) -> bytes:
    require_shapes(cards)
    drawn = [qr_svg(card.code) if card.code else "" for card in cards.cards]
    more = {"codes": json.dumps(drawn)}
    return typeset(template, content_of(cards), logo=cards.letterhead.logo, at=at, more=more)
