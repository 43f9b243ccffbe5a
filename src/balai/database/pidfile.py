"""``postmaster.pid``, by which a server tells that it runs. It outlives crashes: never believe it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STATUS_LINE = 7  # counted from 0; LOCK_FILE_LINE_PM_STATUS of PostgreSQL is 8


@dataclass(frozen=True, slots=True)
class PidFile:
    """What a server wrote about itself: its number, and whether it takes connections."""

    pid: int
    is_ready: bool


def read(data: Path) -> PidFile | None:
    """What the file says, or None when it is missing, empty, cut off or not ours to read."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n")
        return PidFile(int(lines[0]), lines[STATUS_LINE:][:1] == ["ready   "])
    except (OSError, ValueError):
        return None
