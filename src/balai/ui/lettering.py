"""How wide a text will be, so that drawings made on the server leave room for their words.

A drawing cannot ask the browser. The widths are those of Source Sans 3 at weight 600; letters that it lacks
are counted generously, because a little too much room is seen by nobody.
"""

from __future__ import annotations

import unicodedata

WIDTHS = (
    "200 315 482 513 513 841 639 275 324 324 438 513 275 322 275 344 513 513 513 513 513 513 513 513 513 513 275 275"
    " 513 513 513 444 875 558 597 576 625 538 510 628 663 282 494 597 502 745 657 674 582 674 592 545 546 655 536 800"
    " 541 501 540 324 344 324 513 500 549 516 563 462 564 507 317 520 558 262 263 522 271 843 560 549 564 564 373 431"
    " 361 556 495 748 481 495 443 324 255 324 513"
)
THOUSANDTHS = {chr(32 + place): int(width) for place, width in enumerate(WIDTHS.split())}
"""Width of each printable ASCII character, in thousandths of the size of the letters."""
OTHER = 600
WIDE = 1000
"""Letters of other scripts; ideographs and what is as wide."""


def width_of(text: str, size: float) -> float:
    """The width of a line of text at a size, in the size's unit."""
    return sum(_thousandths(letter) for letter in unicodedata.normalize("NFD", text)) * size / 1000


def _thousandths(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return WIDE
    return THOUSANDTHS.get(letter, OTHER)


def lines_of(text: str, size: float, most: float) -> list[str]:
    """A text broken between words into lines no wider than ``most``; nothing is ever cut off.

    A word that alone is wider gets a line to itself, and sticks out.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
