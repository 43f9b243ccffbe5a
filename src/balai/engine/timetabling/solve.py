"""The best timetable, and how much better one could be at most.

A problem falls into parts that do not touch each other (:mod:`balai.engine.timetabling.parts`); each is
searched by itself (:mod:`balai.engine.timetabling.search`), the small ones first.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from balai.engine.timetabling.bounds import DayBounds
from balai.engine.timetabling.frame import Frame
from balai.engine.timetabling.parts import parts, possible_starts, runs_without_rest
from balai.engine.timetabling.precheck import contradictions
from balai.engine.timetabling.result import Cost, Outcome, Timetable
from balai.engine.timetabling.rules import RULES
from balai.engine.timetabling.search import Budget, Search, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Contradiction, Placement, Status
    from balai.engine.timetabling.search import Found

WORK = 200
"""Units of work of each of two threads; ten are what the solver counts as a second, and takes up to three."""


def solve(
    problem: Problem,
    *,
    work: int = WORK,
    seconds: float | None = None,
    seed: int = 0,
    progress: Callable[[int | None, int | None], None] | None = None,
) -> Outcome:
    """Plan a programme.

    Args:
        problem: what is asked.
        work: the limit: the same problem, seed, work and versions give the same timetable.
        seconds: limits by the clock instead; what comes of it may differ from run to run.
        seed: of the search, 0 or more.
        progress: told points and bound of the whole whenever they get better; none while there are none.

    Returns:
        The best found, with its proof as far as it reaches. The checker has not seen it yet.
    """
    if seed < 0 or work < 1:
        raise ValueError(f"seed must be 0 or more and work 1 or more, not {seed} and {work}")
    began = time.monotonic()
    frame = Frame(problem)
    starts = possible_starts(frame, RULES)
    seen = tuple(contradictions(frame, starts))
    whole = _Whole(frame, seed, progress)
    if not seen:
        whole.search(starts, Budget(work=work / 10, until=None if seconds is None else began + seconds))
    return whole.outcome(
        contradictions=seen,
        seed=seed,
        work=None if seconds is not None else work,
        seconds=round(time.monotonic() - began, 1),
    )


class _Whole:
    """The sum of the parts."""

    def __init__(
        self, frame: Frame, seed: int, progress: Callable[[int | None, int | None], None] | None
    ) -> None:
        self.frame, self.seed, self.progress = frame, seed, progress
        self.found: dict[tuple[str, ...], Found] = {}

    def search(self, starts: Mapping[str, Sequence[int]], budget: Budget) -> None:
        """Search every part; where days of several parts leave no half-day free, those parts as one."""
        days = DayBounds(self.frame, starts)
        runs: list[tuple[str, int]] = []
        while True:
            pieces = parts(self.frame, starts, runs)
            self.found = {piece: found for piece, found in self.found.items() if piece in pieces}
            searches = {
                piece: Search(self.frame, starts, piece, seed=self.seed, days=days)
                for piece in pieces
                if piece not in self.found
            }
            for piece, search in searches.items():
                self.found[piece] = search.start(budget)
                budget = budget.less(self.found[piece].work)
                if self.found[piece].points is None:
                    return
            self._rest(starts, budget)
            large = [piece for piece, search in searches.items() if not search.is_small]
            for place, piece in enumerate(large):
                search, first = searches[piece], self.found.pop(piece)
                search.tell = self._listen()
                share = budget.share(len(piece), [len(one) for one in large[place:]])
                self.found[piece] = search.go_on(first, share)
                budget = budget.less(self.found[piece].work)
            self._rest(starts, budget)
            tired = runs_without_rest(self.frame, self._placements())
            if not tired:
                return
            runs += tired

    def _rest(self, starts: Mapping[str, Sequence[int]], budget: Budget) -> None:
        """Have small parts leave a half-day free where that costs nothing."""
        for piece in list(self.found):
            if not runs_without_rest(self.frame, self._placements()):
                return
            elsewhere = {one.session: one for one in self._placements() if one.session not in piece}
            search = Search(self.frame, starts, piece, seed=self.seed, elsewhere=elsewhere)
            if search.is_small:
                found = search.start(budget)
                if found.points == self.found[piece].points:
                    self.found[piece] = found

    def _placements(self) -> list[Placement]:
        return [one for found in self.found.values() for one in found.placements]

    def _listen(self) -> Callable[[int | None, int | None], None]:
        """Tell the progress of the whole by that of one more part."""
        points = sum(one.points or 0 for one in self.found.values())
        bound = sum(one.bound for one in self.found.values())

        def tell(more: int | None, at_least: int | None) -> None:
            if self.progress:
                self.progress(None if more is None else points + more, bound + (at_least or 0))

        return tell

    def outcome(
        self, *, contradictions: Sequence[Contradiction], seed: int, work: int | None, seconds: float
    ) -> Outcome:
        """The whole answer."""
        found = list(self.found.values())
        status = self._status(found, impossible=bool(contradictions))
        there = status in {"optimal", "feasible"}
        placements: list[Placement] = []
        costs = {rule.code: 0 for rule in RULES}
        for one in found if there else ():
            placements += one.placements
            for rule, points in one.costs.items():
                costs[rule] += points
        return Outcome(
            status=status,
            timetable=Timetable(placements=tuple(sorted(placements, key=lambda one: one.session)))
            if there
            else None,
            objective=sum(costs.values()) if there else None,
            bound=None if status == "infeasible" else sum(one.bound or 0 for one in found),
            costs=tuple(Cost(rule=rule, points=points) for rule, points in costs.items() if points),
            contradictions=tuple(contradictions),
            seed=seed,
            work=work,
            seconds=seconds,
            is_reproducible=work is not None,
            versions=versions(),
        )

    def _status(self, found: Sequence[Found], *, impossible: bool) -> Status:
        if impossible or any(one.status == "infeasible" for one in found):
            return "infeasible"
        if any(one.points is None for one in found):
            return "unknown"
        return "optimal" if all(one.points == one.bound for one in found) else "feasible"
