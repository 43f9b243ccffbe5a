"""Which characters the fonts of documents have a shape for, asked before a document is set.

Typst would stop at the first text it cannot show, without saying where it stands; this names all of them.
``fonts/coverage.txt`` is written with the fonts (`make fonts`), so that no font is opened here.
"""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balai.engine.documents.errors import Unprintable, UnprintableTextError

if TYPE_CHECKING:
    from collections.abc import Iterator

COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
# They have no shape and need none: line ends, joiners, soft hyphens, and what typesetting takes out.
SHAPELESS = "\t\n\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"


# Overrides and isolates could make a text look like another one; its letters alone decide its direction.
# The mark of byte order comes with texts copied from files, and has no place in a document.
TAKEN_OUT = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
UNWRITABLE = re.compile(
    "[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010fffd]"
)  # as XML 1.0 advises


def require_shapes(document: Any) -> None:
    """Refuse a document with a character that no font of ours can show.

    Args:
        document: a frozen data class; its strings are looked at, however deep they stand.

    Raises:
        UnprintableTextError: names every text, its place and its characters.
    """
    _refuse(document, _shapeless())


def require_writable(document: Any) -> None:
    """Refuse a document with a character that an XML file may not hold; its reader has other fonts than we.

    Raises:
        UnprintableTextError: as :func:`require_shapes`.
    """
    _refuse(document, UNWRITABLE)


def _refuse(document: Any, wrong: re.Pattern[str]) -> None:
    places = tuple(
        Unprintable(where=where, characters="".join(dict.fromkeys(found)), text=text)
        for where, text in _texts(document, "")
        if (found := wrong.findall(text))
    )
    if places:
        raise UnprintableTextError(places)


@cache
def _shapeless() -> re.Pattern[str]:
    ranges = (line.split("-") for line in COVERAGE.read_text(encoding="ascii").split())
    covered = "".join(f"\\U{int(first, 16):08x}-\\U{int(last, 16):08x}" for first, last in ranges)
    return re.compile(f"[^{covered}{SHAPELESS}]")


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _texts(part, f"{where}[{number}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name), f"{where}.{field.name}".lstrip("."))
