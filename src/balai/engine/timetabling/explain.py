"""Why no timetable keeps every rule: what would help most cheaply, and behind it the clash (T51, T52).

The times set for sessions (T2) are given up only where nothing else helps: so most sessions keep to their
days while the search looks for what to give up, and it stays small.

Clashes and remedies find each other: every remedy gives up a limit of each clash, so the lightest set that
does so for the clashes known is tried; either it is a timetable, and then the lightest remedy, or it teaches
another clash. Nothing that the solver says of a clash is believed before a plain search agrees.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from typing import Literal as Word

from ortools.sat.python import cp_model

from balai.engine.timetabling.draft import Draft
from balai.engine.timetabling.frame import Frame
from balai.engine.timetabling.parts import parts, possible_starts, runs_without_rest
from balai.engine.timetabling.precheck import contradictions
from balai.engine.timetabling.result import Clash, Explanation, Remedy, Timetable
from balai.engine.timetabling.rules import RULES
from balai.engine.timetabling.search import Budget, new_judge, new_solver, versions
from balai.engine.timetabling.sentences import given_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Placement

WORK = 100
Status = Word["infeasible", "feasible", "unknown"]
_REMEDIES = 3
_GRAVITY = {rule.code: rule.gravity for rule in RULES if rule.gravity is not None}
_SOONER = frozenset(_GRAVITY) - {"T2"}


def explain(  # noqa: PLR0913 -- what changed, and one argument for each limit
    problem: Problem,
    *,
    before: Timetable | None = None,
    frozen_until: int = 0,
    work: int = WORK,
    seconds: float | None = None,
    seed: int = 0,
) -> Explanation:
    """Find up to three sets of limits that, given up, leave a timetable, and a clash behind them.

    Args:
        problem: one without a timetable; of another it is said that there is one.
        before: where no repair was found, the timetable as it was.
        frozen_until: moment of that repair: what has begun before it stays, and nothing else begins before.
        work: the limit of each search.
        seconds: limits by the clock instead.
        seed: of the search.
    """
    began = time.monotonic()
    budget = Budget(work=work / 10, until=None if seconds is None else began + seconds)
    begun = before.placements if before else ()
    frozen = {one.session: one for one in begun if one.begins < frozen_until}
    explaining = _Explaining(Frame(problem, now=frozen_until), frozen, budget, seed)
    status = explaining.place()
    remedies: tuple[Remedy, ...] = ()
    clash = None
    if status == "infeasible":
        remedies = tuple(explaining.remedies())
        clash = explaining.clash() if remedies else None
    return Explanation(
        status=status,
        contradictions=tuple(explaining.seen),
        remedies=remedies,
        clash=clash,
        seed=seed,
        work=None if seconds is not None else work,
        seconds=round(time.monotonic() - began, 1),
        is_reproducible=seconds is None,
        versions=versions(),
    )


class _Explaining:
    def __init__(self, frame: Frame, frozen: Mapping[str, Placement], budget: Budget, seed: int) -> None:
        self.problem, self.frame, self.budget, self.seed = frame.problem, frame, budget, seed
        self.frozen = {name: one for name, one in frozen.items() if name in self.frame.session}
        self.lost = frozenset(runs_without_rest(self.frame, self.frozen.values()))
        self.starts = possible_starts(self.frame, RULES, self.frozen)
        self.seen = contradictions(self.frame, self.starts)
        self.placed: dict[str, Placement] = {}
        self.stuck: list[str] = []
        self.others: list[tuple[str, ...]] = []
        self.cores: list[list[str]] = []
        self.codes = _SOONER
        self.wide: Mapping[str, Sequence[int]] = self.starts

    def place(self) -> Status:
        """Find which parts have no timetable, and one for each of the others."""
        for codes in (_SOONER, frozenset(_GRAVITY)):
            kept = [rule for rule in RULES if rule.code not in codes]
            wide = possible_starts(self.frame, kept, self.frozen)
            if all(wide.values()):
                return self._place(codes, wide)
        return "unknown"

    def remedies(self) -> Iterator[Remedy]:
        """The lightest first."""
        draft = self._loose()
        names = sorted(draft.given_up)
        found: list[list[str]] = []
        while len(found) < _REMEDIES:
            limits = _lightest(self.cores, found)
            if limits is None:
                return
            status, timetable = self._keeping(draft, [name for name in names if name not in limits])
            if timetable is not None:
                found.append(limits)
                yield Remedy(
                    limits=tuple(limits),
                    weight=sum(map(_weight, limits)),
                    is_proven=True,
                    timetable=timetable,
                    sentences=tuple(given_up(self.problem, limit) for limit in limits),
                )
            elif status == cp_model.INFEASIBLE:
                self.cores.append(self._core(draft, [name for name in names if name not in limits]))
            else:
                return

    def clash(self) -> Clash | None:
        """The smallest of the clashes that were met, and of it only what is needed."""
        draft = self._loose()
        core = min(self.cores, key=lambda one: (len(one), one), default=[])
        keeps: dict[str, Timetable] = {}
        is_smallest = bool(core)
        for name in list(core):
            others = [one for one in core if one != name]
            status, timetable = self._keeping(draft, others)
            if status == cp_model.INFEASIBLE:
                core = others
            elif timetable is not None:
                keeps[name] = timetable
            else:
                is_smallest = False
        if not core:
            return None
        return Clash(
            limits=tuple(core),
            is_smallest=is_smallest and len(keeps) == len(core),
            keeps=tuple(keeps.get(name) for name in core),
            sentences=tuple(given_up(self.problem, name, kept=True) for name in core),
        )

    def _place(self, codes: frozenset[str], wide: Mapping[str, Sequence[int]]) -> Status:
        runs: list[tuple[str, int]] = []
        while True:
            self.placed, self.stuck, self.others = {}, [], []
            for part in parts(self.frame, wide, runs):
                draft = None
                if all(self.starts[name] for name in part):
                    draft = self._draft(part, wide)
                status, found = self._solved(draft)
                if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}:
                    return "unknown"
                self.placed |= {one.session: one for one in found}
                if found:
                    self.others.append(part)
                else:
                    self.stuck += part
            tired = [run for run in self._tired(self.placed.values()) if run not in runs]
            if self.stuck:
                self.codes, self.wide = codes, wide
                return "infeasible"
            if not tired:
                return "feasible"
            runs += tired

    def _solved(self, draft: Draft | None) -> tuple[cp_model.CpSolverStatus, tuple[Placement, ...]]:
        if draft is None or draft.hopeless:
            return cp_model.INFEASIBLE, ()
        solver = new_judge(self.seed)
        self.budget.limit(solver, self.budget.work)
        status = solver.solve(draft.model)
        there = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        return status, draft.timetable(solver).placements if there else ()

    def _loose(self) -> Draft:
        """A model of the parts that are stuck, in which limits may be given up."""
        return self._draft(self.stuck, self.wide, giving_up=self.codes)

    def _draft(
        self,
        part: Iterable[str],
        outer: Mapping[str, Sequence[int]],
        *,
        elsewhere: Mapping[str, Placement] | None = None,
        giving_up: frozenset[str] = frozenset(),
    ) -> Draft:
        return Draft(
            self.frame,
            RULES,
            only=frozenset(part),
            outer=outer,
            elsewhere=elsewhere,
            frozen=self.frozen,
            lost=self.lost,
            giving_up=giving_up,
            priced=False,
        )

    def _tired(self, placements: Iterable[Placement]) -> list[tuple[str, int]]:
        """Runs without a free half-day that what has begun leaves a chance of one."""
        return [run for run in runs_without_rest(self.frame, placements) if run not in self.lost]

    def _core(self, draft: Draft, kept: Sequence[str]) -> list[str]:
        """Of limits that clash, those in which the solver sees it; all of them if it names none that do."""
        model = draft.model.clone()
        names = set(kept)
        by_index: dict[int, str] = {}
        for name, literal in draft.given_up.items():
            own = model.get_bool_var_from_proto_index(literal.index)
            if name in names:
                by_index[own.negated().index] = name
            else:
                model.add(own == 1)
        model.add_assumptions(
            [model.get_bool_var_from_proto_index(-index - 1).negated() for index in by_index]
        )
        solver = new_judge(self.seed)
        self.budget.limit(solver, self.budget.work)
        if solver.solve(model) != cp_model.INFEASIBLE:
            return list(kept)
        seen = solver.sufficient_assumptions_for_infeasibility()
        core = sorted({by_index[index] for index in seen if index in by_index})
        return core if self._keeping(draft, core)[0] == cp_model.INFEASIBLE else list(kept)

    def _keeping(
        self, draft: Draft, limits: Sequence[str]
    ) -> tuple[cp_model.CpSolverStatus, Timetable | None]:
        """A plain search with these limits kept and the others given up."""
        model = draft.model.clone()
        kept = set(limits)
        for name, literal in draft.given_up.items():
            model.add(model.get_bool_var_from_proto_index(literal.index) == (name not in kept))
        solver = new_judge(self.seed)
        self.budget.limit(solver, self.budget.work)
        status = solver.solve(model)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return status, self._with(draft.timetable(solver))
        return status, None

    def _with(self, timetable: Timetable) -> Timetable:
        """The parts that were stuck, with the others, which leave half-days free if they can."""
        own = {one.session: one for one in timetable.placements}
        for part in self.others:
            placed = self.placed | own
            if not self._tired(placed.values()):
                break
            elsewhere = {name: one for name, one in placed.items() if name not in part}
            draft = self._draft(part, self.wide, elsewhere=elsewhere)
            self.placed |= {one.session: one for one in self._solved(draft)[1]}
        placements = self.placed | own
        return Timetable(placements=tuple(placements[name] for name in sorted(placements)))


def _weight(limit: str) -> int:
    return _GRAVITY[limit.partition(":")[0]] or 0


def _lightest(cores: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> list[str] | None:
    """The lightest set that has a limit of each core and contains no remedy found before, if there is one."""
    model = cp_model.CpModel()
    names = sorted({name for core in (*cores, *found) for name in core})
    chosen = {name: model.new_bool_var(name) for name in names}
    for core in cores:
        model.add_bool_or(chosen[name] for name in core)
    for remedy in found:
        model.add_bool_or(chosen[name].negated() for name in remedy)
    model.minimize(sum(literal * _weight(name) for name, literal in chosen.items()))
    solver = new_solver(0)
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return [name for name, literal in chosen.items() if solver.boolean_value(literal)]
