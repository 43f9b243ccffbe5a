"""The rules of a problem as one shape, sums over people and rooms with bounds; the checker has its own."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from balai.engine.selection.problem import ROOM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from balai.engine.selection.problem import Budget, Nominee, Problem, Rooms, Target

# Rulebook S11: what one person, room or dearest fare missed weighs when no cohort keeps every rule.
GRAVITY = {"target": 1, "budget": 2, "country": 2, "host": 2, "rooms": 2, "lock": 3, "places": 4}
SHARE = ("female", "male")
"""Sexes of whom people share a room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At least and at most so many of these people, or so much that they cost, or so many rooms.

    Attributes:
        id: its kind, and which one: "places", "country:BT", "target:women", "host", "lock:n07",
            "budget:air-fares", "rooms".
        members: places of the people in the line of nominees sorted by id; of rooms, their columns and the
            people who have one alone.
        least: people, steps of the budget, or rooms.
        most: the same, or none.
        weight: none if it must be kept; otherwise tenths of a point lost for each person missed.
        sizes: what each member counts, if not 1.
        step: whole units of money in one step of a budget: the greatest common divisor of what people cost.
    """

    id: str
    members: tuple[int, ...]
    least: int
    most: int | None
    weight: int | None = None
    sizes: tuple[int, ...] = ()
    step: int = 1

    @property
    def kind(self) -> str:
        return self.id.partition(":")[0]

    @property
    def shares(self) -> tuple[int, ...]:
        """What each member counts."""
        return self.sizes or (1,) * len(self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A whole-number column: rooms in which some people, and nobody else, sleep.

    Attributes:
        id: "room:female".
        people: their places in the line.
        beds: people to a room.
    """

    id: str
    people: tuple[int, ...]
    beds: int

    @property
    def most(self) -> int:
        return -(-len(self.people) // self.beds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A problem made ready: people in order of their ids, and the limits.

    Attributes:
        ids: sorted.
        worth: tenths of a point each person brings.
        limits: all of them, in the rulebook's order.
        rooms: their columns, which follow those of the people.
    """

    ids: tuple[str, ...]
    worth: tuple[int, ...]
    limits: tuple[Limit, ...]
    rooms: tuple[Room, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns: people, then rooms."""
        return (*self.ids, *(room.id for room in self.rooms))

    @property
    def beds(self) -> tuple[Limit, ...]:
        """That people have beds: what rooms are, and no rule that could be missed."""
        line = len(self.ids)
        return tuple(
            Limit(
                id=room.id,
                members=(*room.people, line + number),
                sizes=(*(1,) * len(room.people), -room.beds),
                least=-room.beds * room.most,
                most=0,
            )
            for number, room in enumerate(self.rooms)
        )

    def count(self, limit: Limit, chosen: Collection[int]) -> int:
        """How many people, steps or rooms a cohort has of what a limit counts."""
        count = sum(
            share for member, share in zip(limit.members, limit.shares, strict=True) if member in chosen
        )
        if limit.kind == "rooms":
            count += sum(-(-sum(one in chosen for one in room.people) // room.beds) for room in self.rooms)
        return count


def pool_of(problem: Problem) -> Pool:
    """Bring a problem into the solver's shape."""
    people = sorted(problem.nominees, key=lambda nominee: nominee.id)
    rooms = tuple(_rooms(problem.rooms, people)) if problem.rooms else ()
    return Pool(
        ids=tuple(nominee.id for nominee in people),
        worth=tuple(problem.worth(nominee) for nominee in people),
        limits=tuple(_limits(problem, people, rooms)),
        rooms=rooms,
    )


def lot(seed: int, nominee: str) -> int:
    """Draw a nominee's lot, 0 to 1,048,575: it depends on the published seed and the id, on nobody else."""
    digest = hashlib.sha256(f"{seed}:{nominee}".encode()).digest()
    return int.from_bytes(digest[:3], "big") >> 4


def priced(pool: Pool) -> Pool:
    """The same pool, where every rule may be missed at a price above anything that points can buy."""
    preferred = sum(limit.weight * len(pool.ids) for limit in pool.limits if limit.weight is not None)
    price = 1 + sum(pool.worth) + preferred
    weights = gravity(pool)
    limits = (
        limit if limit.weight is not None else replace(limit, weight=price * weights[limit.id])
        for limit in pool.limits
    )
    return replace(pool, limits=tuple(limits))


def gravity(pool: Pool) -> dict[str, int]:
    """What one person, room or step missed weighs, by limit; a step its share of the dearest fare."""
    dearest = {limit.id: max(limit.sizes) for limit in pool.limits if limit.sizes}
    unit = max(dearest.values(), default=1)
    return {
        limit.id: GRAVITY[limit.kind] * (unit // dearest.get(limit.id, 1) if limit.kind == "budget" else unit)
        for limit in pool.limits
    }


def _limits(problem: Problem, people: list[Nominee], rooms: tuple[Room, ...]) -> Iterator[Limit]:
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
    for budget in problem.budgets:
        yield _budget(budget, people)
    if problem.rooms is not None:
        columns = range(len(people), len(people) + len(rooms))
        sharing = {index for room in rooms for index in room.people}
        alone = (index for index in everybody if index not in sharing)
        yield Limit(id="rooms", members=(*columns, *alone), least=0, most=problem.rooms.rooms)
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


def _budget(budget: Budget, people: list[Nominee]) -> Limit:
    """Count in the largest step that makes every cost whole: the relaxation's numbers stay small."""
    costs = {index: cost for index, nominee in enumerate(people) if (cost := nominee.costs.get(budget.id, 0))}
    step = math.gcd(*costs.values()) or 1
    return Limit(
        id=f"budget:{budget.id}",
        members=tuple(costs),
        sizes=tuple(cost // step for cost in costs.values()),
        least=0,
        most=budget.most // step,
        step=step,
    )


def _rooms(rooms: Rooms, people: list[Nominee]) -> Iterator[Room]:
    for sex in SHARE:
        if members := _members(people, {"sex": sex}):
            yield Room(id=f"{ROOM}{sex}", people=members, beds=rooms.beds)


def _members(people: list[Nominee], where: Mapping[str, str]) -> tuple[int, ...]:
    return tuple(
        index
        for index, nominee in enumerate(people)
        if all(
            {**nominee.attributes, "country": nominee.country}.get(key) == value
            for key, value in where.items()
        )
    )
