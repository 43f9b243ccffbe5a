"""Proofs (S8): that no cohort is better is added up in whole numbers, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.selection.check.breach import Breach
from balai.engine.selection.result import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from balai.engine.selection.check.book import Book, Case
    from balai.engine.selection.result import Best, Leaf


@dataclass(frozen=True, slots=True)
class _Sought:
    """The cohort that a proof says there is none of: by these rules, of so many points, of so few lots."""

    book: Book
    drawn: Mapping[str, int]
    points: int | None
    lots: int | None


@dataclass(frozen=True, slots=True)
class _Side:
    """One case of a branch: ``sign`` 1 for at most ``bound`` of these people, -1 for at least."""

    people: tuple[str, ...]
    bound: int
    sign: int


def not_best(case: Case, book: Book, best: Best, subject: str) -> Iterator[Breach]:
    """What is not so of a cohort that is said to be the best under these rules."""
    if list(best.people) != sorted(best.people):
        yield Breach("S1", subject, "people are not in the order of their ids")
    if best.points is None:
        if best.people:
            yield Breach("S8", subject, "people without points")
    elif book.value(best.people) != best.points:
        yield Breach("S7", subject, f"claimed {best.points}, counted {book.value(best.people)}")
    if best.points is not None and (best.bound is None or best.bound < best.points):
        yield Breach("S8", subject, f"the bound {best.bound} is under the {best.points} that were reached")
        return
    floor = None if best.bound is None else best.bound + 1
    if not refuted(case, book, best.proof, points=floor):
        yield Breach("S8", subject, f"the proof does not exclude {'any cohort' if floor is None else floor}")


def refuted(
    case: Case, book: Book, proof: Leaf | Branch, *, points: int | None, lots: int | None = None
) -> bool:
    """Whether a proof shows that no cohort has so many points with so small a sum of lots."""
    return _refuted(_Sought(book, case.lots, points, lots), proof, ())


def _refuted(sought: _Sought, proof: Leaf | Branch, sides: tuple[_Side, ...]) -> bool:
    if not isinstance(proof, Branch):
        return _contradicts(sought, proof, sides)
    known = sought.book.worth.keys() | sought.book.sleepers.keys()
    if len(set(proof.over)) != len(proof.over) or not set(proof.over) <= known:
        return False
    below, above = _Side(proof.over, proof.most, 1), _Side(proof.over, proof.most + 1, -1)
    return _refuted(sought, proof.below, (*sides, below)) and _refuted(sought, proof.above, (*sides, above))


def _contradicts(sought: _Sought, leaf: Leaf, sides: tuple[_Side, ...]) -> bool:
    """Add the rules up: a true cohort makes the sum 0 or more; if it cannot, there is none."""
    book = sought.book
    weights = _weights(sought, leaf, sides)
    if weights is None:
        return False
    total = leaf.lots * (sought.lots or 0) - leaf.points * (sought.points or 0) + _slack(book, leaf)
    each = {
        person: leaf.points * worth - leaf.lots * sought.drawn[person] for person, worth in book.worth.items()
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
    sought: _Sought, leaf: Leaf, sides: tuple[_Side, ...]
) -> list[tuple[Mapping[str, int], int, int]] | None:
    """Shares, bound and weight of every sum that a leaf adds; none if it may not add one like this."""
    book = sought.book
    if (
        leaf.points < 0
        or leaf.lots < 0
        or (leaf.points and sought.points is None)
        or (leaf.lots and sought.lots is None)
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


def _slack(book: Book, leaf: Leaf) -> int:
    """What preferred rules may add at most: missing them costs points and eases their sum."""
    total = 0
    for code, rule in book.rules.items():
        if rule.loss is not None:
            weight = leaf.limits.get(code, 0)
            total += rule.least * max(0, -leaf.points * rule.loss - weight)
            total += rule.highest() * max(0, -leaf.points * rule.loss + weight)
    return total
