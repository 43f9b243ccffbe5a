"""Almanacs from published lists: the `holidays` library for days off and weekends, Umm al-Qura for Ramadan.

Taken: public holidays, and days on which government offices are closed. Left out: days that only banks,
schools or single groups keep, optional ("restricted") holidays, and those of single provinces.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from balai.engine.calendars.almanac import ONE_DAY, Almanac, Certainty, DayOff, Gap, Kind
from balai.engine.calendars.lunar import ramadans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holidays.holiday_base import HolidayBase

FIRST_YEAR, LAST_YEAR = 2001, 2035  # beyond, the library's tables of lunar calendars end without a word
SATURDAY_SUNDAY = frozenset({5, 6})
LAST_CHECKED_YEAR = 2026  # the library's release was held against the official lists up to here
DAYS_AN_ESTIMATE_MAY_MOVE = 1
ENGLISH = "en_US"
SOURCE = "holidays (Python library)"
MARKS = (  # the longer mark first: "(observed, estimated)" is an estimate above all
    ("observed_estimated_label", Certainty.ESTIMATED),
    ("estimated_label", Certainty.ESTIMATED),
    ("observed_label", Certainty.OBSERVED),
)


def almanac_of(countries: Iterable[str], *, since: dt.date, until: dt.date) -> Almanac:
    """Look up the days off, weekends and fasting months of some countries.

    Args:
        countries: ISO 3166-1 alpha-2. A year without a list, or with an empty one, is a gap; a country
            without a list has Saturday and Sunday as weekend.
        since: the first day.
        until: the last day.

    Returns:
        The almanac, the same for the same arguments and the same version of the library.
    """
    codes = sorted(set(countries))
    # An estimated feast of 1 January may be kept on 31 December, and Ramadan hangs on the Eid after it.
    years = range((since - 40 * ONE_DAY).year, (until + 40 * ONE_DAY).year + 1)
    known = [day for code in codes for day in _days_off(code, years)]
    # The library lists uninhabited lands such as Bouvet Island without a day: no answer, not a year of work.
    answered = {(day.country, day.on.year) for day in known}
    return Almanac(
        since=since,
        until=until,
        days_off=tuple(
            sorted(
                (day for day in known if day.latest >= since and day.earliest <= until),
                key=lambda day: (day.on, day.country, day.name),
            )
        ),
        weekends=tuple((code, _weekend(code)) for code in codes),
        ramadans=ramadans_of(codes, known, since=since, until=until),
        gaps=tuple(
            Gap(country=code, year=year)
            for code in codes
            for year in range(since.year, until.year + 1)
            if (code, year) not in answered
        ),
    )


@lru_cache(maxsize=1024)
def names_in(language: str, country: str, year: int) -> Mapping[str, str]:
    """What the days off of a country are called in another language, by their English names.

    Args:
        language: ISO 639-1, such as ``id``.
        country: ISO 3166-1 alpha-2.
        year: whose list is looked up.

    Returns:
        Names of the library, which has for most countries English and their own language; then those of our
        own table of the language, where there is one. What neither has is left out.
    """
    import holidays

    if not _is_listed(country, year):
        return {}
    found = dict(_table_of(language))
    lists = getattr(holidays, country)
    codes = {code.partition("_")[0]: code for code in lists.supported_languages}
    if language not in codes or ENGLISH not in lists.supported_languages:
        return found
    for category in sorted({kind.value for kind in Kind} & set(lists.supported_categories)):
        # The library looks words up by what its list says in the country's own language.
        own, english, other = (
            holidays.country_holidays(country, categories=category, language=code)
            for code in (lists.default_language, ENGLISH, codes[language])
        )
        own.get(dt.date(year, 1, 1))  # fills the year
        marks = _marks_of(own)
        words = {_read_mark(part, marks)[0] for names in own.values() for part in names.split("; ")}
        found |= {english.tr(word): other.tr(word) for word in words if english.tr(word) != word}
    return found


@lru_cache
def _table_of(language: str) -> Mapping[str, str]:
    """Names of days off by their English ones, as this package brings them."""
    path = Path(__file__).with_name(f"names_{language}.csv")
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)  # their headings
        return {row[0]: row[1] for row in rows}


def _is_listed(country: str, year: int) -> bool:
    import holidays

    if country not in holidays.list_supported_countries():
        return False
    lists = getattr(holidays, country)
    return bool(max(FIRST_YEAR, lists.start_year) <= year <= min(LAST_YEAR, lists.end_year))


def _weekend(country: str) -> frozenset[int]:
    import holidays

    if country not in holidays.list_supported_countries():
        return SATURDAY_SUNDAY
    return frozenset(getattr(holidays, country).weekend)


def _days_off(country: str, years: Iterable[int]) -> Iterator[DayOff]:
    listed = [year for year in years if _is_listed(country, year)]
    if not listed:
        return
    public = _load(country, Kind.PUBLIC, listed)
    yield from _rows(country, Kind.PUBLIC, public)
    government = _load(country, Kind.GOVERNMENT, listed)
    yield from (row for row in _rows(country, Kind.GOVERNMENT, government) if row.on not in public)


def _load(country: str, category: Kind, years: list[int]) -> dict[dt.date, tuple[tuple[str, Certainty], ...]]:
    """One category of the library's list: names and their certainty by date."""
    import holidays

    lists = getattr(holidays, country)
    if category not in lists.supported_categories:
        return {}
    language = ENGLISH if ENGLISH in lists.supported_languages else None
    found: dict[dt.date, tuple[tuple[str, Certainty], ...]] = {}
    for year in years:
        days = holidays.country_holidays(country, categories=category.value, language=language)
        if year > LAST_CHECKED_YEAR:
            # The library marks estimates of the Islamic calendar only. For years whose lists it could not be
            # held against, those of the Tibetan, Hindu, Sinhala and Chinese ones are switched on as well.
            for switch in [name for name in vars(days) if name.endswith("_calendar_show_estimated")]:
                setattr(days, switch, True)
        days.get(dt.date(year, 1, 1))  # the library fills a year when it is first asked about it
        marks = _marks_of(days)
        found |= {on: tuple(_read_mark(part, marks) for part in days[on].split("; ")) for on in days}
    return found


def _marks_of(days: HolidayBase) -> list[tuple[str, Certainty]]:
    """How the library marks a name of a list in the language of that list."""
    return [
        (days.tr(getattr(days, label)), certainty)
        for label, certainty in MARKS
        if getattr(days, label, None) is not None
    ]


def _read_mark(name: str, marks: list[tuple[str, Certainty]]) -> tuple[str, Certainty]:
    """Take the library's mark off a name: "Losar (estimated)" is Losar, estimated."""
    for mark, certainty in marks:
        before, _, after = mark.partition("%s")
        if name.startswith(before) and name.endswith(after):
            return name.removeprefix(before).removesuffix(after), certainty
    return name, Certainty.LISTED


def _rows(
    country: str, kind: Kind, days: dict[dt.date, tuple[tuple[str, Certainty], ...]]
) -> Iterator[DayOff]:
    """One row for the names of a date that are equally sure: 1 May is sure, a full moon on it may move."""
    for on, names in days.items():
        for certainty in sorted({certainty for _, certainty in names}):
            yield DayOff(
                country=country,
                on=on,
                name="; ".join(name for name, sure in names if sure is certainty),
                kind=kind,
                certainty=certainty,
                days_either_way=DAYS_AN_ESTIMATE_MAY_MOVE if certainty is Certainty.ESTIMATED else 0,
                source=SOURCE,
            )
