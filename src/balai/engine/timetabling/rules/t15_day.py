"""T15: how long a day may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def enter(draft: Draft) -> None:
    most = draft.problem.limits.day_minutes
    if most is None:
        return
    for who in draft.present:
        if who.startswith("group:"):
            for day in draft.days_of(draft.attending(who)):
                kept = draft.kept(f"T15:{who.removeprefix('group:')}:{day}")
                for there in draft.days.judged(who, day):
                    draft.enforce(draft.model.add(draft.days.span(who, day) <= most), kept, there)


RULE = Rule(
    code="T15",
    sentence="A group's day is no longer than the limit, pauses not counted.",
    gravity=1,
    enter=enter,
)
