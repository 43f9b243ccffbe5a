"""T18: free half-days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY, NOON, Window
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from balai.engine.timetabling.draft import Draft

EVENING = 1_080  # 18:00


def enter(draft: Draft) -> None:
    run = draft.problem.limits.free_half_day_in
    if run is None:
        return
    for who in draft.frame.attendance:
        if not who.startswith("group:"):
            continue
        free = {
            (day, half): _free(draft, who, day, half)
            for day in range(draft.problem.days)
            for half in ((0, NOON), (NOON, EVENING))
        }
        for first in range(draft.problem.days - run + 1):
            within = [literal for (day, _), literal in free.items() if first <= day < first + run]
            if any(literal is draft.yes for literal in within):
                continue
            kept = draft.kept(f"T18:{who.removeprefix('group:')}:{first}")
            draft.enforce(
                draft.model.add_bool_or(*(literal for literal in within if literal is not None)), kept
            )


def _free(draft: Draft, who: str, day: int, half: tuple[int, int]) -> cp_model.IntVar | None:
    """A literal that nothing meets this half-day; none if something always does."""
    window = Window(begins=day * DAY + half[0], ends=day * DAY + half[1])
    busy = {one.id: draft.meeting(one, [window]) for one in draft.attending(who)}
    if not any(busy.values()):
        return draft.yes
    if any(len(starts) == len(draft.starts[name]) for name, starts in busy.items()):
        return None
    free = draft.model.new_bool_var(f"{who} is free on {day} from {half[0]}")
    for name, starts in busy.items():
        if starts:
            session = draft.frame.session[name]
            other = draft.within(session, sorted(set(draft.starts[name]) - set(starts)))
            draft.model.add_linear_expression_in_domain(draft.begin[name], other).only_enforce_if(free)
    return free


RULE = Rule(
    code="T18", sentence="In every run of so many days a group has a half-day free.", gravity=1, enter=enter
)
