"""Simulated annealing for the competition's problem: move a lecture to a place, or swap with who is there.

No two lectures ever share a room and period; other hard rules are priced. The loops are plain Python over
arrays. Where numba is installed they are compiled and some hundred times faster, from the same source.

Source:
    Bellio, Ceschia, Di Gaspero, Schaerf and Urli (2016), Feature-based tuning of simulated annealing applied
    to the curriculum-based course timetabling problem, doi:10.1016/j.cor.2015.07.002, whose cost function and
    idea of one search from start to end this follows; the neighbourhood swaps with the occupant instead.
"""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from balai.engine.timetabling.itc2007.instance import Lecture

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.engine.timetabling.itc2007.instance import Instance

WORK = 60
_UNIT = 1_000_000  # moves of one unit of work
_HOT, _COLD = 10.0, 0.07  # temperatures at the beginning and the end, in points
_HARD = 200.0  # points of one broken hard rule: with 25, comp05 freezes with some broken for good
_GAIN = 12  # points that one move may gain and make up for a broken hard rule: more is too rare to look for
_PIECE = 200_000  # moves between two looks at the clock
_PLAIN_PIECE = 1_000  # the same where nothing is compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the search found.

    Attributes:
        lectures: all of them, sorted.
        broken: hard rules that are broken, counted by pairs; 0 for a valid solution.
        points: of the soft rules.
        seed: of the search that was better; ties go to the lower.
        work: units, millions of moves in each thread; none if the clock was the limit.
        seconds: it took.
        is_reproducible: whether the limit was work.
    """

    lectures: tuple[Lecture, ...]
    broken: int
    points: int
    seed: int
    work: int | None
    seconds: float
    is_reproducible: bool


def solve(  # noqa: PLR0913 -- one argument for each limit
    instance: Instance,
    *,
    work: int = WORK,
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 2,
    progress: Callable[[int | None, int | None], None] | None = None,
) -> Solution:
    """Search with neighbouring seeds, one on each thread, and keep the better.

    Args:
        instance: of the competition.
        work: the limit, in millions of moves of each thread.
        seconds: the limit by the clock instead.
        seed: of the first thread; the next has the next.
        threads: how many searches.
        progress: told points of the first thread's best now and then, and no bound: there is none.
    """
    compiled = is_compiled()
    kernel, piece = kernel_of(compiled=compiled), _PIECE if compiled else _PLAIN_PIECE
    searches = [_Search(instance, kernel, seed + number, piece) for number in range(threads)]
    searches[0].warm_up()
    began = time.monotonic()
    until = None if seconds is None else began + seconds
    with ThreadPoolExecutor(threads) as pool:
        told = [progress, *([None] * (threads - 1))]
        for _ in pool.map(
            lambda pair: pair[0].run(work * _UNIT, until, pair[1]), zip(searches, told, strict=True)
        ):
            pass
    best = min(searches, key=lambda one: (one.broken, one.points, one.seed))
    return Solution(
        lectures=best.lectures(),
        broken=best.broken,
        points=best.points,
        seed=best.seed,
        work=None if seconds is not None else work,
        seconds=round(time.monotonic() - began, 1),
        is_reproducible=seconds is None,
    )


class _Search:
    """One search: the arrays of the instance, the state, and the best state so far."""

    def __init__(
        self, instance: Instance, kernel: Callable[..., Any], seed: int, piece: int = _PIECE
    ) -> None:
        self.instance, self.kernel, self.seed, self.piece = instance, kernel, seed, piece
        courses = {one.id: number for number, one in enumerate(instance.courses)}
        count, periods, halls = len(courses), instance.periods, len(instance.halls)
        self.course_of = np.array(
            [number for number, one in enumerate(instance.courses) for _ in range(one.lectures)], np.int64
        )
        self.conflict = np.zeros((count, count), np.int64)
        for number, one in enumerate(instance.courses):
            for other, another in enumerate(instance.courses):
                self.conflict[number, other] = number == other or one.teacher == another.teacher
        for members in instance.curricula:
            for pair in combinations(members, 2):
                one_, other_ = courses[pair[0]], courses[pair[1]]
                self.conflict[one_, other_] = self.conflict[other_, one_] = 1
        self.closed = np.zeros((count, periods), np.int64)
        for name, period in instance.closed:
            self.closed[courses[name], period] = 1
        self.crowd = np.array(
            [[max(0, one.students - hall.seats) for hall in instance.halls] for one in instance.courses],
            np.int64,
        )
        self.days = np.array([one.days for one in instance.courses], np.int64)
        own = [
            [place for place, members in enumerate(instance.curricula) if one.id in members]
            for one in instance.courses
        ]
        self.first = np.cumsum([0, *map(len, own)]).astype(np.int64)
        self.curricula = np.array([place for places in own for place in places] or [0], np.int64)
        draw = np.random.default_rng(seed)
        places = draw.permutation(periods * halls)[: len(self.course_of)]
        self.period, self.hall = places // halls, places % halls
        self.at = np.full((periods, halls), -1, np.int64)
        self.at[self.period, self.hall] = np.arange(len(self.course_of))
        self.on_day = np.zeros((count, instance.days), np.int64)
        self.in_hall = np.zeros((count, halls), np.int64)
        self.held = np.zeros((len(instance.curricula), periods), np.int64)
        for lecture, course in enumerate(self.course_of):
            self.on_day[course, self.period[lecture] // instance.periods_a_day] += 1
            self.in_hall[course, self.hall[lecture]] += 1
            for place in own[course]:
                self.held[place, self.period[lecture]] += 1
        self.best_period, self.best_hall = self.period.copy(), self.hall.copy()
        # hard rules that a course breaks in a period, with the lectures that are there; kept up to date, for
        # nearly every move that is tried is refused by it, and very few are made
        self.clash = self.closed.T.copy()
        for lecture, course in enumerate(self.course_of):
            self.clash[self.period[lecture]] += self.conflict[course]
        # broken, points, best broken, best points, the generator's state
        broken, points = self._count()
        self.state = np.array([broken, points, broken, points, seed * 7919 % 2_147_483_646 + 1], np.int64)

    @property
    def broken(self) -> int:
        return int(self.state[2])

    @property
    def points(self) -> int:
        return int(self.state[3])

    def run(
        self, moves: int, until: float | None, progress: Callable[[int | None, int | None], None] | None
    ) -> None:
        """Cool down from hot to cold, in pieces; by moves, or by the share of the time that has passed."""
        began, done = time.monotonic(), 0
        size = _PIECE if until is None else self.piece
        while True:
            spent = done / moves
            if until is not None:
                spent = (time.monotonic() - began) / max(until - began, 0.001)
            if spent >= 1:
                return
            step = min(size, moves - done) if until is None else size
            next_spent = min(1.0, (done + step) / moves) if until is None else spent
            warm = _HOT * (_COLD / _HOT) ** spent
            cool = _HOT * (_COLD / _HOT) ** next_spent
            self._piece(step, warm, cool)
            done += step
            if progress and self.broken == 0:
                progress(self.points, None)

    def warm_up(self) -> None:
        """Make no move, so that the loops are compiled before the clock runs."""
        self._piece(0, _HOT, _COLD)

    def lectures(self) -> tuple[Lecture, ...]:
        instance = self.instance
        return tuple(
            sorted(
                Lecture(
                    course=instance.courses[course].id,
                    period=int(period),
                    hall=instance.halls[hall].id,
                )
                for course, period, hall in zip(self.course_of, self.best_period, self.best_hall, strict=True)
            )
        )

    def _piece(self, moves: int, warm: float, cool: float) -> None:
        self.kernel(
            *(moves, warm, cool, _HARD, self.instance.periods_a_day),
            *(self.course_of, self.conflict, self.clash, self.crowd, self.days, self.first, self.curricula),
            *(self.period, self.hall, self.at, self.on_day, self.in_hall, self.held),
            *(self.best_period, self.best_hall, self.state),
        )

    def _count(self) -> tuple[int, int]:
        """Broken rules and points of the state as it is, from nothing."""
        broken = 0
        for row in self.at:
            own = [self.course_of[lecture] for lecture in row if lecture >= 0]
            broken += sum(int(self.conflict[pair]) for pair in combinations(own, 2))
        for lecture, course in enumerate(self.course_of):
            broken += int(self.closed[course, self.period[lecture]])
        crowd = int(self.crowd[self.course_of, self.hall].sum())
        spread = 5 * int(np.maximum(0, self.days - (self.on_day > 0).sum(axis=1)).sum())
        stable = int(((self.in_hall > 0).sum(axis=1) - 1).clip(min=0).sum())
        alone = 0
        a_day = self.instance.periods_a_day
        for row in self.held:
            for period in np.flatnonzero(row):
                left = period % a_day > 0 and row[period - 1] > 0
                right = period % a_day < a_day - 1 and row[period + 1] > 0
                alone += 0 if left or right else 2
        return broken, crowd + spread + stable + alone


_KERNELS: dict[bool, Callable[..., Any]] = {}


def is_compiled() -> bool:
    """Whether searches run compiled: numba is a tool of development, and not shipped."""
    return find_spec("numba") is not None


def kernel_of(*, compiled: bool) -> Callable[..., Any]:
    """The loops, compiled by numba or as they are; made once."""
    if compiled not in _KERNELS:
        if compiled:
            import numba  # noqa: PLC0415 -- there for those who measure; slow to load

            _KERNELS[compiled] = _build(numba.njit(nogil=True))
        else:
            _KERNELS[compiled] = _build(lambda function: function)
    return _KERNELS[compiled]


def _build(jit: Callable[[Any], Any]) -> Callable[..., Any]:  # noqa: C901, PLR0915 -- one honest loop with its parts
    @jit
    def take(course, period, place, sign, a_day, crowd, days, first, curricula, on_day, in_hall, held):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0913, PLR0917, C901, PLR0912
        """Points that change when a lecture of a course comes (sign 1) to a place or leaves it (-1)."""
        points = sign * crowd[course, place]
        day = period // a_day
        slot = period - day * a_day
        if sign > 0:
            on_day[course, day] += 1
            in_hall[course, place] += 1
            new_day = on_day[course, day] == 1
            new_hall = in_hall[course, place] == 1
        else:
            on_day[course, day] -= 1
            in_hall[course, place] -= 1
            new_day = on_day[course, day] == 0
            new_hall = in_hall[course, place] == 0
        if new_day:
            used = 0
            for one in range(on_day.shape[1]):
                if on_day[course, one] > 0:
                    used += 1
            if sign > 0:
                if used <= days[course]:
                    points -= 5
            elif used < days[course]:
                points += 5
        if new_hall:
            used = 0
            for one in range(in_hall.shape[1]):
                if in_hall[course, one] > 0:
                    used += 1
            if sign > 0:
                if used > 1:
                    points += 1
            elif used > 0:
                points -= 1
        for index in range(first[course], first[course + 1]):
            row = held[curricula[index]]
            row[period] += sign
            if (sign > 0 and row[period] != 1) or (sign < 0 and row[period] != 0):
                continue
            alone = True
            if slot > 0 and row[period - 1] > 0:
                alone = False
                if not (slot > 1 and row[period - 2] > 0):
                    points -= 2 * sign
            if slot < a_day - 1 and row[period + 1] > 0:
                alone = False
                if not (slot < a_day - 2 and row[period + 2] > 0):
                    points -= 2 * sign
            if alone:
                points += 2 * sign
        return points

    @jit
    def anneal(  # type: ignore[no-untyped-def]  # noqa: ANN202, C901, PLR0912, PLR0913, PLR0915, PLR0917
        moves,  # noqa: ANN001
        warm,  # noqa: ANN001
        cool,  # noqa: ANN001
        hard,  # noqa: ANN001
        a_day,  # noqa: ANN001
        course_of,  # noqa: ANN001
        conflict,  # noqa: ANN001
        clash,  # noqa: ANN001
        crowd,  # noqa: ANN001
        days,  # noqa: ANN001
        first,  # noqa: ANN001
        curricula,  # noqa: ANN001
        period,  # noqa: ANN001
        hall,  # noqa: ANN001
        at,  # noqa: ANN001
        on_day,  # noqa: ANN001
        in_hall,  # noqa: ANN001
        held,  # noqa: ANN001
        best_period,  # noqa: ANN001
        best_hall,  # noqa: ANN001
        state,  # noqa: ANN001
    ):
        """So many moves, from one temperature to another; arrays and state are changed in place."""
        broken, points, best_broken, best_points, drawn = state[0], state[1], state[2], state[3], state[4]
        lectures, periods, halls = len(course_of), at.shape[0], at.shape[1]
        heat = warm
        factor = (cool / warm) ** (1024.0 / max(moves, 1))
        for move in range(moves):
            if move % 1024 == 1023:
                heat *= factor
            # the minimal standard generator: the same numbers, compiled or not
            drawn = drawn * 48271 % 2147483647
            one = drawn % lectures
            drawn = drawn * 48271 % 2147483647
            to_period = drawn % periods
            drawn = drawn * 48271 % 2147483647
            to_hall = drawn % halls
            from_period, from_hall, course = period[one], hall[one], course_of[one]
            other = at[to_period, to_hall]
            if other == one:
                continue
            its = course_of[other] if other >= 0 else course
            more = 0
            if to_period != from_period:
                more = clash[to_period, course] - clash[from_period, course] + 1  # it does not meet itself
                if other >= 0:
                    more += clash[from_period, its] - clash[to_period, its] + 1 - 2 * conflict[course, its]
            drawn = drawn * 48271 % 2147483647
            # what may be added and still be accepted
            room = -heat * math.log(drawn / 2147483647.0)
            if more > 0 and hard * more > room + _GAIN:
                continue
            change = take(
                course,
                from_period,
                from_hall,
                -1,
                a_day,
                crowd,
                days,
                first,
                curricula,
                on_day,
                in_hall,
                held,
            )
            if other >= 0:
                change += take(
                    its, to_period, to_hall, -1, a_day, crowd, days, first, curricula, on_day, in_hall, held
                )
                change += take(
                    its,
                    from_period,
                    from_hall,
                    1,
                    a_day,
                    crowd,
                    days,
                    first,
                    curricula,
                    on_day,
                    in_hall,
                    held,
                )
            change += take(
                course, to_period, to_hall, 1, a_day, crowd, days, first, curricula, on_day, in_hall, held
            )
            if change + hard * more <= room:
                at[from_period, from_hall] = other
                at[to_period, to_hall] = one
                period[one], hall[one] = to_period, to_hall
                if other >= 0:
                    period[other], hall[other] = from_period, from_hall
                if to_period != from_period:
                    for any_course in range(clash.shape[1]):
                        step = conflict[course, any_course]
                        if other >= 0:
                            step -= conflict[its, any_course]
                        clash[from_period, any_course] -= step
                        clash[to_period, any_course] += step
                broken += more
                points += change
                if broken < best_broken or (broken == best_broken and points < best_points):
                    best_broken, best_points = broken, points
                    for lecture in range(lectures):
                        best_period[lecture] = period[lecture]
                        best_hall[lecture] = hall[lecture]
                continue
            take(course, to_period, to_hall, -1, a_day, crowd, days, first, curricula, on_day, in_hall, held)
            if other >= 0:
                take(
                    its,
                    from_period,
                    from_hall,
                    -1,
                    a_day,
                    crowd,
                    days,
                    first,
                    curricula,
                    on_day,
                    in_hall,
                    held,
                )
                take(its, to_period, to_hall, 1, a_day, crowd, days, first, curricula, on_day, in_hall, held)
            take(
                course, from_period, from_hall, 1, a_day, crowd, days, first, curricula, on_day, in_hall, held
            )
        state[0], state[1], state[2], state[3], state[4] = broken, points, best_broken, best_points, drawn

    return anneal  # type: ignore[no-any-return]
