"""Days and hours that people of several faiths keep free of work, by place and date.

The Sabbath runs from sunset on Friday to sunset on Saturday. A Sunday morning is when services are held
nearly everywhere. Uposatha is kept here on the days of the new and of the full moon, as the sky has them
where the programme is; a country's own calendar may put one a day beside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from astronomy import Time

    from balai.engine.calendars.prayer import Place

FRIDAY, SUNDAY = 4, 6
SERVICE_FROM, SERVICE_UNTIL = dt.time(8), dt.time(12)
"""Assumed: services are held between them, with the way there and back."""
EVENING = dt.time(18)
"""Assumed as sunset where no place has coordinates, or the sun does not set."""
ONE_DAY = dt.timedelta(days=1)
NEW_TO_FULL = 180
"""Degrees that the moon gains on the sun."""
LONGEST_HALF = 17
"""Days: no new moon is so long before the next full one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch of time that is kept: ``begins_at`` is in it, ``ends_at`` is not."""

    begins_at: dt.datetime
    ends_at: dt.datetime


def sabbaths(places: Sequence[Place], zone: ZoneInfo, *, since: dt.date, until: dt.date) -> list[Kept]:
    """Every Sabbath that meets these days.

    Args:
        places: where people may be; with several it begins with the earliest sunset and ends with the latest.
        zone: of the days.
        since: the first day.
        until: the last, included.
    """
    return [
        Kept(min(_sunsets(places, zone, on)), max(_sunsets(places, zone, on + ONE_DAY)))
        for on in _days(since - ONE_DAY, until)
        if on.weekday() == FRIDAY
    ]


def sunday_mornings(zone: ZoneInfo, *, since: dt.date, until: dt.date) -> list[Kept]:
    """The morning of every Sunday among these days."""
    return [
        Kept(dt.datetime.combine(on, SERVICE_FROM, zone), dt.datetime.combine(on, SERVICE_UNTIL, zone))
        for on in _days(since, until)
        if on.weekday() == SUNDAY
    ]


def uposathas(zone: ZoneInfo, *, since: dt.date, until: dt.date) -> list[Kept]:
    """The days among these on which the moon is new or full, from midnight to midnight."""
    dates = {moment.astimezone(zone).date() for moment in phases(since - ONE_DAY, until + ONE_DAY)}
    return [
        Kept(
            dt.datetime.combine(on, dt.time(), zone),
            dt.datetime.combine(on + ONE_DAY, dt.time(), zone),
        )
        for on in _days(since, until)
        if on in dates
    ]


def phases(since: dt.date, until: dt.date) -> Iterator[dt.datetime]:
    """Moments of new and full moon from the beginning of the first day to the end of the last, in order."""
    import astronomy

    moment, end = _midnight(since), _midnight(until + ONE_DAY)
    # Whichever of the two comes next; the moon is sought for from there on, so that none is left out.
    gained = astronomy.MoonPhase(moment)
    degrees = NEW_TO_FULL if gained < NEW_TO_FULL else 0
    while (
        found := astronomy.SearchMoonPhase(degrees, moment, LONGEST_HALF)
    ) is not None and found.ut < end.ut:
        yield found.Utc().replace(tzinfo=dt.UTC)
        moment, degrees = found.AddDays(1), NEW_TO_FULL - degrees


def _midnight(day: dt.date) -> Time:
    from astronomy import Time

    return Time.Make(day.year, day.month, day.day, 0, 0, 0)


def _sunsets(places: Sequence[Place], zone: ZoneInfo, on: dt.date) -> list[dt.datetime]:
    from astral import Observer
    from astral.sun import sunset

    found = []
    for place in places:
        try:
            found.append(sunset(Observer(place.latitude, place.longitude), on, tzinfo=zone))
        except ValueError:  # the sun does not set there on this day
            continue
    return found or [dt.datetime.combine(on, EVENING, zone)]


def _days(since: dt.date, until: dt.date) -> list[dt.date]:
    return [since + number * ONE_DAY for number in range((until - since).days + 1)]
