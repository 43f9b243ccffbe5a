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
    for who in draft.present:
        if who.startswith("group:") and draft.attending(who):
            _rest(draft, who, run)


def _rest(draft: Draft, who: str, run: int) -> None:
    """The runs of one group that have a day on which something may be planned here."""
    own = draft.days_of(draft.attending(who))
    unknown = {
        moment // DAY
        for one in draft.frame.attendance[who]
        if one.id not in draft.begin and one.id not in draft.elsewhere
        for moment in draft.outer.get(one.id, ())
    }
    free: dict[tuple[int, int], Literal | None] = {}
    for first in range(max(0, own[0] - run + 1), min(own[-1], draft.problem.days - run) + 1):
        days = range(first, first + run)
        if unknown.intersection(days) or not any(day in days for day in own):
            continue
        halves = [(day, half) for day in days for half in (0, NOON)]
        for day, half in halves:
            if (day, half) not in free:
                free[day, half] = _free(draft, who, day, (half, NOON if half == 0 else EVENING))
        within = [free[key] for key in halves]
        if (who.removeprefix("group:"), first) in draft.lost:
            continue  # what has begun has taken every half-day; nothing that is planned now can mend it
        if not any(literal is draft.yes for literal in within):
            kept = draft.kept(f"T18:{who.removeprefix('group:')}:{first}")
            draft.enforce(
                draft.model.add_bool_or(*(literal for literal in within if literal is not None)), kept
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
