"""T26, a wish: quiet times with a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    for quiet in draft.problem.quiets:
        for session in draft.sessions:
            if quiet.weight is None or not session.is_heavy:
                continue
            meeting = draft.meeting(session, quiet.windows)
            if not meeting:
                continue
            other = sorted(set(draft.starts[session.id]) - set(meeting))
            literal = draft.yes
            if other:
                literal = draft.model.new_bool_var(f"{session.id} meets {quiet.id}")
                draft.model.add_linear_expression_in_domain(
                    draft.begin[session.id], draft.within(session, other)
                ).only_enforce_if(literal.negated())
            draft.costs["T26"].append((literal, quiet.weight))


RULE = Rule(code="T26", sentence="Heavy sessions keep out of quiet times that have a weight.", price=price)
