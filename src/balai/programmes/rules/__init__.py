"""May it be done? By whom, and in which state of an edition; and who may be nominated."""

from __future__ import annotations

from balai.programmes.rules.access import (
    DECIDERS,
    KEEPERS,
    MONEY_KEEPERS,
    READERS,
    SERIES_KEEPERS,
    may_decide,
    may_keep_edition,
    may_keep_money,
    may_keep_series,
    may_read_edition,
    readable_editions,
    readable_pledges,
    readable_series,
)

__all__ = [
    "DECIDERS",
    "KEEPERS",
    "MONEY_KEEPERS",
    "READERS",
    "SERIES_KEEPERS",
    "may_decide",
    "may_keep_edition",
    "may_keep_money",
    "may_keep_series",
    "may_read_edition",
    "readable_editions",
    "readable_pledges",
    "readable_series",
]
