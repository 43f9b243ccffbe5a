"""The judge of the competition's rules (C1 to C8), with the standard library alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from balai.engine.timetabling.check import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.engine.timetabling.itc2007.instance import Instance, Lecture


def breaches(instance: Instance, lectures: Sequence[Lecture]) -> list[Breach]:
    """Every hard rule (C1 to C4) that a solution does not keep."""
    return list(_breaches(instance, lectures))


def costs(instance: Instance, lectures: Sequence[Lecture]) -> dict[str, int]:
    """Points by soft rule (C5 to C8)."""
    courses = {one.id: one for one in instance.courses}
    seats = {one.id: one.seats for one in instance.halls}
    days: dict[str, set[int]] = defaultdict(set)
    halls: dict[str, set[str]] = defaultdict(set)
    for one in lectures:
        days[one.course].add(one.period // instance.periods_a_day)
        halls[one.course].add(one.hall)
    crowded = sum(max(0, courses[one.course].students - seats[one.hall]) for one in lectures)
    spread = sum(5 * max(0, one.days - len(days[one.id])) for one in instance.courses)
    alone = sum(2 * _alone(instance, lectures, set(members)) for members in instance.curricula)
    stable = sum(max(0, len(halls[one.id]) - 1) for one in instance.courses)
    return {"C5": crowded, "C6": spread, "C7": alone, "C8": stable}


def _alone(instance: Instance, lectures: Sequence[Lecture], members: set[str]) -> int:
    """Lectures of a curriculum without another of it just before or after on the day."""
    periods = [one.period for one in lectures if one.course in members]
    held = set(periods)

    def is_next(period: int, other: int) -> bool:
        return other in held and other // instance.periods_a_day == period // instance.periods_a_day

    return sum(not (is_next(period, period - 1) or is_next(period, period + 1)) for period in periods)


def _breaches(instance: Instance, lectures: Sequence[Lecture]) -> Iterator[Breach]:
    courses = {one.id: one for one in instance.courses}
    halls = {one.id for one in instance.halls}
    held = Counter(one.course for one in lectures)
    for name in sorted({*courses, *held}):
        wanted = courses[name].lectures if name in courses else 0
        if held[name] != wanted:
            yield Breach("C1", f"C1:{name}", (name,), f"{held[name]} lectures, not {wanted}")
    closed = set(instance.closed)
    for one in lectures:
        if one.hall not in halls or not 0 <= one.period < instance.periods:
            yield Breach("C1", f"C1:{one.course}", (one.course,), "is in no period and room there are")
        if (one.course, one.period) in closed:
            yield Breach("C4", f"C4:{one.course}", (one.course,), f"cannot have period {one.period}")
    yield from _together(instance, lectures)


def _together(instance: Instance, lectures: Sequence[Lecture]) -> Iterator[Breach]:
    """What two lectures of one period break."""
    teacher = {one.id: one.teacher for one in instance.courses}
    by_period: dict[int, list[Lecture]] = defaultdict(list)
    for one in lectures:
        by_period[one.period].append(one)
    shared = {frozenset(pair) for members in instance.curricula for pair in combinations(members, 2)}
    for period, own in sorted(by_period.items()):
        for one, other in combinations(own, 2):
            names = (one.course, other.course)
            if one.hall == other.hall:
                yield Breach("C2", f"C2:{one.hall}", names, f"both in {one.hall} in period {period}")
            if one.course == other.course:
                yield Breach("C1", f"C1:{one.course}", names, f"twice in period {period}")
            elif frozenset(names) in shared or teacher.get(one.course) == teacher.get(other.course):
                yield Breach("C3", f"C3:{period}", names, f"both in period {period}")
