from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.engine.selection.check import misplaced
from balai.engine.selection.compare import Comparison, what_if
from balai.engine.selection.ladder import Barred, Ladder, Step, Vacancy, replacements
from balai.engine.selection.problem import Country, Host, Nominee, Problem
from balai.engine.selection.solve import solve
from tests.engine.selection.pools import problems, reference


def nominee(
    name: str, country: str, score: int, *, visa_days: int = 0, priority: int | None = None
) -> Nominee:
    return Nominee(id=name, name=name, country=country, score=score, visa_days=visa_days, priority=priority)


PAKISTAN_WITHDRAWS = Problem(
    nominees=(
        nominee("asad", "PK", 775, priority=1),
        nominee("bilal", "PK", 700, priority=3),
        nominee("zainab", "PK", 690, priority=2),
        nominee("dechen", "BT", 810),
        nominee("karma", "BT", 730),
        nominee("rahima", "AF", 785, visa_days=30),
        nominee("budi", "ID", 800),
        nominee("citra", "ID", 790),
    ),
    places=3,
    countries=(Country(code="PK", name="Pakistan", most=1), Country(code="BT", name="Bhutan", most=1)),
    host=Host(country="ID", places=1),
)
COHORT = ("asad", "budi", "dechen")


def test_the_ladder_asks_the_country_then_its_focal_point_then_all_then_the_host() -> None:
    vacancy = Vacancy(leaver="asad", people=COHORT, days_left=9, renomination_days=4)

    ladder = replacements(PAKISTAN_WITHDRAWS, vacancy, seed=1)

    assert ladder == Ladder(
        steps=(
            Step(
                rung="country",
                people=("zainab", "bilal"),
                sentence="Alternates of Pakistan, in its focal point’s order.",
            ),
            Step(
                rung="renomination",
                sentence="The focal point of Pakistan may name a new person within 4 days.",
            ),
            Step(
                rung="host",
                people=("citra",),
                sentence="The host country, beyond its places; the panel decides and gives the reason.",
            ),
        ),
        barred=(
            Barred(nominee="karma", sentence="Would miss at most 1 of Bhutan."),
            Barred(nominee="rahima", sentence="The visa route takes 30 days, and 9 are left."),
        ),
    )
    assert misplaced(PAKISTAN_WITHDRAWS, vacancy, ladder, seed=1) == []


def test_whoever_declined_is_not_asked_again_and_time_for_a_visa_opens_the_region() -> None:
    vacancy = Vacancy(leaver="asad", people=COHORT, declined=("zainab",), days_left=30)

    ladder = replacements(PAKISTAN_WITHDRAWS, vacancy, seed=1)

    assert [(step.rung, step.people) for step in ladder.steps] == [
        ("country", ("bilal",)),
        ("region", ("rahima",)),
        ("host", ("citra",)),
    ]
    assert ladder.barred[1] == Barred(nominee="zainab", sentence="Has declined a place.")


def test_a_false_ladder_is_refused() -> None:
    vacancy = Vacancy(leaver="asad", people=COHORT, days_left=9, renomination_days=4)
    true = replacements(PAKISTAN_WITHDRAWS, vacancy, seed=1)
    turned = dataclasses.replace(true.steps[0], people=true.steps[0].people[::-1])

    false = [
        dataclasses.replace(true, steps=true.steps[::-1]),
        dataclasses.replace(true, steps=true.steps[1:]),
        dataclasses.replace(true, steps=(turned, *true.steps[1:])),
        dataclasses.replace(true, barred=true.barred[1:]),
        dataclasses.replace(
            true, barred=(Barred(nominee="karma", sentence="Has declined a place."), true.barred[1])
        ),
    ]

    assert [bool(misplaced(PAKISTAN_WITHDRAWS, vacancy, one, seed=1)) for one in false] == [True] * len(false)


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 10), st.integers(0, 30))
def test_every_ladder_is_the_rulebooks(problem: Problem, which: int, days: int) -> None:
    people = solve(problem, seed=1).best.people
    if people:
        vacancy = Vacancy(
            leaver=people[which % len(people)], people=people, days_left=days, renomination_days=days % 3
        )
        assert misplaced(problem, vacancy, replacements(problem, vacancy, seed=1), seed=1) == []


def test_a_vacancy_needs_someone_who_leaves() -> None:
    with pytest.raises(ValueError, match="leaver karma: has no place"):
        Vacancy(leaver="karma", people=COHORT, days_left=9)


def test_what_if_there_were_one_more_place() -> None:
    problem = dataclasses.replace(PAKISTAN_WITHDRAWS, host=None)
    more = dataclasses.replace(problem, places=4)

    # the best three are Dechen 810, Budi 800, Citra 790; the fourth is Rahima 785
    assert what_if(solve(problem, seed=1), solve(more, seed=1)) == Comparison(
        points=785, entering=("rahima",), leaving=()
    )
    assert what_if(solve(reference(), seed=1), solve(reference(), seed=1)) == Comparison(
        points=0, entering=(), leaving=()
    )
