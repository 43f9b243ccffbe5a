from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from balai.engine.timetabling.check import breaches, costs, misclaimed
from balai.engine.timetabling.problem import (
    Limits,
    Need,
    Observance,
    Pin,
    Promise,
    Quiet,
    Weights,
    Window,
)
from balai.engine.timetabling.result import Cost
from balai.engine.timetabling.solve import solve
from tests.engine.timetabling.programmes import at, programme, session, timetable, window

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Outcome

HALL = ("hall.1",)


def broken(problem: Problem, **places: tuple[int, str | None]) -> list[tuple[str, tuple[str, ...]]]:
    """Limits and sessions of every breach of a timetable."""
    return [(one.limit, one.sessions) for one in breaches(problem, timetable(**places))]


def one(**more: Any) -> Problem:
    """A programme of a single session "s" in the hall."""
    return programme(session("s", **({"rooms": HALL} | more)))


def two(first: dict[str, Any], second: dict[str, Any], **more: Any) -> Problem:
    """A programme of sessions "r" and "s"."""
    return programme(
        session("r", **({"rooms": HALL} | first)), session("s", **({"rooms": HALL} | second)), **more
    )


GOOD = at(0, 9), "hall.1"


def test_a_timetable_that_keeps_every_rule_has_no_breach() -> None:
    assert broken(one(), s=GOOD) == []


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({}, "is not held"),
        ({"s": (at(0, 9, 10), "hall.1")}, "begins beside the grid"),
        ({"s": (at(3, 9), "hall.1")}, "is outside the days"),
        ({"s": (-60, "hall.1")}, "is outside the days"),
        ({"s": (at(0, 23, 30), "hall.1")}, "runs over midnight"),
        ({"s": (at(0, 9), "hall.2")}, "is not in one of its rooms"),
        ({"s": (at(0, 9), None)}, "is not in one of its rooms"),
        ({"s": GOOD, "t": GOOD}, "is no session of the problem"),
    ],
)
def test_t1_every_session_once(places: dict[str, tuple[int, str | None]], said: str) -> None:
    found = breaches(one(), timetable(**places))

    assert [(breach.rule, breach.detail) for breach in found] == [("T1", said)]


def test_t1_a_session_twice() -> None:
    twice = timetable(s=GOOD).placements * 2

    found = breaches(one(), dataclasses.replace(timetable(), placements=twice))

    assert [(breach.limit, breach.detail) for breach in found] == [("T1:s", "is held 2 times")]


def test_t1_a_session_without_a_place_is_in_no_room() -> None:
    assert broken(one(rooms=()), s=(at(0, 9), None)) == []
    assert broken(one(rooms=()), s=GOOD) == [("T1:s", ("s",))]


def test_t2_windows() -> None:
    problem = one(windows=(*window(0, 9, 10), *window(0, 10, 11), *window(0, 14, 15)), minutes=90)

    assert broken(problem, s=GOOD) == []  # windows that touch are one
    assert broken(problem, s=(at(0, 8, 30), "hall.1")) == [("T2:s", ("s",))]
    assert broken(problem, s=(at(0, 10), "hall.1")) == [("T2:s", ("s",))]


def test_t3_hours_at_both_ends() -> None:
    assert broken(one(), s=(at(0, 7, 30), "hall.1")) == [("T3:hall:0", ("s",))]
    assert broken(one(), s=(at(1, 17, 30), "hall.1")) == [("T3:hall:1", ("s",))]
    assert broken(one(), s=(at(0, 17), "hall.1")) == []


def test_t4_pauses() -> None:
    spared = one(kind="TRV", minutes=120)

    assert broken(one(), s=(at(0, 12, 30), "hall.1")) == [("T4:lunch", ("s",))]
    assert broken(one(), s=(at(0, 11), "hall.1")) == []
    assert broken(spared, s=(at(0, 11, 30), "hall.1")) == []
    assert broken(spared, s=(at(0, 12), "hall.1")) == [("T4:lunch", ("s",))]
    assert broken(spared, s=(at(0, 11), "hall.1")) == [("T4:lunch", ("s",))]  # ends as the pause ends
    assert broken(spared, s=(at(0, 10), "hall.1")) == []  # ends as it begins
    assert broken(spared, s=(at(0, 10, 30), "hall.1")) == [("T4:lunch", ("s",))]


def test_t4_pauses_of_one_site() -> None:
    problem = one(rooms=("hall.1", "shop.1"))

    assert broken(problem, s=(at(2, 13), "hall.1")) == []
    assert broken(problem, s=(at(2, 13), "shop.1")) == [("T4:prayer", ("s",))]


def test_t5_t6_t7_one_at_a_time() -> None:
    apart: dict[str, Any] = {"groups": "B", "rooms": ("hall.2",)}
    half_later = at(0, 9, 30)

    assert broken(two({}, {"rooms": ("hall.2",)}), r=GOOD, s=(half_later, "hall.2")) == [("T5:A", ("r", "s"))]
    assert broken(
        two({"people": ("tri",)}, {**apart, "people": ("tri",)}), r=GOOD, s=(half_later, "hall.2")
    ) == [("T6:tri", ("r", "s"))]
    assert broken(two({}, {"groups": "B"}), r=GOOD, s=(half_later, "hall.1")) == [("T7:hall.1", ("r", "s"))]
    assert broken(two({}, apart), r=GOOD, s=(half_later, "hall.2")) == []
    assert broken(two({}, {}), r=GOOD, s=(at(0, 10), "hall.1")) == []


def test_t7_none_while_others_have_the_room() -> None:
    problem = one(rooms=("hall.1", "hall.2"), windows=window(0, 9, 13))
    taken = (Window(begins=at(0, 10), ends=at(0, 11)),)
    rooms = tuple(
        dataclasses.replace(room, taken=taken) if room.id == "hall.1" else room for room in problem.rooms
    )
    problem = dataclasses.replace(problem, rooms=rooms)

    assert broken(problem, s=(at(0, 9), "hall.1")) == []
    assert broken(problem, s=(at(0, 9, 30), "hall.1")) == [("T7:hall.1:0", ("s",))]
    assert broken(problem, s=(at(0, 9, 30), "hall.2")) == []
    sessions = (dataclasses.replace(problem.sessions[0], rooms=HALL, windows=window(0, 10, 12)),)
    outcome = solve(dataclasses.replace(problem, sessions=sessions))
    assert outcome.timetable is not None
    assert [one.begins for one in outcome.timetable.placements] == [at(0, 11)]


def test_t8_seats_and_places_at_machines() -> None:
    assert broken(one(groups="AB", rooms=("hall.2",)), s=(at(0, 9), "hall.2")) == [("T8:s", ("s",))]
    assert broken(one(machines=(Need(machine="cnc", count=2),)), s=GOOD) == [("T8:s", ("s",))]
    assert broken(one(machines=(Need(machine="cnc", count=3),)), s=GOOD) == []


def test_t9_people_at_a_site() -> None:
    problem = two({"rooms": ("shop.1",)}, {"rooms": ("shop.2",), "groups": "B"})

    assert broken(problem, r=(at(0, 9), "shop.1"), s=(at(0, 9, 30), "shop.2")) == [("T9:shop", ("r", "s"))]
    assert broken(problem, r=(at(0, 9), "shop.1"), s=(at(0, 10), "shop.2")) == []


def test_t10_machines() -> None:
    problem = two(
        {"machines": (Need(machine="cnc", count=3),)},
        {"machines": (Need(machine="cnc", count=3),), "groups": "B", "rooms": ("hall.2",)},
    )

    assert broken(problem, r=GOOD, s=(at(0, 9, 30), "hall.2")) == [("T10:cnc", ("r", "s"))]
    assert broken(problem, r=GOOD, s=(at(0, 10), "hall.2")) == []


def test_t11_absences() -> None:
    assert broken(one(people=("rudi",)), s=(at(1, 9), "hall.1")) == [("T11:rudi:1", ("s",))]
    assert broken(one(people=("rudi",)), s=GOOD) == []


def test_t12_order() -> None:
    problem = two({}, {"after": ("r",), "groups": "B", "rooms": ("hall.2",)})

    assert broken(problem, r=GOOD, s=(at(0, 9, 30), "hall.2")) == [("T12:s", ("r", "s"))]
    assert broken(problem, r=GOOD, s=(at(0, 10), "hall.2")) == []


def test_t13_travel_beside_the_pauses() -> None:
    problem = two({}, {"rooms": ("shop.1",)})

    assert broken(problem, r=GOOD, s=(at(0, 10, 30), "shop.1")) == [("T13:A", ("r", "s"))]
    assert broken(problem, r=GOOD, s=(at(0, 11), "shop.1")) == []
    # an hour for lunch and half an hour for a way of an hour
    assert broken(problem, r=(at(0, 10, 30), "hall.1"), s=(at(0, 13), "shop.1")) == [("T13:A", ("r", "s"))]
    assert broken(problem, r=(at(0, 10), "hall.1"), s=(at(0, 13), "shop.1")) == []


def test_t13_sessions_between_do_not_shorten_a_way() -> None:
    problem = programme(
        session("r", rooms=HALL), session("s", rooms=("shop.1",)), session("q", minutes=30, rooms=())
    )

    found = broken(problem, r=GOOD, q=(at(0, 10), None), s=(at(0, 10, 30), "shop.1"))

    assert found == [("T13:A", ("r", "s"))]


def test_t13_people_travel_too_and_where_no_way_is_given_nobody_does() -> None:
    shared = {"people": ("tri",)}
    problem = two(shared, {**shared, "groups": "B", "rooms": ("shop.1",)})
    nowhere = two(shared, {**shared, "groups": "B", "rooms": ("far.1",)})

    assert broken(problem, r=GOOD, s=(at(0, 10, 30), "shop.1")) == [("T13:tri", ("r", "s"))]
    assert broken(nowhere, r=GOOD, s=(at(0, 17), "far.1")) == [("T13:tri", ("r", "s"))]
    assert broken(nowhere, r=GOOD, s=(at(1, 9), "far.1")) == []


def test_t14_cities_change_by_transfer() -> None:
    transfer = session("t", kind="TRV", minutes=180, rooms=("far.1",), leaves="hall")
    problem = programme(session("r", rooms=HALL), session("s", rooms=("far.1",)), transfer)

    assert broken(problem, r=GOOD, t=(at(0, 13), "far.1"), s=(at(0, 16), "far.1")) == []
    assert broken(problem, r=GOOD, s=(at(0, 16), "far.1"), t=(at(1, 13), "far.1")) == [
        ("T14:A", ("r", "s")),
        ("T14:A", ("s", "t")),
    ]


def test_t15_t16_t17_what_a_day_can_bear() -> None:
    spread: dict[str, tuple[int, str | None]] = {"r": GOOD, "s": (at(0, 15), "shop.1")}
    first: dict[str, Any] = {}
    second = {"rooms": ("shop.1",)}

    def limited(limits: Limits) -> list[tuple[str, tuple[str, ...]]]:
        return broken(two(first, second, limits=limits), **spread)

    assert limited(Limits(day_minutes=360, contact_minutes=120, sites=2)) == []  # lunch is not counted
    assert limited(Limits(day_minutes=359)) == [("T15:A:0", ("r", "s"))]
    assert limited(Limits(contact_minutes=119)) == [("T16:A:0", ("r", "s"))]
    assert limited(Limits(sites=1)) == [("T17:A:0", ("r", "s"))]


def test_t16_counts_teaching_alone() -> None:
    problem = two({}, {"is_contact": False}, limits=Limits(contact_minutes=60))

    assert broken(problem, r=GOOD, s=(at(0, 10), "hall.1")) == []


def test_t17_counts_both_ends_of_a_transfer() -> None:
    transfer = session("t", kind="TRV", minutes=180, rooms=("far.1",), leaves="hall")

    found = broken(programme(transfer, limits=Limits(sites=1)), t=(at(0, 13), "far.1"))

    assert found == [("T17:A:0", ("t",))]


def test_t18_free_half_days() -> None:
    sessions = [session(f"{half}{day}", rooms=HALL) for day in range(3) for half in "ma"]
    problem = programme(*sessions, limits=Limits(free_half_day_in=2))
    busy = {f"m{day}": (at(day, 9), "hall.1") for day in range(3)}
    busy |= {f"a{day}": (at(day, 14), "hall.1") for day in range(3)}

    assert broken(problem, **busy) == [
        ("T18:A:0", ("m0", "a0", "m1", "a1")),
        ("T18:A:1", ("m1", "a1", "m2", "a2")),
    ]
    assert broken(problem, **busy | {"a1": (at(1, 10), "hall.1")}) == []


def test_t18_an_evening_is_no_afternoon() -> None:
    problem = programme(
        *(session(name, rooms=()) for name in "rs"), days=1, pauses=(), limits=Limits(free_half_day_in=1)
    )

    assert broken(problem, r=(at(0, 9), None), s=(at(0, 18), None)) == []
    assert broken(problem, r=(at(0, 9), None), s=(at(0, 17, 30), None)) == [("T18:A:0", ("r", "s"))]


def test_t19_quiet_times() -> None:
    quiet = (Quiet(id="first", name="the first day", windows=window(0, 0, 24)),)

    def found(problem: Problem) -> list[tuple[str, tuple[str, ...]]]:
        return broken(dataclasses.replace(problem, quiets=quiet), s=GOOD)

    assert found(one(is_heavy=True)) == [("T19:first", ("s",))]
    assert found(one()) == []


def test_t20_pins() -> None:
    rooms = ("hall.1", "hall.2")

    assert broken(one(pin=Pin(begins=at(0, 10))), s=GOOD) == [("T20:s", ("s",))]
    assert broken(one(rooms=rooms, pin=Pin(begins=at(0, 9), room="hall.2")), s=GOOD) == [("T20:s", ("s",))]
    assert broken(one(rooms=rooms, pin=Pin(begins=at(0, 9))), s=GOOD) == []


def test_every_wish_is_counted_by_hand() -> None:
    heavy: dict[str, Any] = {"is_heavy": True, "people": ("tri",)}
    problem = two(
        {**heavy, "groups": "AB", "promise": Promise(windows=window(1, 9, 18), weight=11)},
        {**heavy, "rooms": ("shop.1",), "minutes": 90},
        quiets=(Quiet(id="late", name="the afternoon", windows=window(0, 14, 17), weight=13),),
        observances=(
            Observance(id="morning", name="a service", windows=window(0, 8, 11), people=5),
            Observance(id="day", name="the day", windows=(*window(0, 9, 12), *window(0, 15, 24)), people=10),
        ),
        weights=Weights(
            site_day=10,
            contact_minute=1,
            contact_good=60,
            heavy_late=7,
            waiting_minute=2,
            trainer_minute=3,
            trainer_good=120,
            kept_time=4,
        ),
    )

    counted = costs(problem, timetable(r=(at(0, 10), "hall.1"), s=(at(0, 14), "shop.1")))

    assert counted == {
        "T21": 30,  # A goes to two sites, B to one
        "T22": 90,  # A is taught 150 minutes
        "T23": 7,  # the second begins in the afternoon, for one group
        "T24": 240,  # A waits from 11:00 to 12:00 and from 13:00 to 14:00
        "T25": 90,  # Tri works half an hour more than is good
        "T26": 13,
        "T27": 11,
        "T28": 160,  # the first has two groups and meets both, the second meets the day until half past three
    }


@pytest.mark.parametrize("begins", [-60, at(0, 9), at(2, 23, 30), at(9, 9)])
def test_wishes_are_counted_of_what_lies_outside_the_days_too(begins: int) -> None:
    """Such a timetable breaks T1; whoever counts its wishes all the same gets figures, not an error."""
    problem = dataclasses.replace(one(), weights=Weights(site_day=10, waiting_minute=1, contact_minute=1))

    assert costs(problem, timetable(s=(begins, "hall.1")))["T21"] == 10


def test_t28_is_met_by_a_minute_and_not_by_what_begins_as_it_ends() -> None:
    kept = Observance(id="kept", name="kept", windows=window(0, 10, 12), people=5)
    problem = dataclasses.replace(one(), observances=(kept,), weights=Weights(kept_time=2))

    counted = [costs(problem, timetable(s=(at(0, hour), "hall.1")))["T28"] for hour in (9, 10, 11, 13)]

    assert counted == [0, 10, 10, 0]
    assert costs(problem, timetable(s=(at(0, 9, 30), "hall.1")))["T28"] == 10
    assert breaches(problem, timetable(s=(at(0, 10), "hall.1"))) == []  # a wish forbids nothing


def test_sessions_keep_out_of_times_that_people_keep_where_it_costs_less() -> None:
    """Known bad is the plan that takes no heed; the planner finds the other, and false costs are refused."""
    kept = Observance(id="kept", name="kept", windows=window(0, 8, 12), people=5)
    heavy = session("s", rooms=HALL, is_heavy=True, windows=(*window(0, 9, 10), *window(0, 14, 15)))
    problem = programme(heavy, observances=(kept,), weights=Weights(heavy_late=7, kept_time=1))

    heedless, minding = solve(programme(heavy, weights=Weights(heavy_late=7))), claimed(problem)
    strict = claimed(dataclasses.replace(problem, weights=Weights(heavy_late=7, kept_time=2)))

    assert minding.timetable == heedless.timetable == timetable(s=GOOD)
    assert (minding.costs, minding.status) == ((Cost(rule="T28", points=5),), "optimal")
    assert strict.timetable == timetable(s=(at(0, 14), "hall.1"))
    assert (strict.costs, strict.status) == ((Cost(rule="T23", points=7),), "optimal")
    assert {one.rule for one in misclaimed(problem, heedless)} == {"T31"}


def claimed(problem: Problem) -> Outcome:
    outcome = solve(problem, work=1)
    assert misclaimed(problem, outcome) == []
    return outcome


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"objective": 8}, "T31"),
        ({"costs": ()}, "T31"),
        ({"costs": (Cost(rule="T23", points=8),)}, "T31"),
        ({"costs": (Cost(rule="T23", points=5), Cost(rule="T23", points=5))}, "T31"),
        ({"bound": 99}, "T32"),
        ({"bound": None}, "T32"),
        ({"bound": 0}, "T32"),
        ({"status": "feasible"}, "T32"),
        ({"timetable": None}, "T32"),
        ({"timetable": None, "objective": None, "costs": (), "status": "infeasible"}, "T33"),
    ],
)
def test_false_claims_are_refused(change: dict[str, Any], rule: str) -> None:
    late = session("s", rooms=HALL, is_heavy=True, windows=window(0, 14, 15))
    problem = programme(late, weights=Weights(heavy_late=5))
    outcome = claimed(problem)

    found = misclaimed(problem, dataclasses.replace(outcome, **change))

    assert rule in {breach.rule for breach in found}


def test_sessions_in_another_order_are_refused() -> None:
    problem = two({}, {})
    outcome = claimed(problem)
    assert outcome.timetable is not None
    reverse = dataclasses.replace(outcome.timetable, placements=outcome.timetable.placements[::-1])

    found = misclaimed(problem, dataclasses.replace(outcome, timetable=reverse))

    assert [breach.rule for breach in found] == ["T31"]
