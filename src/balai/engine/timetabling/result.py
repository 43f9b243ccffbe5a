"""What planning answers: where every session is, what that costs, and how far the proof reaches."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- read.py reads the annotations at run time
from dataclasses import dataclass
from typing import Literal

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One session in the timetable.

    Attributes:
        session: id.
        begins: minutes since midnight of the first day.
        room: id; none for a session without a place.
    """

    session: str
    begins: int
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """All sessions, in the order of their ids."""

    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one wish costs.

    Attributes:
        rule: code in the rulebook.
        points: weight times amount.
    """

    rule: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Rules that cannot all be kept, seen without searching.

    Attributes:
        rules: codes.
        subjects: ids of sessions, people, sites or machines that it is about.
        sentence: with the figures, for an officer.
    """

    rules: tuple[str, ...]
    subjects: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer to one problem.

    Attributes:
        status: *optimal*: objective and bound are equal. *Feasible*: the limit came between them.
            *Infeasible*: proven that no timetable keeps every rule. *Unknown*: the limit came first.
        timetable: the best found; none if none was.
        objective: its points.
        bound: no timetable costs less; none if infeasible.
        costs: points by rule, in the rulebook's order.
        contradictions: why there is none, where that is seen at once.
        seed: of the search.
        work: the limit of work; none if the clock was the limit.
        seconds: it took, rounded to tenths; the only part that differs between two runs.
        is_reproducible: whether the same problem, seed, work and versions give the same again.
        versions: of the programs that answered.
    """

    status: Status
    timetable: Timetable | None
    objective: int | None
    bound: int | None
    costs: tuple[Cost, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    seed: int
    work: int | None
    seconds: float
    is_reproducible: bool
    versions: Mapping[str, str]

    @property
    def gap(self) -> float | None:
        """How far the bound may be from the objective, as a share of the objective."""
        if self.objective is None or self.bound is None:
            return None
        return (self.objective - self.bound) / self.objective if self.objective else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One session that a repair moves, and who must be told.

    Attributes:
        session: id.
        before: where it was.
        after: where it is now.
        groups: ids, sorted.
        people: ids, sorted.
        sites: ids of those it leaves and comes to, sorted: gates, meals and buses change there.
    """

    session: str
    before: Placement
    after: Placement
    groups: tuple[str, ...]
    people: tuple[str, ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A timetable that keeps the rules again, close to the one before.

    Attributes:
        timetable: the new one.
        disturbance: people times gravity of each change (T41).
        bound: none disturbs less; of a second alternative: none that changes other sessions than the first.
        is_proven: whether bound and disturbance are equal.
        changes: what is moved, in the order of the sessions' ids.
        costs: points by wish, as in an outcome.
    """

    timetable: Timetable
    disturbance: int
    bound: int
    is_proven: bool
    changes: tuple[Change, ...]
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """Up to three repairs, the least disturbance first.

    Attributes:
        status: repaired; infeasible, if proven that nothing can be saved; unknown, if the limit came first.
        alternatives: each changes another set of sessions.
        seed: of the search.
        work: the limit of work; none if the clock was the limit.
        seconds: it took.
        is_reproducible: as in an outcome.
        versions: of the programs that answered.
    """

    status: Literal["repaired", "infeasible", "unknown"]
    alternatives: tuple[Repair, ...]
    seed: int
    work: int | None
    seconds: float
    is_reproducible: bool
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Limits that, given up, leave a timetable.

    Attributes:
        limits: ids, such as "T11:sample-tri:6": Tri comes on day 6 after all.
        weight: the sum of their gravities (T51).
        is_proven: whether no lighter remedy is left.
        timetable: it breaks nothing else.
        sentences: the same for people, one for each limit.
    """

    limits: tuple[str, ...]
    weight: int
    is_proven: bool
    timetable: Timetable
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A smallest set of limits that cannot all be kept, beside the rules that are never given up.

    Attributes:
        limits: ids; every one is needed for the clash.
        is_smallest: false if the limit of work came before some could be spared.
        keeps: for each limit, a timetable that keeps all the others; none where the limit of work came first.
        sentences: the same for people, one for each limit.
    """

    limits: tuple[str, ...]
    is_smallest: bool
    keeps: tuple[Timetable | None, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why no timetable keeps every rule, and what would help.

    Attributes:
        status: infeasible; feasible, if nothing needs explaining; unknown, if the limit came first.
        contradictions: seen without searching.
        remedies: up to three, the lightest first.
        clash: behind them.
        seed: of the search.
        work: the limit of work; none if the clock was the limit.
        seconds: it took.
        is_reproducible: as in an outcome.
        versions: of the programs that answered.
    """

    status: Literal["infeasible", "feasible", "unknown"]
    contradictions: tuple[Contradiction, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    clash: Clash | None = None
    seed: int
    work: int | None
    seconds: float
    is_reproducible: bool
    versions: Mapping[str, str]
