"""T10: how many machines there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from balai.engine.timetabling.draft import Draft


def enter(draft: Draft) -> None:
    for name, machine in sorted(draft.frame.machines.items()):
        uses = [
            (session, draft.interval[session.id], need.count)
            for session in draft.sessions
            for need in session.machines
            if need.machine == name
        ]
        total = sum(count for _, _, count in uses)
        if total <= machine.quantity:
            continue
        kept = draft.kept(f"T10:{name}")
        more = 0 if kept is None else (total - machine.quantity) * (1 - kept)
        taken = draft.together(uses, machine.quantity)
        draft.model.add_cumulative(
            [one for one, _ in taken], [count for _, count in taken], machine.quantity + more
        )


RULE = Rule(
    code="T10",
    sentence="No more machines of a kind are used at a time than there are.",
    gravity=6,
    enter=enter,
)
