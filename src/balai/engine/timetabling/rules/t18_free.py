"""T18: free half-days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY, NOON, Window
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from ortools.sat.python.cp_model_helper import Literal

    from balai.engine.timetabling.draft import Draft

EVENING = 1_080  # 18:00


def enter(draft: Draft) -> None:
    """For every run of days whose sessions are all known: planned here, or placed elsewhere."""
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
            days = range(first, first + run)
            within = [literal for (day, _), literal in free.items() if day in days]
            if any(literal is draft.yes for literal in within) or not _is_known(draft, who, days):
                continue
            kept = draft.kept(f"T18:{who.removeprefix('group:')}:{first}")
            draft.enforce(
                draft.model.add_bool_or(*(literal for literal in within if literal is not None)), kept
            )


def _is_known(draft: Draft, who: str, days: range) -> bool:
    return all(
        one.id in draft.begin
        or one.id in draft.elsewhere
        or not any(moment // DAY in days for moment in draft.outer.get(one.id, ()))
        for one in draft.frame.attendance[who]
    )


def _free(draft: Draft, who: str, day: int, half: tuple[int, int]) -> Literal | None:
    """A literal that nothing meets this half-day; none if something always does."""
    window = Window(begins=day * DAY + half[0], ends=day * DAY + half[1])
    for one in draft.frame.attendance[who]:
        placed = draft.elsewhere.get(one.id)
        if placed and placed.begins < window.ends and window.begins < placed.begins + one.minutes:
            return None
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
