from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.engine.grouping.check import faults, points
from balai.engine.grouping.divide import divide
from balai.engine.grouping.problem import Division, Group, Problem, Someone

WEIGHTS = {"country": 100, "background": 10}


def problem(*people: str, sizes: tuple[int, ...] = (2, 2), stays: dict[int, str] | None = None) -> Problem:
    """People written as country and background; groups are called A, B and so on."""
    return Problem(
        people=tuple(
            Someone(
                id=f"p{number}",
                traits=dict(zip(WEIGHTS, one.split(), strict=False)),
                stays_in=(stays or {}).get(number),
            )
            for number, one in enumerate(people)
        ),
        groups=tuple(Group(id="ABCD"[number], size=size) for number, size in enumerate(sizes)),
        weights=WEIGHTS,
    )


def test_two_of_a_country_go_to_different_groups_and_that_is_proven_best() -> None:
    asked = problem("BT official", "BT entrepreneur", "NP official", "NP entrepreneur")

    found = divide(asked)

    assert faults(asked, found) == []
    assert found.group_of["p0"] != found.group_of["p1"]
    assert (found.points, found.is_best) == (0, True)


def test_what_was_settled_stays() -> None:
    asked = problem("BT x", "BT y", "NP x", "NP y", stays={0: "B", 1: "B"})

    found = divide(asked)

    assert faults(asked, found) == []
    assert (found.group_of["p0"], found.group_of["p1"], found.is_best) == ("B", "B", False)


def test_the_same_seed_divides_the_same() -> None:
    asked = problem(*(f"C{number % 7} {'xyz'[number % 3]}" for number in range(20)), sizes=(5, 5, 5, 5))

    assert divide(asked, seed=3) == divide(asked, seed=3)


@pytest.mark.parametrize(
    ("group_of", "claimed", "wrong"),
    [
        ({"p0": "A"}, 0, "not everybody"),
        ({"p0": "A", "p1": "A", "p2": "A", "p3": "B"}, 0, "holds 2, and has 3"),
        ({"p0": "A", "p1": "B", "p2": "Z", "p3": "B"}, 0, "which is no group"),
        ({"p0": "A", "p1": "A", "p2": "B", "p3": "B"}, 0, "claimed 0 points, counted 200"),
    ],
)
def test_the_checker_refuses(group_of: dict[str, str], claimed: int, wrong: str) -> None:
    asked = problem("BT x", "BT y", "NP x", "NP y")

    found = faults(asked, Division(group_of=group_of, points=claimed, bound=0, seed=0))

    assert any(wrong in one for one in found), found


def test_the_checker_refuses_a_bound_above_the_points_and_a_move_of_what_stays() -> None:
    asked = problem("BT x", "NP y", sizes=(1, 1), stays={0: "A"})

    found = faults(asked, Division(group_of={"p0": "B", "p1": "A"}, points=0, bound=5, seed=0))

    assert found == ["p0 was to stay in A", "the bound 5 is above the points 0"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["BT x", "BT y", "NP x", "NP y", "LA x"]), min_size=2, max_size=6))
def test_brute_force_finds_no_better_mix_below_the_bound(people: list[str]) -> None:
    half = len(people) // 2
    asked = problem(*people, sizes=(half, len(people) - half))

    found = divide(asked)

    names = [one.id for one in asked.people]
    best = min(
        points(asked, dict(zip(order, "A" * half + "B" * (len(people) - half), strict=True)))
        for order in permutations(names)
    )
    assert faults(asked, found) == []
    assert found.bound <= best <= found.points
    assert found.points == best


def test_more_people_than_room_is_refused() -> None:
    with pytest.raises(ValueError, match="the groups hold 2"):
        problem("BT x", "BT y", "NP x", sizes=(1, 1))
