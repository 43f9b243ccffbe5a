"""The official letter: what the office writes, on its letterhead, signed by office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.typesetting import content_of, typeset
from balai.engine.documents.words import date_text, require_language

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.documents.parts import Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLetter:
    """One letter as it will stay.

    Attributes:
        language: of every text: "en" or "id".
        letterhead: of the office that writes.
        place: where it is written, such as "Jakarta".
        dated_on: its date.
        reference: its number in the register.
        subject: one line.
        addressee: name or office, then its address, one line each.
        paragraphs: the text; a line break inside one is kept.
        salutation: such as "Your Excellency,"; none if empty.
        closing: such as "Yours sincerely,"; none if empty.
        signed_by: the office that signs and what it belongs to, one line each; never a person's name.
        enclosures: what comes with it.
        copies: who else gets it.
    """

    language: str
    letterhead: Letterhead
    place: str
    dated_on: dt.date
    reference: str
    subject: str
    addressee: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signed_by: tuple[str, ...]
    salutation: str = ""
    closing: str = ""
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_language(self.language)
        for name in ("subject", "addressee", "paragraphs", "signed_by"):
            if not getattr(self, name):
                raise ValueError(f"a letter without {name.replace('_', ' ')}: give it one")


def paragraphs_of(text: str) -> tuple[str, ...]:
    """A plain text's paragraphs: what blank lines part. Line breaks inside them stay."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(block.strip() for block in blocks if block.strip())


def letter_pdf(letter: OfficialLetter, *, at: dt.datetime) -> bytes:
    """Set a letter.

    Args:
        letter: as written.
        at: the PDF's date of making, aware; the same letter and moment give the same bytes.

    Returns:
        An A4 PDF after PDF/UA-1.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    require_shapes(letter)
    content = content_of(letter, dated_on=date_text(letter.dated_on, letter.language))
    return typeset("letter", content, logo=letter.letterhead.logo, at=at)
