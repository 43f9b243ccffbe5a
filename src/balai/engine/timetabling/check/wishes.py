"""The wishes that a timetable meets or not (T21 to T28), counted in points."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from balai.engine.timetabling.check.case import MIDNIGHT, Case, sites_of, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.engine.timetabling.check.case import Seat
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Timetable

WISHES = ("T21", "T22", "T23", "T24", "T25", "T26", "T27", "T28")


def costs(problem: Problem, timetable: Timetable) -> dict[str, int]:
    """Points by wish (T21 to T28), of a timetable without breaches."""
    return points_of(Case(problem), timetable)


def points_of(case: Case, timetable: Timetable) -> dict[str, int]:
    """The same of a problem that was looked at already."""
    seats = sorted(map(case.seat, timetable.placements), key=lambda seat: (seat.begins, seat.id))
    points: Counter[str] = Counter()
    for group in case.size:
        points += _day_costs(case, [seat for seat in seats if group in seat.session.groups])
    for seat in seats:
        points += _session_costs(case, seat)
    for person in case.problem.people:
        points["T25"] += _work_cost(case, [seat for seat in seats if person.id in seat.session.people])
    return {rule: points[rule] for rule in WISHES}


def _day_costs(case: Case, own: Sequence[Seat]) -> Counter[str]:
    """T21, T22 and T24 of one group."""
    weights = case.problem.weights
    points: Counter[str] = Counter()
    for day in {seat.day for seat in own}:
        seats = [seat for seat in own if seat.day == day]
        taught = sum(seat.session.minutes for seat in seats if seat.session.is_contact)
        busy = sum(case.between(seat.begins, seat.ends) for seat in seats)
        points["T21"] += weights.site_day * len(sites_of(seats))
        points["T22"] += weights.contact_minute * max(0, taught - weights.contact_good)
        points["T24"] += weights.waiting_minute * (case.length(seats) - busy)
    return points


def _session_costs(case: Case, seat: Seat) -> Counter[str]:
    """T23 and T26 to T28 of one session."""
    points: Counter[str] = Counter()
    if seat.session.is_heavy and seat.begins % MIDNIGHT >= 12 * 60:
        points["T23"] += case.problem.weights.heavy_late * len(seat.session.groups)
    for quiet in case.problem.quiets:
        if quiet.weight and seat.session.is_heavy and any(map(seat.meets, quiet.windows)):
            points["T26"] += quiet.weight
    promise = seat.session.promise
    if promise is not None and not within(seat, promise.windows):
        points["T27"] += promise.weight
    for kept in case.problem.observances:
        if any(map(seat.meets, kept.windows)):
            points["T28"] += case.problem.weights.kept_time * kept.people * len(seat.session.groups)
    return points


def _work_cost(case: Case, own: Sequence[Seat]) -> int:
    """T25 of one person."""
    weights = case.problem.weights
    worked: Counter[int] = Counter()
    for seat in own:
        worked[seat.day] += seat.session.minutes
    return sum(weights.trainer_minute * max(0, minutes - weights.trainer_good) for minutes in worked.values())
