"""What an office knows better than the lists: days off that were announced, and listed ones that are worked.

Lists of days off are made once a year; a government then moves its collective leave or declares a day of
mourning. An almanac with such days is asked as any other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from balai.engine.calendars.almanac import Almanac, DayOff


def with_declared(
    almanac: Almanac, *, off: Iterable[DayOff], worked: Iterable[tuple[str, dt.date]]
) -> Almanac:
    """The same almanac with days off added, and others taken away.

    Args:
        almanac: from the lists.
        off: declared days off; those outside the almanac's days are left out. One that a list has under the
            same date stands beside it, for a list may call the day otherwise.
        worked: country and date of listed days off on which the country works all the same. An estimated
            day off listed under this date goes with its possible days. Weekends stay weekends.
    """
    away = set(worked)
    kept = [day for day in almanac.days_off if (day.country, day.on) not in away]
    added = [day for day in off if almanac.since <= day.on <= almanac.until]
    return replace(
        almanac,
        days_off=tuple(sorted((*kept, *added), key=lambda day: (day.on, day.country, day.name))),
    )
