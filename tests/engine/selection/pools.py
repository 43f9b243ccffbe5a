"""Pools of made-up nominees: small ones for hypothesis, and 70 people of ten Colombo Plan countries."""

from __future__ import annotations

import math
import random
from itertools import combinations

from hypothesis import strategies as st

from balai.engine.selection.problem import Budget, Country, Host, Lock, Nominee, Problem, Rooms, Target

COLOMBO_PLAN = {
    "AF": "Afghanistan",
    "BD": "Bangladesh",
    "BT": "Bhutan",
    "ID": "Indonesia",
    "LA": "Laos",
    "MM": "Myanmar",
    "NP": "Nepal",
    "PK": "Pakistan",
    "PH": "the Philippines",
    "LK": "Sri Lanka",
}
FARES = {
    "AF": 14_000_000,
    "BD": 9_000_000,
    "BT": 11_500_000,
    "LA": 7_500_000,
    "MM": 7_000_000,
    "NP": 10_000_000,
    "PK": 12_000_000,
    "PH": 6_500_000,
    "LK": 9_500_000,
}
LEAST_DEVELOPED = {"AF", "BD", "BT", "LA", "MM", "NP"}


def reference(*, places: int = 20, nominees: int = 70, seed: int = 2018) -> Problem:
    """The reference call: 20 places, two a country, women, entrepreneurs, fares, rooms, host."""
    draw = random.Random(seed)  # noqa: S311 -- sample people, not secrets
    codes = list(COLOMBO_PLAN)
    people = tuple(
        Nominee(
            id=f"n{number:04d}",
            name=f"Nominee {number}",
            country=codes[number % 10],
            score=draw.randrange(550, 950, 5),
            attributes={
                "sex": draw.choices(["female", "male"], [38, 62])[0],
                "kind": draw.choices(["entrepreneur", "official"], [35, 65])[0],
                "ldc": "yes" if codes[number % 10] in LEAST_DEVELOPED else "no",
            },
            priority=number // 10 + 1,
            visa_days=0 if codes[number % 10] in {"ID", "PH", "LA", "MM"} else draw.choice([7, 14, 30]),
            costs={"air-fares": FARES[codes[number % 10]]} if codes[number % 10] in FARES else {},
        )
        for number in range(nominees)
    )
    return Problem(
        nominees=people,
        places=places,
        countries=tuple(
            Country(code=code, name=name, least=1, most=places // 10 + 1)
            for code, name in COLOMBO_PLAN.items()
            if code != "ID"
        ),
        targets=(
            Target(id="women", name="women", where={"sex": "female"}, least=40, unit="percent"),
            Target(
                id="entrepreneurs", name="entrepreneurs", where={"kind": "entrepreneur"}, least=8, most=12
            ),
            Target(id="ldc", name="of least developed countries", where={"ldc": "yes"}, least=13, weight=30),
        ),
        budgets=(Budget(id="air-fares", name="air fares", currency="IDR", most=places * 8_500_000),),
        rooms=Rooms(rooms=places // 2),
        host=Host(country="ID", places=2),
        priority_points=(20, 10, 5),
        locks=(
            Lock(nominee="n0042", place="in", reason="leads the action plan of 2017"),
            Lock(nominee="n0007", place="out", reason="Asked to come in the next edition."),
        ),
        reserves=9,
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Pools small enough to try every cohort."""
    people = tuple(
        Nominee(
            id=f"n{number}",
            name=f"Nominee {number}",
            country=draw(st.sampled_from(["BD", "BT", "NP"])),
            score=draw(st.integers(0, 12)),
            attributes={"sex": draw(st.sampled_from(["female", "male", "female", "male", "other"]))},
            priority=draw(st.sampled_from([None, 1, 2])),
            costs={"fares": draw(st.sampled_from([0, 4, 6, 10]))},
        )
        for number in range(draw(st.integers(1, 8)))
    )
    bounds = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=2))
    least, spread, weight = draw(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from([None, 1, 5]))
    )
    locks = draw(
        st.dictionaries(
            st.sampled_from([one.id for one in people]), st.sampled_from(["in", "out"]), max_size=2
        )
    )
    return Problem(
        nominees=people,
        places=draw(st.integers(1, 4)),
        countries=tuple(
            Country(code=code, name=code, least=low, most=low + more)
            for code, (low, more) in zip(["BD", "BT"], bounds, strict=True)
        ),
        targets=(
            Target(
                id="women",
                name="women",
                where={"sex": "female"},
                least=least,
                most=least + spread,
                weight=weight,
            ),
        ),
        budgets=(Budget(id="fares", name="fares", currency="IDR", most=draw(st.integers(5, 40))),),
        rooms=draw(st.sampled_from([None, Rooms(rooms=1), Rooms(rooms=2), Rooms(rooms=2, beds=3)])),
        priority_points=draw(st.sampled_from([(), (3,), (4, 2)])),
        locks=tuple(
            Lock(nominee=one, place="in" if place == "in" else "out", reason="wish")
            for one, place in locks.items()
        ),
        reserves=3,
    )


def best_by_trying_all(problem: Problem) -> tuple[int, list[set[str]]] | None:
    """Points and cohorts of the best, by counting every cohort; none if no cohort keeps the rules."""
    best: int | None = None
    cohorts: list[set[str]] = []
    for people in combinations(problem.nominees, problem.places):
        points = _points(problem, people)
        if points is None or (best is not None and points < best):
            continue
        if best is None or points > best:
            best, cohorts = points, []
        cohorts.append({one.id for one in people})
    return None if best is None else (best, cohorts)


def _points(problem: Problem, people: tuple[Nominee, ...]) -> int | None:
    ids = {one.id for one in people}
    if any((lock.nominee in ids) != (lock.place == "in") for lock in problem.locks):
        return None
    for country in problem.countries:
        count = sum(one.country == country.code for one in people)
        if count < country.least or (country.most is not None and count > country.most):
            return None
    if any(sum(one.costs[budget.id] for one in people) > budget.most for budget in problem.budgets):
        return None
    if problem.rooms is not None:
        sexes = [one.attributes["sex"] for one in people]
        shared = sum(math.ceil(sexes.count(sex) / problem.rooms.beds) for sex in ("female", "male"))
        if shared + sexes.count("other") > problem.rooms.rooms:
            return None
    points = sum(
        one.score + dict(enumerate(problem.priority_points, 1)).get(one.priority or 0, 0) for one in people
    )
    for target in problem.targets:
        count = sum(one.attributes["sex"] == target.where["sex"] for one in people)
        missed = max(
            0, (target.least or 0) - count, count - (target.most if target.most is not None else count)
        )
        if missed and target.weight is None:
            return None
        points -= missed * (target.weight or 0)
    return points
