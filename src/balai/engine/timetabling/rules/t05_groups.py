"""T5: a group is at one session at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def enter(draft: Draft) -> None:
    for who in draft.present:
        if who.startswith("group:"):
            sessions = draft.attending(who)
            if len(sessions) > 1:
                draft.model.add_no_overlap(draft.apart((one, draft.interval[one.id]) for one in sessions))


RULE = Rule(code="T5", sentence="A group is at one session at a time.", enter=enter)
