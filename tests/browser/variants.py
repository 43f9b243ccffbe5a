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


EVERYDAY = [Variant(360, "light", "en"), Variant(1280, "dark", "id")]
"""Two opposite ones, so that each value of each kind is seen by every run."""

SLOW = [Variant(360, "dark", "en"), Variant(360, "light", "id"), Variant(1280, "light", "en")]
"""With those of every day, every two values of two kinds are seen together by the slow group."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ALL = [Variant(*each) for each in product((360, 1280), SCHEMES, ("en", "id"))]
