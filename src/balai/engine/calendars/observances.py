"""Days and hours that people of several faiths keep free of work, by place and date.

The Sabbath runs from sunset on Friday to sunset on Saturday. A Sunday morning is when services are held
nearly everywhere. Uposatha is kept here on the days of the new and of the full moon, as the sky has them
where the programme is; a country's own calendar may put one a day beside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import radians, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from balai.engine.calendars.prayer import Place

FRIDAY, SUNDAY = 4, 6
SERVICE_FROM, SERVICE_UNTIL = dt.time(8), dt.time(12)
"""Assumed: services are held between them, with the way there and back."""
EVENING = dt.time(18)
"""Assumed as sunset where no place has coordinates, or the sun does not set."""
ONE_DAY = dt.timedelta(days=1)

FIRST_NEW_MOON = dt.datetime(2000, 1, 6, 14, 20, 37, tzinfo=dt.UTC)  # mean, of the year 2000
CLOCKS_APART = dt.timedelta(seconds=70)  # between the time of the sky and that of clocks, in these decades
MONTH = 29.530588861  # days from one mean new moon to the next
# Each term in days: of the new moon and of the full moon; multiples of the sun's anomaly, of the moon's, and
# of the moon's argument of latitude.
TERMS = (
    (-0.40720, -0.40614, 0, 1, 0),
    (0.17241, 0.17302, 1, 0, 0),
    (0.01608, 0.01614, 0, 2, 0),
    (0.01039, 0.01043, 0, 0, 2),
    (0.00739, 0.00734, -1, 1, 0),
    (-0.00514, -0.00515, 1, 1, 0),
    (0.00208, 0.00209, 2, 0, 0),
    (-0.00111, -0.00111, 0, 1, -2),
    (-0.00057, -0.00057, 0, 1, 2),
    (0.00056, 0.00056, 1, 2, 0),
    (-0.00042, -0.00042, 0, 3, 0),
    (0.00042, 0.00042, 1, 0, 2),
    (0.00038, 0.00038, 1, 0, -2),
)


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
    """Moments of new and full moon in these days and some beside them, in order.

    Source:
        J. Meeus, Astronomical Algorithms, 2nd edition, chapter 49, with the terms above a minute; good to a
        quarter of an hour in this century.
    """
    first = FIRST_NEW_MOON.date()
    halves = [int((day - first).days / MONTH * 2) for day in (since, until)]
    yield from (_phase(half) for half in range(halves[0] - 1, halves[1] + 3))


def _phase(half: int) -> dt.datetime:
    """The new moon of a number of months, or the full moon of one and a half."""
    months = half / 2
    is_full = half % 2
    centuries = months / 1236.85
    eccentricity = 1 - 0.002516 * centuries
    sun = 2.5534 + 29.10535670 * months
    moon = 201.5643 + 385.81693528 * months + 0.0107582 * centuries**2
    latitude = 160.7108 + 390.67050284 * months - 0.0016118 * centuries**2
    days = MONTH * months + 0.00015437 * centuries**2
    for term in TERMS:
        of_sun, of_moon, of_latitude = term[2:]
        angle = of_sun * sun + of_moon * moon + of_latitude * latitude
        days += term[is_full] * eccentricity ** abs(of_sun) * sin(radians(angle))
    return FIRST_NEW_MOON + dt.timedelta(days=days) - CLOCKS_APART


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
