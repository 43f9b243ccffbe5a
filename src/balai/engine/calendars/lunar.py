"""The fasting month by country: Umm al-Qura's calculation, narrowed by what the country has announced.

A Hijri month has 29 or 30 days and begins when the new crescent is seen, in South and South-East Asia on the
calculated day or a day beside it. So the month's first and last day are sets of dates. Once a country has
listed its Eid al-Fitr, the last day of its Ramadan is known and the first is one of two.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.engine.calendars.almanac import ONE_DAY, Kind, Ramadan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from balai.engine.calendars.almanac import DayOff

RAMADAN, SHAWWAL = 9, 10
SIGHTING_DAYS = 1  # how far a sighting may lie from the calculation, either way
EID = "Eid al-Fitr"
FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR = 1343, 1500  # the tables of Umm al-Qura: August 1924 to November 2077


def ramadans_of(
    countries: Iterable[str], days_off: Sequence[DayOff], *, since: dt.date, until: dt.date
) -> tuple[Ramadan, ...]:
    """Find the fasting months that may touch a stretch of time.

    Args:
        countries: ISO 3166-1 alpha-2; one month each for every Hijri year.
        days_off: may name the countries' Eid al-Fitr; where they do not, the calculation stands alone.
        since: the first day of the stretch.
        until: its last.
    """
    eids: dict[str, list[DayOff]] = {}
    for day in days_off:
        if day.kind is Kind.PUBLIC and EID in day.name:
            eids.setdefault(day.country, []).append(day)
    found = [
        ramadan(country, hijri_year, eids.get(country, ()))
        for hijri_year in _hijri_years(since, until)
        for country in countries
    ]
    touching = (month for month in found if month.earliest <= until and month.latest >= since)
    return tuple(sorted(touching, key=lambda month: (month.earliest, month.country)))


def ramadan(country: str, hijri_year: int, eids: Iterable[DayOff]) -> Ramadan:
    """Work out which dates may begin and end the fasting month of one country.

    Args:
        country: ISO 3166-1 alpha-2.
        hijri_year: 1343 to 1500.
        eids: the country's days of Eid al-Fitr as listed, of any years.
    """
    calculated_first, calculated_eid = _calculated(hijri_year, RAMADAN), _calculated(hijri_year, SHAWWAL)
    plausible = set(_around(calculated_eid, SIGHTING_DAYS))
    listed = min((eid for eid in eids if eid.on in plausible), key=lambda eid: eid.on, default=None)
    eid_days = plausible if listed is None else set(_around(listed.on, listed.days_either_way))
    first_days = {eid - length * ONE_DAY for eid in eid_days for length in (29, 30)}
    return Ramadan(
        country=country,
        hijri_year=hijri_year,
        first_days=tuple(sorted(first_days & set(_around(calculated_first, SIGHTING_DAYS)))),
        last_days=tuple(sorted(eid - ONE_DAY for eid in eid_days)),
    )


def _around(day: dt.date, days: int) -> list[dt.date]:
    return [day + offset * ONE_DAY for offset in range(-days, days + 1)]


def _calculated(hijri_year: int, month: int) -> dt.date:
    from hijridate import Hijri

    day = Hijri(hijri_year, month, 1).to_gregorian()
    return dt.date(day.year, day.month, day.day)


def _hijri_years(since: dt.date, until: dt.date) -> range:
    """The Hijri years that may overlap a stretch; 33 of them pass in 32 of ours."""
    first, last = ((day.year - 622) * 33 // 32 for day in (since, until))
    return range(max(FIRST_HIJRI_YEAR, first - 1), min(LAST_HIJRI_YEAR, last + 2) + 1)
