"""May it be done? By whom, and in which state of an edition; and who may be nominated."""

from __future__ import annotations

from balai.programmes.rules.access import (
    BRINGERS,
    DECIDERS,
    GIVERS,
    KEEPERS,
    MONEY_KEEPERS,
    READERS,
    SERIES_KEEPERS,
    may_bring,
    may_bring_edition,
    may_bring_series,
    may_decide,
    may_give_edition,
    may_give_series,
    may_keep_edition,
    may_keep_money,
    may_keep_series,
    may_read_edition,
    readable_editions,
    readable_pledges,
    readable_series,
)

__all__ = [
    "BRINGERS",
    "DECIDERS",
    "GIVERS",
    "KEEPERS",
    "MONEY_KEEPERS",
    "READERS",
    "SERIES_KEEPERS",
    "may_bring",
    "may_bring_edition",
    "may_bring_series",
    "may_decide",
    "may_give_edition",
    "may_give_series",
    "may_keep_edition",
    "may_keep_money",
    "may_keep_series",
    "may_read_edition",
    "readable_editions",
    "readable_pledges",
    "readable_series",
]
