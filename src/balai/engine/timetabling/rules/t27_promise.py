"""T27, a wish: what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import merged
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    for session in draft.sessions:
        if session.promise is None:
            continue
        kept = [
            moment
            for moment in draft.starts[session.id]
            if any(
                window.begins <= moment and moment + session.minutes <= window.ends
                for window in merged(session.promise.windows)
            )
        ]
        if len(kept) == len(draft.starts[session.id]):
            continue
        literal = draft.yes
        if kept:
            literal = draft.model.new_bool_var(f"the promise for {session.id} is broken")
            draft.model.add_linear_expression_in_domain(
                draft.begin[session.id], draft.within(session, kept)
            ).only_enforce_if(literal.negated())
        draft.costs["T27"].append((literal, session.promise.weight))


RULE = Rule(code="T27", sentence="Sessions are held when it was promised.", price=price)
