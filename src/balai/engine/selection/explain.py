"""Why no cohort keeps every rule: the smallest sets of rules that clash, and the closest that can be met.

A clash needs a rule from each group of rules that would have to go if all others stayed. So sets of growing
size are tried that take one from every group known so far: one that can be kept teaches a further group,
one that cannot is a smallest clash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.selection import sentences
from balai.engine.selection.accounts import closest_to, count_of, miss
from balai.engine.selection.limits import pool_of, priced
from balai.engine.selection.result import Clash, Explanation
from balai.engine.selection.solve import WORK, best_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.selection.limits import Pool
    from balai.engine.selection.problem import Problem
    from balai.engine.selection.result import Best

CLASHES_AT_MOST = 10
TRIES_AT_MOST = 1_000


class UndecidedError(Exception):
    """A search ended at its limit of work before it was known whether some rules can be kept together."""


def explain(problem: Problem, *, work: int = WORK) -> Explanation | None:
    """Explain why no cohort keeps every rule; none if one does.

    Raises:
        UndecidedError: the work did not suffice; a larger limit may.
    """
    pool = pool_of(problem)
    closest = closest_to(pool, work=work)
    if not closest.missed:
        return None
    clashes, smallest = _clashes(pool, work)
    said = {limit.id: sentences.phrase(problem, limit) for limit in pool.limits}
    chosen = frozenset(closest.best.people)
    counts = {
        limit.id: sentences.counted(problem, limit, count_of(pool, limit, chosen)) for limit in pool.limits
    }
    return Explanation(
        clashes=clashes,
        smallest=smallest,
        closest=closest,
        sentences=(
            *(sentences.clash([said[limit] for limit in clash.limits]) for clash in clashes),
            sentences.closest([(said[one.limit], counts[one.limit]) for one in closest.missed]),
        ),
    )


def _clashes(pool: Pool, work: int) -> tuple[tuple[Clash, ...], bool]:
    """The smallest clashes and true; after too many tries one that nothing can be spared from, and false."""
    search = _Clashes(pool, work)
    try:
        return tuple(search.smallest()), True
    except _TooManyError:
        return (search.spared(),), False


class _Clashes:
    def __init__(self, pool: Pool, work: int) -> None:
        self.pool, self.work = pool, work
        self.hard = {limit.id: limit for limit in pool.limits if limit.weight is None}
        self.groups: list[frozenset[str]] = []
        self.tries = 0

    def smallest(self) -> Iterator[Clash]:
        """All clashes of the smallest size, at most ten."""
        for size in range(len(self.hard) + 1):
            found = 0
            for clash in self._of_size(size):
                yield clash
                found += 1
                if found == CLASHES_AT_MOST:
                    return
            if found:
                return

    def spared(self) -> Clash:
        """One clash of which no rule can be spared: rules are left out as long as the rest still clash."""
        kept = list(self.hard)
        for limit in self.hard:
            rest = frozenset(kept) - {limit}
            if self._keep(rest).points is None:
                kept.remove(limit)
        return self._clash(frozenset(kept), self._keep(frozenset(kept)))

    def _of_size(self, size: int) -> Iterator[Clash]:
        tried: set[frozenset[str]] = set()
        while True:
            candidate = next((one for one in self._hitting(frozenset(), size) if one not in tried), None)
            if candidate is None:
                return
            tried.add(candidate)
            self.tries += 1
            if self.tries > TRIES_AT_MOST:
                raise _TooManyError
            best = self._keep(candidate)
            if best.points is None:
                yield self._clash(candidate, best)
            else:
                self.groups.append(self._group(candidate))

    def _hitting(self, chosen: frozenset[str], size: int) -> Iterator[frozenset[str]]:
        """Sets of at most ``size`` rules with one from every known group."""
        group = next((group for group in self.groups if not group & chosen), None)
        if group is None:
            yield chosen
        elif len(chosen) < size:
            for limit in sorted(group):
                yield from self._hitting(chosen | {limit}, size)

    def _keep(self, kept: frozenset[str]) -> Best:
        limits = tuple(limit for name, limit in self.hard.items() if name in kept)
        best = best_within(self.pool, limits, work=self.work)
        if best.points is None and best.bound is not None:
            raise UndecidedError("the limit of work was reached before it was known whether the rules clash")
        return best

    def _group(self, kept: frozenset[str]) -> frozenset[str]:
        """Rules of which one must go if ``kept`` stay: what the closest cohort that keeps them misses."""
        limits = tuple(
            self.hard[limit.id] if limit.id in kept else limit
            for limit in priced(self.pool).limits
            if limit.id in self.hard
        )
        chosen = frozenset(best_within(self.pool, limits, work=self.work).people)
        return frozenset(name for name, limit in self.hard.items() if miss(self.pool, limit, chosen))

    def _clash(self, names: frozenset[str], best: Best) -> Clash:
        limits = tuple(name for name in self.hard if name in names)
        keeps = tuple(self._keep(names - {spared}).people for spared in limits)
        return Clash(limits=limits, proof=best.proof, keeps=keeps)


class _TooManyError(Exception):
    """More candidates than may be tried."""
