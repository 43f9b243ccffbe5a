"""T22, a wish: balanced days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    weight, good = draft.problem.weights.contact_minute, draft.problem.weights.contact_good
    if not weight:
        return
    for who in draft.present:
        if not who.startswith("group:"):
            continue
        for day in draft.days_of(draft.attending(who)):
            most = sum(one.minutes for one in draft.days.on(who, day) if one.is_contact)
            if most > good:
                over = draft.model.new_int_var(0, most - good, f"too much for {who} on {day}")
                draft.model.add(over >= draft.days.load(who, day, contact=True) - good)
                draft.costs["T22"].append((over, weight))


RULE = Rule(code="T22", sentence="No day has much more teaching than is good.", price=price)
