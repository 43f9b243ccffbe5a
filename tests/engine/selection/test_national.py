from __future__ import annotations

import dataclasses
from itertools import product

import pytest

from balai.engine.selection.check.national import national_breaches
from balai.engine.selection.national import (
    NationalProblem,
    NationalSelection,
    Programme,
    Wish,
    solve_national,
)
from balai.engine.selection.problem import Nominee, Target
from tests.engine.selection.nations import nation


def points_by_trying_all(problem: NationalProblem) -> int:
    """The most points of any assignment that the checker's counting allows."""
    options = [
        [None, *(wish.programme for wish in problem.wishes if wish.nominee == one.id)]
        for one in problem.nominees
    ]
    best = None
    for given in product(*options):
        places = {one.id: to for one, to in zip(problem.nominees, given, strict=True) if to is not None}
        found = national_breaches(
            problem, NationalSelection(places=places, points=-1, bound=10**9, weights={})
        )
        if all(breach.rule == "N4" for breach in found):
            counted = int(found[0].detail.rpartition(" ")[2]) if found else -1
            best = counted if best is None else max(best, counted)
    assert best is not None
    return best


@pytest.mark.parametrize("seed", range(8))
def test_a_small_nation_gets_the_most_points(seed: int) -> None:
    problem = nation(nominees=6, programmes=2, countries=2, places=2, seed=seed)

    selection = solve_national(problem)

    assert national_breaches(problem, selection) == []
    assert selection.points == points_by_trying_all(problem)


def test_everyone_gets_a_first_choice_when_there_is_room() -> None:
    people = tuple(Nominee(id=name, name=name, country="BT", score=500) for name in ("dechen", "karma"))
    problem = NationalProblem(
        nominees=people,
        programmes=(Programme(id="cnc", places=1), Programme(id="foundry", places=1)),
        wishes=(
            Wish(nominee="dechen", programme="cnc", bonus=60),
            Wish(nominee="dechen", programme="foundry", bonus=30),
            Wish(nominee="karma", programme="foundry", bonus=60),
        ),
    )

    selection = solve_national(problem)

    assert (selection.places, selection.points) == ({"dechen": "cnc", "karma": "foundry"}, 1120)
    assert selection.bound == 1120


def test_a_middling_nation_is_near_its_bound_and_the_same_twice() -> None:
    problem = nation(nominees=600, programmes=12)

    selection = solve_national(problem)

    assert national_breaches(problem, selection) == []
    assert selection.gap < 0.002
    assert solve_national(problem) == selection


def test_false_national_selections_are_refused() -> None:
    problem = nation(nominees=60, programmes=3)
    true = solve_national(problem)
    place = next(iter(true.places))
    full = {one.nominee: one.programme for one in problem.wishes}

    false = [
        dataclasses.replace(true, points=true.points + 1),
        dataclasses.replace(true, bound=true.points - 1),
        dataclasses.replace(true, weights={}),
        dataclasses.replace(true, weights={"nobody": 1}),
        dataclasses.replace(true, places={key: value for key, value in true.places.items() if key != place}),
        dataclasses.replace(true, places=full),
    ]

    assert [bool(national_breaches(problem, one)) for one in false] == [True] * len(false)


def test_bad_problems_are_refused() -> None:
    hard = Target(id="women", name="women", where={"sex": "female"}, least=1)
    with pytest.raises(ValueError, match="programme cnc, target women: give people and a weight"):
        Programme(id="cnc", places=1, targets=(hard,))
    with pytest.raises(ValueError, match="no such nominee or programme"):
        NationalProblem(nominees=(), programmes=(), wishes=(Wish(nominee="dechen", programme="cnc"),))
