"""What a line of ``balai check`` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a line found.

    Attributes:
        what: the state in words.
        remedy: what to do; empty where all is well.
    """

    what: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy
