from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings

from balai.engine.timetabling.bounds import DayBounds
from balai.engine.timetabling.frame import Frame
from balai.engine.timetabling.parts import parts, possible_starts
from balai.engine.timetabling.problem import Limits, Weights
from balai.engine.timetabling.read import read_programme
from balai.engine.timetabling.rules import RULES
from tests.engine.timetabling.programmes import best_by_trying_all, problems, programme, session, window
from tests.engine.timetabling.reference import FILE

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Problem

WEIGHTS = Weights(site_day=30, contact_minute=1, contact_good=60, heavy_late=20, waiting_minute=1)


def least(problem: Problem) -> int | None:
    """The bound of the whole as one part; none where a session has no time."""
    frame = Frame(problem)
    starts = possible_starts(frame, RULES)
    if not all(starts.values()):
        return None
    return DayBounds(frame, starts).least([one.id for one in frame.sessions])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(most=3))
def test_trying_every_timetable_finds_none_below_the_bound(problem: Problem) -> None:
    bound, best = least(problem), best_by_trying_all(problem)

    assert bound is None or best is None or bound <= best


def test_the_bound_of_one_group_counts_sites_ways_teaching_and_late_beginnings() -> None:
    """Whether to travel on one day, to wait over it, or to take another day: all of it is weighed."""
    problem = programme(
        session("a", rooms=("hall.1",), is_heavy=True, windows=window(0, 9, 16, days=2)),
        session("b", rooms=("shop.1",), after=("a",), windows=window(0, 9, 16, days=2)),
        session("c", rooms=("hall.1",), is_heavy=True, windows=window(0, 13, 16)),
        days=2,
        grid=60,
        limits=Limits(sites=1),
        weights=WEIGHTS,
    )

    assert least(problem) == best_by_trying_all(problem) == 140


def test_what_a_group_must_do_on_one_day_leaves_less_room_on_it() -> None:
    """Six hours of teaching on the only day of the first leave no room for the second."""
    problem = programme(
        session("long", minutes=180, windows=window(0, 8, 12)),
        session("more", minutes=120, windows=window(0, 8, 18, days=2)),
        limits=Limits(contact_minutes=240),
        weights=WEIGHTS,
    )

    assert least(problem) == 120 + 60


def test_the_days_of_rotating_groups_are_bound_far_above_the_solvers_own_relaxation() -> None:
    problem = read_programme(FILE)
    frame = Frame(problem)
    starts = possible_starts(frame, RULES)
    large = parts(frame, starts)[-1]

    assert (len(large), DayBounds(frame, starts).least(large)) == (49, 4 * 835)
