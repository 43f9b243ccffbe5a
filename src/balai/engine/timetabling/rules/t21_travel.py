"""T21, a wish: little travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    weight = draft.problem.weights.site_day
    if not weight:
        return
    for who in draft.present:
        if who.startswith("group:"):
            for day in draft.days_of(draft.attending(who)):
                visits = draft.days.visits(who, day)
                draft.costs["T21"] += [(literal, weight) for literal in visits.values()]


RULE = Rule(code="T21", sentence="Groups go to few sites a day.", price=price)
