"""T1: every session once, on the grid, within one of the days, in one of its rooms.

The variables keep it: a session has one beginning, from the moments that :meth:`Frame.starts` lists, and
exactly one of its rooms.
"""

from __future__ import annotations

from balai.engine.timetabling.rules.rule import Rule

RULE = Rule(
    code="T1",
    sentence="Every session is held once, begins on the grid, ends on the day it begins, in one of its rooms.",
)
