from __future__ import annotations

import dataclasses
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from balai.engine.timetabling.check import breaches, misclaimed
from balai.engine.timetabling.precheck import precheck
from balai.engine.timetabling.problem import Absence, Group, Limits, Person, Pin, Site, Weights, Window
from balai.engine.timetabling.read import read_programme
from balai.engine.timetabling.solve import solve
from tests.engine.timetabling import reference
from tests.engine.timetabling.programmes import (
    at,
    best_by_trying_all,
    problems,
    programme,
    session,
    window,
)

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Problem

REFERENCE = read_programme(reference.FILE)


def _of_groups(names: str, *, without: tuple[str, ...] = ()) -> Problem:
    """The reference with some of its groups alone, and without activities of these kinds."""
    sessions = {
        one.id: dataclasses.replace(one, groups=tuple(name for name in one.groups if name in names))
        for one in REFERENCE.sessions
        if set(one.groups) & set(names) and one.kind not in without
    }
    return dataclasses.replace(
        REFERENCE,
        groups=tuple(one for one in REFERENCE.groups if one.id in names),
        sessions=tuple(
            dataclasses.replace(one, after=tuple(name for name in one.after if name in sessions))
            for one in sessions.values()
        ),
    )


FEW = _of_groups("AB", without=("DEM", "SME"))  # still in a part that two threads search


def test_the_reference_instance_is_what_its_bundle_says() -> None:
    assert reference.FILE.read_text(encoding="utf-8") == reference.text()


def _agrees_with_trying_all(problem: Problem) -> None:
    outcome = solve(problem, work=20)

    assert misclaimed(problem, outcome) == []
    best = best_by_trying_all(problem)
    assert (outcome.status, outcome.objective, outcome.bound) == (
        ("infeasible", None, None) if best is None else ("optimal", best, best)
    )
    if outcome.contradictions:
        assert best is None


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_trying_every_timetable_finds_none_better(problem: Problem) -> None:
    _agrees_with_trying_all(problem)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_trying_every_timetable_finds_none_better_often(problem: Problem) -> None:
    _agrees_with_trying_all(problem)


@pytest.mark.slow
def test_a_hundred_runs_with_one_seed_are_the_same() -> None:
    first = solve(FEW, work=1, seed=3)

    for _ in range(99):
        assert dataclasses.replace(solve(FEW, work=1, seed=3), seconds=first.seconds) == first


def test_runs_with_one_seed_are_the_same_in_any_order_of_the_file() -> None:
    turned = dataclasses.replace(FEW, sessions=FEW.sessions[::-1], sites=FEW.sites[::-1])

    one, again, other = (solve(problem, work=2, seed=3) for problem in (FEW, FEW, turned))

    assert dataclasses.replace(again, seconds=one.seconds) == one
    assert dataclasses.replace(other, seconds=one.seconds) == one
    assert (one.is_reproducible, one.work, sorted(one.versions)) == (True, 2, ["balai", "ortools"])


def test_progress_tells_points_that_fall_and_ends_at_the_outcome() -> None:
    told: list[tuple[int | None, int | None]] = []

    outcome = solve(FEW, work=2, progress=lambda points, bound: told.append((points, bound)))

    assert misclaimed(FEW, outcome) == []
    points = [one for one, _ in told if one is not None]
    assert points == sorted(points, reverse=True)
    assert points[-1] >= (outcome.objective or 0)  # the other thread may have found a better one


@pytest.mark.slow
def test_the_reference_is_planned_by_the_clock_and_the_checker_agrees() -> None:
    outcome = solve(REFERENCE, seconds=20)

    assert misclaimed(REFERENCE, outcome) == []
    assert outcome.timetable is not None
    assert breaches(REFERENCE, outcome.timetable) == []
    assert (outcome.is_reproducible, outcome.work) == (False, None)


def test_what_is_held_at_no_site_may_be_held_on_the_way() -> None:
    """An hour in the hall, half an hour anywhere within the hour of the way, an hour in the workshop."""
    sessions = (
        session("r", rooms=("hall.1",), windows=window(0, 9, 10)),
        session("q", rooms=(), minutes=30, windows=window(0, 10, 11)),
        session("s", rooms=("shop.1",), windows=window(0, 9, 12)),
    )
    for more in ({"weights": Weights(waiting_minute=1)}, {"limits": Limits(day_minutes=180)}):
        problem = programme(*sessions, **more)

        outcome = solve(problem, work=1)

        assert misclaimed(problem, outcome) == []
        assert (outcome.status, outcome.objective) == ("optimal", 30 if "weights" in more else 0)
        assert outcome.timetable is not None
        assert [one.begins for one in outcome.timetable.placements if one.session == "s"] == [at(0, 11)]


def test_rest_days_join_parts_that_would_leave_none() -> None:
    """Alone, every day would fill its morning and afternoon; together one half-day stays free."""
    sessions = [
        session(f"{half}{day}", rooms=("hall.1",), windows=window(day, *hours))
        for day in range(3)
        for half, hours in (("m", (8, 12)), ("n", (8, 18)))
    ]
    problem = programme(*sessions, limits=Limits(free_half_day_in=3))

    outcome = solve(problem, work=10)

    assert (outcome.status, misclaimed(problem, outcome)) == ("optimal", [])


def said(problem: Problem) -> list[tuple[tuple[str, ...], str]]:
    return [(one.rules, one.sentence) for one in precheck(problem)]


def test_precheck_names_the_calendars_that_leave_no_time() -> None:
    people = (Person(id="tri", name="Tri", away=(Absence(window=Window(begins=at(0, 0), ends=at(1, 0))),)),)
    problem = programme(
        session("s", rooms=("hall.1",), windows=window(0, 9, 11), people=("tri",)), people=people
    )

    assert said(problem) == [
        (
            ("T11", "T2"),
            "s (s) needs 60 minutes, and the times set for it and the absences of Tri leave none.",
        )
    ]


def test_precheck_counts_seats() -> None:
    problem = programme(
        session("s", groups="AB", rooms=("hall.2",)),
        groups=(Group(id="A", name="A", size=5), Group(id="B", name="B", size=4)),
    )

    assert said(problem) == [(("T8",), "s (s) has 9 people, and its rooms and machines take 5.")]


def test_precheck_follows_orders() -> None:
    problem = programme(
        session("r", rooms=("hall.1",), windows=window(1, 9, 10)),
        session("s", rooms=("hall.1",), windows=window(0, 9, 18), after=("r",)),
    )

    assert said(problem) == [
        (
            ("T12",),
            "r (r) ends on 19 July at 10:00 at the earliest, and s (s) after it must begin by 18 July at 17:00.",
        )
    ]


def test_precheck_follows_a_chain_of_a_thousand_sessions() -> None:
    """Longer than Python's own stack is deep."""
    names = [f"s{number:04}" for number in range(1_100)]
    chain = [session(name, minutes=1, after=(before,)) for before, name in pairwise(names)]
    problem = programme(
        session(names[0], minutes=1), *chain[::-1], days=1, pauses=(), grid=60, sites=(), rooms=(), travel=()
    )

    assert ("T12",) in [one.rules for one in precheck(problem)]


def test_transfers_follow_each_other_through_other_sessions() -> None:
    """The second transfer waits for a lecture, and that for the first: their ids say otherwise."""
    problem = programme(
        session("z", kind="TRV", minutes=180, rooms=("far.1",), leaves="hall", windows=window(0, 8, 18)),
        session("lecture", rooms=("far.1",), after=("z",)),
        session("a", kind="TRV", minutes=180, rooms=("hall.1",), leaves="far", after=("lecture",)),
        session("evening", rooms=("hall.1",), after=("a",)),
    )

    outcome = solve(problem, work=10)

    assert (outcome.status, misclaimed(problem, outcome)) == ("optimal", [])


def test_precheck_adds_up_what_people_are_needed_for() -> None:
    problem = programme(
        *(
            session(name, groups=group, minutes=90, people=("tri",), rooms=(room,), windows=window(0, 9, 11))
            for name, group, room in (("r", "A", "hall.1"), ("s", "B", "hall.2"))
        )
    )

    assert said(problem) == [(("T6",), "Tri is needed for 180 minutes from 18 July to 18 July, and has 120.")]


def test_two_sessions_pinned_to_one_time_are_found() -> None:
    pinned: dict[str, Any] = {"rooms": ("hall.1",), "pin": Pin(begins=at(0, 9))}
    problem = programme(session("r", **pinned), session("s", **pinned))

    assert [one.rules for one in precheck(problem)] == [("T5",), ("T7",)]
    outcome = solve(problem)
    assert (outcome.status, outcome.bound, misclaimed(problem, outcome)) == ("infeasible", None, [])


def test_precheck_is_instant() -> None:
    shut = tuple(
        Site(id=one.id, name=one.name, city=one.city, holds=one.holds, hours=one.hours[:3])
        for one in REFERENCE.sites
    )
    spent = []
    for _ in range(5):
        before = time.process_time()
        assert precheck(REFERENCE) == []
        assert precheck(dataclasses.replace(REFERENCE, sites=shut)) != []
        spent.append(time.process_time() - before)

    assert min(spent) < 0.1  # two of them, of a processor's time: less than 50 ms each
