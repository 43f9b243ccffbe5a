"""What is known of the days of some countries over a stretch of time, as plain data.

An almanac is made from published lists (:mod:`balai.engine.calendars.lists`) or by the caller from its own
records: an office may add an announced day off and take away one that was moved. Dates are local dates of
the country. Weekdays are numbered as Python does, Monday 0 to Sunday 6.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_DAY = dt.timedelta(days=1)


class Kind(StrEnum):
    """Whose day off it is."""

    PUBLIC = "public"
    GOVERNMENT = "government"
    """Offices are closed though the day is no public holiday: Indonesia's collective leave, for one."""


class Certainty(StrEnum):
    """How sure the date is."""

    LISTED = "listed"
    """From a rule or an official list."""
    OBSERVED = "observed"
    """The holiday itself falls on a day that is free anyway; this is the day given instead."""
    ESTIMATED = "estimated"
    """Computed before the moon was seen or the list was gazetted: may fall a day earlier or later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """One day on which a country does not work.

    Attributes:
        country: ISO 3166-1 alpha-2.
        on: the date as listed.
        name: English; two holidays on one date share a row, joined by "; ".
        days_either_way: how far an estimated date may move, 0 for the others.
        source: who says so.
    """

    country: str
    on: dt.date
    name: str
    kind: Kind = Kind.PUBLIC
    certainty: Certainty = Certainty.LISTED
    days_either_way: int = 0
    source: str

    def __post_init__(self) -> None:
        if self.days_either_way < 0:
            raise ValueError(f"{self.name}: days_either_way must be 0 or more, not {self.days_either_way}")
        if (self.certainty is Certainty.ESTIMATED) != (self.days_either_way > 0):
            raise ValueError(f"{self.name}: exactly an estimated date may move, by 1 day or more")

    @property
    def earliest(self) -> dt.date:
        return self.on - self.days_either_way * ONE_DAY

    @property
    def latest(self) -> dt.date:
        return self.on + self.days_either_way * ONE_DAY

    def possible_days(self) -> Iterator[dt.date]:
        """Every date on which it may fall, in order."""
        for offset in range(-self.days_either_way, self.days_either_way + 1):
            yield self.on + offset * ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramadan:
    """The fasting month of one Hijri year in one country, as far as it is known.

    Attributes:
        country: ISO 3166-1 alpha-2.
        hijri_year: 1439, for instance.
        first_days: every date that may be the first day of fasting, in order.
        last_days: every date that may be the last, in order.
    """

    country: str
    hijri_year: int
    first_days: tuple[dt.date, ...]
    last_days: tuple[dt.date, ...]

    def __post_init__(self) -> None:
        if not self.first_days or not self.last_days or self.first_days[-1] >= self.last_days[0]:
            raise ValueError(f"Ramadan {self.hijri_year}: needs first days, and last days after them")

    @property
    def earliest(self) -> dt.date:
        return self.first_days[0]

    @property
    def latest(self) -> dt.date:
        return self.last_days[-1]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Gap:
    """A year for which no list of a country's days off is at hand."""

    country: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Almanac:
    """The days of some countries between two dates, both included.

    Attributes:
        days_off: in order of date, country, name.
        weekends: free weekdays by country, Monday 0.
        ramadans: in order of date and country.
        gaps: what is not known, said rather than left to look like a year without holidays.
    """

    since: dt.date
    until: dt.date
    days_off: tuple[DayOff, ...]
    weekends: tuple[tuple[str, frozenset[int]], ...]
    ramadans: tuple[Ramadan, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError(f"an almanac until {self.until} cannot begin on {self.since}")
        for country, weekdays in self.weekends:
            if not weekdays <= frozenset(range(7)) or len(weekdays) == 7:
                raise ValueError(f"{country}: a weekend is a set of weekdays 0 to 6, and not all of them")

    @cached_property
    def weekend_by_country(self) -> dict[str, frozenset[int]]:
        return dict(self.weekends)

    @cached_property
    def days_off_by_country_and_day(self) -> dict[tuple[str, dt.date], DayOff]:
        """By every possible date; where several may fall on one date, the surest is given."""
        found: dict[tuple[str, dt.date], DayOff] = {}
        for day_off in sorted(self.days_off, key=lambda day_off: -day_off.days_either_way):
            found |= {(day_off.country, day): day_off for day in day_off.possible_days()}
        return found

    def weekend_of(self, country: str) -> frozenset[int]:
        if country not in self.weekend_by_country:
            raise ValueError(f"the almanac has no weekend of {country}: name the country when it is made")
        return self.weekend_by_country[country]
