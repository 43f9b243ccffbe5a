from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from balai.engine.timetabling.check import breaches, disturbance, disturbed, misexplained, misrepaired
from balai.engine.timetabling.explain import explain
from balai.engine.timetabling.problem import Absence, Limits, Need, Person, Window
from balai.engine.timetabling.process import Request, ask
from balai.engine.timetabling.read import read_programme, read_timetable
from balai.engine.timetabling.repair import repair
from balai.engine.timetabling.solve import solve
from tests.engine.timetabling.programmes import (
    all_timetables,
    at,
    problems,
    programme,
    session,
    timetable,
    window,
)
from tests.engine.timetabling.reference import FILE, PLANNED

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.process import Answer
    from balai.engine.timetabling.result import Placement

CNC = (Need(machine="cnc", count=3),)
REFERENCE = read_programme(FILE)
BEFORE = read_timetable(PLANNED, REFERENCE)


def away(problem: Problem, name: str, day: int) -> Problem:
    """The problem with somebody ill on a day."""
    ill = Absence(window=Window(begins=at(day, 0), ends=at(day + 1, 0)), reason="ill")
    people = tuple(
        Person(id=one.id, name=one.name, away=(*one.away, ill)) if one.id == name else one
        for one in problem.people
    )
    return dataclasses.replace(problem, people=people)


def closed(problem: Problem, name: str, day: int) -> Problem:
    """The problem with a site closed on a day."""
    sites = tuple(
        dataclasses.replace(one, hours=tuple(piece for piece in one.hours if piece.begins // 1_440 != day))
        if one.id == name
        else one
        for one in problem.sites
    )
    return dataclasses.replace(problem, sites=sites)


def test_what_still_stands_is_left_alone() -> None:
    repairs = repair(REFERENCE, BEFORE)

    assert [(one.disturbance, one.changes, one.timetable) for one in repairs.alternatives] == [
        (0, (), BEFORE_IN_ORDER)
    ]
    assert misrepaired(REFERENCE, BEFORE, repairs.alternatives[0], frozen_until=0) == []


BEFORE_IN_ORDER = dataclasses.replace(
    BEFORE, placements=tuple(sorted(BEFORE.placements, key=lambda one: one.session))
)


def test_the_smallest_change_is_found_and_says_who_must_be_told() -> None:
    """The trainer is ill on the first day; the session may go to the second, or to another trainer's hall."""
    problem = programme(
        session("r", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 12, days=2)),
        session("s", rooms=("hall.1", "shop.1"), groups="B", windows=window(0, 9, 12, days=2)),
    )
    before = timetable(r=(at(0, 9), "hall.1"), s=(at(1, 9), "hall.1"))

    repairs = repair(away(problem, "tri", 0), before)

    first = repairs.alternatives[0]
    assert (repairs.status, first.disturbance, first.is_proven) == ("repaired", 36, True)
    assert [
        (
            one.session,
            one.before.begins // 1_440,
            one.after.begins // 1_440,
            one.groups,
            one.people,
            one.sites,
        )
        for one in first.changes
    ] == [("r", 0, 1, ("A",), ("tri",), ("hall",))]


def test_the_first_repair_is_told_while_others_are_looked_for() -> None:
    problem = programme(
        session("r", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 12, days=2)),
        session("s", rooms=("hall.1", "shop.1"), groups="B", windows=window(0, 9, 12, days=2)),
    )
    before = timetable(r=(at(0, 9), "hall.1"), s=(at(0, 9), "shop.1"))
    told: list[Answer] = []

    answer = ask(Request(deed="repair", problem=away(problem, "tri", 0), before=before), so_far=told.append)

    assert answer.repairs is not None
    ways = answer.repairs.alternatives
    assert [one.repairs.alternatives for one in told if one.repairs] == [
        ways[: number + 1] for number in range(len(ways))
    ]
    assert ways


def test_another_room_disturbs_less_than_another_time_and_that_less_than_another_day() -> None:
    problem = programme(
        session("s", rooms=("hall.1", "hall.2", "shop.1"), windows=window(0, 9, 12, days=2)), days=2
    )
    before = timetable(s=(at(0, 9), "hall.1"))

    def disturbs(begins: int, room: str) -> int:
        return disturbance(problem, before, timetable(s=(begins, room)))

    assert disturbs(at(0, 9), "hall.1") == 0
    assert disturbs(at(0, 9), "hall.2") == 5
    assert disturbs(at(0, 10), "hall.2") == 10
    assert disturbs(at(1, 9), "hall.1") == 30
    assert disturbs(at(0, 9), "shop.1") == 30


def test_what_has_begun_stays_even_where_it_breaks_a_rule_now() -> None:
    problem = programme(
        *(
            session(name, rooms=("hall.1",), people=("tri",), windows=window(0, 9, 18, days=2))
            for name in "rs"
        )
    )
    before = timetable(r=(at(0, 9), "hall.1"), s=(at(0, 14), "hall.1"))
    ill = away(problem, "tri", 0)

    repairs = repair(ill, before, frozen_until=at(0, 10))

    assert [[one.session for one in each.changes] for each in repairs.alternatives] == [["s"]]
    assert misrepaired(ill, before, repairs.alternatives[0], frozen_until=at(0, 10)) == []
    assert [one.rule for one in misrepaired(ill, before, repairs.alternatives[0], frozen_until=0)] == ["T11"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"people": ("rudi",)}, {"people": ("rudi",), "rooms": ("hall.2",)}),  # who stands in for two
        ({}, {}),  # one room
        ({"rooms": ("shop.1",)}, {"rooms": ("shop.2",)}),  # a site that takes fewer
        ({"machines": CNC}, {"machines": CNC, "rooms": ("hall.2",)}),
        ({}, {"after": ("r",), "rooms": ("hall.2",)}),
        ({}, {"rooms": ("hall.2",), "groups": "A"}),
        ({}, {"rooms": ("shop.1",), "groups": "A", "minutes": 30}),  # a way
        ({"leaves": "hall", "rooms": ("shop.1",)}, {"rooms": ("hall.2",), "groups": "A"}),  # a transfer
    ],
)
def test_rules_are_not_held_among_sessions_that_have_begun(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """What was changed since clashes among them; the session that has not begun is moved all the same."""
    problem = programme(
        session("r", **{"rooms": ("hall.1",), **first}),
        session("q", **{"rooms": ("hall.1",), "groups": "B", **second}),
        session("s", groups="AB", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 18, days=2)),
    )
    where = [first.get("rooms", ("hall.1",))[0], second.get("rooms", ("hall.1",))[0]]
    before = timetable(
        r=(at(0, 9), where[0]), q=(at(0, 10 if "minutes" in second else 9), where[1]), s=(at(0, 14), "hall.1")
    )
    gone = Absence(window=Window(begins=at(0, 14), ends=at(0, 15)))
    people = tuple(
        dataclasses.replace(one, away=(gone,)) if one.id == "tri" else one for one in problem.people
    )
    ill = dataclasses.replace(problem, people=people)
    assert {"r", "q"} & {name for one in breaches(ill, before) for name in one.sessions}

    repairs = repair(ill, before, frozen_until=at(0, 12))

    assert [one.session for one in repairs.alternatives[0].changes] == ["s"]
    assert misrepaired(ill, before, repairs.alternatives[0], frozen_until=at(0, 12)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"people": ("tri",)}, {"people": ("tri",), "rooms": ("hall.2",)}),
        ({}, {}),
        ({}, {"after": ("r",), "rooms": ("hall.2",)}),
        ({}, {"rooms": ("hall.2",), "groups": "A"}),
    ],
)
def test_rules_are_held_among_sessions_of_which_one_has_not_begun(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    problem = programme(
        session("r", **{"rooms": ("hall.1",), "windows": window(0, 9, 18), **first}),
        session("q", **{"rooms": ("hall.1",), "windows": window(0, 9, 18), "groups": "B", **second}),
    )
    before = timetable(r=(at(0, 9), "hall.1"), q=(at(0, 9, 30), second.get("rooms", ("hall.1",))[0]))

    for now in (0, at(0, 9, 30)):  # both are to come; one runs
        found = repair(problem, before, frozen_until=now).alternatives[0]
        assert found.changes
        assert misrepaired(problem, before, found, frozen_until=now) == []


@pytest.mark.parametrize("limits", [Limits(day_minutes=120), Limits(contact_minutes=90), Limits(sites=1)])
def test_a_limit_is_not_held_on_a_day_of_which_all_has_begun(limits: Limits) -> None:
    """What has begun breaks it by itself now: what would be put there besides goes to another day."""
    problem = programme(
        session("r", rooms=("hall.1",)),
        session("q", rooms=("shop.1",)),
        session("s", rooms=("hall.1",), windows=window(0, 9, 18, days=2)),
        limits=limits,
    )
    before = timetable(r=(at(0, 9), "hall.1"), q=(at(0, 11), "shop.1"), s=(at(0, 14), "hall.1"))

    (first, *_others) = repair(problem, before, frozen_until=at(0, 12)).alternatives

    assert [(one.session, one.after.begins // 1_440) for one in first.changes] == [("s", 1)]
    assert misrepaired(problem, before, first, frozen_until=at(0, 12)) == []


def test_a_day_is_as_long_as_it_is_where_two_that_have_begun_are_at_once() -> None:
    problem = programme(
        session("r", rooms=("hall.1",)),
        session("q", rooms=("hall.2",)),
        session("s", rooms=("hall.1",), windows=window(0, 9, 18)),
        limits=Limits(day_minutes=120),
    )
    before = timetable(r=(at(0, 9), "hall.1"), q=(at(0, 9), "hall.2"), s=(at(0, 14), "hall.1"))

    (first, *_others) = repair(problem, before, frozen_until=at(0, 10)).alternatives

    assert [(one.session, one.after.begins) for one in first.changes] == [("s", at(0, 10))]
    assert misrepaired(problem, before, first, frozen_until=at(0, 10)) == []


def test_a_half_day_that_has_gone_by_is_not_asked_for_again() -> None:
    """What has begun took both half-days of the first day; only the later days must have one free."""
    problem = programme(
        *(session(name, rooms=("hall.1",), windows=window(0, 9, 18, days=3)) for name in "rst"),
        session("u", rooms=("hall.1",), people=("tri",), windows=window(1, 9, 18, days=2)),
        limits=Limits(free_half_day_in=1),
    )
    before = timetable(
        r=(at(0, 9), "hall.1"), s=(at(0, 14), "hall.1"), t=(at(2, 9), "hall.1"), u=(at(1, 9), "hall.1")
    )
    ill = away(problem, "tri", 1)

    repairs = repair(ill, before, frozen_until=at(0, 18))

    first = repairs.alternatives[0]
    assert [(one.session, one.after.begins) for one in first.changes] == [
        ("u", first.changes[0].after.begins)
    ]
    assert at(2, 9) < first.changes[0].after.begins < at(2, 12)
    assert misrepaired(ill, before, first, frozen_until=at(0, 18)) == []
    both = timetable(
        **{one.session: (one.begins, one.room) for one in first.timetable.placements}
        | {"u": (at(2, 14), "hall.1")}
    )
    late = dataclasses.replace(first, timetable=both)
    assert "T18:A:2" in {one.limit for one in misrepaired(ill, before, late, frozen_until=at(0, 18))}


def test_a_limit_that_has_become_tighter_is_kept_where_no_part_is_wrong_by_itself() -> None:
    """Every day keeps every rule; only together they leave no free half-day."""
    problem = programme(
        session("m", rooms=("hall.1",), windows=window(0, 9, 11)),
        session("n", rooms=("hall.1",), windows=window(0, 10, 18)),
        limits=Limits(free_half_day_in=1),
    )
    before = timetable(m=(at(0, 9), "hall.1"), n=(at(0, 14), "hall.1"))

    first = repair(problem, before).alternatives[0]

    assert ([one.session for one in first.changes], first.disturbance) == (["n"], 10)
    assert misrepaired(problem, before, first, frozen_until=0) == []


def test_nothing_is_put_into_what_has_gone_by() -> None:
    """The day before would be as near as the day after, and has gone by; so has the morning."""
    problem = programme(
        session("s", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 12, days=3)),
        session("t", rooms=("hall.1",), windows=window(1, 9, 18)),
        limits=Limits(contact_minutes=60),
    )
    before = timetable(s=(at(1, 11), "hall.1"), t=(at(2, 9), "hall.1"))

    (first, *_others) = repair(away(problem, "tri", 1), before, frozen_until=at(1, 10)).alternatives

    assert {one.session: one.begins for one in first.timetable.placements}["s"] >= at(2, 9)
    early = dataclasses.replace(first, timetable=timetable(s=(at(0, 11), "hall.1"), t=(at(1, 12), "hall.1")))
    found = misrepaired(problem, before, early, frozen_until=at(1, 10))
    assert "T42:s" in {one.limit for one in found}
    assert "T42:s" not in {one.limit for one in misrepaired(problem, before, early, frozen_until=0)}


def test_nothing_is_promised_where_nothing_can_be_saved_and_what_would_help_is_said() -> None:
    """The trainer is away on both days that are left; what had begun stays, though it breaks a rule now."""
    problem = programme(
        *(
            session(name, rooms=("hall.1",), people=("tri",), windows=window(0, 9, 18, days=3))
            for name in "rs"
        )
    )
    before = timetable(r=(at(0, 9), "hall.1"), s=(at(1, 9), "hall.1"))
    ill = away(away(away(problem, "tri", 0), "tri", 1), "tri", 2)

    repairs = repair(ill, before, frozen_until=at(0, 12))
    explained = explain(ill, before=before, frozen_until=at(0, 12))

    assert (repairs.status, repairs.alternatives) == ("infeasible", ())
    (broken,) = disturbed(ill, before, frozen_until=at(0, 12))
    assert (broken.limit, broken.sessions) == ("T11:tri:1", ("s",))
    assert misexplained(ill, explained, before=before, frozen_until=at(0, 12)) == []
    assert sorted(one.limits for one in explained.remedies) == [
        ("T11:tri:0",),
        ("T11:tri:1",),
        ("T11:tri:2",),
    ]
    assert all(one.timetable.placements[0].begins == at(0, 9) for one in explained.remedies)
    assert {one.rule for one in misexplained(ill, explained)} == {"T51", "T52"}  # r, which had begun
    (told,) = explained.contradictions
    assert (told.rules, "what has gone by" in told.sentence) == (("T11", "T42"), True)


def test_sessions_that_are_new_are_planned_and_those_no_longer_asked_for_go() -> None:
    problem = programme(session("s", rooms=("hall.1",)), session("n", rooms=("hall.1",)))
    before = timetable(s=(at(0, 9), "hall.1"), old=(at(0, 9), "hall.1"))

    first = repair(problem, before).alternatives[0]

    assert (first.disturbance, [one.session for one in first.timetable.placements]) == (0, ["n", "s"])
    assert misrepaired(problem, before, first, frozen_until=0) == []


def _nothing_smaller(problem: Problem) -> None:
    planned = solve(problem, work=20).timetable
    assume(planned is not None)
    assert planned is not None
    for changed in (away(problem, "tri", 0), closed(problem, "hall", 0), closed(problem, "shop", 1)):
        repairs = repair(changed, planned)
        kept = [one for one in all_timetables(changed) if not breaches(changed, one)]
        if not kept:
            assert (repairs.status, repairs.alternatives) == ("infeasible", ())
            continue
        moved: list[set[str]] = []
        for one in repairs.alternatives:
            assert misrepaired(changed, planned, one, frozen_until=0) == []
            assert one.disturbance == min(
                disturbance(changed, planned, other)
                for other in kept
                if not any(earlier <= _moved(planned.placements, other.placements) for earlier in moved)
            )
            moved.append({change.session for change in one.changes})


def _moved(before: tuple[Placement, ...], after: tuple[Placement, ...]) -> set[str]:
    return {one.session for one in set(after) - set(before)}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(most=3))
def test_trying_every_timetable_finds_no_smaller_repair(problem: Problem) -> None:
    _nothing_smaller(problem)


@pytest.mark.slow
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(most=3))
def test_trying_every_timetable_finds_no_smaller_repair_often(problem: Problem) -> None:
    _nothing_smaller(problem)


def test_false_repairs_are_refused() -> None:
    problem = programme(session("s", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 18, days=2)))
    before, ill = timetable(s=(at(0, 9), "hall.1")), away(problem, "tri", 0)
    true = repair(ill, before).alternatives[0]
    change = true.changes[0]

    def rules(**claims: object) -> set[str]:
        false = dataclasses.replace(true, **claims)  # type: ignore[arg-type]
        return {one.rule for one in misrepaired(ill, before, false, frozen_until=0)}

    assert rules() == set()
    assert rules(timetable=before) == {"T11", "T41", "T43"}
    assert rules(disturbance=12, bound=12) == {"T41"}
    assert rules(changes=()) == {"T43"}
    assert rules(changes=(dataclasses.replace(change, people=()),)) == {"T43"}
    assert rules(changes=(dataclasses.replace(change, groups=("B",)),)) == {"T43"}
    assert rules(changes=(dataclasses.replace(change, sites=("shop",)),)) == {"T43"}
    assert rules(changes=(dataclasses.replace(change, after=change.before),)) == {"T43"}
    assert rules(is_proven=False) == {"T44"}
    assert rules(bound=40) == {"T44"}
    assert "T42" in {one.rule for one in misrepaired(ill, before, true, frozen_until=at(0, 10))}


SINGLE = [closed(REFERENCE, "bbk", 6), away(REFERENCE, "sample-maya", 5)]
HEAVY = [away(REFERENCE, "sample-anwar", 6), closed(REFERENCE, "bbt", 5)]


@pytest.mark.parametrize("changed", [*SINGLE, *(pytest.param(one, marks=pytest.mark.slow) for one in HEAVY)])
def test_a_single_change_of_the_reference_is_repaired_and_proven(changed: Problem) -> None:
    told: list[tuple[int | None, int | None]] = []

    repairs = repair(changed, BEFORE, frozen_until=at(4, 0), work=20, progress=lambda *now: told.append(now))

    assert told[0][0] == told[0][1] == repairs.alternatives[0].disturbance  # proven by the first search
    for one in repairs.alternatives:
        assert misrepaired(changed, BEFORE, one, frozen_until=at(4, 0)) == []
