"""The judge of national selections (rulebook N1 to N5): counts again and adds the bound up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.selection.check.breach import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.selection.national import NationalProblem, NationalSelection, Programme
    from balai.engine.selection.problem import Nominee, Target

MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Sum:
    """A rule as a sum over wishes; missing it costs ``loss`` for each person, or is not allowed (none)."""

    wishes: list[tuple[str, str]]
    least: int
    most: int | None
    loss: int | None
    room: int


def national_breaches(problem: NationalProblem, claim: NationalSelection) -> list[Breach]:
    """Everything in a national selection that is not so."""
    return list(_breaches(problem, claim))


def _breaches(problem: NationalProblem, claim: NationalSelection) -> Iterator[Breach]:
    people = {one.id: one for one in problem.nominees}
    worth = {
        (wish.nominee, wish.programme): people[wish.nominee].score + wish.bonus for wish in problem.wishes
    }
    given = set(claim.places.items())
    for wish in sorted(given - worth.keys()):
        yield Breach("N1", wish[0], f"given {wish[1]}, which was not wished for")
    sums = _sums(problem, people)
    points = sum(worth.get(wish, 0) for wish in given)
    for name, one in sums.items():
        count = sum(wish in given for wish in one.wishes)
        missed = max(one.least - count, 0 if one.most is None else count - one.most, 0)
        if missed and one.loss is None:
            yield Breach("N2", name, f"{count} people, at most {one.most}")
        points -= missed * (one.loss or 0)
    if claim.points != points:
        yield Breach("N4", "cohort", f"claimed {claim.points}, counted {points}")
    bound = _bound(sums, worth, claim)
    if bound is None or claim.bound < bound:
        yield Breach("N5", "cohort", f"the weights prove {bound}, not {claim.bound}")
    if claim.bound < claim.points:
        yield Breach("N5", "cohort", f"the bound {claim.bound} is under the {claim.points} that were reached")


def _sums(problem: NationalProblem, people: dict[str, Nominee]) -> dict[str, _Sum]:
    sums: dict[str, _Sum] = {}
    for wish in problem.wishes:
        sums.setdefault(f"nominee:{wish.nominee}", _Sum([], 0, 1, None, 0)).wishes.append(
            (wish.nominee, wish.programme)
        )
    wanted: dict[str, list[tuple[str, str]]] = {}
    for wish in problem.wishes:
        wanted.setdefault(wish.programme, []).append((wish.nominee, wish.programme))
    for programme in problem.programmes:
        wishes = wanted.get(programme.id, [])
        sums[f"programme:{programme.id}"] = _Sum(wishes, 0, programme.places, None, 0)
        if programme.country_most is not None:
            countries = Counter(people[nominee].country for nominee, _ in wishes)
            for country in countries:
                members = [wish for wish in wishes if people[wish[0]].country == country]
                sums[f"country:{programme.id}:{country}"] = _Sum(members, 0, programme.country_most, None, 0)
        for target in programme.targets:
            sums[f"target:{programme.id}:{target.id}"] = _target(programme, target, wishes, people)
    return sums


def _target(
    programme: Programme, target: Target, wishes: list[tuple[str, str]], people: dict[str, Nominee]
) -> _Sum:
    members = [
        wish
        for wish in wishes
        if all(
            (people[wish[0]].country if key == "country" else people[wish[0]].attributes.get(key)) == value
            for key, value in target.where.items()
        )
    ]
    return _Sum(members, target.least or 0, target.most, target.weight or 0, programme.places)


def _bound(sums: dict[str, _Sum], worth: dict[tuple[str, str], int], claim: NationalSelection) -> int | None:
    """N5: add points and weighed rules up; each wish and each person missed adds what it can at most."""
    total, each = 0, {wish: points * MILLIONTHS for wish, points in worth.items()}
    if not claim.weights.keys() <= sums.keys():
        return None
    for name, one in sums.items():
        weight = claim.weights.get(name, 0)
        bound = one.most if weight > 0 else one.least
        if bound is None:
            return None
        total += weight * bound
        for wish in one.wishes:
            each[wish] -= weight
        if one.loss is not None:
            total += one.least * max(0, -one.loss * MILLIONTHS - weight)
            total += one.room * max(0, -one.loss * MILLIONTHS + weight)
    return (total + sum(max(0, share) for share in each.values())) // MILLIONTHS
