from __future__ import annotations

import pytest

from balai.engine.selection.check import Count, Missed, recount
from balai.engine.selection.problem import Country, Nominee, Problem, Target
from balai.engine.selection.process import Request, ask
from tests.engine.selection.pools import reference

POOL = Problem(
    nominees=tuple(
        Nominee(id=f"n{number}", name="", country=country, score=100 * number, attributes={"sex": sex})
        for number, (country, sex) in enumerate(
            [("BT", "female"), ("BT", "male"), ("BT", "male"), ("PK", "female")], start=1
        )
    ),
    places=2,
    countries=(Country(code="BT", name="Bhutan", most=1), Country(code="PK", name="Pakistan", most=1)),
    targets=(Target(id="women", name="women", where={"sex": "female"}, least=1, weight=30),),
)


def test_a_list_made_by_hand_is_counted_with_what_it_misses_and_loses() -> None:
    assert recount(POOL, ["n3", "n4"]) == Count(700, ())
    assert recount(POOL, ["n2", "n3"]) == Count(
        470,
        (
            Missed("country:BT", "at most 1 of Bhutan", 1, "1", None),
            Missed("target:women", "at least 1 women", -1, "1", 30),
        ),
    )
    assert recount(POOL, ["n4"]) == Count(400, (Missed("places", "exactly 2 people in all", -1, "1", None),))
    with pytest.raises(KeyError):
        recount(POOL, ["n9", "n4"])


def test_the_best_cohort_counts_to_its_points() -> None:
    problem = reference()
    selection = ask(Request(deed="solve", problem=problem, seed=3)).selection
    assert selection is not None
    count = recount(problem, selection.best.people)
    assert count.points == selection.best.points
    assert not [one for one in count.missed if one.costs is None]


def test_whoever_hears_of_the_progress_can_end_the_process() -> None:
    def stop(done: int, of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        ask(Request(deed="solve", problem=reference(), seed=1), progress=stop)
