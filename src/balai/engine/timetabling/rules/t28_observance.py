"""T28, a wish: times that people keep free of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    weight = draft.problem.weights.kept_time
    if not weight:
        return
    for observance in draft.problem.observances:
        for session in draft.sessions:
            meeting = draft.meeting(session, observance.windows)
            if not meeting:
                continue
            other = sorted(set(draft.starts[session.id]) - set(meeting))
            literal = draft.yes
            if other:
                literal = draft.model.new_bool_var(f"{session.id} meets {observance.id}")
                draft.model.add_linear_expression_in_domain(
                    draft.begin[session.id], draft.within(session, other)
                ).only_enforce_if(literal.negated())
            draft.costs["T28"].append((literal, weight * observance.people * len(session.groups)))


RULE = Rule(code="T28", sentence="Sessions keep out of times that people keep free of work.", price=price)
