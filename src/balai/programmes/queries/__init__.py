"""Questions about series, editions and what belongs to them."""

from __future__ import annotations

from balai.programmes.queries.editions import (
    NEWEST_FIRST,
    Day,
    activities_in_order,
    days_of,
    deadlines_in_order,
    editions_counting_days_of,
    editions_for_a_sheet,
    editions_in_order,
    editions_matching,
    editions_public,
    editions_with_open_call,
    imports_matching,
    lessons_matching,
    lessons_waiting,
    pledges_matching,
    series_matching,
    session_types_in_order,
    session_types_matching,
)

__all__ = [
    "NEWEST_FIRST",
    "Day",
    "activities_in_order",
    "days_of",
    "deadlines_in_order",
    "editions_counting_days_of",
    "editions_for_a_sheet",
    "editions_in_order",
    "editions_matching",
    "editions_public",
    "editions_with_open_call",
    "imports_matching",
    "lessons_matching",
    "lessons_waiting",
    "pledges_matching",
    "series_matching",
    "session_types_in_order",
    "session_types_matching",
]
