"""T24, a wish: compact days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def price(draft: Draft) -> None:
    """Lengths of the days less their sessions, which is the same sum wherever they are."""
    weight = draft.problem.weights.waiting_minute
    if not weight:
        return
    for who in draft.present:
        if who.startswith("group:"):
            sessions = draft.attending(who)
            spans = [(draft.days.span(who, day), weight) for day in draft.days_of(sessions)]
            draft.costs["T24"] += [*spans, *((draft.size[one.id], -weight) for one in sessions)]


RULE = Rule(code="T24", sentence="Groups wait and travel little between sessions.", price=price)
