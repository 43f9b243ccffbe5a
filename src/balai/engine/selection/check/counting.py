"""What a cohort comes to that a panel made by hand, counted from the rulebook (S1 to S7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.selection.check.book import case_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from balai.engine.selection.problem import Problem


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
    book = case_of(problem, 0).book
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
