"""Times of an edition as the engine counts them: minutes since midnight of its first day, and back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.engine.timetabling.problem import DAY, Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.programmes.models import Edition


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of a problem, in the edition's own time.

    Attributes:
        starts_on: day 0.
        days: how many.
        zone: of the edition.
    """

    starts_on: dt.date
    days: int
    zone: ZoneInfo

    @property
    def dates(self) -> list[dt.date]:
        return [self.starts_on + dt.timedelta(days=day) for day in range(self.days)]

    def minute(self, at: dt.datetime) -> int:
        """A moment as local minutes of day 0; before it, less than nought."""
        local = at.astimezone(self.zone)
        return (local.date() - self.starts_on).days * DAY + local.hour * 60 + local.minute

    def moment(self, minute: int) -> dt.datetime:
        """Local minutes as a moment."""
        day, rest = divmod(minute, DAY)
        date = self.starts_on + dt.timedelta(days=day)
        local = dt.datetime.combine(date, dt.time(rest // 60, rest % 60), self.zone)
        return local.astimezone(dt.UTC)

    def window(self, on: dt.date, begins: dt.time, ends: dt.time | None) -> Window:
        """A stretch of one day; an end of None is midnight."""
        day = (on - self.starts_on).days * DAY
        until = DAY if ends is None else ends.hour * 60 + ends.minute
        return Window(begins=day + begins.hour * 60 + begins.minute, ends=day + until)

    def between(self, begins: dt.datetime, ends: dt.datetime) -> Window | None:
        """A stretch between two moments, as far as it lies in these days."""
        first, last = max(self.minute(begins), 0), min(self.minute(ends), self.days * DAY)
        return Window(begins=first, ends=last) if first < last else None

    def of_days(
        self, first: dt.date | None, last: dt.date | None, begins: dt.time, ends: dt.time | None
    ) -> tuple[Window, ...]:
        """The same stretch of every day from the first to the last, both included; None is no limit."""
        return tuple(
            self.window(on, begins, ends)
            for on in self.dates
            if (first is None or on >= first) and (last is None or on <= last)
        )


def axis_of(edition: Edition) -> Axis | None:
    """The days of an edition, from arrival to departure; None before it has dates."""
    if edition.starts_on is None or edition.ends_on is None:
        return None
    first = edition.arrives_on or edition.starts_on
    last = edition.departs_on or edition.ends_on
    return Axis(starts_on=first, days=(last - first).days + 1, zone=ZoneInfo(edition.time_zone))


def without(windows: Iterable[Window], shut: Iterable[Window]) -> tuple[Window, ...]:
    """What is left of windows when others are taken out of them."""
    left = list(windows)
    for gap in shut:
        left = [piece for window in left for piece in _cut(window, gap)]
    return tuple(left)


def _cut(window: Window, gap: Window) -> Iterator[Window]:
    if gap.ends <= window.begins or window.ends <= gap.begins:
        yield window
        return
    if window.begins < gap.begins:
        yield Window(begins=window.begins, ends=gap.begins)
    if gap.ends < window.ends:
        yield Window(begins=gap.ends, ends=window.ends)
