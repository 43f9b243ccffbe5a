"""What a test before and one after tell of a group: shares, gains, and how sure one can be. Plain Python.

In: for each person the share of right answers to the questions of one outcome, before and after. Out: numbers
for a table. Nothing here knows a database, a person or a page.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import TypeVar

    Key = TypeVar("Key", bound=Hashable)

RESAMPLES = 4_000
"""Enough that the ends of a 95 % interval stand still to about one per cent."""
LEVEL = 0.95
FORMS = ("A", "B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a group gained in one outcome.

    Attributes:
        before, after: how many answered then, and their mean share of right answers; None of nobody.
        number: who answered both times; the gain is theirs.
        gain: the mean of their differences, from -1 to 1; None of nobody.
        low, high: within which the gain lies with 95 % confidence; None where fewer than two answered.
    """

    before: tuple[int, float | None]
    after: tuple[int, float | None]
    number: int
    gain: float | None
    low: float | None
    high: float | None


def mean(values: Sequence[float]) -> float | None:
    """None of nothing."""
    return sum(values) / len(values) if values else None


def interval_of_mean(
    values: Sequence[float], *, seed: int, resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """The 95 % percentile interval of a mean by the bootstrap: persons are drawn anew, with replacement.

    It asks for no distribution of the differences, which have few values here; with few persons it is a
    little too narrow, so the number stands beside it wherever it is shown.

    Args:
        values: one number for each person.
        seed: the same seed gives the same interval.
        resamples: how many groups are drawn.

    Returns:
        Lower and upper end; None of fewer than two persons. Takes O(resamples x persons) time.

    Source:
        B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.3.
    """
    size = len(values)
    if size < 2:
        return None
    draw = random.Random(seed)  # noqa: S311 -- the same each time, and no secret
    means = sorted(sum(draw.choices(values, k=size)) / size for _turn in range(resamples))
    tail = (1 - LEVEL) / 2
    return means[int(tail * resamples)], means[min(resamples - 1, int((1 - tail) * resamples))]


def gain_of(before: Mapping[Key, float], after: Mapping[Key, float], *, seed: int) -> Gain:
    """Compare the same persons before and after.

    Args:
        before: for each person the share of right answers then, from 0 to 1.
        after: the same afterwards; who answered once counts in that share, and not in the gain.
        seed: of the interval.

    Source:
        D. L. Kirkpatrick, J. D. Kirkpatrick, Evaluating Training Programs, 3rd edition 2006, chapter 5:
        the same persons before and after, with forms that are equally hard.
    """
    both = sorted(before.keys() & after.keys(), key=str)
    differences = [after[key] - before[key] for key in both]
    found = interval_of_mean(differences, seed=seed)
    return Gain(
        before=(len(before), mean(list(before.values()))),
        after=(len(after), mean(list(after.values()))),
        number=len(both),
        gain=mean(differences),
        low=found[0] if found else None,
        high=found[1] if found else None,
    )


def drawn_forms(questions: Mapping[str, Sequence[Key]], *, seed: int) -> tuple[list[Key], list[Key]]:
    """Draw two parallel forms: as many questions of each outcome in both, and no question in two.

    Args:
        questions: for each outcome, by its code, its questions in the order of the bank.
        seed: the same seed and bank give the same forms.

    Returns:
        The questions of form A and of form B, outcome by outcome; an odd one of an outcome is left out.
    """
    forms: tuple[list[Key], list[Key]] = ([], [])
    for outcome, rows in sorted(questions.items()):
        drawn = random.Random(f"{seed}:{outcome}").sample(list(rows), k=len(rows) // 2 * 2)  # noqa: S311 -- as above
        half = len(drawn) // 2
        forms[0].extend(drawn[:half])
        forms[1].extend(drawn[half:])
    return forms


def first_forms(people: Iterable[str], *, seed: int) -> dict[str, str]:
    """Which form each person has before: half of them each, in an order that only the seed knows.

    After, everybody has the other: what a form is harder by cancels out over the group.
    """
    lots = sorted(people, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())
    return {key: FORMS[place % 2] for place, key in enumerate(lots)}


def shares_by_outcome(marks: Iterable[tuple[Key, str, bool]]) -> dict[str, dict[Key, float]]:
    """For each outcome and person, the share of right answers.

    Args:
        marks: person, outcome, and whether the answer was right; an answer left out is not right.
    """
    found: dict[str, dict[Key, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for person, outcome, is_right in marks:
        found[outcome][person].append(is_right)
    return {
        outcome: {person: sum(each) / len(each) for person, each in people.items()}
        for outcome, people in found.items()
    }
