"""T25, a wish: trainers' work is spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    weight, good = draft.problem.weights.trainer_minute, draft.problem.weights.trainer_good
    if not weight:
        return
    for who in draft.present:
        if not who.startswith("person:"):
            continue
        for day in draft.days_of(draft.attending(who)):
            most = sum(one.minutes for one in draft.days.on(who, day))
            if most > good:
                over = draft.model.new_int_var(0, most - good, f"too much of {who} on {day}")
                draft.model.add(over >= draft.days.load(who, day) - good)
                draft.costs["T25"].append((over, weight))


RULE = Rule(code="T25", sentence="Nobody teaches much more on a day than is good.", price=price)
