"""Rules that clash (S16), and the closest cohort where no cohort keeps every rule (S11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from balai.engine.selection.check.book import Book, case_of
from balai.engine.selection.check.breach import Breach
from balai.engine.selection.check.proofs import not_best, refuted
from balai.engine.selection.check.sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from balai.engine.selection.check.book import Case
    from balai.engine.selection.problem import Problem
    from balai.engine.selection.result import Clash, Closest, Explanation

PRICE_OF = {"target": 1, "budget": 2, "country": 2, "host": 2, "rooms": 2, "lock": 3, "places": 4}  # S11


def misexplained(problem: Problem, explanation: Explanation) -> list[Breach]:
    """Everything in an explanation of clashing rules that is not so."""
    return list(_explanation(case_of(problem, 0), explanation))


def _explanation(case: Case, claim: Explanation) -> Iterator[Breach]:
    if not claim.clashes:
        yield Breach("S16", "cohort", "no rules that clash")
    for clash in claim.clashes:
        yield from _clash(case, clash)
    yield from not_closest(case, claim.closest, {}, "cohort")
    if claim.closest.weight == 0:
        yield Breach("S16", "cohort", "a cohort keeps every rule")
    expected = tuple(sentences_of(case, claim))
    if claim.sentences != expected:
        yield Breach("S14", "cohort", f"said {claim.sentences}, true is {expected}")


def _clash(case: Case, clash: Clash) -> Iterator[Breach]:
    codes = frozenset(clash.limits)
    if (
        not codes <= case.book.rules.keys()
        or len(codes) != len(clash.limits)
        or len(clash.keeps) != len(codes)
    ):
        yield Breach("S16", "cohort", f"not a set of rules: {clash.limits}")
        return
    book = case.book.but(without=frozenset(case.book.rules) - codes)
    if not refuted(case, book, clash.proof, points=None):
        yield Breach("S16", "cohort", f"not proven to clash: {clash.limits}")
    for spared, people in zip(clash.limits, clash.keeps, strict=True):
        if book.but(without=frozenset({spared})).value(people) is None:
            yield Breach("S16", spared, "clashes without this rule too, or the example breaks one")


def not_closest(case: Case, closest: Closest, fixed: Mapping[str, int], subject: str) -> Iterator[Breach]:
    """What is not so of a cohort that is said to miss the least."""
    yield from not_best(case, _priced(case).but(fixed=fixed), closest.best, subject)
    chosen = set(closest.best.people)
    counted = [
        (code, missed)
        for code, rule in case.book.rules.items()
        if rule.loss is None and (missed := rule.missed(rule.count(chosen)))
    ]
    if [(one.limit, one.by) for one in closest.missed] != counted:
        yield Breach("S11", subject, f"misses {closest.missed}, counted {counted}")
    weighs = _weighs(case)
    weight = sum(weighs[code] * abs(by) for code, by in counted)
    if closest.weight != weight:
        yield Breach("S11", subject, f"weighs {closest.weight}, counted {weight}")


def _priced(case: Case) -> Book:
    crowd = len(case.problem.nominees)
    losses = sum(rule.loss * crowd for rule in case.book.rules.values() if rule.loss is not None)
    price, weighs = 1 + sum(case.book.worth.values()) + losses, _weighs(case)
    rules = {
        code: replace(rule, loss=price * weighs[code]) if rule.loss is None else rule
        for code, rule in case.book.rules.items()
    }
    return Book(case.book.worth, rules, {}, case.book.sleepers)


def _weighs(case: Case) -> dict[str, int]:
    """Of each rule, what one person, room or step of a budget missed weighs."""
    fares = {
        code: max(rule.purse.costs.values(), default=1)
        for code, rule in case.book.rules.items()
        if rule.purse is not None
    }
    dearest = max(fares.values(), default=1)
    return {
        code: PRICE_OF[code.split(":")[0]] * (dearest // fares.get(code, 1) if code in fares else dearest)
        for code in case.book.rules
    }
