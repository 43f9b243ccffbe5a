"""What this room does when something happens below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.programmes.services.deadlines import follow_declared_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def follow_calendars(*, countries: Sequence[str], actor: str, at: datetime, **unused: Any) -> None:
    """When a country declares days off, the deadlines that count them follow within the same transaction."""
    follow_declared_days(countries=countries, actor=actor, at=at)
