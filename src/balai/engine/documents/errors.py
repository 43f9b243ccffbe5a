"""What can keep a document from being made. Every error names the place, the value and the remedy."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

SHOWN_AT_MOST = 8


class DocumentError(Exception):
    """A document could not be made; the message may be shown to the office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unprintable:
    """Characters of one text that a document cannot show.

    Attributes:
        where: the field of the document, such as ``modules[2].title``.
        characters: each once, in the order in which they stand.
        text: the whole text.
    """

    where: str
    characters: str
    text: str


class UnprintableTextError(DocumentError):
    """Some texts have characters that would have come out as empty boxes, or broken a file.

    Attributes:
        places: every text that has such characters, in the order of the document.
    """

    def __init__(self, places: tuple[Unprintable, ...]) -> None:
        self.places = places
        shown = "; ".join(f"{place.where}: {named(place.characters)}" for place in places[:SHOWN_AT_MOST])
        more = f"; and {len(places) - SHOWN_AT_MOST} more" if len(places) > SHOWN_AT_MOST else ""
        super().__init__(f"These characters cannot be shown: {shown}{more}. Replace them or leave them out.")


class PictureError(DocumentError):
    """A picture is not what it should be."""


class TypesettingError(DocumentError):
    """Typst refused a template of ours: a fault of Balai, not of the data.

    Attributes:
        diagnostic: what Typst said, with the line.
    """

    def __init__(self, template: str, diagnostic: str) -> None:
        self.diagnostic = diagnostic
        super().__init__(f"The template {template} could not be set: {diagnostic}")


def named(characters: str) -> str:
    """Each character with its number and name: ``‘😀’ (U+1F600 GRINNING FACE)``."""
    return ", ".join(_named(character) for character in characters)


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    number = f"U+{ord(character):04X}"
    shown = f"‘{character}’ " if character.isprintable() else ""
    return f"{shown}({number} {name})" if name else f"{shown}({number})"
