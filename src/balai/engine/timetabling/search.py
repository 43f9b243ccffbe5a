"""The search in one part: two threads that tell each other nothing, so that neither's speed matters.

One finds timetables: any first, then better ones, by freeing a few sessions of the best at a time (the
solver's large neighbourhood search). The other proves a bound with a model of its own. Each thread's work is
counted by the solver, not by the clock.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

from ortools.sat.python import cp_model

from balai import __version__
from balai.engine.timetabling.draft import Draft
from balai.engine.timetabling.result import Timetable
from balai.engine.timetabling.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from balai.engine.timetabling.bounds import DayBounds
    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.result import Placement

_SHARE = 0.35  # of the work: improving needs about three seconds for what the solver counts as one
_BY_ITSELF = 16  # sessions up to which a part is solved as a whole, in one thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How long to search: by work, which can be had again, or until a moment, which cannot.

    Attributes:
        work: seconds as the solver counts them.
        until: a moment of :func:`time.monotonic`; none for no clock.
    """

    work: float
    until: float | None = None

    def share(self, size: int, sizes: Sequence[int]) -> Budget:
        """What a part may take of it: by its size among those that are left, the last one all."""
        share = size / sum(sizes)
        if self.until is None:
            return Budget(work=self.work * share)
        now = time.monotonic()
        return Budget(work=self.work, until=now + max(self.until - now, 0.0) * share)

    def less(self, work: float) -> Budget:
        """What is left."""
        return Budget(work=max(self.work - work, 0.01), until=self.until)

    def limit(self, solver: cp_model.CpSolver, work: float) -> None:
        """Hold a solver to some work, or to the clock."""
        if self.until is None:
            solver.parameters.max_deterministic_time = max(work, 0.01)
        else:
            solver.parameters.max_time_in_seconds = max(self.until - time.monotonic(), 0.01)

    def is_spent(self, work: float) -> bool:
        """Whether that much work, or the clock, is the end."""
        return work >= self.work if self.until is None else time.monotonic() >= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the search in one part found.

    Attributes:
        status: as of an outcome.
        placements: of the best timetable.
        points: it costs.
        bound: nothing costs less.
        costs: by rule.
        work: seconds that were needed, as the solver counts them.
    """

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    placements: tuple[Placement, ...] = ()
    points: int | None = None
    bound: int = 0
    costs: Mapping[str, int] = field(default_factory=dict)
    work: float = 0.0


def versions() -> dict[str, str]:
    """Of the programs that a result depends on."""
    return {"balai": __version__, "ortools": version("ortools")}


def new_solver(seed: int) -> cp_model.CpSolver:
    """A solver of one worker: the same model, seed and work give the same answer."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    return solver


def new_judge(seed: int) -> cp_model.CpSolver:
    """A solver that is asked whether there is any timetable at all.

    Nothing is added up, so it needs no linear relaxation; and most are found or refuted sooner than probing
    ends. Both together take a third of the time.
    """
    solver = new_solver(seed)
    solver.parameters.linearization_level = 0
    solver.parameters.cp_model_probing_level = 0
    return solver


class Search:
    """One part of a problem.

    Attributes:
        tell: told points and bound of this part as they get better.

    Args:
        frame: the problem.
        starts: every session's possible beginnings.
        part: ids of the sessions to plan.
        seed: of all that is drawn.
        elsewhere: where sessions of other parts have been placed, if that matters.
        days: bounds by the days of groups; none to do without.
    """

    def __init__(  # noqa: PLR0913 -- a part, and what is known of the whole
        self,
        frame: Frame,
        starts: Mapping[str, Sequence[int]],
        part: Sequence[str],
        *,
        seed: int,
        elsewhere: Mapping[str, Placement] | None = None,
        days: DayBounds | None = None,
    ) -> None:
        self.elsewhere, self.days = elsewhere, days
        self.frame, self.starts, self.part, self.seed = frame, starts, part, seed
        self.tell: Callable[[int | None, int | None], None] = _nobody
        self.points: int | None = None
        self.bound = 0

    def draft(self, *, priced: bool = True) -> Draft:
        """A new model of this part."""
        return Draft(
            self.frame,
            RULES,
            only=frozenset(self.part),
            outer=self.starts,
            elsewhere=self.elsewhere,
            priced=priced,
        )

    @property
    def is_small(self) -> bool:
        """Whether the part is solved as a whole."""
        return len(self.part) <= _BY_ITSELF

    def start(self, budget: Budget) -> Found:
        """Solve a small part as a whole; of a large one, find any timetable, whatever it costs."""
        self._draft = self.draft()
        self._draft.minimize()
        if self.is_small:
            return self._whole(self._draft, budget)
        self._copy = self._draft.model.clone()
        any_at_all = self._draft.model.clone()
        any_at_all.clear_objective()  # type: ignore[no-untyped-call]  # the library's own lacks a type
        solver = new_judge(self.seed)
        budget.limit(solver, budget.work)
        status = solver.solve(any_at_all)
        work = solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return Found(status="infeasible", work=work)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return Found(status="unknown", work=work)
        return self._found(
            self._draft, solver, bound=0, work=work, is_tight=True
        )  # counted when it is improved

    def go_on(self, first: Found, budget: Budget) -> Found:
        """Improve what a large part was started with, and prove a bound, until the budget is spent."""
        with ThreadPoolExecutor(2) as threads:
            improving = threads.submit(self._improve, self._draft, first, budget)
            proving = threads.submit(self._prove, self._draft, self._copy, budget)
            found, proven = improving.result(), proving.result()
        return self._both(found, proven)

    def _whole(self, draft: Draft, budget: Budget) -> Found:
        solver = new_solver(self.seed)
        budget.limit(solver, budget.work)
        status = solver.solve(draft.model)
        work = solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return Found(status="infeasible", work=work)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return Found(status="unknown", bound=_bound(solver), work=work)
        is_tight = status == cp_model.OPTIMAL
        return self._found(draft, solver, bound=_bound(solver), work=work, is_tight=is_tight)

    def _prove(self, draft: Draft, model: cp_model.CpModel, budget: Budget) -> Found:
        """A bound, by the days of each group, then by a model that is relaxed to a linear one.

        The first takes the same steps whatever the limit is, and counts for no work.
        """
        least = self.days.least(self.part) if self.days else 0
        self._bounded(least)
        model.add(sum(term * weight for terms in draft.costs.values() for term, weight in terms) >= least)
        solver = new_solver(self.seed)
        solver.parameters.linearization_level = 2
        budget.limit(solver, budget.work)
        solver.best_bound_callback = self._bounded
        status = solver.solve(model)
        work = solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return Found(status="infeasible", work=work)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return self._found(draft, solver, bound=_bound(solver), work=work)
        return Found(status="unknown", bound=max(least, _bound(solver)), work=work)

    def _improve(self, draft: Draft, first: Found, budget: Budget) -> Found:
        """Better ones, by freeing a few sessions at a time."""
        draft.hint(Timetable(placements=first.placements))
        self._better(first.points)
        solver = new_solver(self.seed)
        # Four in turns, always in the same order: reproducible, where four at once are not. One turn at a
        # time, so that each begins at the best there is, and the other processor is left to the bound.
        solver.parameters.num_workers = 4
        solver.parameters.interleave_search = True
        solver.parameters.interleave_batch_size = 1
        solver.parameters.use_lns_only = True
        solver.parameters.linearization_level = 0
        budget.limit(solver, budget.work * _SHARE)
        status = solver.solve(draft.model, _Listener(self._better))
        work = solver.response_proto.deterministic_time / _SHARE
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            solver = self._fixed(draft, Timetable(placements=first.placements))
            return self._found(draft, solver, bound=0, work=work, is_tight=True)
        found = self._found(draft, solver, bound=0, work=work)
        self._better(found.points)
        return found

    def _found(
        self, draft: Draft, solver: cp_model.CpSolver, *, bound: int, work: float, is_tight: bool = False
    ) -> Found:
        """What a solver found, at its true cost: a search that was cut short leaves room in days' lengths."""
        timetable = draft.timetable(solver)
        if not is_tight:
            solver = self._fixed(draft, timetable)
        costs = {
            rule: sum(solver.value(term) * weight for term, weight in terms)
            for rule, terms in draft.costs.items()
            if terms
        }
        points = sum(costs.values())
        return Found(
            status="optimal" if points == bound else "feasible",
            placements=timetable.placements,
            points=points,
            bound=bound,
            costs=costs,
            work=work,
        )

    def _fixed(self, draft: Draft, timetable: Timetable) -> cp_model.CpSolver:
        """A solver that has counted a timetable: everything is fixed but the lengths of the days."""
        model = draft.model.clone()
        model.clear_hints()  # type: ignore[no-untyped-call]  # as above
        draft.fix(model, timetable)
        solver = new_solver(self.seed)
        if solver.solve(model) != cp_model.OPTIMAL:
            raise RuntimeError("a timetable that was found could not be counted again")
        return solver

    def _both(self, found: Found, proven: Found) -> Found:
        """The better timetable of the two, and the bound."""
        work = max(found.work, proven.work)
        if "infeasible" in {found.status, proven.status}:
            return Found(status="infeasible", work=work)
        best = min(
            (one for one in (found, proven) if one.points is not None),
            key=lambda one: one.points or 0,
            default=None,
        )
        if best is None:
            return Found(status="unknown", bound=proven.bound, work=work)
        bound = min(proven.bound, best.points or 0)
        return Found(
            status="optimal" if best.points == bound else "feasible",
            placements=best.placements,
            points=best.points,
            bound=bound,
            costs=best.costs,
            work=work,
        )

    def _better(self, points: int | None) -> None:
        if points is None or (self.points is not None and points > self.points):
            return
        self.points = points
        self.tell(self.points, self.bound)

    def _bounded(self, bound: float) -> None:
        self.bound = max(self.bound, round(bound))
        self.tell(self.points, self.bound)


class _Listener(cp_model.CpSolverSolutionCallback):
    """Tells the points of every better timetable."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        self._tell(round(self.objective_value))


def _nobody(points: int | None, bound: int | None) -> None:
    """Nobody wants to be told."""


def _bound(solver: cp_model.CpSolver) -> int:
    return max(0, round(solver.best_objective_bound))
