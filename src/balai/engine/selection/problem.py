"""What a selection is asked: nominees, places, and the rules a cohort keeps.

Units: a score, a priority bonus and a target's weight are integers in **tenths of a point** (815 is
81.5 points), so that every sum is exact. Counts are people. Days are whole days. Money is in whole units of
its currency.
"""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 -- read.py reads the annotations at run time
from dataclasses import dataclass, field
from typing import Literal

SCORE_AT_MOST = 100_000
WEIGHT_AT_MOST = 1_000_000
STEPS_AT_MOST = 10_000
"""Of a budget: what the dearest person costs, counted in the greatest common divisor of all costs. Finer sums
would ask more of the relaxation's floating point than it has."""
ROOM = "room:"
"""Begins the names of the columns that count rooms; no nominee's id does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """One person who may be given a place.

    Attributes:
        id: unique in the pool.
        name: as the office writes it; no sentence repeats it.
        country: the nominating country's code, ISO 3166-1 alpha-2.
        score: tenths of a point, 0 to 100,000.
        attributes: what targets count by, such as ``{"sex": "female", "kind": "entrepreneur"}``.
        priority: the focal point's order within the country, 1 for the first choice; none if unranked.
        visa_days: days this person's visa route takes; 0 for those who need none or hold one.
        costs: whole units of money by the id of the budget that pays them, such as
            ``{"air-fares": 9_500_000}`` for a travel category whose fare is paid.
    """

    id: str
    name: str
    country: str
    score: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    priority: int | None = None
    visa_days: int = 0
    costs: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a nominee without an id: give each nominee one of their own")
        if not self.country:
            raise ValueError(f"nominee {self.id}: without a country; name the nominating country")
        if not 0 <= self.score <= SCORE_AT_MOST:
            raise ValueError(
                f"nominee {self.id}: score must be from 0 to {SCORE_AT_MOST} tenths, not {self.score}"
            )
        if self.priority is not None and self.priority < 1:
            raise ValueError(f"nominee {self.id}: priority must be 1 or more, not {self.priority}")
        if self.visa_days < 0:
            raise ValueError(f"nominee {self.id}: visa_days must not be negative, not {self.visa_days}")
        for budget, cost in self.costs.items():
            if cost < 0:
                raise ValueError(f"nominee {self.id}: costs of {budget} must not be negative, not {cost}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How many people one country may and must have.

    Attributes:
        code: as the nominees name it.
        name: for sentences.
        least: people, 0 for none needed.
        most: people, or none for no limit of its own.
    """

    code: str
    name: str
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        _refuse_range(f"country {self.code}", self.least, self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A number or share of the places that people with certain attributes should have.

    Attributes:
        id: unique in the problem.
        name: for sentences, such as "women".
        where: the attributes that all must match; "country" is one of them.
        least: people, or percent of the places (rounded up), or none.
        most: people, or percent of the places (rounded down), or none.
        unit: what ``least`` and ``most`` count.
        weight: none if it must be met; otherwise tenths of a point lost for each person it is missed by.
    """

    id: str
    name: str
    where: Mapping[str, str]
    least: int | None = None
    most: int | None = None
    unit: Literal["people", "percent"] = "people"
    weight: int | None = None

    def __post_init__(self) -> None:
        if self.least is None and self.most is None:
            raise ValueError(f"target {self.id}: asks for nothing; give least, most or both")
        if not self.where:
            raise ValueError(f"target {self.id}: counts nobody; say where, such as sex: female")
        _refuse_range(f"target {self.id}", self.least or 0, self.most)
        if self.unit == "percent" and max(self.least or 0, self.most or 0) > 100:
            raise ValueError(f"target {self.id}: a share must be at most 100 percent")
        if self.weight is not None and not 1 <= self.weight <= WEIGHT_AT_MOST:
            raise ValueError(
                f"target {self.id}: weight must be from 1 to {WEIGHT_AT_MOST} tenths, not {self.weight}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A person whom the panel has put in or out beforehand.

    Attributes:
        nominee: the person's id.
        place: in or out.
        reason: fit to be read by the person; the sentence repeats it.
    """

    nominee: str
    place: Literal["in", "out"]
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"lock of {self.nominee}: without a reason; write one the person may read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The host country's places.

    Attributes:
        country: its code.
        places: exactly as many people of the host country take part.
    """

    country: str
    places: int

    def __post_init__(self) -> None:
        if self.places < 0:
            raise ValueError(f"host {self.country}: places must not be negative, not {self.places}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Money that those who are in may cost together, such as the fares of one travel category.

    Attributes:
        id: as the nominees' costs name it.
        name: for sentences, such as "air fares".
        currency: ISO 4217.
        most: whole units of the currency.
    """

    id: str
    name: str
    currency: str
    most: int

    def __post_init__(self) -> None:
        if self.most < 0:
            raise ValueError(f"budget {self.id}: most must not be negative, not {self.most}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """Rooms that people of one sex share; a person who is of neither has a room alone.

    Attributes:
        rooms: how many there are.
        beds: people who share one.
    """

    rooms: int
    beds: int = 2

    def __post_init__(self) -> None:
        if self.rooms < 0:
            raise ValueError(f"rooms must not be negative, not {self.rooms}")
        if self.beds < 1:
            raise ValueError(f"beds must be 1 or more, not {self.beds}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One selection: who may come, how many places there are, and what the cohort must keep.

    Attributes:
        nominees: all eligible people; the order does not matter.
        places: how many people take part, exactly.
        countries: bounds by country; a country of a nominee that is not listed has none.
        targets: by attribute.
        budgets: money that must suffice.
        rooms: rooms that must suffice, if they are counted.
        host: the host country's places, if any.
        priority_points: tenths of a point added for the focal point's first, second … choice.
        locks: at most one for each person.
        reserves: how many of those who are not in are named as reserves.
    """

    nominees: tuple[Nominee, ...]
    places: int
    countries: tuple[Country, ...] = ()
    targets: tuple[Target, ...] = ()
    budgets: tuple[Budget, ...] = ()
    rooms: Rooms | None = None
    host: Host | None = None
    priority_points: tuple[int, ...] = ()
    locks: tuple[Lock, ...] = ()
    reserves: int = 0

    def __post_init__(self) -> None:
        if self.places < 1:
            raise ValueError(f"places must be at least 1, not {self.places}")
        if self.reserves < 0:
            raise ValueError(f"reserves must not be negative, not {self.reserves}")
        bonus = self.priority_points
        if any(points < 0 for points in bonus) or list(bonus) != sorted(bonus, reverse=True):
            raise ValueError(f"priority_points must not be negative nor rise, not {list(bonus)}")
        _refuse_twice("nominee", [nominee.id for nominee in self.nominees])
        _refuse_twice("country", [country.code for country in self.countries])
        _refuse_twice("target", [target.id for target in self.targets])
        _refuse_twice("budget", [budget.id for budget in self.budgets])
        _refuse_twice("lock of nominee", [lock.nominee for lock in self.locks])
        known = {nominee.id for nominee in self.nominees}
        for lock in self.locks:
            if lock.nominee not in known:
                raise ValueError(f"lock of {lock.nominee}: no such nominee; check the id")
        if self.host is not None:
            host = self.host.country
            if any(country.code == host for country in self.countries):
                raise ValueError(
                    f"country {host}: the host's places are its bounds; leave it out of countries"
                )

        self._refuse_costs()

    def _refuse_costs(self) -> None:
        """Refuse costs that no budget pays, and sums too fine to be proven; and ids that rooms have."""
        known = {budget.id for budget in self.budgets}
        for nominee in self.nominees:
            if nominee.id.startswith(ROOM):
                raise ValueError(f"nominee {nominee.id}: an id must not begin with {ROOM}")
            if unknown := sorted(nominee.costs.keys() - known):
                raise ValueError(f"nominee {nominee.id}: no budget {unknown[0]}; name it under budgets")
        for budget in self.budgets:
            costs = [nominee.costs.get(budget.id, 0) for nominee in self.nominees]
            if max(costs, default=0) > STEPS_AT_MOST * max(math.gcd(*costs), 1):
                raise ValueError(
                    f"budget {budget.id}: costs are too fine; round them up so that the dearest is at most "
                    f"{STEPS_AT_MOST} times their greatest common divisor"
                )

    def worth(self, nominee: Nominee) -> int:
        """Tenths of a point a person brings: the score and the focal point's priority."""
        rank = nominee.priority
        if rank is None or rank > len(self.priority_points):
            return nominee.score
        return nominee.score + self.priority_points[rank - 1]


def _refuse_range(place: str, least: int, most: int | None) -> None:
    if least < 0 or (most is not None and most < least):
        raise ValueError(f"{place}: least and most must be 0 <= least <= most, not {least} and {most}")


def _refuse_twice(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} {name}: stands there twice; keep one")
        seen.add(name)
