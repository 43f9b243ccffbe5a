"""Dhuhr and the time to keep free for the Friday prayer, by place and date.

Dhuhr begins when the sun has passed the meridian. That needs no angle of twilight, the point on which
authorities differ; some add minutes of precaution (Indonesia's Ministry of Religious Affairs adds two).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

FRIDAY = 4
KEMENAG_PRECAUTION_MINUTES = 2
BEFORE_MINUTES, AFTER_MINUTES = 30, 60  # going there and washing; sermon, prayer and coming back
GRID_MINUTES = 15  # a timetable is made of quarter hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where people pray.

    Attributes:
        latitude, longitude: degrees, WGS 84, north and east positive.
        zone: IANA time zone, "Asia/Jakarta".
        precaution_minutes: what the local authority adds to the sun's passage, 0 or more.
    """

    name: str
    latitude: float
    longitude: float
    zone: str
    precaution_minutes: int = 0

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.name}: no such place, {self.latitude}, {self.longitude}")
        if self.precaution_minutes < 0:
            raise ValueError(f"{self.name}: precaution_minutes must be 0 or more")
        ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class FridayBlock:
    """The time of one Friday at one place in which nothing is planned; local wall-clock times.

    Attributes:
        noon: when the sun passes the meridian, to the nearest minute.
        dhuhr: the same with the precaution of the place.
        begins, ends: of what is kept free, to the nearest quarter of an hour.
    """

    place: str
    on: dt.date
    noon: dt.time
    dhuhr: dt.time
    begins: dt.time
    ends: dt.time


def dhuhr(place: Place, on: dt.date) -> dt.datetime:
    """The moment dhuhr begins at a place on its local date, to the nearest minute, in its zone."""
    return noon(place, on) + dt.timedelta(minutes=place.precaution_minutes)


def noon(place: Place, on: dt.date) -> dt.datetime:
    """When the sun passes the meridian of a place on its local date, to the nearest minute, in its zone.

    Source:
        The sun's passage by NOAA's solar calculator (J. Meeus, Astronomical Algorithms, 1991) as written in
        the library astral; good to a few seconds outside the polar circles.
    """
    from astral import Observer
    from astral.sun import noon as passage_in_utc

    zone = ZoneInfo(place.zone)
    passage = passage_in_utc(Observer(place.latitude, place.longitude), on, tzinfo=dt.UTC).astimezone(zone)
    # The library picks the passage by the date in UTC; east of it the local date may be the next one.
    passage += (on - passage.date()).days * dt.timedelta(days=1)
    return (passage + dt.timedelta(seconds=30)).replace(second=0, microsecond=0)


def friday_block(place: Place, on: dt.date) -> FridayBlock:
    """The time to keep free for the Friday prayer, from half an hour before dhuhr to an hour after it.

    Both ends go to the nearest quarter of an hour.

    Raises:
        ValueError: the date is no Friday.
    """
    if on.weekday() != FRIDAY:
        raise ValueError(f"{on} is no Friday: the Friday prayer is asked for on Fridays only")
    begins = dhuhr(place, on)
    return FridayBlock(
        place=place.name,
        on=on,
        noon=noon(place, on).time(),
        dhuhr=begins.time(),
        begins=_to_grid(begins - dt.timedelta(minutes=BEFORE_MINUTES)),
        ends=_to_grid(begins + dt.timedelta(minutes=AFTER_MINUTES)),
    )


def _to_grid(moment: dt.datetime) -> dt.time:
    quarters = round((moment.hour * 60 + moment.minute) / GRID_MINUTES)
    return dt.time(quarters * GRID_MINUTES // 60, quarters * GRID_MINUTES % 60)
