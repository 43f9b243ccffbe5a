"""The clock, for those who may ask it: views, API, jobs and commands. Everything inward takes ``at``.

A life can be run on another time: within :func:`moving_clock` the edges read a clock that its caller
sets forward. It holds for the running thread or task only.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta


class MovingClock:
    """A clock that stands still until somebody moves it, and never goes back."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError(f"a clock needs a time zone, and {start} has none")
        self._at = start

    def now(self) -> datetime:
        return self._at

    def forward(self, by: timedelta) -> datetime:
        """Let time pass, and tell the moment it is then."""
        return self.go_to(self._at + by)

    def go_to(self, moment: datetime) -> datetime:
        """Let time pass until a moment.

        Raises:
            ValueError: the moment is past; deeds would be dated before what they follow.
        """
        if moment < self._at:
            raise ValueError(f"the clock shows {self._at} and does not go back to {moment}")
        self._at = moment
        return moment


_moving: ContextVar[MovingClock | None] = ContextVar("moving clock", default=None)


def now() -> datetime:
    """The moment it is, in UTC."""
    clock = _moving.get()
    return clock.now() if clock else timezone.now()  # noqa: TID251 -- this is where the edges ask


@contextmanager
def moving_clock(start: datetime) -> Iterator[MovingClock]:
    """Run a life on another time: within the block :func:`now` is what the clock shows."""
    clock = MovingClock(start)
    token = _moving.set(clock)
    try:
        yield clock
    finally:
        _moving.reset(token)
