"""Why each person is in or not: the opposite answer is solved too, and the difference is the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from balai.engine.selection import sentences
from balai.engine.selection.limits import gravity, lot, pool_of, priced
from balai.engine.selection.result import Account, Closest, Cost, Missed
from balai.engine.selection.solve import WORK, Program, as_best, best_without, solve
from balai.engine.selection.swaps import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from balai.engine.selection.limits import Limit, Pool
    from balai.engine.selection.problem import Problem
    from balai.engine.selection.result import Best, Selection


def select(
    problem: Problem,
    *,
    seed: int,
    work: int = WORK,
    progress: Callable[[int, int], None] | None = None,
) -> Selection:
    """Solve, and account for every nominee, every lock and every target.

    Args:
        problem: what is asked.
        seed: the published number for the lots.
        work: nodes of each search.
        progress: told how many of how many nominees are accounted for.
    """
    selection = solve(problem, seed=seed, work=work)
    if selection.best.points is None:
        return selection
    return _Accounting(problem, selection, work).whole(progress)


def closest_to(pool: Pool, *, fixed: Mapping[int, int] | None = None, work: int = WORK) -> Closest:
    """The cohort that misses the rules by least, each person missed weighed by the kind of rule (S11)."""
    best = as_best(pool, Program(priced(pool)).best(work=work, fixed=fixed))
    chosen = frozenset(best.people)
    missed = tuple(
        Missed(limit=limit.id, by=by)
        for limit in pool.limits
        if limit.weight is None and (by := miss(pool, limit, chosen))
    )
    weights = gravity(pool)
    weight = sum(weights[one.limit] * abs(one.by) for one in missed)
    return Closest(best=best, missed=missed, weight=weight)


def count_of(pool: Pool, limit: Limit, chosen: frozenset[str]) -> int:
    """What a cohort, given by ids, has of what a limit counts."""
    return pool.count(limit, {index for index, nominee in enumerate(pool.ids) if nominee in chosen})


def miss(pool: Pool, limit: Limit, chosen: frozenset[str]) -> int:
    """People, steps or rooms too few (below 0) or too many (above 0) for a limit."""
    count = count_of(pool, limit, chosen)
    if count < limit.least:
        return count - limit.least
    return max(0, count - limit.most) if limit.most is not None else 0


@dataclass(frozen=True, slots=True)
class _Other:
    """What is known of one nominee before reserves are numbered."""

    otherwise: Best | None
    lacking: int | None
    closest: Closest | None


class _Accounting:
    def __init__(self, problem: Problem, selection: Selection, work: int) -> None:
        self.problem, self.selection, self.work = problem, selection, work
        self.pool = pool_of(problem)
        self.program = Program(self.pool)
        self.index = {nominee: index for index, nominee in enumerate(self.pool.ids)}
        self.chosen = frozenset(selection.best.people)
        self.locks = {lock.nominee: lock for lock in problem.locks}
        self.tally = Tally(self.pool)

    def whole(self, progress: Callable[[int, int], None] | None) -> Selection:
        others: dict[str, _Other] = {}
        for done, nominee in enumerate(self.problem.nominees, start=1):
            others[nominee.id] = self._other(nominee.id)
            if progress:
                progress(done, len(self.problem.nominees))
        reserves = self._reserves(others)
        heirs = self._heirs()
        accounts = tuple(
            self._account(nominee.id, others[nominee.id], reserves, heirs.get(nominee.id, ()))
            for nominee in self.problem.nominees
        )
        return replace(self.selection, reserves=reserves, costs=tuple(self._costs()), accounts=accounts)

    def _other(self, nominee: str) -> _Other:
        if nominee in self.locks:
            return _Other(None, None, None)
        fixed = {self.index[nominee]: int(nominee not in self.chosen)}
        best = as_best(self.pool, self.program.best(work=self.work, fixed=fixed))
        if best.points is None or self.selection.best.points is None:
            needed = best.bound is None and nominee not in self.chosen
            return _Other(best, None, closest_to(self.pool, fixed=fixed, work=self.work) if needed else None)
        return _Other(best, self.selection.best.points - best.points, None)

    def _reserves(self, others: Mapping[str, _Other]) -> tuple[str, ...]:
        waiting = [
            (other.lacking, lot(self.selection.seed, nominee), nominee)
            for nominee, other in others.items()
            if nominee not in self.chosen and other.lacking is not None
        ]
        return tuple(nominee for _, _, nominee in sorted(waiting)[: self.problem.reserves])

    def _heirs(self) -> dict[str, tuple[str, ...]]:
        """For each person not in, those in whose place they are the best replacement (S15)."""
        heirs: dict[str, tuple[str, ...]] = {}
        for leaver in self.selection.best.people:
            heir = self.tally.heir(self.chosen, leaver, self.selection.seed, frozenset(self.locks))
            if heir is not None:
                heirs[heir] = (*heirs.get(heir, ()), leaver)
        return heirs

    def _costs(self) -> Iterator[Cost]:
        countries = frozenset(limit.id for limit in self.pool.limits if limit.kind == "country")
        wholes = [
            (limit.id, frozenset({limit.id}))
            for limit in self.pool.limits
            if limit.kind in {"target", "budget", "rooms", "lock", "host"}
        ]
        for name, dropped in [*wholes, *([("countries", countries)] if countries else [])]:
            best = best_without(self.pool, dropped, work=self.work)
            gained = (best.points or 0) - (self.selection.best.points or 0)
            yield Cost(limit=name, points=gained, without=best)

    def _account(
        self, nominee: str, other: _Other, reserves: tuple[str, ...], moves_up_for: tuple[str, ...]
    ) -> Account:
        reserve = reserves.index(nominee) + 1 if nominee in reserves else None
        inside = nominee in self.chosen
        sentence = (
            self._inside(nominee, other)
            if inside
            else self._outside(nominee, other, reserve, len(moves_up_for))
        )
        return Account(
            nominee=nominee,
            place="in" if inside else "reserve" if reserve else "out",
            reserve=reserve,
            otherwise=other.otherwise,
            lacking=other.lacking,
            closest=other.closest,
            moves_up_for=moves_up_for,
            sentence=sentence,
        )

    def _inside(self, nominee: str, other: _Other) -> str:
        if other.otherwise is None:
            return sentences.in_by_lock(self.locks[nominee].reason)
        if not other.otherwise.proven or not self.selection.best.proven:
            return f"In. {sentences.UNSETTLED}"
        if other.lacking is None:
            return sentences.in_by_rules()
        if other.lacking:
            return sentences.in_by_points(other.lacking)
        return sentences.in_by_lot(self.selection.seed)

    def _outside(self, nominee: str, other: _Other, reserve: int | None, leavers: int) -> str:
        if other.otherwise is None:
            return sentences.out_by_lock(self.locks[nominee].reason)
        settled = other.otherwise.proven and self.selection.best.proven
        if not settled or (other.closest is not None and not other.closest.best.proven):
            return f"{f'Reserve {reserve}' if reserve else 'Not in'}. {sentences.UNSETTLED}"
        if other.closest is not None:
            limits = {limit.id: limit for limit in self.pool.limits}
            return sentences.out_by_rules(
                [
                    (
                        sentences.phrase(self.problem, limits[one.limit]),
                        sentences.missed(self.problem, limits[one.limit], one.by),
                    )
                    for one in other.closest.missed
                ]
            )
        hindering = self.tally.hindrances(self.chosen, nominee)
        return sentences.out(
            reserve=reserve,
            hindrances=[sentences.phrase(self.problem, limit) for limit in hindering],
            lacking=other.lacking or 0,
            seed=self.selection.seed,
            leavers=leavers,
        )
