"""The judge: counts a selection again, from the rulebook (S1 to S19) and with the standard library alone.

It shares nothing with the solver. A claim that no cohort is better is not solved again: its proof is added
up in whole numbers (S8), which needs no trust in whoever wrote it.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from balai.engine.selection.result import Branch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from balai.engine.selection.ladder import Ladder, Vacancy
    from balai.engine.selection.problem import Budget, Nominee, Problem, Target
    from balai.engine.selection.result import Account, Best, Clash, Closest, Explanation, Leaf, Selection

PRICE_OF = {"target": 1, "budget": 2, "country": 2, "host": 2, "rooms": 2, "lock": 3, "places": 4}  # S11
NOT_SETTLED = "What would have to be different was not settled within the limit of work."


@dataclass(frozen=True, slots=True)
class Breach:
    """Something a result claims that is not so.

    Attributes:
        rule: the rulebook's code.
        subject: whom or what it is about: a nominee's id, a limit's id, or "cohort".
        detail: what was claimed and what was counted.
    """

    rule: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Sleepers:
    """People of one sex, and the whole number of rooms that they take (S19)."""

    code: str
    people: frozenset[str]
    beds: int

    def rooms(self, cohort: AbstractSet[str]) -> int:
        return -(-len(self.people & cohort) // self.beds)


@dataclass(frozen=True, slots=True)
class _Purse:
    """The money of a budget and what each person takes of it, in steps (S18)."""

    currency: str
    most: int
    step: int
    costs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    people: frozenset[str]
    least: int
    most: int | None
    loss: int | None
    words: str
    purse: _Purse | None = None
    sleepers: tuple[_Sleepers, ...] = ()

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
class _Book:
    """The rules under which a claim is made."""

    worth: Mapping[str, int]
    rules: Mapping[str, _Rule]
    fixed: Mapping[str, int]
    sleepers: Mapping[str, _Sleepers]

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

    def but(self, *, fixed: Mapping[str, int] | None = None, without: frozenset[str] = frozenset()) -> _Book:
        """The same with people forced, or with rules left out."""
        rules = {code: rule for code, rule in self.rules.items() if code not in without}
        return _Book(self.worth, rules, self.fixed if fixed is None else fixed, self.sleepers)


def breaches(problem: Problem, selection: Selection) -> list[Breach]:
    """Everything in a selection that is not so; empty for a true one."""
    return list(_Judge(problem, selection.seed).selection(selection))


@dataclass(frozen=True, slots=True)
class Missed:
    """A rule that a cohort does not keep.

    Attributes:
        limit: its id.
        words: what it asks for.
        by: people too few (below 0) or too many (above 0).
        said: the same without its sign; money where money is counted.
        costs: tenths of a point that it loses; none where the rule must be kept.
    """

    limit: str
    words: str
    by: int
    said: str
    costs: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """What a list of people comes to that somebody made by hand, counted from the rulebook (S1 to S7).

    Attributes:
        points: tenths of a point, what preferred targets lose taken off.
        missed: every rule that the list does not keep.
    """

    points: int
    missed: tuple[Missed, ...]


def recount(problem: Problem, people: Collection[str]) -> Count:
    """Count a cohort that a panel made by hand.

    Raises:
        KeyError: somebody is not in the pool.
    """
    book = _Judge(problem, 0).book
    cohort = set(people)
    found = [
        Missed(
            rule.code,
            rule.words,
            by,
            rule.said_missed(by),
            None if rule.loss is None else abs(by) * rule.loss,
        )
        for rule in book.rules.values()
        if (by := rule.missed(rule.count(cohort)))
    ]
    points = sum(book.worth[person] for person in cohort) - sum(one.costs or 0 for one in found)
    return Count(points, tuple(found))


def misexplained(problem: Problem, explanation: Explanation) -> list[Breach]:
    """Everything in an explanation of clashing rules that is not so."""
    return list(_Judge(problem, 0).explanation(explanation))


def misplaced(problem: Problem, vacancy: Vacancy, ladder: Ladder, *, seed: int) -> list[Breach]:
    """Everything on a ladder that the rulebook (S17) does not put there."""
    return list(_Judge(problem, seed).ladder(vacancy, ladder))


class _Judge:
    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self.seed = problem, seed
        sleepers = {group.code: group for group in _sleepers(problem)}
        worth = {n.id: _worth(problem, n) for n in problem.nominees}
        self.book = _Book(worth, _rules(problem), {}, sleepers)
        self.lots = {n.id: _lot(seed, n.id) for n in problem.nominees}
        self.locks = {lock.nominee: lock for lock in problem.locks}

    def selection(self, claim: Selection) -> Iterator[Breach]:
        yield from self._best(self.book, claim.best, "cohort")
        expected = "infeasible" if claim.best.points is None and claim.best.bound is None else "optimal"
        if expected == "optimal" and (claim.best.points is None or claim.best.points != claim.best.bound):
            expected = "bounded"
        if claim.status != expected:
            yield Breach("S8", "cohort", f"called {claim.status}, and is {expected}")
        if claim.best.points is None:
            if claim.lots is not None or claim.lots_proof or claim.reserves or claim.costs or claim.accounts:
                yield Breach("S8", "cohort", "no cohort, and yet something is said of one")
            return
        yield from self._lots(claim)
        yield from self._costs(claim)
        yield from self._accounts(claim)

    # S8: the best, and no better

    def _best(self, book: _Book, best: Best, subject: str) -> Iterator[Breach]:
        if list(best.people) != sorted(best.people):
            yield Breach("S1", subject, "people are not in the order of their ids")
        if best.points is None:
            if best.people:
                yield Breach("S8", subject, "people without points")
        elif book.value(best.people) != best.points:
            yield Breach("S7", subject, f"claimed {best.points}, counted {book.value(best.people)}")
        if best.points is not None and (best.bound is None or best.bound < best.points):
            yield Breach(
                "S8", subject, f"the bound {best.bound} is under the {best.points} that were reached"
            )
            return
        floor = None if best.bound is None else best.bound + 1
        if not self._refuted(book, best.proof, points=floor):
            yield Breach(
                "S8", subject, f"the proof does not exclude {'any cohort' if floor is None else floor}"
            )

    def _refuted(
        self,
        book: _Book,
        proof: Leaf | Branch,
        *,
        points: int | None,
        lots: int | None = None,
        sides: tuple[_Side, ...] = (),
    ) -> bool:
        """Whether a proof shows that no cohort has so many points with so small a sum of lots."""
        if not isinstance(proof, Branch):
            return self._contradicts(book, proof, points, lots, sides)
        known = book.worth.keys() | book.sleepers.keys()
        if len(set(proof.over)) != len(proof.over) or not set(proof.over) <= known:
            return False
        below, above = _Side(proof.over, proof.most, 1), _Side(proof.over, proof.most + 1, -1)
        return self._refuted(
            book, proof.below, points=points, lots=lots, sides=(*sides, below)
        ) and self._refuted(book, proof.above, points=points, lots=lots, sides=(*sides, above))

    def _contradicts(
        self, book: _Book, leaf: Leaf, points: int | None, lots: int | None, sides: tuple[_Side, ...]
    ) -> bool:
        """Add the rules up: a true cohort makes the sum 0 or more; if it cannot, there is none."""
        weights = self._weights(book, leaf, points, lots, sides)
        if weights is None:
            return False
        total = leaf.lots * (lots or 0) - leaf.points * (points or 0) + self._slack(book, leaf)
        each = {
            person: leaf.points * worth - leaf.lots * self.lots[person]
            for person, worth in book.worth.items()
        }
        each |= dict.fromkeys(book.sleepers, 0)
        for shares, bound, weight in weights:
            total += weight * bound
            for one, share in shares.items():
                each[one] -= weight * share
        for one, share in each.items():
            most = book.sleepers[one].rooms(book.sleepers[one].people) if one in book.sleepers else 1
            total += share * book.fixed[one] if one in book.fixed else max(0, share * most)
        return total < 0

    def _weights(
        self, book: _Book, leaf: Leaf, points: int | None, lots: int | None, sides: tuple[_Side, ...]
    ) -> list[tuple[Mapping[str, int], int, int]] | None:
        """Shares, bound and weight of every sum that a leaf adds; none if it may not add one like this."""
        if (
            leaf.points < 0
            or leaf.lots < 0
            or (leaf.points and points is None)
            or (leaf.lots and lots is None)
        ):
            return None
        if len(leaf.branches) != len(sides) or not leaf.limits.keys() <= book.rules.keys() | book.sleepers:
            return None
        weights: list[tuple[Mapping[str, int], int, int]] = []
        for code, weight in leaf.limits.items():
            if code in book.sleepers:  # people of a sex less the beds of their rooms are at most 0
                group = book.sleepers[code]
                if weight < 0:
                    return None
                weights.append((dict.fromkeys(group.people, 1) | {code: -group.beds}, 0, weight))
                continue
            rule = book.rules[code]
            bound = rule.most if weight > 0 else rule.least
            if bound is None:
                return None
            weights.append((rule.shares(), bound, weight))
        for side, weight in zip(sides, leaf.branches, strict=True):
            if weight * side.sign < 0:
                return None
            weights.append((dict.fromkeys(side.people, 1), side.bound, weight))
        return weights

    def _slack(self, book: _Book, leaf: Leaf) -> int:
        """What preferred rules may add at most: missing them costs points and eases their sum."""
        total = 0
        for code, rule in book.rules.items():
            if rule.loss is not None:
                weight = leaf.limits.get(code, 0)
                total += rule.least * max(0, -leaf.points * rule.loss - weight)
                total += rule.highest() * max(0, -leaf.points * rule.loss + weight)
        return total

    # The lots (S9)

    def _lots(self, claim: Selection) -> Iterator[Breach]:
        counted = sum(self.lots.get(person, 0) for person in claim.best.people)
        if claim.lots != counted:
            yield Breach("S9", "cohort", f"lots claimed {claim.lots}, counted {counted}")
        if claim.lots_proof is None:
            if claim.status == "optimal":
                yield Breach("S9", "cohort", "no proof that the lots are the smallest")
        elif not self._refuted(self.book, claim.lots_proof, points=claim.best.points, lots=counted - 1):
            yield Breach("S9", "cohort", f"the proof does not exclude lots below {counted}")

    # S10: what rules cost

    def _costs(self, claim: Selection) -> Iterator[Breach]:
        if not claim.accounts and not claim.costs:
            return
        wanted = {
            code: frozenset({code})
            for code in self.book.rules
            if code.split(":")[0] in {"target", "budget", "rooms", "lock", "host"}
        }
        countries = frozenset(code for code in self.book.rules if code.startswith("country:"))
        if countries:
            wanted["countries"] = countries
        if [cost.limit for cost in claim.costs] != list(wanted):
            yield Breach(
                "S10", "cohort", f"costs of {[cost.limit for cost in claim.costs]}, asked {list(wanted)}"
            )
            return
        for cost in claim.costs:
            yield from self._best(self.book.but(without=wanted[cost.limit]), cost.without, cost.limit)
            gained = (cost.without.points or 0) - (claim.best.points or 0)
            if cost.without.points is None or cost.points != gained:
                yield Breach("S10", cost.limit, f"said to cost {cost.points}, counted {gained}")

    # S12 to S15: every nominee

    def _accounts(self, claim: Selection) -> Iterator[Breach]:
        if not claim.accounts and not claim.reserves:
            return
        if [account.nominee for account in claim.accounts] != [n.id for n in self.problem.nominees]:
            yield Breach("S12", "cohort", "not one account for each nominee, in the pool's order")
            return
        yield from self._reserves(claim)
        heirs = self._heirs(claim.best.people)
        for account in claim.accounts:
            yield from self._place(claim, account)
            yield from self._evidence(claim, account)
            if account.moves_up_for != heirs.get(account.nominee, ()):
                yield Breach("S15", account.nominee, f"does not move up for {account.moves_up_for}")
            sentence = self._sentence(claim, account)
            if account.sentence != sentence:
                yield Breach("S14", account.nominee, f"said “{account.sentence}”, true is “{sentence}”")

    def _reserves(self, claim: Selection) -> Iterator[Breach]:
        waiting = sorted(
            (account.lacking, self.lots[account.nominee], account.nominee)
            for account in claim.accounts
            if account.nominee not in claim.best.people and account.lacking is not None
        )
        expected = tuple(nominee for _, _, nominee in waiting[: self.problem.reserves])
        if claim.reserves != expected:
            yield Breach("S13", "cohort", f"reserves {claim.reserves}, counted {expected}")

    def _place(self, claim: Selection, account: Account) -> Iterator[Breach]:
        reserve = claim.reserves.index(account.nominee) + 1 if account.nominee in claim.reserves else None
        place = "in" if account.nominee in claim.best.people else "reserve" if reserve else "out"
        if (account.place, account.reserve) != (place, reserve):
            yield Breach(
                "S12", account.nominee, f"{account.place} {account.reserve}, counted {place} {reserve}"
            )

    def _evidence(self, claim: Selection, account: Account) -> Iterator[Breach]:
        who, other = account.nominee, account.otherwise
        if who in self.locks:
            if other is not None or account.lacking is not None or account.closest is not None:
                yield Breach("S12", who, "locked by the panel, and yet solved otherwise")
            return
        if other is None:
            yield Breach("S12", who, "no evidence")
            return
        fixed = {who: int(who not in claim.best.people)}
        yield from self._best(self.book.but(fixed=fixed), other, who)
        lacking = None if other.points is None else (claim.best.points or 0) - other.points
        if account.lacking != lacking:
            yield Breach("S12", who, f"lacking {account.lacking}, counted {lacking}")
        hopeless = who not in claim.best.people and other.points is None and other.bound is None
        if hopeless != (account.closest is not None):
            yield Breach(
                "S12", who, "the closest cohort belongs to those, and only those, whom the rules exclude"
            )
        if account.closest is not None:
            yield from self._closest(account.closest, fixed, who)

    # S11: the closest cohort

    def _closest(self, closest: Closest, fixed: Mapping[str, int], subject: str) -> Iterator[Breach]:
        yield from self._best(self._priced().but(fixed=fixed), closest.best, subject)
        chosen = set(closest.best.people)
        counted = [
            (code, missed)
            for code, rule in self.book.rules.items()
            if rule.loss is None and (missed := rule.missed(rule.count(chosen)))
        ]
        if [(one.limit, one.by) for one in closest.missed] != counted:
            yield Breach("S11", subject, f"misses {closest.missed}, counted {counted}")
        weighs = self._weighs()
        weight = sum(weighs[code] * abs(by) for code, by in counted)
        if closest.weight != weight:
            yield Breach("S11", subject, f"weighs {closest.weight}, counted {weight}")

    def _priced(self) -> _Book:
        crowd = len(self.problem.nominees)
        losses = sum(rule.loss * crowd for rule in self.book.rules.values() if rule.loss is not None)
        price, weighs = 1 + sum(self.book.worth.values()) + losses, self._weighs()
        rules = {
            code: replace(rule, loss=price * weighs[code]) if rule.loss is None else rule
            for code, rule in self.book.rules.items()
        }
        return _Book(self.book.worth, rules, {}, self.book.sleepers)

    def _weighs(self) -> dict[str, int]:
        """Of each rule, what one person, room or step of a budget missed weighs."""
        fares = {
            code: max(rule.purse.costs.values(), default=1)
            for code, rule in self.book.rules.items()
            if rule.purse is not None
        }
        dearest = max(fares.values(), default=1)
        return {
            code: PRICE_OF[code.split(":")[0]] * (dearest // fares.get(code, 1) if code in fares else dearest)
            for code in self.book.rules
        }

    # S15: who moves up

    def _heirs(self, people: Sequence[str]) -> dict[str, tuple[str, ...]]:
        heirs: dict[str, tuple[str, ...]] = {}
        free = [person for person in self.book.worth if person not in people and person not in self.locks]
        for leaver in people:
            book = self.book.but(without=frozenset({f"lock:{leaver}"}))
            staying = [person for person in people if person != leaver]
            ranked = sorted(
                (-value, self.lots[person], person)
                for person in free
                if (value := book.value([*staying, person])) is not None
            )
            if ranked:
                heirs[ranked[0][2]] = (*heirs.get(ranked[0][2], ()), leaver)
        return heirs

    # S14: the sentences

    def _sentence(self, claim: Selection, account: Account) -> str:
        who, other = account.nominee, account.otherwise
        if who in self.locks:
            reason = self.locks[who].reason.strip()
            stop = "" if reason[-1] in ".!?" else "."
            way = "In. Locked in" if who in claim.best.people else "Not in. Locked out"
            return f"{way} by the panel: {reason}{stop}"
        head = (
            "In."
            if account.place == "in"
            else f"Reserve {account.reserve}."
            if account.reserve
            else "Not in."
        )
        open_claims = [
            claim.best,
            *([other] if other else []),
            *([account.closest.best] if account.closest else []),
        ]
        if other is None or any(best.points != best.bound for best in open_claims):
            return f"{head} {NOT_SETTLED}"
        if account.place == "in":
            return self._sentence_in(other, (claim.best.points or 0) - (other.points or 0))
        if other.points is None:
            return self._sentence_excluded(account)
        return f"{head} {self._why(claim, who)} {self._need(claim, account, other.points)}"

    def _sentence_in(self, other: Best, lacking: int) -> str:
        if other.points is None:
            return "In. No cohort that keeps every rule leaves this nominee out."
        if lacking:
            return f"In. Without this nominee the best cohort would be {_points(lacking)} worse."
        return f"In by lot. A cohort without this nominee is as good; the lots drawn with the number {self.seed} decided."

    def _sentence_excluded(self, account: Account) -> str:
        missed = account.closest.missed if account.closest else ()
        words = " and ".join(
            f"{self.book.rules[one.limit].words} by {self.book.rules[one.limit].said_missed(one.by)}"
            if one.limit in self.book.rules
            else one.limit
            for one in missed
        )
        return f"Not in. No cohort that keeps every rule has this nominee in; the closest misses {words}."

    def _why(self, claim: Selection, who: str) -> str:
        cohort = set(claim.best.people)
        named: set[str] = set()
        for leaver in cohort & self.book.worth.keys():
            if self.book.worth[leaver] < self.book.worth[who]:
                swapped = cohort - {leaver} | {who}
                worse = {
                    rule.code: rule.loss
                    for rule in self.book.rules.values()
                    if abs(rule.missed(rule.count(swapped))) > abs(rule.missed(rule.count(cohort)))
                }
                hard = [code for code, loss in worse.items() if loss is None]
                named.update(hard or worse)
        if not named:
            return "Everyone who is in has at least as many points."
        words = "; ".join(rule.words for code, rule in self.book.rules.items() if code in named)
        return f"Taking the place of someone with fewer points would miss {words}."

    def _need(self, claim: Selection, account: Account, reached: int) -> str:
        lacking = (claim.best.points or 0) - reached
        if not lacking:
            return (
                f"A cohort with this nominee is as good; the lots drawn with the number {self.seed} decided."
            )
        leavers = len(account.moves_up_for)
        if not leavers:
            return f"Needs more than {_points(lacking)} more."
        who = "one person who is in" if leavers == 1 else f"one of {leavers} people who are in"
        return f"Needs more than {_points(lacking)} more, or {who} to leave."

    # Rules that clash (S16)

    def explanation(self, claim: Explanation) -> Iterator[Breach]:
        if not claim.clashes:
            yield Breach("S16", "cohort", "no rules that clash")
        for clash in claim.clashes:
            yield from self._clash(clash)
        yield from self._closest(claim.closest, {}, "cohort")
        if claim.closest.weight == 0:
            yield Breach("S16", "cohort", "a cohort keeps every rule")
        expected = tuple(self._sentences(claim))
        if claim.sentences != expected:
            yield Breach("S14", "cohort", f"said {claim.sentences}, true is {expected}")

    def _clash(self, clash: Clash) -> Iterator[Breach]:
        codes = frozenset(clash.limits)
        if (
            not codes <= self.book.rules.keys()
            or len(codes) != len(clash.limits)
            or len(clash.keeps) != len(codes)
        ):
            yield Breach("S16", "cohort", f"not a set of rules: {clash.limits}")
            return
        book = self.book.but(without=frozenset(self.book.rules) - codes)
        if not self._refuted(book, clash.proof, points=None):
            yield Breach("S16", "cohort", f"not proven to clash: {clash.limits}")
        for spared, people in zip(clash.limits, clash.keeps, strict=True):
            if book.but(without=frozenset({spared})).value(people) is None:
                yield Breach("S16", spared, "clashes without this rule too, or the example breaks one")

    def _sentences(self, claim: Explanation) -> Iterator[str]:
        for clash in claim.clashes:
            words = "; ".join(self.book.rules[code].words for code in clash.limits if code in self.book.rules)
            yield (
                f"This cannot be kept: {words}."
                if len(clash.limits) == 1
                else f"These cannot all be kept: {words}."
            )
        chosen = set(claim.closest.best.people)
        missed = "; ".join(
            f"{rule.said(rule.count(chosen))} instead of {rule.words}"
            for rule in self.book.rules.values()
            if rule.loss is None and rule.missed(rule.count(chosen))
        )
        yield f"The closest cohort has {missed}."

    # The ladder (S17)

    def ladder(self, vacancy: Vacancy, ladder: Ladder) -> Iterator[Breach]:
        people = {nominee.id: nominee for nominee in self.problem.nominees}
        home = people[vacancy.leaver].country
        host = self.problem.host.country if self.problem.host else None
        rungs: dict[str, list[tuple[int, int, int, str]]] = {"country": [], "region": [], "host": []}
        barred: dict[str, str] = {}
        for who in sorted(people.keys() - set(vacancy.people)):
            nominee = people[who]
            rung = "country" if nominee.country == home else "host" if nominee.country == host else "region"
            value, why = self._bar(vacancy, nominee, last_resort=rung == "host")
            if why:
                barred[who] = why
                continue
            first = (nominee.priority or len(people) + 1) if rung == "country" else 0
            rungs[rung].append((first, -value, self.lots[who], who))
        expected = [(rung, tuple(one[3] for one in sorted(rungs[rung]))) for rung in rungs if rungs[rung]]
        if vacancy.renomination_days:
            expected.insert(int(bool(rungs["country"])), ("renomination", ()))
        if [(step.rung, step.people) for step in ladder.steps] != expected:
            yield Breach("S17", vacancy.leaver, f"not the steps of the ladder, which are {expected}")
        if [(one.nominee, one.sentence) for one in ladder.barred] != list(barred.items()):
            yield Breach("S17", vacancy.leaver, f"not those who cannot take the place, who are {barred}")

    def _bar(self, vacancy: Vacancy, nominee: Nominee, *, last_resort: bool) -> tuple[int, str]:
        """What somebody would bring, and why the place cannot be theirs."""
        lock = self.locks.get(nominee.id)
        if nominee.id in vacancy.declined:
            return 0, "Has declined a place."
        if lock is not None and lock.place == "out":
            reason = lock.reason.strip()
            return 0, f"Not in. Locked out by the panel: {reason}{'' if reason[-1] in '.!?' else '.'}"
        if nominee.visa_days > vacancy.days_left:
            route = f"{nominee.visa_days} day{'' if nominee.visa_days == 1 else 's'}"
            left = f"{vacancy.days_left} {'is' if vacancy.days_left == 1 else 'are'} left"
            return 0, f"The visa route takes {route}, and {left}."
        spared = {f"lock:{vacancy.leaver}", *(["host"] if last_resort else [])}
        cohort = {*vacancy.people, nominee.id} - {vacancy.leaver}
        value, words = self.book.worth[nominee.id], []
        for code, rule in self.book.rules.items():
            missed = abs(rule.missed(rule.count(cohort)))
            value -= missed * (rule.loss or 0)
            if missed and rule.loss is None and code not in spared:
                words.append(rule.words)
        return value, f"Would miss {'; '.join(words)}." if words else ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One case of a branch: ``sign`` 1 for at most ``bound`` of these people, -1 for at least."""

    people: tuple[str, ...]
    bound: int
    sign: int


def _worth(problem: Problem, nominee: Nominee) -> int:
    """S5: the score, and what the focal point's order adds."""
    bonus = problem.priority_points
    if nominee.priority is not None and nominee.priority <= len(bonus):
        return nominee.score + bonus[nominee.priority - 1]
    return nominee.score


def _lot(seed: int, nominee: str) -> int:
    """S9: the first 20 bits of SHA-256 over "seed:id"."""
    return int(hashlib.sha256(f"{seed}:{nominee}".encode()).hexdigest()[:5], 16)


def _rules(problem: Problem) -> dict[str, _Rule]:
    """S1 to S4, S18, S19 and S6, in this order."""
    everybody = frozenset(nominee.id for nominee in problem.nominees)
    places = problem.places
    rules = [_Rule("places", everybody, places, places, None, f"exactly {places} people in all")]
    for country in problem.countries:
        people = frozenset(n.id for n in problem.nominees if n.country == country.code)
        words = f"{_asked(country.least, country.most)} of {country.name}"
        rules.append(_Rule(f"country:{country.code}", people, country.least, country.most, None, words))
    if problem.host is not None:
        host = problem.host
        people = frozenset(n.id for n in problem.nominees if n.country == host.country)
        words = f"exactly {host.places} of the host country"
        rules.append(_Rule("host", people, host.places, host.places, None, words))
    rules.extend(_target(problem, target) for target in problem.targets)
    rules.extend(_budget(problem, budget) for budget in problem.budgets)
    if problem.rooms is not None:
        rooms, sleepers = problem.rooms, tuple(_sleepers(problem))
        alone = everybody.difference(*(group.people for group in sleepers))
        words = f"{_asked(0, rooms.rooms)} room{'s' * (rooms.rooms != 1)} for {rooms.beds} of one sex"
        rules.append(_Rule("rooms", alone, 0, rooms.rooms, None, words, None, sleepers))
    for lock in problem.locks:
        inside = lock.place == "in"
        words = "a place the panel has locked" if inside else "a person the panel has locked out"
        person = frozenset({lock.nominee})
        rules.append(_Rule(f"lock:{lock.nominee}", person, int(inside), int(inside), None, words))
    return {rule.code: rule for rule in rules}


def _target(problem: Problem, target: Target) -> _Rule:
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
    return _Rule(
        f"target:{target.id}", people, least, most, target.weight, f"{_asked(least, most)} {target.name}"
    )


def _budget(problem: Problem, budget: Budget) -> _Rule:
    """S18: money is counted in the greatest common divisor of what people cost."""
    costs = {n.id: n.costs[budget.id] for n in problem.nominees if n.costs.get(budget.id)}
    step = math.gcd(*costs.values()) or 1
    purse = _Purse(budget.currency, budget.most, step, {who: cost // step for who, cost in costs.items()})
    words = f"at most {budget.currency} {budget.most:,} for {budget.name}"
    return _Rule(f"budget:{budget.id}", frozenset(costs), 0, budget.most // step, None, words, purse)


def _sleepers(problem: Problem) -> Iterator[_Sleepers]:
    """S19: women share rooms with women, and men with men; nobody else shares."""
    if problem.rooms is None:
        return
    for sex in ("female", "male"):
        people = frozenset(n.id for n in problem.nominees if n.attributes.get("sex") == sex)
        if people:
            yield _Sleepers(f"room:{sex}", people, problem.rooms.beds)


def _asked(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least}"
    if least == most:
        return f"exactly {least}"
    return f"at most {most}" if least == 0 else f"{least} to {most}"


def _points(tenths: int) -> str:
    figure = f"{tenths // 10:,}" + (f".{tenths % 10}" if tenths % 10 else "")
    return f"{figure} {'point' if tenths == 10 else 'points'}"
