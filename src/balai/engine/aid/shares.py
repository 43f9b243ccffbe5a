"""Percentages that add up to exactly 100, by the largest remainder."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from balai.engine.aid.errors import AidError

if TYPE_CHECKING:
    from collections.abc import Mapping


def shares_of(weights: Mapping[str, int]) -> dict[str, Decimal]:
    """Split 100 per cent by weights, to two decimals, so that the parts add up to exactly 100.

    Args and errors are those of ``split``.
    """
    return {key: Decimal(part) / 100 for key, part in split(10_000, weights).items()}


def split(whole: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split a whole number by weights so that the parts add up to exactly it.

    Each part is at first rounded down. What is left over goes, one each, to those who lost most by it; among
    equals to the first by key, so that the same records give the same file.

    Args:
        whole: what is split, such as cents, or hundredths of a per cent; 0 or more.
        weights: what each key counts, such as participant-days by country. A weight of 0 gives no part.

    Returns:
        part by key, in the order of the weights, without those that count 0. Each differs from its exact
        part by less than 1, and a heavier key never gets less than a lighter one.

    Raises:
        AidError: a weight is negative, or all are 0.

    Source:
        The method of Hamilton (largest remainder), in whole numbers throughout: no float is rounded.
    """
    for key, weight in weights.items():
        if weight < 0:
            raise AidError(
                place=f"share of {key}",
                value=str(weight),
                rule="A weight is 0 or more.",
                remedy="Correct what was counted.",
            )
    total = sum(weights.values())
    if total == 0:
        raise AidError(
            place="shares",
            value=", ".join(weights) or "nobody",
            rule="Something must be counted for at least one.",
            remedy="Record who took part before reporting shares.",
        )
    counted = {key: weight for key, weight in weights.items() if weight}
    parts = {key: whole * weight // total for key, weight in counted.items()}
    left = whole - sum(parts.values())
    by_loss = sorted(counted, key=lambda key: (-(whole * counted[key] % total), key))
    for key in by_loss[:left]:
        parts[key] += 1
    return parts
