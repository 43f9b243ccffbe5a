"""Who takes a place that became free, in the order of the ladder (S17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from balai.engine.selection import sentences
from balai.engine.selection.limits import lot, pool_of
from balai.engine.selection.swaps import Tally

if TYPE_CHECKING:
    from balai.engine.selection.problem import Nominee, Problem

Rung = Literal["country", "renomination", "region", "host"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """One place that became free.

    Attributes:
        leaver: id of the person who leaves.
        people: ids of those who had a place, the leaver among them.
        declined: ids of those who are not asked again.
        days_left: days until arrival; no longer visa route can be taken.
        renomination_days: days in which the leaver's country may still name a new person; 0 if too late.
    """

    leaver: str
    people: tuple[str, ...]
    declined: tuple[str, ...] = ()
    days_left: int
    renomination_days: int = 0

    def __post_init__(self) -> None:
        if self.leaver not in self.people:
            raise ValueError(f"leaver {self.leaver}: has no place that could become free")
        if self.days_left < 0 or self.renomination_days < 0:
            raise ValueError(
                f"days must not be negative, not {self.days_left} left and {self.renomination_days} to renominate"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the ladder.

    Attributes:
        rung: alternates of the leaver's country; a new name from its focal point; everybody else by
            points; the host country as a last resort, beyond its places, which is for the panel to decide.
        people: ids in the order of asking; empty for a renomination.
        sentence: what happens on this step.
    """

    rung: Rung
    people: tuple[str, ...] = ()
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """Someone who cannot take the place, and why.

    Attributes:
        nominee: id.
        sentence: fit to be read by the person.
    """

    nominee: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """All steps in order, and those who can take none of them, in the order of their ids."""

    steps: tuple[Step, ...]
    barred: tuple[Barred, ...]


def replacements(problem: Problem, vacancy: Vacancy, *, seed: int) -> Ladder:
    """Lay the ladder for one vacancy; everybody else keeps the place.

    Raises:
        ValueError: somebody named in the vacancy is not in the pool.
    """
    return _Laying(problem, vacancy, seed).ladder()


class _Laying:
    def __init__(self, problem: Problem, vacancy: Vacancy, seed: int) -> None:
        self.problem, self.vacancy, self.seed = problem, vacancy, seed
        self.people = {nominee.id: nominee for nominee in problem.nominees}
        for named in (*vacancy.people, *vacancy.declined):
            if named not in self.people:
                raise ValueError(f"nominee {named}: not in the pool; check the id")
        self.chosen = frozenset(vacancy.people)
        self.tally = Tally(pool_of(problem))
        self.home = self.people[vacancy.leaver].country
        self.host = problem.host.country if problem.host else None

    def ladder(self) -> Ladder:
        waiting = [self.people[one] for one in sorted(self.people) if one not in self.chosen]
        barred = {one.id: sentence for one in waiting if (sentence := self._bar(one))}
        able = [one for one in waiting if one.id not in barred]
        return Ladder(
            steps=tuple(self._steps(able)),
            barred=tuple(Barred(nominee=one, sentence=sentence) for one, sentence in barred.items()),
        )

    def _steps(self, able: list[Nominee]) -> list[Step]:
        country = sorted((one for one in able if one.country == self.home), key=self._at_home)
        region = sorted(
            (one for one in able if one.country not in {self.home, self.host}), key=self._by_points
        )
        host = sorted((one for one in able if one.country == self.host != self.home), key=self._by_points)
        name = next((c.name for c in self.problem.countries if c.code == self.home), self.home)
        days = self.vacancy.renomination_days
        steps = []
        if country:
            steps.append(self._step("country", country, f"Alternates of {name}, in its focal point’s order."))
        if days:
            asked = f"The focal point of {name} may name a new person within {sentences.days(days)}."
            steps.append(Step(rung="renomination", sentence=asked))
        if region:
            steps.append(self._step("region", region, "Nominees of all countries, by points."))
        if host:
            last = "The host country, beyond its places; the panel decides and gives the reason."
            steps.append(self._step("host", host, last))
        return steps

    def _step(self, rung: Rung, people: list[Nominee], sentence: str) -> Step:
        return Step(rung=rung, people=tuple(one.id for one in people), sentence=sentence)

    def _bar(self, nominee: Nominee) -> str | None:
        """Why someone cannot take the place; none for those who can."""
        if nominee.id in self.vacancy.declined:
            return "Has declined a place."
        lock = next((lock for lock in self.problem.locks if lock.nominee == nominee.id), None)
        if lock is not None and lock.place == "out":
            return sentences.out_by_lock(lock.reason)
        if nominee.visa_days > self.vacancy.days_left:
            route, left = sentences.days(nominee.visa_days), self.vacancy.days_left
            return f"The visa route takes {route}, and {left} {'is' if left == 1 else 'are'} left."
        missed = self.tally.broken(self.chosen, self.vacancy.leaver, nominee.id)
        last_resort = nominee.country == self.host != self.home
        words = [
            sentences.phrase(self.problem, limit)
            for limit in missed
            if not (last_resort and limit.kind == "host")
        ]
        return f"Would miss {'; '.join(words)}." if words else None

    def _by_points(self, nominee: Nominee) -> tuple[int, int, str]:
        worth = self.tally.brings(self.chosen, self.vacancy.leaver, nominee.id)
        return (-worth, lot(self.seed, nominee.id), nominee.id)

    def _at_home(self, nominee: Nominee) -> tuple[int, int, int, str]:
        return (nominee.priority or len(self.people) + 1, *self._by_points(nominee))
