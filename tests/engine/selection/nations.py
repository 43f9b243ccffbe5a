"""A made-up national year: skewed countries, popular programmes, 3.5 wishes for each nominee."""

from __future__ import annotations

import random

from balai.engine.selection.national import NationalProblem, Programme, Wish
from balai.engine.selection.problem import Nominee, Target


def nation(
    *, nominees: int, programmes: int, countries: int = 40, places: int = 20, seed: int = 1
) -> NationalProblem:
    """A year of this size, always the same for a seed."""
    draw = random.Random(seed)  # noqa: S311 -- sample people, not secrets
    codes = [f"C{number:02d}" for number in range(countries)]
    share = [1 / (number + 2) for number in range(countries)]
    popular = [1 / (number + 20) for number in range(programmes)]
    names = [f"p{number:03d}" for number in range(programmes)]
    people = tuple(
        Nominee(
            id=f"n{number:05d}",
            name=f"Nominee {number}",
            country=draw.choices(codes, share)[0],
            score=draw.randint(50, 1000),
            attributes={
                "sex": draw.choices(["female", "male"], [38, 62])[0],
                "kind": draw.choices(["entrepreneur", "official"], [35, 65])[0],
            },
        )
        for number in range(nominees)
    )
    wishes = [
        Wish(nominee=person.id, programme=programme, bonus=bonus)
        for person in people
        for programme, bonus in zip(
            dict.fromkeys(draw.choices(names, popular, k=draw.randint(2, 5))),
            (60, 30, 15, 5, 0),
            strict=False,
        )
    ]
    women, kind = {"sex": "female"}, {"kind": "entrepreneur"}
    targets = (
        Target(id="women", name="women", where=women, least=places * 2 // 5, weight=400),
        Target(
            id="entrepreneurs",
            name="entrepreneurs",
            where=kind,
            least=places * 2 // 5,
            most=places * 3 // 5,
            weight=400,
        ),
        Target(
            id="priority", name="of a priority country", where={"country": codes[-1]}, least=1, weight=400
        ),
    )
    return NationalProblem(
        nominees=people,
        programmes=tuple(
            Programme(id=name, places=places, country_most=3, targets=targets) for name in names
        ),
        wishes=tuple(wishes),
    )
