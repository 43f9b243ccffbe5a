"""The rules of a problem as one shape, how many of some people are in; the checker has its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from balai.engine.selection.problem import Nominee, Problem, Target

# Rulebook S11: what one person missed weighs when no cohort keeps every rule.
GRAVITY = {"target": 1, "country": 2, "host": 2, "lock": 3, "places": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At least and at most so many of these people.

    Attributes:
        id: its kind, and which one: "places", "country:BT", "target:women", "host", "lock:n07".
        members: places of the people in the line of nominees sorted by id.
        least: people.
        most: people, or none.
        weight: none if it must be kept; otherwise tenths of a point lost for each person missed.
    """

    id: str
    members: tuple[int, ...]
    least: int
    most: int | None
    weight: int | None = None

    @property
    def kind(self) -> str:
        return self.id.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A problem made ready: people in order of their ids, and the limits.

    Attributes:
        ids: sorted.
        worth: tenths of a point each person brings.
        limits: all of them, in the rulebook's order.
    """

    ids: tuple[str, ...]
    worth: tuple[int, ...]
    limits: tuple[Limit, ...]


def pool_of(problem: Problem) -> Pool:
    """Bring a problem into the solver's shape."""
    people = sorted(problem.nominees, key=lambda nominee: nominee.id)
    return Pool(
        ids=tuple(nominee.id for nominee in people),
        worth=tuple(problem.worth(nominee) for nominee in people),
        limits=tuple(_limits(problem, people)),
    )


def lot(seed: int, nominee: str) -> int:
    """Draw a nominee's lot, 0 to 1,048,575: it depends on the published seed and the id, on nobody else."""
    digest = hashlib.sha256(f"{seed}:{nominee}".encode()).digest()
    return int.from_bytes(digest[:3], "big") >> 4


def priced(pool: Pool) -> Pool:
    """The same pool, where every rule may be missed at a price above anything that points can buy."""
    preferred = sum(limit.weight * len(pool.ids) for limit in pool.limits if limit.weight is not None)
    price = 1 + sum(pool.worth) + preferred
    limits = (
        limit if limit.weight is not None else replace(limit, weight=price * GRAVITY[limit.kind])
        for limit in pool.limits
    )
    return replace(pool, limits=tuple(limits))


def _limits(problem: Problem, people: list[Nominee]) -> Iterator[Limit]:
    everybody = tuple(range(len(people)))
    yield Limit(id="places", members=everybody, least=problem.places, most=problem.places)
    for country in problem.countries:
        members = _members(people, {"country": country.code})
        yield Limit(id=f"country:{country.code}", members=members, least=country.least, most=country.most)
    if problem.host is not None:
        members = _members(people, {"country": problem.host.country})
        yield Limit(id="host", members=members, least=problem.host.places, most=problem.host.places)
    for target in problem.targets:
        yield _target(target, problem.places, people)
    for lock in problem.locks:
        count = int(lock.place == "in")
        members = tuple(i for i in everybody if people[i].id == lock.nominee)
        yield Limit(id=f"lock:{lock.nominee}", members=members, least=count, most=count)


def _target(target: Target, places: int, people: list[Nominee]) -> Limit:
    least, most = target.least or 0, target.most
    if target.unit == "percent":
        least = -(-least * places // 100)
        most = None if most is None else most * places // 100
    members = _members(people, target.where)
    return Limit(id=f"target:{target.id}", members=members, least=least, most=most, weight=target.weight)


def _members(people: list[Nominee], where: Mapping[str, str]) -> tuple[int, ...]:
    return tuple(
        index
        for index, nominee in enumerate(people)
        if all(
            {**nominee.attributes, "country": nominee.country}.get(key) == value
            for key, value in where.items()
        )
    )
