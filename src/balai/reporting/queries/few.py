"""How numbers of persons are told outside: so that nothing follows of fewer than five of them.

The one rule of the evidence page and of the final report. It is about what was decided, measured or said of
persons; how many a country sent is a fact of the country, and told as it is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.reporting.enums import Bound

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

FEWEST = 5
"""Persons: of fewer nothing is told."""


def guarded(number: int, *, of: int | None = None, among: int | None = None) -> tuple[Bound, int | None]:
    """How near a number is told, and by which number; neither it nor what is left of a whole is one to four.

    Args:
        number: how many.
        of: of how many, which is told beside it.
        among: another number that is told and of which these are a part.
    """
    if of is not None and of < FEWEST:
        return Bound.HIDDEN, None
    if number < FEWEST:
        return Bound.BELOW, FEWEST
    near = [whole for whole in (of, among) if whole is not None and 0 < whole - number < FEWEST]
    return (Bound.ABOVE, min(near) - FEWEST) if near else (Bound.EXACTLY, number)


def listed(number: int, *, of: int) -> tuple[Bound, int | None]:
    """How many papers were handed in that a report lists: five or more, or everybody's."""
    return (Bound.EXACTLY, number) if number >= FEWEST or number == of else guarded(number, of=of)


def parted(counts: Mapping[str, int], *, of: int | None = None) -> dict[str, tuple[Bound, int | None]]:
    """The same for a whole in parts, all of which are told beside it; without those that are empty.

    Of a whole of fewer than five no part is told. Where those that are too small to be told follow from the
    others, since they are fewer than five together or each must be one or four, the next larger one is told
    less exactly; where there is none, no part is told.

    Args:
        counts: the parts.
        of: the whole that is told, where parts may be missing; else what they are together.
    """
    parts = {key: number for key, number in counts.items() if number}
    whole = sum(parts.values())
    if whole < FEWEST:
        return {}
    found = {key: guarded(number) for key, number in parts.items()}
    few = [number for number in (*parts.values(), (of or whole) - whole) if 0 < number < FEWEST]
    small = sum(few)
    if few and (small < FEWEST or small in {len(few), len(few) * (FEWEST - 1)}):
        large = [key for key, number in parts.items() if number >= FEWEST]
        if not large:
            return {}
        larger = min(large, key=parts.__getitem__)
        hidden = small if small < FEWEST else 0
        found[larger] = (Bound.ABOVE, parts[larger] + hidden - FEWEST)
    return found


def of_owners(
    owners: Collection[Hashable], *, of: Collection[Hashable] | None = None
) -> tuple[Bound, int | None]:
    """The same for a number of things that are somebody's: whose they are is counted, not they alone.

    Args:
        owners: whose each thing is; one person may have several.
        of: the same of a whole that is told beside it and of which these are a part.
    """
    left = Counter(of or ()) - Counter(owners)
    if _is_of_few(owners) or _is_of_few(left.elements()):
        return Bound.HIDDEN, None
    return guarded(len(owners), of=None if of is None else len(of))


def _is_of_few(owners: Iterable[Hashable]) -> bool:
    """Whether five things or more are of fewer than five persons."""
    found = Counter(owners)
    return found.total() >= FEWEST > len(found)


def parted_by_owners(
    owners: Mapping[str, Collection[Hashable]], *, of: Collection[Hashable] | None = None
) -> dict[str, tuple[Bound, int | None]]:
    """The same for things in parts, each told as it is or not at all; nothing where no part can be told.

    Where what is not told is of fewer than five persons together, is one part, or must be one thing each,
    the next larger part is not told either.

    Args:
        owners: of each part whose its things are.
        of: of the whole that is told, where parts may be missing.
    """
    parts = {key: Counter(rows) for key, rows in owners.items() if rows}
    kept = {key for key, rows in parts.items() if len(rows) >= FEWEST}
    missing = Counter(of or ()) - sum(parts.values(), Counter())
    held_back = [rows for key, rows in parts.items() if key not in kept]
    if 0 < len(missing) < FEWEST:
        held_back.append(missing)
    while kept and held_back and _follow(held_back):
        smallest = min(kept, key=lambda key: (parts[key].total(), key))
        kept.remove(smallest)
        held_back.append(parts[smallest])
    if not kept:
        return {}
    return {
        key: (Bound.EXACTLY, rows.total()) if key in kept else (Bound.HIDDEN, None)
        for key, rows in parts.items()
    }


def _follow(held_back: Collection[Counter[Hashable]]) -> bool:
    """Whether a part that is held back follows from the whole and from the parts that are told."""
    together = sum(held_back, Counter())
    return len(held_back) == 1 or len(together) < FEWEST or together.total() == len(held_back)


def said(bound: Bound, number: str) -> str:
    """A number that is written already, with how near it is told."""
    if bound == Bound.HIDDEN:
        return gettext("too few to tell")
    if bound == Bound.ABOVE:
        return gettext("more than %(number)s") % {"number": number}
    if bound == Bound.BELOW:
        return gettext("fewer than %(number)s") % {"number": number}
    return number
