"""May it be done? Lists of countries, and the applications of those who are on them."""

from __future__ import annotations

from balai.nominations.rules.lists import (
    KEEPERS,
    NEEDED,
    OPEN_STATUSES,
    READERS,
    may_admit,
    may_change_list,
    may_change_nominee,
    may_invite_countries,
    may_keep_call,
    may_keep_nominations,
    may_rank,
    may_read_nominations,
    may_return_places,
    may_send,
    may_waive,
    may_withdraw,
    missing_of,
    must_be_unchanged,
)

__all__ = [
    "KEEPERS",
    "NEEDED",
    "OPEN_STATUSES",
    "READERS",
    "may_admit",
    "may_change_list",
    "may_change_nominee",
    "may_invite_countries",
    "may_keep_call",
    "may_keep_nominations",
    "may_rank",
    "may_read_nominations",
    "may_return_places",
    "may_send",
    "may_waive",
    "may_withdraw",
    "missing_of",
    "must_be_unchanged",
]
