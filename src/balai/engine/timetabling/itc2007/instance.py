"""What the competition asks: lectures of courses into periods and rooms of one week.

Periods count from 0 through the days: day = period // periods_a_day.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Lectures of one teacher to the same students.

    Attributes:
        id: unique.
        teacher: who can be at one lecture at a time.
        lectures: how many.
        days: over how many days they should at least be spread.
        students: how many attend.
    """

    id: str
    teacher: str
    lectures: int
    days: int
    students: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A room and its seats."""

    id: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One problem of the competition.

    Attributes:
        name: of the instance.
        days: of the week.
        periods_a_day: the same on every day.
        courses: in the file's order.
        halls: in the file's order.
        curricula: for each, the courses that have students in common.
        closed: for each course, periods it cannot have.
    """

    name: str
    days: int
    periods_a_day: int
    courses: tuple[Course, ...]
    halls: tuple[Hall, ...]
    curricula: tuple[tuple[str, ...], ...]
    closed: tuple[tuple[str, int], ...]

    @property
    def periods(self) -> int:
        return self.days * self.periods_a_day


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Lecture:
    """One lecture of a course, where it is held."""

    course: str
    period: int
    hall: str
