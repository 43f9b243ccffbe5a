"""What is said of timetables: outcomes (T31 to T33), repairs (T41 to T44) and explanations (T51, T52)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from balai.engine.timetabling.check.breach import Breach, false_claim
from balai.engine.timetabling.check.case import MIDNIGHT, Case
from balai.engine.timetabling.check.rules import broken
from balai.engine.timetabling.check.wishes import points_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import (
        Change,
        Clash,
        Explanation,
        Outcome,
        Placement,
        Repair,
        Timetable,
    )

GRAVITY = {
    "T2": 100,
    "T3": 4,
    "T8": 6,
    "T9": 5,
    "T10": 6,
    "T11": 2,
} | dict.fromkeys(
    ("T15", "T16", "T17", "T18", "T19", "T20"), 1
)  # T51: what may be given up, and what it weighs


def misclaimed(problem: Problem, outcome: Outcome) -> list[Breach]:
    """Everything in an outcome that is not so; empty for a true one. The bound itself is not proven again."""
    return list(_outcome(Case(problem), outcome))


def disturbance(problem: Problem, before: Timetable, after: Timetable) -> int:
    """T41: how much two timetables differ, in people times gravity of the change."""
    return sum(_disturbances(Case(problem), before, after).values())


def misrepaired(problem: Problem, before: Timetable, repair: Repair, *, frozen_until: int) -> list[Breach]:
    """Everything in a repair that is not so (T41 to T44)."""
    return list(_repair(Case(problem), before, repair, frozen_until))


def misexplained(
    problem: Problem, explanation: Explanation, *, before: Timetable | None = None, frozen_until: int = 0
) -> list[Breach]:
    """Everything in an explanation that is not so (T51, T52); after a vain repair, with what has begun."""
    return list(_explanation(Case(problem), explanation, before, frozen_until))


def disturbed(problem: Problem, before: Timetable, *, frozen_until: int) -> list[Breach]:
    """The rules that a timetable does not keep any more, apart from what had begun and what is not there."""
    return list(_disturbed(Case(problem), before, frozen_until))


def breaches_around(
    problem: Problem, timetable: Timetable, *, before: Timetable, frozen_until: int
) -> list[Breach]:
    """Every rule broken by a change of a timetable, apart from what had begun and stands where it stood.

    Nothing moves a session that runs, so that what breaks a rule with it is no fault of the change (T42).
    """
    case = Case(problem)
    now = {one.session: one for one in timetable.placements}
    begun = _begun(case, before, frozen_until)
    stays = {name: one for name, one in begun.items() if now.get(name) == one}
    return list(_around(case, timetable, stays))


# T31 to T33


def _outcome(case: Case, claim: Outcome) -> Iterator[Breach]:
    if claim.timetable is None:
        if claim.objective is not None or claim.costs or claim.status in {"optimal", "feasible"}:
            yield false_claim("T32", "no timetable, and yet it is said to be one")
        if claim.status == "infeasible" and claim.bound is not None:
            yield false_claim("T33", "infeasible, and yet something is said of costs")
        return
    found = list(broken(case, claim.timetable))
    yield from found
    if found:
        return
    if list(claim.timetable.placements) != sorted(claim.timetable.placements, key=lambda p: p.session):
        yield false_claim("T31", "sessions are not in the order of their ids")
    counted = {rule: points for rule, points in points_of(case, claim.timetable).items() if points}
    if {cost.rule: cost.points for cost in claim.costs} != counted or len(claim.costs) != len(counted):
        yield false_claim("T31", f"claimed {[(c.rule, c.points) for c in claim.costs]}, counted {counted}")
    if claim.objective != sum(counted.values()):
        yield false_claim("T31", f"claimed {claim.objective} points, counted {sum(counted.values())}")
    if claim.bound is None or claim.bound < 0 or claim.bound > (claim.objective or 0):
        yield false_claim("T32", f"the bound {claim.bound} is not between 0 and {claim.objective}")
    if claim.status != ("optimal" if claim.bound == claim.objective else "feasible"):
        yield false_claim("T32", f"called {claim.status}, with {claim.objective} and bound {claim.bound}")


# T41 to T44


def _disturbances(case: Case, before: Timetable, after: Timetable) -> dict[str, int]:
    """Points of T41 by session."""
    old = {one.session: one for one in before.placements}
    found: dict[str, int] = {}
    for one in after.placements:
        was, session = old.get(one.session), case.sessions[one.session]
        gravity = 0 if was is None else _gravity(case, was, one)
        if gravity:
            found[one.session] = gravity * (case.heads(session) + len(session.people))
    return found


def _repair(case: Case, before: Timetable, repair: Repair, frozen_until: int) -> Iterator[Breach]:
    old = {one.session: one for one in before.placements}
    yield from _since(case, repair.timetable, _begun(case, before, frozen_until), frozen_until)
    by_id = {one.session: one for one in repair.timetable.placements}
    moved = _disturbances(case, before, repair.timetable)
    if repair.disturbance != sum(moved.values()):
        yield false_claim("T41", f"claimed {repair.disturbance}, counted {sum(moved.values())}")
    told = {change.session: change for change in repair.changes}
    if sorted(told) != sorted(moved) or len(told) != len(repair.changes):
        yield false_claim("T43", f"claimed {sorted(told)}, changed are {sorted(moved)}")
    for name in told.keys() & moved.keys():
        yield from _change(case, told[name], old[name], by_id[name])
    if repair.bound > repair.disturbance or repair.is_proven != (repair.bound == repair.disturbance):
        yield false_claim("T44", f"disturbance {repair.disturbance} and bound {repair.bound}")


def _disturbed(case: Case, before: Timetable, frozen_until: int) -> Iterator[Breach]:
    """What is broken of a timetable as it was; sessions that were added or are gone are no breach."""
    own = tuple(one for one in before.placements if one.session in case.sessions)
    frozen = _begun(case, before, frozen_until)
    for breach in _since(case, replace(before, placements=own), frozen, frozen_until):
        if breach.rule != "T1" or any(one.session in breach.sessions for one in own):
            yield breach


def _begun(case: Case, before: Timetable, frozen_until: int) -> dict[str, Placement]:
    """What had begun of a timetable."""
    return {
        one.session: one
        for one in before.placements
        if one.session in case.sessions and one.begins < frozen_until
    }


def _around(case: Case, timetable: Timetable, frozen: Mapping[str, Placement]) -> Iterator[Breach]:
    """What is broken by more than what had begun, which stays."""
    past = tuple(one for one in timetable.placements if one.session in frozen)
    lost = {one.limit for one in broken(case, replace(timetable, placements=past)) if one.rule == "T18"}
    for breach in broken(case, timetable):
        if breach.limit not in lost and not set(breach.sessions) <= frozen.keys():
            yield breach


def _since(case: Case, timetable: Timetable, frozen: Mapping[str, Placement], now: int) -> Iterator[Breach]:
    """What is broken by more than what had begun, which stays; nothing else is put before now (T42)."""
    yield from _around(case, timetable, frozen)
    by_id = {one.session: one for one in timetable.placements}
    for name, one in frozen.items():
        if by_id.get(name) != one:
            yield Breach("T42", f"T42:{name}", (name,), "was past or running, and moved")
    for one in timetable.placements:
        if one.begins < now and one.session not in frozen:
            yield Breach("T42", f"T42:{one.session}", (one.session,), "is put before the repair")


def _change(case: Case, change: Change, old: Placement, new: Placement) -> Iterator[Breach]:
    session = case.sessions[change.session]
    if (change.before, change.after) != (old, new):
        yield Breach("T43", f"T43:{session.id}", (session.id,), "is not changed as it is said")
    if change.groups != tuple(sorted(session.groups)) or change.people != tuple(sorted(session.people)):
        yield Breach("T43", f"T43:{session.id}", (session.id,), "others must be told")
    sites = {case.rooms[one.room].site for one in (old, new) if one.room is not None}
    if change.sites != tuple(sorted(sites)):
        yield Breach("T43", f"T43:{session.id}", (session.id,), "other sites must be told")


def _gravity(case: Case, old: Placement, new: Placement) -> int:
    if old == new:
        return 0
    sites = [case.rooms[one.room].site if one.room else None for one in (old, new)]
    if sites[0] != sites[1] or old.begins // MIDNIGHT != new.begins // MIDNIGHT:
        return 6
    return 2 if old.begins != new.begins else 1


# T51, T52


def _explanation(
    case: Case, explanation: Explanation, before: Timetable | None, frozen_until: int
) -> Iterator[Breach]:
    frozen = _begun(case, before, frozen_until) if before else {}
    seen: list[set[str]] = []
    for remedy in explanation.remedies:
        given_up = set(remedy.limits)
        for breach in _since(case, remedy.timetable, frozen, frozen_until):
            if breach.limit not in given_up:
                yield replace(breach, rule="T51", detail=f"is broken too: {breach.detail}")
        if any(earlier <= given_up for earlier in seen) or not given_up:
            yield false_claim("T51", "is no other remedy than one before it")
        seen.append(given_up)
        if remedy.weight != sum(GRAVITY.get(limit.partition(":")[0], 0) for limit in given_up):
            yield false_claim("T51", f"weighs otherwise than {remedy.weight}")
    weights = [remedy.weight for remedy in explanation.remedies]
    if any(one > other for one, other in pairwise(weights)):
        yield false_claim("T51", "a lighter remedy comes later")
    if explanation.clash is not None:
        yield from _clash(case, explanation.clash, frozen, frozen_until)


def _clash(case: Case, clash: Clash, frozen: Mapping[str, Placement], frozen_until: int) -> Iterator[Breach]:
    if len(clash.keeps) != len(clash.limits) or (clash.is_smallest and None in clash.keeps):
        yield false_claim("T52", "not every limit has a timetable that keeps the others")
    for spared, timetable in zip(clash.limits, clash.keeps, strict=False):
        for breach in _since(case, timetable, frozen, frozen_until) if timetable else ():
            if breach.limit in clash.limits and breach.limit != spared:
                yield replace(breach, rule="T52", detail=f"is broken without {spared}: {breach.detail}")
            elif breach.limit.partition(":")[0] not in GRAVITY:
                yield replace(breach, rule="T52", detail=f"is never given up: {breach.detail}")
