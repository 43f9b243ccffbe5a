"""T23, a wish: heavy topics in the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY, NOON
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    weight = draft.problem.weights.heavy_late
    for session in draft.sessions:
        if not weight or not session.is_heavy:
            continue
        late = [moment for moment in draft.starts[session.id] if moment % DAY >= NOON]
        early = [moment for moment in draft.starts[session.id] if moment % DAY < NOON]
        if not late:
            continue
        literal = draft.yes
        if early:
            literal = draft.model.new_bool_var(f"{session.id} is late")
            draft.model.add_linear_expression_in_domain(
                draft.begin[session.id], draft.within(session, early)
            ).only_enforce_if(literal.negated())
        draft.costs["T23"].append((literal, weight * len(session.groups)))


RULE = Rule(code="T23", sentence="Heavy sessions begin in the morning.", price=price)
