"""How a page is looked at: how wide, light or dark, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to look at every page."""

    width: int
    scheme: Literal["light", "dark"]
    language: str

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}-{self.language}"


EVERYDAY = [Variant(360, "dark", "id")]
"""The narrowest, with the longer words."""

SLOW = [Variant(360, "light", "en"), Variant(1280, "dark", "id")]
"""Two opposite ones: each width, each scheme and each language once."""

WALKED = [*EVERYDAY, SLOW[1]]
"""In which Tab is pressed through the whole page: each width once; colours and language change nothing."""

JUDGED = SLOW
"""In which axe judges contrast and the room of what is pressed: each width and each scheme once.

That takes most of its time. Every day tests/browser/contrast.py looks for faint texts instead, and
test_pages.py for what is small.
"""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ALL = [Variant(*each) for each in product((360, 1280), SCHEMES, ("en", "id"))]
