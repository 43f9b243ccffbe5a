"""A problem made ready for precheck and solver: things by id, and the time that counts.

The time that counts leaves the general pauses out: ``counted(moment)`` is how many minutes before it are in
no general pause. Sessions keep their order in it and overlap in it if and only if they overlap, so the solver
plans in it: travel and waiting then need no care for lunch. The checker does not know this module.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY, Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.engine.timetabling.problem import Problem, Room, Session


@dataclass(frozen=True, slots=True)
class Ban:
    """Times that a rule forbids to one session in one room.

    Attributes:
        limit: id of what forbids it, by which an explanation may give it up: "T11:sample-tri:6".
        windows: the session may not overlap them.
        inside: it may neither begin nor end in them, but may run through.
    """

    limit: str
    windows: tuple[Window, ...]
    inside: bool = False


class Frame:
    """Indices of one problem; everything is sorted, so that the same problem is always built alike.

    Args:
        problem: what is asked.
        now: the moment of a repair: nothing may begin before it, but what has begun (T42).
    """

    def __init__(self, problem: Problem, *, now: int = 0) -> None:
        self.problem = problem
        self.now = max(now, 0)
        self.horizon = problem.days * DAY
        self.sessions = sorted(problem.sessions, key=lambda one: one.id)
        self.session = {one.id: one for one in self.sessions}
        self.rooms = {one.id: one for one in problem.rooms}
        self.sites = {one.id: one for one in problem.sites}
        self.people = {one.id: one for one in problem.people}
        self.machines = {one.id: one for one in problem.machines}
        self.groups = {one.id: one for one in problem.groups}
        self.heads = {one.id: sum(self.groups[group].size for group in one.groups) for one in self.sessions}
        self._legs = {frozenset((leg.origin, leg.destination)): leg.minutes for leg in problem.travel}
        self.pauses = merged(
            window for pause in problem.pauses if pause.sites is None for window in pause.windows
        )
        self._before: list[int] = []
        self._ends = [window.ends for window in self.pauses]
        total = 0
        for window in self.pauses:
            self._before.append(total)
            total += window.ends - window.begins
        self._before.append(total)
        self._closed: dict[str, tuple[tuple[int, tuple[Window, ...]], ...]] = {}

    def leg(self, origin: str, destination: str) -> int | None:
        """Minutes of travel; none if nobody travels between the two."""
        return 0 if origin == destination else self._legs.get(frozenset((origin, destination)))

    def counted(self, moment: int) -> int:
        """Minutes before a moment that lie in no general pause."""
        place = bisect_right(self._ends, moment)
        paused = self._before[place]
        if place < len(self.pauses) and moment > self.pauses[place].begins:
            paused += moment - self.pauses[place].begins
        return moment - paused

    def rooms_of(self, session: Session) -> list[Room | None]:
        """Where a session may be, in order; a single none for a session without a place."""
        return [self.rooms[room] for room in sorted(session.rooms)] or [None]

    def closed(self, site: str) -> tuple[tuple[int, tuple[Window, ...]], ...]:
        """For each day, when a site is closed."""
        if site not in self._closed:
            shut = gaps(self.sites[site].hours, self.horizon)
            self._closed[site] = tuple(by_day(shut, self.problem.days))
        return self._closed[site]

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each session in an order in which all come after what they wait for."""
        sorter = TopologicalSorter({one.id: sorted(one.after) for one in self.sessions})
        return {name: place for place, name in enumerate(sorter.static_order())}

    @cached_property
    def attendance(self) -> dict[str, list[Session]]:
        """Sessions of each group ("A") and each person ("person:sample-tri"), in order."""
        found: dict[str, list[Session]] = {f"group:{group}": [] for group in sorted(self.groups)}
        found |= {f"person:{person}": [] for person in sorted(self.people)}
        for session in self.sessions:
            for who in attendants(session):
                found[who].append(session)
        return found

    def starts(self, session: Session, bans: Iterable[Ban]) -> list[int]:
        """Every moment a session may begin at under these bans, on the grid and ending on its day."""
        minutes, grid = session.minutes, self.problem.grid
        shut: list[tuple[int, int]] = []
        for ban in bans:
            for window in ban.windows:
                if ban.inside:
                    shut.append((window.begins, window.ends - 1))
                    shut.append((window.begins - minutes + 1, window.ends - minutes))
                else:
                    shut.append((window.begins - minutes + 1, window.ends - 1))
        shut.sort()
        free: list[int] = []
        at = self.now
        for begins, ends in [*shut, (self.horizon, self.horizon)]:
            first = -(-at // grid) * grid
            free.extend(
                moment
                for moment in range(first, min(begins, self.horizon), grid)
                if moment % DAY + minutes <= DAY
            )
            at = max(at, ends + 1)
        return free


def attendants(session: Session) -> list[str]:
    """Groups and people of a session, by the names that the model calls them."""
    return [*(f"group:{one}" for one in session.groups), *(f"person:{one}" for one in session.people)]


def merged(windows: Iterable[Window]) -> list[Window]:
    """The same time as windows in order that neither overlap nor touch."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda one: one.begins):
        if found and window.begins <= found[-1].ends:
            found[-1] = Window(begins=found[-1].begins, ends=max(found[-1].ends, window.ends))
        else:
            found.append(window)
    return found


def gaps(windows: Iterable[Window], horizon: int) -> list[Window]:
    """The rest of the time."""
    found, at = [], 0
    for window in merged(windows):
        if window.begins > at:
            found.append(Window(begins=at, ends=min(window.begins, horizon)))
        at = max(at, window.ends)
        if at >= horizon:
            return found
    return [*found, Window(begins=at, ends=horizon)]


def by_day(windows: Iterable[Window], days: int) -> Iterator[tuple[int, tuple[Window, ...]]]:
    """Windows cut at midnight, for each day that has any."""
    cut: dict[int, list[Window]] = {}
    for window in windows:
        for day in range(window.begins // DAY, min(days - 1, (window.ends - 1) // DAY) + 1):
            piece = Window(begins=max(window.begins, day * DAY), ends=min(window.ends, (day + 1) * DAY))
            cut.setdefault(day, []).append(piece)
    yield from ((day, tuple(pieces)) for day, pieces in sorted(cut.items()))
