"""What is judged: a problem looked at once, sessions where they are held, and what rules and wishes count."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from balai.engine.timetabling.problem import Problem, Room, Session, Window
    from balai.engine.timetabling.result import Placement

MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Seat:
    """A session where the timetable has it."""

    session: Session
    begins: int
    ends: int
    room: Room | None

    @property
    def id(self) -> str:
        return self.session.id

    @property
    def day(self) -> int:
        return self.begins // MIDNIGHT

    @property
    def from_site(self) -> str | None:
        return self.session.leaves or self.to_site

    @property
    def to_site(self) -> str | None:
        return self.room.site if self.room else None

    def meets(self, window: Window) -> bool:
        return self.begins < window.ends and window.begins < self.ends


class Case:
    """A problem, by ids and by minutes, for any number of timetables of it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sessions = {one.id: one for one in problem.sessions}
        self.rooms = {one.id: one for one in problem.rooms}
        self.sites = {one.id: one for one in problem.sites}
        self.size = {one.id: one.size for one in problem.groups}
        self.ways: dict[tuple[str, str], int] = {}
        for leg in problem.travel:
            self.ways[leg.origin, leg.destination] = leg.minutes
            self.ways[leg.destination, leg.origin] = leg.minutes
        counts = bytearray(b"\1") * (problem.days * MIDNIGHT)
        for pause in problem.pauses:
            if pause.sites is None:
                for window in pause.windows:
                    ends = min(window.ends, len(counts))
                    counts[window.begins : ends] = bytes(max(ends - window.begins, 0))
        self._awake = [0, *accumulate(counts)]  # minutes before each that are in no general pause

    def seat(self, one: Placement) -> Seat:
        session = self.sessions[one.session]
        return Seat(
            session, one.begins, one.begins + session.minutes, self.rooms[one.room] if one.room else None
        )

    def heads(self, session: Session) -> int:
        return sum(self.size[group] for group in session.groups)

    def between(self, begins: int, ends: int) -> int:
        """Minutes that are in no general pause; outside the days there are no pauses, and nothing counts."""
        last = len(self._awake) - 1
        return self._awake[min(max(ends, 0), last)] - self._awake[min(max(begins, 0), last)]

    def length(self, seats: Sequence[Seat]) -> int:
        return self.between(min(seat.begins for seat in seats), max(seat.ends for seat in seats))


def within(seat: Seat, windows: Iterable[Window]) -> bool:
    """Whether a session lies in windows, where those that touch are one."""
    at = seat.begins
    for window in sorted(windows, key=lambda one: one.begins):
        if window.begins <= at < window.ends:
            at = window.ends
    return at >= seat.ends


def sites_of(seats: Iterable[Seat]) -> set[str]:
    both = {site for seat in seats for site in (seat.from_site, seat.to_site)}
    return {site for site in both if site is not None}
