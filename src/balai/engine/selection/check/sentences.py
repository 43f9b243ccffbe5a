"""The sentences (S14), put together anew from what was counted: no other words are true."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.selection.check.book import Case
    from balai.engine.selection.result import Account, Best, Explanation, Selection

NOT_SETTLED = "What would have to be different was not settled within the limit of work."


def sentence_of(case: Case, claim: Selection, account: Account) -> str:
    """What is true to say of one nominee."""
    who, other = account.nominee, account.otherwise
    if who in case.locks:
        reason = case.locks[who].reason.strip()
        stop = "" if reason[-1] in ".!?" else "."
        way = "In. Locked in" if who in claim.best.people else "Not in. Locked out"
        return f"{way} by the panel: {reason}{stop}"
    head = "In." if account.place == "in" else f"Reserve {account.reserve}." if account.reserve else "Not in."
    open_claims = [
        claim.best,
        *([other] if other else []),
        *([account.closest.best] if account.closest else []),
    ]
    if other is None or any(best.points != best.bound for best in open_claims):
        return f"{head} {NOT_SETTLED}"
    if account.place == "in":
        return _sentence_in(case, other, (claim.best.points or 0) - (other.points or 0))
    if other.points is None:
        return _sentence_excluded(case, account)
    return f"{head} {_why(case, claim, who)} {_need(case, claim, account, other.points)}"


def _sentence_in(case: Case, other: Best, lacking: int) -> str:
    if other.points is None:
        return "In. No cohort that keeps every rule leaves this nominee out."
    if lacking:
        return f"In. Without this nominee the best cohort would be {_points(lacking)} worse."
    return f"In by lot. A cohort without this nominee is as good; the lots drawn with the number {case.seed} decided."


def _sentence_excluded(case: Case, account: Account) -> str:
    missed = account.closest.missed if account.closest else ()
    words = " and ".join(
        f"{case.book.rules[one.limit].words} by {case.book.rules[one.limit].said_missed(one.by)}"
        if one.limit in case.book.rules
        else one.limit
        for one in missed
    )
    return f"Not in. No cohort that keeps every rule has this nominee in; the closest misses {words}."


def _why(case: Case, claim: Selection, who: str) -> str:
    cohort = set(claim.best.people)
    named: set[str] = set()
    for leaver in cohort & case.book.worth.keys():
        if case.book.worth[leaver] < case.book.worth[who]:
            swapped = cohort - {leaver} | {who}
            worse = {
                rule.code: rule.loss
                for rule in case.book.rules.values()
                if abs(rule.missed(rule.count(swapped))) > abs(rule.missed(rule.count(cohort)))
            }
            hard = [code for code, loss in worse.items() if loss is None]
            named.update(hard or worse)
    if not named:
        return "Everyone who is in has at least as many points."
    words = "; ".join(rule.words for code, rule in case.book.rules.items() if code in named)
    return f"Taking the place of someone with fewer points would miss {words}."


def _need(case: Case, claim: Selection, account: Account, reached: int) -> str:
    lacking = (claim.best.points or 0) - reached
    if not lacking:
        return f"A cohort with this nominee is as good; the lots drawn with the number {case.seed} decided."
    leavers = len(account.moves_up_for)
    if not leavers:
        return f"Needs more than {_points(lacking)} more."
    who = "one person who is in" if leavers == 1 else f"one of {leavers} people who are in"
    return f"Needs more than {_points(lacking)} more, or {who} to leave."


def sentences_of(case: Case, claim: Explanation) -> Iterator[str]:
    """What is true to say of rules that clash."""
    for clash in claim.clashes:
        words = "; ".join(case.book.rules[code].words for code in clash.limits if code in case.book.rules)
        yield (
            f"This cannot be kept: {words}."
            if len(clash.limits) == 1
            else f"These cannot all be kept: {words}."
        )
    chosen = set(claim.closest.best.people)
    missed = "; ".join(
        f"{rule.said(rule.count(chosen))} instead of {rule.words}"
        for rule in case.book.rules.values()
        if rule.loss is None and rule.missed(rule.count(chosen))
    )
    yield f"The closest cohort has {missed}."


def _points(tenths: int) -> str:
    figure = f"{tenths // 10:,}" + (f".{tenths % 10}" if tenths % 10 else "")
    return f"{figure} {'point' if tenths == 10 else 'points'}"
