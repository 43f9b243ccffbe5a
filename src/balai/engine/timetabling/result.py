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
