"""Dividing people: spread them one by one, then swap and move while that mixes better.

The bound counts each trait by itself: spread as evenly as the groups allow, so many pairs remain at least.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from balai.engine.grouping.problem import Division

if TYPE_CHECKING:
    from balai.engine.grouping.problem import Problem

STARTS = 24
"""Orders that are tried; twenty people need one or two."""


def divide(problem: Problem, *, seed: int = 0) -> Division:
    """The most mixed division that was found; groups differ by one person at most where their sizes let them.

    The same problem and seed give the same division.
    """
    bound = least(problem)
    draw = random.Random(seed)  # noqa: S311 -- lots, nothing secret
    best: _Mixing | None = None
    for _ in range(STARTS):
        order = sorted(problem.people, key=lambda one: one.id)
        draw.shuffle(order)
        mixing = _Mixing(problem)
        mixing.spread([one.id for one in order])
        mixing.improve()
        if best is None or mixing.points < best.points:
            best = mixing
        if best.points == bound:
            break
    if best is None:
        raise AssertionError
    return Division(group_of=dict(sorted(best.group_of.items())), points=best.points, bound=bound, seed=seed)


def sizes_of(problem: Problem) -> dict[str, int]:
    """How many each group gets: as even as sizes and what was settled beforehand let it be."""
    filled = {group.id: sum(one.stays_in == group.id for one in problem.people) for group in problem.groups}
    room = {group.id: group.size for group in problem.groups}
    for _ in range(len(problem.people) - sum(filled.values())):
        name = min(
            (name for name in filled if filled[name] < room[name]), key=lambda name: (filled[name], name)
        )
        filled[name] += 1
    return filled


def least(problem: Problem) -> int:
    """Points that no division with these sizes goes below."""
    sizes = sorted(sizes_of(problem).values())
    found = 0
    for trait, weight in problem.weights.items():
        counts = Counter(one.traits[trait] for one in problem.people if trait in one.traits)
        found += weight * sum(_pairs_when_spread(count, sizes) for count in counts.values())
    return found


def _pairs_when_spread(count: int, sizes: list[int]) -> int:
    """Pairs that remain when so many are spread over groups of these sizes as evenly as they can be."""
    has = [0] * len(sizes)
    for _ in range(count):
        place = min((place for place in range(len(sizes)) if has[place] < sizes[place]), key=lambda p: has[p])
        has[place] += 1
    return sum(one * (one - 1) // 2 for one in has)


class _Mixing:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.traits = {one.id: one.traits for one in problem.people}
        self.sizes = sizes_of(problem)
        self.group_of: dict[str, str] = {}
        self.counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in self.sizes}
        self.filled = dict.fromkeys(self.sizes, 0)
        self.points = 0
        self.settled = {one.id for one in problem.people if one.stays_in is not None}
        for one in problem.people:
            if one.stays_in is not None:
                self._put(one.id, one.stays_in)

    def spread(self, order: list[str]) -> None:
        for name in order:
            if name not in self.settled:
                open_to = [group for group in self.sizes if self.filled[group] < self.sizes[group]]
                self._put(name, min(open_to, key=lambda group: (self._with(name, group), self.filled[group])))

    def improve(self) -> None:
        """Swap two people while that saves points."""
        free = sorted(name for name in self.group_of if name not in self.settled)
        is_better = True
        while is_better:
            is_better = False
            for place, one in enumerate(free):
                for other in free[place + 1 :]:
                    is_better = self._swap(one, other) or is_better

    def _swap(self, one: str, other: str) -> bool:
        here, there = self.group_of[one], self.group_of[other]
        if here == there:
            return False
        before = self.points
        self._take(one)
        self._take(other)
        self._put(one, there)
        self._put(other, here)
        if self.points < before:
            return True
        self._take(one)
        self._take(other)
        self._put(one, here)
        self._put(other, there)
        return False

    def _with(self, name: str, group: str) -> int:
        """Points that somebody adds to a group."""
        return sum(
            self.problem.weights[trait] * self.counts[group][trait, value]
            for trait, value in self.traits[name].items()
            if trait in self.problem.weights
        )

    def _put(self, name: str, group: str) -> None:
        self.points += self._with(name, group)
        self.counts[group].update(self.traits[name].items())
        self.group_of[name] = group
        self.filled[group] += 1

    def _take(self, name: str) -> None:
        group = self.group_of.pop(name)
        self.counts[group].subtract(self.traits[name].items())
        self.filled[group] -= 1
        self.points -= self._with(name, group)
