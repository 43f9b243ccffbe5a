"""A selection (S8 to S10, S12 to S15): the best cohort, the lots, what rules cost, and each account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.selection.check.book import case_of
from balai.engine.selection.check.breach import Breach
from balai.engine.selection.check.clashes import not_closest
from balai.engine.selection.check.proofs import not_best, refuted
from balai.engine.selection.check.sentences import sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.engine.selection.check.book import Case
    from balai.engine.selection.problem import Problem
    from balai.engine.selection.result import Account, Selection


def breaches(problem: Problem, selection: Selection) -> list[Breach]:
    """Everything in a selection that is not so; empty for a true one."""
    return list(_selection(case_of(problem, selection.seed), selection))


def _selection(case: Case, claim: Selection) -> Iterator[Breach]:
    yield from not_best(case, case.book, claim.best, "cohort")
    expected = "infeasible" if claim.best.points is None and claim.best.bound is None else "optimal"
    if expected == "optimal" and (claim.best.points is None or claim.best.points != claim.best.bound):
        expected = "bounded"
    if claim.status != expected:
        yield Breach("S8", "cohort", f"called {claim.status}, and is {expected}")
    if claim.best.points is None:
        if claim.lots is not None or claim.lots_proof or claim.reserves or claim.costs or claim.accounts:
            yield Breach("S8", "cohort", "no cohort, and yet something is said of one")
        return
    yield from _lots(case, claim)
    yield from _costs(case, claim)
    yield from _accounts(case, claim)


def _lots(case: Case, claim: Selection) -> Iterator[Breach]:
    counted = sum(case.lots.get(person, 0) for person in claim.best.people)
    if claim.lots != counted:
        yield Breach("S9", "cohort", f"lots claimed {claim.lots}, counted {counted}")
    if claim.lots_proof is None:
        if claim.status == "optimal":
            yield Breach("S9", "cohort", "no proof that the lots are the smallest")
    elif not refuted(case, case.book, claim.lots_proof, points=claim.best.points, lots=counted - 1):
        yield Breach("S9", "cohort", f"the proof does not exclude lots below {counted}")


def _costs(case: Case, claim: Selection) -> Iterator[Breach]:
    if not claim.accounts and not claim.costs:
        return
    wanted = {
        code: frozenset({code})
        for code in case.book.rules
        if code.split(":")[0] in {"target", "budget", "rooms", "lock", "host"}
    }
    countries = frozenset(code for code in case.book.rules if code.startswith("country:"))
    if countries:
        wanted["countries"] = countries
    if [cost.limit for cost in claim.costs] != list(wanted):
        yield Breach(
            "S10", "cohort", f"costs of {[cost.limit for cost in claim.costs]}, asked {list(wanted)}"
        )
        return
    for cost in claim.costs:
        yield from not_best(case, case.book.but(without=wanted[cost.limit]), cost.without, cost.limit)
        gained = (cost.without.points or 0) - (claim.best.points or 0)
        if cost.without.points is None or cost.points != gained:
            yield Breach("S10", cost.limit, f"said to cost {cost.points}, counted {gained}")


def _accounts(case: Case, claim: Selection) -> Iterator[Breach]:
    if not claim.accounts and not claim.reserves:
        return
    if [account.nominee for account in claim.accounts] != [n.id for n in case.problem.nominees]:
        yield Breach("S12", "cohort", "not one account for each nominee, in the pool's order")
        return
    yield from _reserves(case, claim)
    heirs = _heirs(case, claim.best.people)
    for account in claim.accounts:
        yield from _place(case, claim, account)
        yield from _evidence(case, claim, account)
        if account.moves_up_for != heirs.get(account.nominee, ()):
            yield Breach("S15", account.nominee, f"does not move up for {account.moves_up_for}")
        sentence = sentence_of(case, claim, account)
        if account.sentence != sentence:
            yield Breach("S14", account.nominee, f"said “{account.sentence}”, true is “{sentence}”")


def _reserves(case: Case, claim: Selection) -> Iterator[Breach]:
    waiting = sorted(
        (account.lacking, case.lots[account.nominee], account.nominee)
        for account in claim.accounts
        if account.nominee not in claim.best.people and account.lacking is not None
    )
    expected = tuple(nominee for _, _, nominee in waiting[: case.problem.reserves])
    if claim.reserves != expected:
        yield Breach("S13", "cohort", f"reserves {claim.reserves}, counted {expected}")


def _place(case: Case, claim: Selection, account: Account) -> Iterator[Breach]:
    reserve = claim.reserves.index(account.nominee) + 1 if account.nominee in claim.reserves else None
    place = "in" if account.nominee in claim.best.people else "reserve" if reserve else "out"
    if (account.place, account.reserve) != (place, reserve):
        yield Breach("S12", account.nominee, f"{account.place} {account.reserve}, counted {place} {reserve}")


def _evidence(case: Case, claim: Selection, account: Account) -> Iterator[Breach]:
    who, other = account.nominee, account.otherwise
    if who in case.locks:
        if other is not None or account.lacking is not None or account.closest is not None:
            yield Breach("S12", who, "locked by the panel, and yet solved otherwise")
        return
    if other is None:
        yield Breach("S12", who, "no evidence")
        return
    fixed = {who: int(who not in claim.best.people)}
    yield from not_best(case, case.book.but(fixed=fixed), other, who)
    lacking = None if other.points is None else (claim.best.points or 0) - other.points
    if account.lacking != lacking:
        yield Breach("S12", who, f"lacking {account.lacking}, counted {lacking}")
    hopeless = who not in claim.best.people and other.points is None and other.bound is None
    if hopeless != (account.closest is not None):
        yield Breach(
            "S12", who, "the closest cohort belongs to those, and only those, whom the rules exclude"
        )
    if account.closest is not None:
        yield from not_closest(case, account.closest, fixed, who)


def _heirs(case: Case, people: Sequence[str]) -> dict[str, tuple[str, ...]]:
    heirs: dict[str, tuple[str, ...]] = {}
    free = [person for person in case.book.worth if person not in people and person not in case.locks]
    for leaver in people:
        book = case.book.but(without=frozenset({f"lock:{leaver}"}))
        staying = [person for person in people if person != leaver]
        ranked = sorted(
            (-value, case.lots[person], person)
            for person in free
            if (value := book.value([*staying, person])) is not None
        )
        if ranked:
            heirs[ranked[0][2]] = (*heirs.get(ranked[0][2], ()), leaver)
    return heirs
