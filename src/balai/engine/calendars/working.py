"""Working days of a country: no weekend, no day off, and no day that an estimated day off may fall on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.calendars.almanac import ONE_DAY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from balai.engine.calendars.almanac import Almanac, DayOff


def day_off_on(almanac: Almanac, country: str, day: dt.date) -> DayOff | None:
    """The day off that falls, or may fall, on a date."""
    _expect_known(almanac, day)
    return almanac.days_off_by_country_and_day.get((country, day))


def is_weekend(almanac: Almanac, country: str, day: dt.date) -> bool:
    return day.weekday() in almanac.weekend_of(country)


def is_working_day(almanac: Almanac, country: str, day: dt.date) -> bool:
    return not is_weekend(almanac, country, day) and day_off_on(almanac, country, day) is None


def working_days(almanac: Almanac, country: str, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The working days of a country between two dates, both included."""
    for offset in range((last - first).days + 1):
        day = first + offset * ONE_DAY
        if is_working_day(almanac, country, day):
            yield day


def _expect_known(almanac: Almanac, day: dt.date) -> None:
    if not almanac.since <= day <= almanac.until:
        raise ValueError(f"{day} lies outside the almanac, {almanac.since} to {almanac.until}")
