"""The best cohort, proven: branch and bound over linear relaxations, with every bound taken in whole numbers.

The relaxation proposes; it is never believed. Each leaf of the search turns the relaxation's duals into
whole weights and computes what they prove exactly, so tolerance cannot make a claim of optimality false:
at worst a claim stays unproven, and says so. The tree of leaves is handed on as the proof.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from balai import __version__
from balai.engine.selection.limits import lot, pool_of
from balai.engine.selection.relaxation import Ray, Relaxation, Row, Vertex
from balai.engine.selection.result import Best, Branch, Leaf, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from balai.engine.selection.limits import Limit, Pool
    from balai.engine.selection.problem import Problem

WORK = 20_000  # nodes of one search: a limit of work, not of time, so that a result can be had again
_SCALE = 10**6  # whole weights are duals times this
_NEARLY = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Floor:
    """A side condition: at least so many points.

    Attributes:
        points: tenths.
        gains: what each column adds.
    """

    points: int
    gains: Sequence[int]


class Program:
    """Choose people to gain most, within limits; kept open to be asked again with people forced in or out.

    Columns are the people, then the rooms of each sex, then for each preferred limit what it falls short
    and what it runs over.

    Args:
        pool: people and limits.
        lots: if given, gain is minus the sum of these, and ``floor`` points must be reached.
        floor: tenths of a point.
    """

    def __init__(self, pool: Pool, *, lots: Sequence[int] | None = None, floor: int = 0) -> None:
        self.pool = pool
        self._misses = [limit for limit in pool.limits if limit.weight is not None]
        rooms = [0] * len(pool.rooms)
        points = [*pool.worth, *rooms, *(-(limit.weight or 0) for limit in self._misses for _ in "<>")]
        people = len(pool.ids)
        self.gains = points if lots is None else [*(-one for one in lots), *([0] * (len(points) - people))]
        self.floor = None if lots is None else _Floor(points=floor, gains=points)
        self.upper = [1] * people + [room.most for room in pool.rooms]
        self.upper += [
            reach + (limit.least if short else 0)
            for limit in self._misses
            for reach in (self._reach(limit),)
            for short in (True, False)
        ]
        self._unit = max(1, max(map(abs, self.gains), default=1) // 1000)  # keeps HiGHS's numbers near 1
        self._relaxation = Relaxation(
            costs=[-gain / self._unit for gain in self.gains], upper=self.upper, rows=list(self._rows())
        )

    def best(
        self, *, work: int = WORK, fixed: Mapping[int, int] | None = None, hint: Sequence[int] = ()
    ) -> _Found:
        """Search with some people forced in (1) or out (0); ``hint`` is a cohort known to be allowed."""
        fixed = fixed or {}
        for column, value in fixed.items():
            self._relaxation.fix(column, value, value)
        try:
            return _Search(self, self._relaxation, fixed=fixed, work=work, hint=hint).run()
        finally:
            for column in fixed:
                self._relaxation.fix(column, 0, 1)

    def gain_of(self, chosen: frozenset[int]) -> int | None:
        """What a cohort gains, exactly; none if it breaks a limit or stays under the floor."""
        misses: list[int] = []
        for limit in self.pool.limits:
            count = self.pool.count(limit, chosen)
            short, over = (
                max(0, limit.least - count),
                max(0, count - limit.most) if limit.most is not None else 0,
            )
            if limit.weight is not None:
                misses += (short, over)
            elif short or over:
                return None
        people, rooms = range(len(self.pool.ids)), [0] * len(self.pool.rooms)
        values = [*(int(index in chosen) for index in people), *rooms, *misses]
        if self.floor and sum(map(int.__mul__, values, self.floor.gains)) < self.floor.points:
            return None
        return sum(map(int.__mul__, values, self.gains))

    def leaf(self, duals: Sequence[float], *, goal: bool) -> Leaf:
        """Whole weights from the relaxation's duals, of a bound (goal) or of a contradiction."""
        top = max(map(abs, duals), default=0.0) or 1.0
        scale = _SCALE * self._unit if goal else _SCALE / top
        weights = [-round(dual * scale) for dual in duals]
        rules = (*self.pool.limits, *self.pool.beds)
        count = len(rules)
        limits = {limit.id: weights[i] for i, limit in enumerate(rules) if weights[i]}
        if self.floor is None:
            return Leaf(points=_SCALE * goal, limits=limits, branches=tuple(weights[count:]))
        return Leaf(
            points=max(0, -weights[count]),
            lots=_SCALE * goal,
            limits=limits,
            branches=tuple(weights[count + 1 :]),
        )

    def most(self, leaf: Leaf, path: Sequence[_Side], fixed: Mapping[int, int]) -> int:
        """The largest the weighed sum of goal and rules can be, in whole numbers."""
        goal = leaf.points if self.floor is None else leaf.lots
        total, columns = 0, [goal * gain for gain in self.gains]
        if self.floor is not None:
            total -= leaf.points * self.floor.points
            columns = [one + leaf.points * gain for one, gain in zip(columns, self.floor.gains, strict=True)]
        slack = len(self.pool.columns)
        for limit in (*self.pool.limits, *self.pool.beds):
            weight = leaf.limits.get(limit.id, 0)
            if weight:
                bound = limit.most if weight > 0 else limit.least
                total += weight * (len(self.pool.ids) + 1 if bound is None else bound)
                for member, share in zip(limit.members, limit.shares, strict=True):
                    columns[member] -= weight * share
            if limit.weight is not None:
                columns[slack] -= weight
                columns[slack + 1] += weight
                slack += 2
        for side, weight in zip(path, leaf.branches, strict=True):
            total += weight * side.bound
            for member in side.over:
                columns[member] -= weight
        return total + sum(
            coefficient * fixed[column] if column in fixed else max(0, coefficient * self.upper[column])
            for column, coefficient in enumerate(columns)
        )

    @property
    def rules(self) -> int:
        """How many rows there are before branching."""
        return len(self.pool.limits) + len(self.pool.beds)

    def _reach(self, limit: Limit) -> int:
        """What a limit can count at most."""
        return sum(
            share * self.upper[member] for member, share in zip(limit.members, limit.shares, strict=True)
        )

    def _rows(self) -> Iterator[Row]:
        slack = len(self.pool.columns)
        for limit in (*self.pool.limits, *self.pool.beds):
            columns, coefficients = list(limit.members), list(map(float, limit.shares))
            if limit.weight is not None:
                columns += (slack, slack + 1)
                coefficients += (1.0, -1.0)
                slack += 2
            upper = math.inf if limit.most is None else limit.most
            yield Row(columns=columns, coefficients=coefficients, lower=limit.least, upper=upper)
        if self.floor is not None:
            gains = self.floor.gains
            used = [column for column, gain in enumerate(gains) if gain]
            yield Row(
                columns=used,
                coefficients=[gains[column] for column in used],
                lower=self.floor.points,
                upper=math.inf,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of a branch: at most, or at least, ``bound`` of ``over`` are in."""

    over: tuple[int, ...]
    bound: int
    below: bool

    def row(self) -> Row:
        lower, upper = (-math.inf, self.bound) if self.below else (self.bound, math.inf)
        return Row(columns=self.over, coefficients=[1.0] * len(self.over), lower=lower, upper=upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The end of a search: the people's places in the pool, the gain, the proven bound and the proof."""

    chosen: tuple[int, ...]
    gain: int | None
    bound: int | None
    proof: Leaf | Branch


class _Search:
    """Depth first; a leaf is cut when its exact bound is no better than what was found."""

    def __init__(
        self,
        program: Program,
        relaxation: Relaxation,
        *,
        fixed: Mapping[int, int],
        work: int,
        hint: Sequence[int],
    ) -> None:
        self.program, self.relaxation, self.fixed, self.work = program, relaxation, fixed, work
        self.chosen: tuple[int, ...] = tuple(hint)
        self.gain = program.gain_of(frozenset(hint)) if hint else None
        self.bound: int | None = None
        self.groups = _groups(program.pool)

    def run(self) -> _Found:
        """Search the whole tree."""
        proof = self._explore(())
        if self.gain is not None:
            self.bound = max(self.gain, self.bound if self.bound is not None else self.gain)
        return _Found(chosen=self.chosen, gain=self.gain, bound=self.bound, proof=proof)

    def _explore(self, path: tuple[_Side, ...]) -> Leaf | Branch:
        self.work -= 1
        answer = self.relaxation.solve()
        if isinstance(answer, Ray):
            leaf = self.program.leaf(answer.duals, goal=False)
            if self.program.most(leaf, path, self.fixed) < 0:
                return leaf
        duals = (
            answer.duals
            if isinstance(answer, Vertex)
            else [0.0] * (self.program.rules + bool(self.program.floor) + len(path))
        )
        leaf = self.program.leaf(duals, goal=True)
        bound = self.program.most(leaf, path, self.fixed) // _SCALE
        if self.gain is not None and bound <= self.gain:
            return leaf
        side = self._split(answer.values) if isinstance(answer, Vertex) else None
        if side is None and isinstance(answer, Vertex):
            self._take(answer.values)
        if side is None or self.work <= 0:
            if self.gain is None or bound > self.gain:
                self.bound = bound if self.bound is None else max(bound, self.bound)
            return leaf
        return self._branch(path, *side)

    def _branch(self, path: tuple[_Side, ...], over: tuple[int, ...], most: int, up_first: bool) -> Branch:  # noqa: FBT001 -- private, two callers' words would be longer
        cases: dict[bool, Leaf | Branch] = {}
        for below in (not up_first, up_first):
            side = _Side(over=over, bound=most if below else most + 1, below=below)
            self.relaxation.push(side.row())
            cases[below] = self._explore((*path, side))
            self.relaxation.pop()
        ids = tuple(self.program.pool.columns[index] for index in over)
        return Branch(over=ids, most=most, below=cases[True], above=cases[False])

    def _take(self, values: Sequence[float]) -> None:
        chosen = tuple(i for i in range(len(self.program.pool.ids)) if values[i] > 0.5)
        gain = self.program.gain_of(frozenset(chosen))
        if gain is not None and (self.gain is None or gain > self.gain):
            self.chosen, self.gain = chosen, gain

    def _split(self, values: Sequence[float]) -> tuple[tuple[int, ...], int, bool] | None:
        """Where to branch: the sum that is furthest from whole, wide groups of people before single ones."""
        for family in self.groups:
            sums = [sum(values[member] for member in group) for group in family]
            distance, index = max(
                ((abs(one - round(one)), -i) for i, one in enumerate(sums)), default=(0.0, 0)
            )
            if distance > _NEARLY:
                most = math.floor(sums[-index])
                return family[-index], most, sums[-index] - most > 0.5
        return None


def _groups(pool: Pool) -> tuple[list[tuple[int, ...]], ...]:
    """Sums that must be whole: of each limit, of rooms, of people who count alike, of each person."""
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    member_of: list[list[tuple[int, int]]] = [[] for _ in pool.columns]
    for number, limit in enumerate((*pool.limits, *pool.beds)):
        for member, share in zip(limit.members, limit.shares, strict=True):
            member_of[member].append((number, share))
    for index, limits in enumerate(member_of[: len(pool.ids)]):
        alike.setdefault(tuple(limits), []).append(index)
    return (
        [limit.members for limit in pool.limits if len(limit.members) > 1],
        [(len(pool.ids) + number,) for number in range(len(pool.rooms))],
        [tuple(group) for group in alike.values() if len(group) > 1],
        [(index,) for index in range(len(pool.ids))],
    )


def as_best(pool: Pool, found: _Found) -> Best:
    """A search's end in the result's words."""
    people = tuple(pool.ids[index] for index in found.chosen)
    return Best(people=people, points=found.gain, bound=found.bound, proof=found.proof)


def best_without(pool: Pool, dropped: frozenset[str], *, work: int = WORK) -> Best:
    """The best cohort when some limits, named by id, fall away."""
    kept = tuple(limit for limit in pool.limits if limit.id not in dropped)
    return best_within(pool, kept, work=work)


def best_within(pool: Pool, limits: tuple[Limit, ...], *, work: int = WORK) -> Best:
    """The best cohort that keeps just these limits."""
    return as_best(pool, Program(replace(pool, limits=limits)).best(work=work))


def solve(problem: Problem, *, seed: int, work: int = WORK) -> Selection:
    """Find the best cohort and prove it; among equals on points, draw lots.

    Args:
        problem: what is asked.
        seed: the published number for the lots, 0 or more.
        work: how many nodes a search may take; the same problem, seed, work and version give the same bytes.
    """
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, not {seed}")
    pool = pool_of(problem)
    found = Program(pool).best(work=work)
    if found.gain is None:
        status: str = "infeasible" if found.bound is None else "bounded"
        return Selection(
            status="infeasible" if status == "infeasible" else "bounded",
            seed=seed,
            best=as_best(pool, found),
            lots=None,
            lots_proof=None,
            version=__version__,
        )
    lots = [lot(seed, nominee) for nominee in pool.ids]
    drawn = Program(pool, lots=lots, floor=found.gain).best(work=work, hint=found.chosen)
    people = tuple(pool.ids[index] for index in drawn.chosen)
    return Selection(
        status="optimal" if found.bound == found.gain else "bounded",
        seed=seed,
        best=Best(people=people, points=found.gain, bound=found.bound, proof=found.proof),
        lots=-drawn.gain if drawn.gain is not None else None,
        lots_proof=drawn.proof if drawn.bound == drawn.gain else None,
        version=__version__,
    )
