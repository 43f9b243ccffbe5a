from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from balai.engine.calendars.observances import Kept, phases, sabbaths, sunday_mornings, uposathas
from balai.engine.calendars.prayer import Place
from tests.engine.calendars.reference import BANDUNG, JAKARTA

THERE = ZoneInfo("Asia/Jakarta")
REFERENCE = {"since": dt.date(2018, 7, 18), "until": dt.date(2018, 7, 30)}


def there(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2018, 7, day, hour, minute, tzinfo=THERE)


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2000, 1, 6, 18, 14, tzinfo=dt.UTC),
        dt.datetime(2000, 1, 21, 4, 40, tzinfo=dt.UTC),
        dt.datetime(2018, 7, 13, 2, 48, tzinfo=dt.UTC),
        dt.datetime(2018, 7, 27, 20, 20, tzinfo=dt.UTC),
        dt.datetime(2024, 4, 8, 18, 21, tzinfo=dt.UTC),
        dt.datetime(2024, 4, 23, 23, 49, tzinfo=dt.UTC),
    ],
)
def test_new_and_full_moons_are_when_almanacs_have_them(moment: dt.datetime) -> None:
    """Of NASA's tables, which eclipses confirm: of January 2000, July 2018 and April 2024 among them."""
    (found,) = phases(moment.date(), moment.date())

    assert abs(found - moment) < dt.timedelta(minutes=2)


def test_no_moon_is_left_out_and_none_told_twice() -> None:
    moons = list(phases(dt.date(2001, 1, 1), dt.date(2035, 12, 31)))

    apart = [later - earlier for earlier, later in pairwise(moons)]
    assert (min(apart) > dt.timedelta(days=13.8), max(apart) < dt.timedelta(days=15.7)) == (True, True)
    assert moons[0].date() - dt.date(2001, 1, 1) < dt.timedelta(days=15)
    assert dt.date(2035, 12, 31) - moons[-1].date() < dt.timedelta(days=15)


def test_uposatha_of_the_reference_programme_is_the_day_of_the_full_moon_there() -> None:
    """The moon was full at 20:20 of universal time, which was the night to the 28th in Jakarta."""
    assert uposathas(THERE, **REFERENCE) == [Kept(there(28, 0), there(29, 0))]
    assert uposathas(ZoneInfo("Asia/Kolkata"), since=dt.date(2018, 7, 28), until=dt.date(2018, 7, 28))
    assert uposathas(ZoneInfo("UTC"), **REFERENCE)[0].begins_at.date() == dt.date(2018, 7, 27)


def test_the_sabbath_runs_from_the_earliest_sunset_to_the_latest() -> None:
    (first, second) = sabbaths([JAKARTA, BANDUNG], THERE, **REFERENCE)

    assert [one.begins_at.date().day for one in (first, second)] == [20, 27]
    assert there(20, 17, 40) < first.begins_at < there(20, 17, 55)
    assert there(21, 17, 45) < first.ends_at < there(21, 18)
    (alone,) = sabbaths([JAKARTA], THERE, since=dt.date(2018, 7, 21), until=dt.date(2018, 7, 21))
    assert first.begins_at < alone.begins_at  # in Bandung the sun sets sooner
    assert alone.ends_at == first.ends_at


def test_where_no_sunset_is_known_it_is_at_six() -> None:
    north = Place(name="Tromsø", latitude=69.65, longitude=18.96, zone="Europe/Oslo")
    day = {"since": dt.date(2018, 6, 23), "until": dt.date(2018, 6, 23)}

    (nowhere,) = sabbaths([], THERE, **REFERENCE)[:1]
    (bright,) = sabbaths([north], ZoneInfo("Europe/Oslo"), **day)

    assert (nowhere.begins_at, nowhere.ends_at) == (there(20, 18), there(21, 18))
    assert (bright.begins_at.hour, bright.ends_at.hour) == (18, 18)


def test_sunday_mornings() -> None:
    assert sunday_mornings(THERE, **REFERENCE) == [
        Kept(there(22, 8), there(22, 12)),
        Kept(there(29, 8), there(29, 12)),
    ]
