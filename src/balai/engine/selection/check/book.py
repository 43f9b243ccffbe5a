"""The rules under which claims are judged, read from the rulebook (S1 to S7, S9, S18, S19) alone."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from balai.engine.selection.problem import Budget, Lock, Nominee, Problem, Target


@dataclass(frozen=True, slots=True)
class Sleepers:
    """People of one sex, and the whole number of rooms that they take (S19)."""

    code: str
    people: frozenset[str]
    beds: int

    def rooms(self, cohort: AbstractSet[str]) -> int:
        return -(-len(self.people & cohort) // self.beds)


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of a budget and what each person takes of it, in steps (S18)."""

    currency: str
    most: int
    step: int
    costs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a count with a least and a most; ``loss`` is none where it must be kept."""

    code: str
    people: frozenset[str]
    least: int
    most: int | None
    loss: int | None
    words: str
    purse: Purse | None = None
    sleepers: tuple[Sleepers, ...] = ()

    def count(self, cohort: AbstractSet[str]) -> int:
        """People who are in, or the steps of money that they cost, or the rooms that they take."""
        if self.purse is not None:
            return sum(cost for person, cost in self.purse.costs.items() if person in cohort)
        return len(self.people & cohort) + sum(group.rooms(cohort) for group in self.sleepers)

    def shares(self) -> dict[str, int]:
        """The same as a sum over people and numbers of rooms."""
        if self.purse is not None:
            return dict(self.purse.costs)
        return dict.fromkeys([*self.people, *(group.code for group in self.sleepers)], 1)

    def highest(self) -> int:
        """More than this the count cannot be."""
        if self.purse is not None:
            return sum(self.purse.costs.values())
        return len(self.people) + sum(group.rooms(group.people) for group in self.sleepers)

    def said(self, count: int) -> str:
        """A count as sentences say it."""
        return str(count) if self.purse is None else f"{self.purse.currency} {count * self.purse.step:,}"

    def said_missed(self, by: int) -> str:
        """What is too few or too much, as sentences say it."""
        if self.purse is None:
            return str(abs(by))
        spent = ((self.most or 0) + by) * self.purse.step
        return f"{self.purse.currency} {spent - self.purse.most:,}"

    def missed(self, count: int) -> int:
        """People too few (below 0) or too many (above 0)."""
        if count < self.least:
            return count - self.least
        return count - self.most if self.most is not None and count > self.most else 0


@dataclass(frozen=True, slots=True)
class Book:
    """The rules under which a claim is made."""

    worth: Mapping[str, int]
    rules: Mapping[str, Rule]
    fixed: Mapping[str, int]
    sleepers: Mapping[str, Sleepers]

    def value(self, people: Sequence[str]) -> int | None:
        """Tenths of a point of a cohort; none if it is no cohort or breaks a rule (S1 to S7)."""
        cohort = set(people)
        if len(cohort) != len(people) or not cohort <= self.worth.keys():
            return None
        if any((person in cohort) != bool(place) for person, place in self.fixed.items()):
            return None
        value = sum(self.worth[person] for person in people)
        for rule in self.rules.values():
            missed = abs(rule.missed(rule.count(cohort)))
            if missed and rule.loss is None:
                return None
            value -= missed * (rule.loss or 0)
        return value

    def but(self, *, fixed: Mapping[str, int] | None = None, without: frozenset[str] = frozenset()) -> Book:
        """The same with people forced, or with rules left out."""
        rules = {code: rule for code, rule in self.rules.items() if code not in without}
        return Book(self.worth, rules, self.fixed if fixed is None else fixed, self.sleepers)


@dataclass(frozen=True, slots=True)
class Case:
    """What every judge looks at: the problem, its rules, the lots drawn with a seed, and who is locked."""

    problem: Problem
    seed: int
    book: Book
    lots: Mapping[str, int]
    locks: Mapping[str, Lock]


def case_of(problem: Problem, seed: int) -> Case:
    """The case for a problem under a seed."""
    sleepers = {group.code: group for group in _sleepers(problem)}
    worth = {n.id: _worth(problem, n) for n in problem.nominees}
    return Case(
        problem=problem,
        seed=seed,
        book=Book(worth, _rules(problem), {}, sleepers),
        lots={n.id: _lot(seed, n.id) for n in problem.nominees},
        locks={lock.nominee: lock for lock in problem.locks},
    )


def _worth(problem: Problem, nominee: Nominee) -> int:
    """S5: the score, and what the focal point's order adds."""
    bonus = problem.priority_points
    if nominee.priority is not None and nominee.priority <= len(bonus):
        return nominee.score + bonus[nominee.priority - 1]
    return nominee.score


def _lot(seed: int, nominee: str) -> int:
    """S9: the first 20 bits of SHA-256 over "seed:id"."""
    return int(hashlib.sha256(f"{seed}:{nominee}".encode()).hexdigest()[:5], 16)


def _rules(problem: Problem) -> dict[str, Rule]:
    """S1 to S4, S18, S19 and S6, in this order."""
    everybody = frozenset(nominee.id for nominee in problem.nominees)
    places = problem.places
    rules = [Rule("places", everybody, places, places, None, f"exactly {places} people in all")]
    for country in problem.countries:
        people = frozenset(n.id for n in problem.nominees if n.country == country.code)
        words = f"{_asked(country.least, country.most)} of {country.name}"
        rules.append(Rule(f"country:{country.code}", people, country.least, country.most, None, words))
    if problem.host is not None:
        host = problem.host
        people = frozenset(n.id for n in problem.nominees if n.country == host.country)
        words = f"exactly {host.places} of the host country"
        rules.append(Rule("host", people, host.places, host.places, None, words))
    rules.extend(_target(problem, target) for target in problem.targets)
    rules.extend(_budget(problem, budget) for budget in problem.budgets)
    if problem.rooms is not None:
        rooms, sleepers = problem.rooms, tuple(_sleepers(problem))
        alone = everybody.difference(*(group.people for group in sleepers))
        words = f"{_asked(0, rooms.rooms)} room{'s' * (rooms.rooms != 1)} for {rooms.beds} of one sex"
        rules.append(Rule("rooms", alone, 0, rooms.rooms, None, words, None, sleepers))
    for lock in problem.locks:
        inside = lock.place == "in"
        words = "a place the panel has locked" if inside else "a person the panel has locked out"
        person = frozenset({lock.nominee})
        rules.append(Rule(f"lock:{lock.nominee}", person, int(inside), int(inside), None, words))
    return {rule.code: rule for rule in rules}


def _target(problem: Problem, target: Target) -> Rule:
    """S3: a share is rounded up for "at least" and down for "at most"."""
    least, most = target.least or 0, target.most
    if target.unit == "percent":
        least = (least * problem.places + 99) // 100
        most = None if most is None else (most * problem.places) // 100
    people = frozenset(
        n.id
        for n in problem.nominees
        if all(
            (n.country if key == "country" else n.attributes.get(key)) == value
            for key, value in target.where.items()
        )
    )
    return Rule(
        f"target:{target.id}", people, least, most, target.weight, f"{_asked(least, most)} {target.name}"
    )


def _budget(problem: Problem, budget: Budget) -> Rule:
    """S18: money is counted in the greatest common divisor of what people cost."""
    costs = {n.id: n.costs[budget.id] for n in problem.nominees if n.costs.get(budget.id)}
    step = math.gcd(*costs.values()) or 1
    purse = Purse(budget.currency, budget.most, step, {who: cost // step for who, cost in costs.items()})
    words = f"at most {budget.currency} {budget.most:,} for {budget.name}"
    return Rule(f"budget:{budget.id}", frozenset(costs), 0, budget.most // step, None, words, purse)


def _sleepers(problem: Problem) -> Iterator[Sleepers]:
    """S19: women share rooms with women, and men with men; nobody else shares."""
    if problem.rooms is None:
        return
    for sex in ("female", "male"):
        people = frozenset(n.id for n in problem.nominees if n.attributes.get("sex") == sex)
        if people:
            yield Sleepers(f"room:{sex}", people, problem.rooms.beds)


def _asked(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least}"
    if least == most:
        return f"exactly {least}"
    return f"at most {most}" if least == 0 else f"{least} to {most}"
