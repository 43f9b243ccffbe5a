"""The timetable closest to one that has been published, after something changed: proven (T41 to T44).

Only the parts that have to change are searched together; all else stays as it was.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ortools.sat.python import cp_model

from balai.engine.timetabling.draft import Draft
from balai.engine.timetabling.frame import Frame
from balai.engine.timetabling.parts import parts, possible_starts, runs_without_rest
from balai.engine.timetabling.problem import DAY
from balai.engine.timetabling.result import Change, Cost, Repair, Repairs, Timetable
from balai.engine.timetabling.rules import RULES
from balai.engine.timetabling.search import Budget, new_solver, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ortools.sat.python.cp_model_helper import Literal as Truth

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Placement

WORK = 40
_ALTERNATIVES = 3
_QUICK = 2.0  # seconds as the solver counts them: enough for every single change of the reference
_SHARE = 0.35  # of the work for workers that take turns, who need more time for it
# What is moved is a matter of clauses, not of sums: without a linear relaxation the search learns ten times
# faster, and proves in a second what it does not prove in minutes with one.
_BY_CLAUSES = {"linearization_level": 0}
_BY_CORES = {"optimize_with_core": 1, "linearization_level": 0}
_BY_TURNS = {"num_workers": 4, "interleave_search": 1, "interleave_batch_size": 4, "use_lns_only": 1}
_POLISH, _POLISHED = 0.05, 0.2  # of the work, and at most, for what a repair costs once it disturbs least
ANOTHER_DAY, ANOTHER_TIME, ANOTHER_ROOM = 6, 2, 1  # T41


Status = Literal["repaired", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What one solver found."""

    status: cp_model.CpSolverStatus
    placements: tuple[Placement, ...] = ()
    disturbance: int = 0
    bound: int = 0


class _NothingError(Exception):
    """There is no timetable, or the limit came before one was found."""

    def __init__(self, status: Status) -> None:
        super().__init__(status)
        self.status = status


def repair(  # noqa: PLR0913 -- what changed, and one argument for each limit
    problem: Problem,
    before: Timetable,
    *,
    frozen_until: int = 0,
    work: int = WORK,
    seconds: float | None = None,
    seed: int = 0,
    progress: Callable[[int | None, int | None], None] | None = None,
    so_far: Callable[[Repairs], None] | None = None,
) -> Repairs:
    """Keep the rules again by changing as little as possible.

    Args:
        problem: as it is now, with the centre that cancelled closed, the trainer who is ill away.
        before: the timetable as it was; sessions that it lacks are planned, those no longer asked for go.
        frozen_until: moment of the repair: what has begun before it stays, and nothing else begins before.
        work: the limit of each search.
        seconds: limits by the clock instead.
        seed: of the search.
        progress: told the disturbance of the best so far, and the least there can be.
        so_far: told the repairs that are there already, each time one more: nobody waits for the others.

    Returns:
        Up to three repairs, each leaving in place some session that every one before it moves.
    """
    began = time.monotonic()
    budget = Budget(work=work / 10, until=None if seconds is None else began + seconds)

    def repairs(status: Status, alternatives: Sequence[Repair]) -> Repairs:
        return Repairs(
            status=status,
            alternatives=tuple(alternatives),
            seed=seed,
            work=None if seconds is not None else work,
            seconds=round(time.monotonic() - began, 1),
            is_reproducible=seconds is None,
            versions=versions(),
        )

    repairing = _Repairing(problem, before, frozen_until, budget, seed, progress)
    status, alternatives = repairing.run()
    found: list[Repair] = []
    for one in alternatives:
        found.append(one)
        if so_far:
            so_far(repairs("repaired", found))
    return repairs(status, found)


class _Repairing:
    def __init__(  # noqa: PLR0913, PLR0917 -- private: the arguments of repair
        self,
        problem: Problem,
        before: Timetable,
        frozen_until: int,
        budget: Budget,
        seed: int,
        progress: Callable[[int | None, int | None], None] | None,
    ) -> None:
        self.frame = Frame(problem, now=frozen_until)
        self.budget, self.seed, self.progress = budget, seed, progress
        self.before = {one.session: one for one in before.placements if one.session in self.frame.session}
        self.frozen = {name: one for name, one in self.before.items() if one.begins < frozen_until}
        self.lost = frozenset(runs_without_rest(self.frame, self.frozen.values()))
        self.starts = possible_starts(self.frame, RULES, self.frozen)

    def run(self) -> tuple[Status, Iterable[Repair]]:
        """The status, and the repairs; each is worked out when it is asked for."""
        if not all(self.starts.values()):
            return "infeasible", []
        runs = self._tired(self.before.values())
        while True:
            pieces = [one for one in parts(self.frame, self.starts, runs) if not self._stands(one)]
            names = sorted(name for piece in pieces for name in piece)
            others = {name: one for name, one in self.before.items() if name not in names}
            if not names:
                return "repaired", [self._repair(others, 0, 0)]
            least = _Least(self, names)
            try:
                least.search(self.budget.work)
            except _NothingError as end:
                return end.status, []
            placed = others | {one.session: one for one in least.placements}
            tired = [run for run in self._tired(placed.values()) if run not in runs]
            if not tired:
                return "repaired", self._alternatives(least, others)
            runs += tired

    def _tired(self, placements: Iterable[Placement]) -> list[tuple[str, int]]:
        """Runs without a free half-day that what has begun leaves a chance of one."""
        return [run for run in runs_without_rest(self.frame, placements) if run not in self.lost]

    def _stands(self, part: Sequence[str]) -> bool:
        """Whether a part may stay as it was, every session of it."""
        if not self.before.keys() >= set(part):
            return False
        for name in part:
            session, old = self.frame.session[name], self.before[name]
            if name in self.frozen:
                continue
            rooms = [room for room in self.frame.rooms_of(session) if (room.id if room else None) == old.room]
            bans = [
                ban
                for rule in RULES
                if rule.bans
                for room in rooms
                for ban in rule.bans(self.frame, session, room)
            ]
            if not rooms or old.begins not in self.frame.starts(session, bans):
                return False
        draft = Draft(
            self.frame,
            RULES,
            only=frozenset(part),
            outer=self.starts,
            frozen=self.before,
            begun=self.frozen,
            lost=self.lost,
            priced=False,
        )
        return bool(new_solver(self.seed).solve(draft.model) == cp_model.OPTIMAL) or all(
            name in self.frozen for name in part
        )

    def _alternatives(self, least: _Least, others: dict[str, Placement]) -> Iterator[Repair]:
        """The repair that was found, then others, for which nobody waits long."""
        for number in range(_ALTERNATIVES):
            if number:
                try:
                    least.search(min(self.budget.work, _QUICK) / 2)
                except _NothingError:
                    return
            placed = others | {one.session: one for one in least.polished()}
            repaired = self._repair(placed, least.disturbance, least.bound)
            yield repaired
            if not repaired.changes:
                return
            least.forbid([change.session for change in repaired.changes])

    def _repair(self, placed: dict[str, Placement], disturbance: int, bound: int) -> Repair:
        timetable = Timetable(placements=tuple(placed[name] for name in sorted(placed)))
        changes = tuple(
            self._change(self.before[name], one)
            for name, one in sorted(placed.items())
            if name in self.before and self.before[name] != one
        )
        return Repair(
            timetable=timetable,
            disturbance=disturbance,
            bound=bound,
            is_proven=disturbance == bound,
            changes=changes,
            costs=self._costs(timetable),
        )

    def _change(self, old: Placement, new: Placement) -> Change:
        session = self.frame.session[new.session]
        sites = {self.frame.rooms[one.room].site for one in (old, new) if one.room is not None}
        return Change(
            session=new.session,
            before=old,
            after=new,
            groups=tuple(sorted(session.groups)),
            people=tuple(sorted(session.people)),
            sites=tuple(sorted(sites)),
        )

    def _costs(self, timetable: Timetable) -> tuple[Cost, ...]:
        """Points of the wishes, by a model in which everything is fixed."""
        draft = Draft(
            self.frame,
            RULES,
            outer=self.starts,
            frozen={one.session: one for one in timetable.placements},
            lost=self.lost,
        )
        draft.minimize()
        solver = new_solver(self.seed)
        if solver.solve(draft.model) != cp_model.OPTIMAL:
            return ()
        points = {
            rule: sum(solver.value(term) * weight for term, weight in terms)
            for rule, terms in draft.costs.items()
        }
        return tuple(Cost(rule=rule, points=one) for rule, one in points.items() if one)


class _Least:
    """Some sessions, to be disturbed as little as possible."""

    def __init__(self, whole: _Repairing, part: Sequence[str]) -> None:
        self.whole, self.part = whole, part
        self.draft = Draft(
            whole.frame,
            RULES,
            only=frozenset(part),
            outer=whole.starts,
            frozen=whole.frozen,
            lost=whole.lost,
        )
        self.stays: dict[str, Truth] = {}
        self.moved: list[tuple[cp_model.LinearExpr | int, int]] = []
        for name in part:
            if name in whole.before and not self.draft.hopeless:
                self._disturb(whole.before[name])
        self.placements: tuple[Placement, ...] = ()
        self.disturbance = self.bound = 0

    def search(self, work: float) -> None:
        """Find the least disturbance; the placements are the first that have it.

        Most changes are proven within a second. Where one is not, two threads go on: one proves the bound by
        cores, the other improves.

        Raises:
            _NothingError: infeasible, or unknown when the limit came first.
        """
        if self.draft.hopeless:
            raise _NothingError("infeasible")
        model, whole = self.draft.model, self.whole
        model.clear_hints()  # type: ignore[no-untyped-call]  # the library's own lacks a type
        self.draft.hint(self._hint())
        model.minimize(sum(term * weight for term, weight in self.moved))
        first = self._run(model, min(work, _QUICK), _BY_CLAUSES)
        answers = [first]
        if first.status in {cp_model.UNKNOWN, cp_model.FEASIBLE} and work > _QUICK:
            if first.placements:
                model.clear_hints()  # type: ignore[no-untyped-call]  # as above
                self.draft.hint(Timetable(placements=first.placements))
            copy = model.clone()
            with ThreadPoolExecutor(2) as threads:
                by_cores = threads.submit(self._run, copy, work, _BY_CORES)
                by_turns = threads.submit(self._run, model, work * _SHARE, _BY_TURNS)
                answers += [by_cores.result(), by_turns.result()]
        if any(one.status == cp_model.INFEASIBLE for one in answers):
            raise _NothingError("infeasible")
        there = [one for one in answers if one.placements]
        if not there:
            raise _NothingError("unknown")
        best = min(there, key=lambda one: one.disturbance)
        self.placements, self.disturbance = best.placements, best.disturbance
        self.bound = min(best.disturbance, max(one.bound for one in answers))
        if whole.progress:
            whole.progress(self.disturbance, self.bound)

    def _hint(self) -> Timetable:
        before = self.whole.before
        possible = [before[one] for one in self.part if one in before]
        return Timetable(
            placements=tuple(one for one in possible if one.room in self.draft.room[one.session])
        )

    def _run(self, model: cp_model.CpModel, work: float, parameters: dict[str, int]) -> _Answer:
        solver = new_solver(self.whole.seed)
        for name, value in parameters.items():
            setattr(solver.parameters, name, value)
        self.whole.budget.limit(solver, work)
        status = solver.solve(model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return _Answer(status=status, bound=max(0, round(solver.best_objective_bound)))
        return _Answer(
            status=status,
            placements=self.draft.timetable(solver).placements,
            disturbance=round(solver.objective_value),
            bound=max(0, round(solver.best_objective_bound)),
        )

    def polished(self) -> tuple[Placement, ...]:
        """Of the timetables that disturb no more, one that costs little."""
        draft, whole = self.draft, self.whole
        model = draft.model.clone()
        model.clear_hints()  # type: ignore[no-untyped-call]  # as above
        model.add(sum(term * weight for term, weight in self.moved) <= self.disturbance)
        for one in self.placements:
            model.add_hint(draft.begin[one.session], draft.frame.counted(one.begins))
        model.minimize(sum(term * weight for terms in draft.costs.values() for term, weight in terms))
        solver = new_solver(whole.seed)
        whole.budget.limit(solver, min(whole.budget.work * _POLISH, _POLISHED))
        if solver.solve(model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return draft.timetable(solver).placements
        return self.placements

    def forbid(self, moved: Sequence[str]) -> None:
        """Let at least one of these sessions stay, from now on."""
        self.draft.model.add_bool_or(self.stays[name] for name in moved if name in self.stays)

    def _disturb(self, old: Placement) -> None:
        """What moving one session disturbs (T41), and a literal that it stays."""
        draft, model, name = self.draft, self.draft.model, old.session
        session = draft.frame.session[name]
        people = draft.frame.heads[name] + len(session.people)
        here = draft.room[name].get(old.room)
        on_day = draft.day[name].get(old.begins // DAY)
        site = draft.frame.rooms[old.room].site if old.room else None
        at_site = draft.yes if site is None else draft.sites(session).get(site)
        far, later, other = (model.new_bool_var(f"{name} {what}") for what in ("far", "later", "other"))
        for literal in (on_day, at_site):
            if literal is None:
                model.add(far == 1)
            elif literal is not draft.yes:
                model.add_bool_or(literal, far)
        if old.begins in draft.starts[name]:
            same = model.add(draft.begin[name] == draft.frame.counted(old.begins))
            same.only_enforce_if(later.negated())
        else:
            model.add(later == 1)
        if here is None:
            model.add(other == 1)
        elif here is not draft.yes:
            model.add_bool_or(here, other)
        time_alone, room_alone = model.new_bool_var(""), model.new_bool_var("")
        model.add_bool_or(later.negated(), far, time_alone)
        model.add_bool_or(other.negated(), later, far, room_alone)
        stays = model.new_bool_var(f"{name} stays")
        model.add_bool_and(far.negated(), later.negated(), other.negated()).only_enforce_if(stays)
        self.stays[name] = stays
        self.moved += [
            (far, ANOTHER_DAY * people),
            (time_alone, ANOTHER_TIME * people),
            (room_alone, ANOTHER_ROOM * people),
        ]
