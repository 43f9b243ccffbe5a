"""What ``balai check`` asks of an installation. A room that has something to tell registers a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Line = Callable[[datetime], "Finding"]


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


health_lines: Registry[Line] = Registry("lines of the health check")
"""Name of a line, and a function from the moment to its finding. It may ask the database."""
