"""A nation's year: many programmes, nominees with wishes, and one place at most for each person.

Too large to prove every last point, so the answer carries a bound in whole numbers that anybody can add up
again, and is near it: the relaxation is nearly whole, wishes that its duals speak clearly about are settled
by them, and only the rest is searched. Units are those of :mod:`balai.engine.selection.problem`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 -- read.py reads the annotations at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.selection.problem import Nominee, Target  # noqa: TC001 -- as above
from balai.engine.selection.relaxation import LargeProgram, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

SCALE = 10**6
_CLEAR = 5  # tenths of a point by which the duals must speak for or against a wish to settle it
_NODES = 500
_GAP = 3e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One programme.

    Attributes:
        id: unique in the problem.
        places: people, at most.
        country_most: people of one country, at most; none for no limit.
        targets: by attribute, in people, each with a weight: nothing but places and countries is hard here.
    """

    id: str
    places: int
    country_most: int | None = None
    targets: tuple[Target, ...] = ()

    def __post_init__(self) -> None:
        if self.places < 1:
            raise ValueError(f"programme {self.id}: places must be at least 1, not {self.places}")
        for target in self.targets:
            if target.weight is None or target.unit != "people":
                raise ValueError(f"programme {self.id}, target {target.id}: give people and a weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A nominee may be given a place in a programme.

    Attributes:
        nominee: id.
        programme: id.
        bonus: tenths of a point added to the score, more for an earlier choice.
    """

    nominee: str
    programme: str
    bonus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalProblem:
    """All programmes of a year, all nominees, all wishes."""

    nominees: tuple[Nominee, ...]
    programmes: tuple[Programme, ...]
    wishes: tuple[Wish, ...]

    def __post_init__(self) -> None:
        nominees, programmes = {one.id for one in self.nominees}, {one.id for one in self.programmes}
        if len(nominees) < len(self.nominees) or len(programmes) < len(self.programmes):
            raise ValueError("a nominee or a programme stands there twice; keep one")
        seen: set[tuple[str, str]] = set()
        for wish in self.wishes:
            if wish.nominee not in nominees or wish.programme not in programmes:
                raise ValueError(f"wish of {wish.nominee} for {wish.programme}: no such nominee or programme")
            if (wish.nominee, wish.programme) in seen:
                raise ValueError(f"wish of {wish.nominee} for {wish.programme}: stands there twice; keep one")
            seen.add((wish.nominee, wish.programme))


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalSelection:
    """Who goes where.

    Attributes:
        places: programme by nominee.
        points: tenths, what targets lose taken off.
        bound: no assignment reaches more.
        weights: of the rules, in millionths, by their ids: "nominee:N", "programme:P",
            "country:P:C", "target:P:T"; with these the rules add up to the bound.
    """

    places: Mapping[str, str]
    points: int
    bound: int
    weights: Mapping[str, int]

    @property
    def gap(self) -> float:
        """The share that is at most left to gain."""
        return (self.bound - self.points) / max(1, abs(self.bound))


class NoAnswerError(Exception):
    """HiGHS gave up."""


def solve_national(problem: NationalProblem) -> NationalSelection:
    """Give places to people for most points, with a bound on what is possible.

    Raises:
        NoAnswerError: HiGHS gave up.
    """
    return _Solving(problem).answer()


class _Solving:
    def __init__(self, problem: NationalProblem) -> None:
        self.problem = problem
        self.people = {one.id: one for one in problem.nominees}
        self.wishes = problem.wishes
        self.gains = [self.people[wish.nominee].score + wish.bonus for wish in self.wishes]
        self.upper = [1] * len(self.wishes)
        self.names: list[str] = []
        self.rows: list[Row] = []
        self._one_place_each()
        self._programmes()

    def answer(self) -> NationalSelection:
        program = LargeProgram(
            costs=[-gain for gain in self.gains], upper=self.upper, rows=self.rows, whole=len(self.wishes)
        )
        relaxed = program.relaxed()
        if relaxed is None:
            raise NoAnswerError("the relaxation was not solved")
        weights = [-round(dual * SCALE) for dual in relaxed.duals]
        bound, shares = self._bound(weights)
        found = program.rounded(fixed=self._settled(shares), nodes=_NODES, gap=_GAP)
        found = found or program.rounded(fixed=(), nodes=_NODES, gap=_GAP)
        if found is None:
            raise NoAnswerError("no assignment in whole numbers was found")
        chosen = [index for index in range(len(self.wishes)) if found.values[index] > 0.5]
        return NationalSelection(
            places={self.wishes[index].nominee: self.wishes[index].programme for index in chosen},
            points=self._points(chosen),
            bound=bound,
            weights={name: weight for name, weight in zip(self.names, weights, strict=True) if weight},
        )

    def _one_place_each(self) -> None:
        by_nominee: dict[str, list[int]] = {}
        for index, wish in enumerate(self.wishes):
            by_nominee.setdefault(wish.nominee, []).append(index)
        for nominee, columns in by_nominee.items():
            self._row(f"nominee:{nominee}", columns, upper=1)

    def _programmes(self) -> None:
        by_programme: dict[str, list[int]] = {programme.id: [] for programme in self.problem.programmes}
        for index, wish in enumerate(self.wishes):
            by_programme[wish.programme].append(index)
        for programme in self.problem.programmes:
            columns = by_programme[programme.id]
            self._row(f"programme:{programme.id}", columns, upper=programme.places)
            if programme.country_most is not None:
                self._countries(programme, columns, programme.country_most)
            for target in programme.targets:
                self._target(programme, target, columns)

    def _countries(self, programme: Programme, columns: Sequence[int], most: int) -> None:
        by_country: dict[str, list[int]] = {}
        for column in columns:
            by_country.setdefault(self.people[self.wishes[column].nominee].country, []).append(column)
        for country, members in by_country.items():
            if len(members) > most:
                self._row(f"country:{programme.id}:{country}", members, upper=most)

    def _target(self, programme: Programme, target: Target, columns: Sequence[int]) -> None:
        members = [column for column in columns if self._counts(target, self.wishes[column].nominee)]
        weight, slack = target.weight or 0, len(self.gains)
        self.gains += (-weight, -weight)
        self.upper += (target.least or 0, programme.places)
        self.names.append(f"target:{programme.id}:{target.id}")
        self.rows.append(
            Row(
                columns=[*members, slack, slack + 1],
                coefficients=[1.0] * (len(members) + 1) + [-1.0],
                lower=target.least or 0,
                upper=math.inf if target.most is None else target.most,
            )
        )

    def _counts(self, target: Target, nominee: str) -> bool:
        person = self.people[nominee]
        has = {**person.attributes, "country": person.country}
        return all(has.get(key) == value for key, value in target.where.items())

    def _row(self, name: str, columns: Sequence[int], *, upper: int) -> None:
        self.names.append(name)
        self.rows.append(
            Row(columns=columns, coefficients=[1.0] * len(columns), lower=-math.inf, upper=upper)
        )

    def _bound(self, weights: list[int]) -> tuple[int, list[int]]:
        """What the weighed rules prove, exactly, and what each column still adds or costs, in millionths."""
        shares, total = [gain * SCALE for gain in self.gains], 0
        for number, (row, weight) in enumerate(zip(self.rows, weights, strict=True)):
            limit = row.upper if weight > 0 else row.lower
            if weight == 0 or math.isinf(limit):
                weights[number] = 0
                continue
            total += weight * int(limit)
            for column, coefficient in zip(row.columns, row.coefficients, strict=True):
                shares[column] -= weight * int(coefficient)
        total += sum(max(0, share) * upper for share, upper in zip(shares, self.upper, strict=True))
        return total // SCALE, shares

    def _settled(self, shares: Sequence[int]) -> list[tuple[int, int]]:
        """Wishes that the duals speak clearly about, with the answer."""
        clear = _CLEAR * SCALE
        return [
            (column, int(shares[column] > 0))
            for column in range(len(self.wishes))
            if abs(shares[column]) > clear
        ]

    def _points(self, chosen: Sequence[int]) -> int:
        """Points of an assignment, counted again; the columns of targets follow from the people."""
        values = [0] * len(self.gains)
        for column in chosen:
            values[column] = 1
        points = sum(self.gains[column] for column in chosen)
        for name, row in zip(self.names, self.rows, strict=True):
            count = sum(values[column] for column in row.columns if column < len(self.wishes))
            if name.startswith("target:"):
                missed = max(row.lower - count, count - row.upper, 0)
                points += int(missed) * self.gains[row.columns[-1]]
            elif count > row.upper:
                raise NoAnswerError(f"the assignment that was found breaks {name}")
        return points
