"""What is said to people, in the rulebook's words (S14); the checker makes every sentence again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.engine.selection.limits import Limit
    from balai.engine.selection.problem import Budget, Problem

UNSETTLED = "What would have to be different was not settled within the limit of work."


def points(tenths: int) -> str:
    """A number of points with its noun: "7 points", "6.5 points", "1 point"."""
    whole, tenth = divmod(tenths, 10)
    figure = f"{whole:,}.{tenth}" if tenth else f"{whole:,}"
    return f"{figure} point" if tenths == 10 else f"{figure} points"


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def phrase(problem: Problem, limit: Limit) -> str:
    """What a limit asks for: "at least 8 women", "at most 2 of Bangladesh"."""
    kind, _, name = limit.id.partition(":")
    if kind == "lock":
        return "a place the panel has locked" if limit.least else "a person the panel has locked out"
    if kind == "budget":
        budget = _budget(problem, limit)
        return f"at most {money(budget.currency, budget.most)} for {budget.name}"
    return f"{_range(limit.least, limit.most)} {_counted(problem, kind, name)}"


def _counted(problem: Problem, kind: str, name: str) -> str:
    if kind == "places":
        return "people in all"
    if kind == "host":
        return "of the host country"
    if kind == "country":
        return f"of {next(country.name for country in problem.countries if country.code == name)}"
    if kind == "rooms" and problem.rooms is not None:
        return f"{'room' if problem.rooms.rooms == 1 else 'rooms'} for {problem.rooms.beds} of one sex"
    return next(target.name for target in problem.targets if target.id == name)


def counted(problem: Problem, limit: Limit, count: int) -> str:
    """What a cohort has of what a limit counts: a number, or money."""
    if limit.kind != "budget":
        return f"{count}"
    return money(_budget(problem, limit).currency, count * limit.step)


def missed(problem: Problem, limit: Limit, by: int) -> str:
    """By how much a limit is missed: a number, or money."""
    if limit.kind != "budget":
        return f"{abs(by)}"
    budget = _budget(problem, limit)
    return money(budget.currency, ((limit.most or 0) + by) * limit.step - budget.most)


def money(currency: str, amount: int) -> str:
    """An amount: "IDR 180,000,000"."""
    return f"{currency} {amount:,}"


def _budget(problem: Problem, limit: Limit) -> Budget:
    return next(budget for budget in problem.budgets if f"budget:{budget.id}" == limit.id)


def in_by_lock(reason: str) -> str:
    return f"In. Locked in by the panel: {_ended(reason)}"


def out_by_lock(reason: str) -> str:
    return f"Not in. Locked out by the panel: {_ended(reason)}"


def in_by_points(lacking: int) -> str:
    return f"In. Without this nominee the best cohort would be {points(lacking)} worse."


def in_by_rules() -> str:
    return "In. No cohort that keeps every rule leaves this nominee out."


def in_by_lot(seed: int) -> str:
    return (
        f"In by lot. A cohort without this nominee is as good; the lots drawn with the number {seed} decided."
    )


def out(*, reserve: int | None, hindrances: Sequence[str], lacking: int, seed: int, leavers: int) -> str:
    """Why somebody who could be in is not.

    Args:
        reserve: the number on the list of reserves, if any.
        hindrances: phrases of the limits that swapping with someone of fewer points would miss.
        lacking: tenths of a point.
        seed: of the lots.
        leavers: how many of those in this person would replace.
    """
    place = f"Reserve {reserve}." if reserve else "Not in."
    why = (
        f"Taking the place of someone with fewer points would miss {'; '.join(hindrances)}."
        if hindrances
        else "Everyone who is in has at least as many points."
    )
    leave = (
        "one person who is in to leave" if leavers == 1 else f"one of {leavers} people who are in to leave"
    )
    if lacking:
        need = f"Needs more than {points(lacking)} more" + (f", or {leave}." if leavers else ".")
    else:
        need = f"A cohort with this nominee is as good; the lots drawn with the number {seed} decided."
    return f"{place} {why} {need}"


def out_by_rules(missed: Sequence[tuple[str, str]]) -> str:
    closest = " and ".join(f"{asked} by {by}" for asked, by in missed)
    return f"Not in. No cohort that keeps every rule has this nominee in; the closest misses {closest}."


def clash(phrases: Sequence[str]) -> str:
    if len(phrases) == 1:
        return f"This cannot be kept: {phrases[0]}."
    return f"These cannot all be kept: {'; '.join(phrases)}."


def closest(missed: Sequence[tuple[str, str]]) -> str:
    """What can be met instead, as counts of people, rooms or money beside what was asked."""
    return f"The closest cohort has {'; '.join(f'{count} instead of {asked}' for asked, count in missed)}."


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least}"
    if least == most:
        return f"exactly {most}"
    return f"{least} to {most}" if least else f"at most {most}"


def _ended(reason: str) -> str:
    reason = reason.strip()
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
