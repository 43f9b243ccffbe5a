"""What publishing changes, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balai.timetable.models import Session, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What publishing changed of one session; before or after is none where it was or is not there."""

    session: Session
    before: Slot | None
    after: Slot | None
