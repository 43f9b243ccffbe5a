"""T13: time to travel between two sites of a day."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from balai.engine.timetabling.draft import pairs
from balai.engine.timetabling.problem import DAY
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model_helper import Literal

    from balai.engine.timetabling.draft import Draft
    from balai.engine.timetabling.problem import Session


def enter(draft: Draft) -> None:
    """An order for each two sessions that share somebody, are at different sites and may be too close."""
    seen: set[tuple[str, str, bool]] = set()
    for who in draft.present:
        transferred = who.startswith("group:")
        for one, other in pairs(draft.attending(who)):
            if (one.id, other.id, transferred) not in seen and not draft.have_begun(one, other):
                seen.add((one.id, other.id, transferred))
                _separate(draft, one, other, transferred=transferred)


def _separate(draft: Draft, one: Session, other: Session, *, transferred: bool) -> None:
    there = list(_legs(draft, one, other, transferred=transferred))
    back = list(_legs(draft, other, one, transferred=transferred))
    there = [(leg, literals) for leg, literals in there if _may_be_close(draft, one, other, leg)]
    back = [(leg, literals) for leg, literals in back if _may_be_close(draft, other, one, leg)]
    if not there and not back:
        return
    first = _first(draft, one, other)
    for leg, literals in there:
        _ordered(draft, one, other, leg, (first, *literals))
    for leg, literals in back:
        _ordered(draft, other, one, leg, (first.negated(), *literals))


def _ordered(draft: Draft, one: Session, other: Session, leg: int, literals: tuple[Literal, ...]) -> None:
    """``other`` begins after ``one`` and the way; over night the way does not matter."""
    if not _may_follow_over_night(draft, one, other, leg):
        draft.enforce(draft.model.add(draft.begin[other.id] >= draft.end[one.id] + leg), *literals)
        return
    for day, on_it in draft.day[one.id].items():
        if day in draft.day[other.id]:
            constraint = draft.model.add(draft.begin[other.id] >= draft.end[one.id] + leg)
            draft.enforce(constraint, *literals, on_it, draft.day[other.id][day])


def _first(draft: Draft, one: Session, other: Session) -> Literal:
    """A literal that ``one`` is first."""
    first = draft.model.new_bool_var(f"{one.id} before {other.id}")
    draft.model.add(draft.begin[other.id] >= draft.end[one.id]).only_enforce_if(first)
    draft.model.add(draft.begin[one.id] >= draft.end[other.id]).only_enforce_if(first.negated())
    return first


def _legs(
    draft: Draft, one: Session, other: Session, *, transferred: bool
) -> Iterator[tuple[int, tuple[Literal, Literal]]]:
    """Travel from the end of one to the beginning of the other; a day's length where there is no way.

    Groups change cities by transfers (T14); people make their own way there too.
    """
    for origin, from_there in draft.sites(one).items():
        for destination, to_here in draft.sites(other, leaving=True).items():
            cities = {draft.frame.sites[origin].city, draft.frame.sites[destination].city}
            if origin == destination or (transferred and len(cities) > 1 and None not in cities):
                continue
            leg = draft.frame.leg(origin, destination)
            if leg != 0:
                yield DAY if leg is None else leg, (from_there, to_here)


def _may_be_close(draft: Draft, one: Session, other: Session, leg: int) -> bool:
    """Whether ``other`` can begin after ``one`` on the same day, but sooner than the way takes."""
    begins = draft.starts[other.id]
    counted = draft.frame.counted
    for moment in draft.starts[one.id]:
        place = bisect_left(begins, moment + one.minutes)
        if place == len(begins) or begins[place] // DAY != moment // DAY:
            continue
        if counted(begins[place]) - counted(moment + one.minutes) < leg:
            return True
    return False


def _may_follow_over_night(draft: Draft, one: Session, other: Session, leg: int) -> bool:
    """Whether ``other`` can begin on a later day, but sooner than the way takes."""
    begins = draft.starts[other.id]
    for moment in draft.starts[one.id]:
        place = bisect_left(begins, (moment // DAY + 1) * DAY)
        if place < len(begins):
            gap = draft.frame.counted(begins[place]) - draft.frame.counted(moment + one.minutes)
            if gap < leg:
                return True
    return False


RULE = Rule(
    code="T13", sentence="Between two sites of a day there is time to travel, beside the pauses.", enter=enter
)
