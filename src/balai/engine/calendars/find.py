"""The date finder: every window of a season, refused or ranked, with the reasons.

Takes time in proportion to windows times days off; no search is needed, so nothing is left out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from balai.engine.calendars.almanac import ONE_DAY
from balai.engine.calendars.prayer import FRIDAY, friday_block
from balai.engine.calendars.search import Ranking, Reason, Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.engine.calendars.almanac import Almanac, DayOff, Ramadan
    from balai.engine.calendars.search import Search, Stretch

_Row = TypeVar("_Row", "DayOff", "Ramadan")
HARD = frozenset({"D2", "D3", "D4"})


@dataclass(frozen=True, slots=True)
class _Span:
    """Days from first to last; empty where last comes before first."""

    first: dt.date
    last: dt.date

    def meets(self, first: dt.date, last: dt.date) -> bool:
        return max(self.first, first) <= min(self.last, last)

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def find_windows(search: Search, almanac: Almanac) -> Ranking:
    """Judge every window of the season and rank the feasible ones, cheapest and then earliest first.

    Args:
        search: what is asked.
        almanac: the days off of hosts and sending countries, over season, preparation and travel.

    Raises:
        ValueError: the almanac ends too early or lacks a country.

    Source:
        Rules D1 to D12 of the rulebook.
    """
    _expect_enough(search, almanac)
    windows = [_judge(search, almanac, first) for first in _starts(search)]
    feasible = [window for window in windows if not _is_refused(window)]
    return Ranking(
        feasible=tuple(sorted(feasible, key=lambda window: (window.cost, window.first))),
        refused=tuple(window for window in windows if _is_refused(window)),
    )


def reasons_against(search: Search, almanac: Almanac) -> tuple[Reason, ...]:
    """Everything that speaks against days that are chosen: the first window of a season.

    A window that is refused is told by what refuses it alone, for nobody has to live with it; with chosen
    days people do.

    Raises:
        ValueError: as of :func:`find_windows`.
    """
    _expect_enough(search, almanac)
    window = _Span(search.season_first, search.season_first + (search.days - 1) * ONE_DAY)
    reasons = (*_refusals(search, almanac, window), *_objections(search, almanac, window))
    return tuple(sorted(reasons, key=_order))


def _is_refused(window: Window) -> bool:
    return any(reason.rule in HARD for reason in window.reasons)


def _expect_enough(search: Search, almanac: Almanac) -> None:
    before = max(search.travel_days, search.preparation_days)
    since = search.season_first - before * ONE_DAY
    until = search.season_last + search.travel_days * ONE_DAY
    if almanac.since > since or almanac.until < until:
        raise ValueError(
            f"the almanac must reach from {since} to {until}, not {almanac.since} to {almanac.until}"
        )
    for country in search.hosts | search.sending:
        almanac.weekend_of(country)


def _starts(search: Search) -> Iterator[dt.date]:
    for offset in range((search.season_last - search.season_first).days + 2 - search.days):
        start = search.season_first + offset * ONE_DAY
        if start.weekday() in search.start_weekdays:
            yield start


def _judge(search: Search, almanac: Almanac, first: dt.date) -> Window:
    window = _Span(first, first + (search.days - 1) * ONE_DAY)
    reasons = [*_refusals(search, almanac, window)] or [*_objections(search, almanac, window)]
    return Window(
        first=window.first,
        last=window.last,
        cost=sum(reason.cost for reason in reasons),
        reasons=tuple(sorted(reasons, key=_order)),
    )


def _order(reason: Reason) -> tuple[int, dt.date, str, str]:
    return int(reason.rule[1:]), reason.since, reason.country or "", reason.name


def _refusals(search: Search, almanac: Almanac, window: _Span) -> Iterator[Reason]:
    for day in _of(almanac.days_off, search.hosts):
        if window.meets(day.earliest, day.latest):
            yield _day_reason("D2", day, 0)
    if search.avoids_ramadan:
        for month in _of(almanac.ramadans, search.hosts):
            if window.meets(month.earliest, month.latest):
                yield _ramadan_reason("D3", month, 0)
    for stretch in search.exclusions:
        if window.meets(stretch.first, stretch.last):
            yield _stretch_reason("D4", stretch, 0)


def _objections(search: Search, almanac: Almanac, window: _Span) -> Iterator[Reason]:
    yield from _days_at_home(search, almanac, window)
    yield from _fridays(search, window)
    yield from _preparation(search, almanac, window)
    for stretch in search.cautions:
        if window.meets(stretch.first, stretch.last):
            common = min(window.last, stretch.last) - max(window.first, stretch.first)
            yield _stretch_reason("D10", stretch, (common.days + 1) * stretch.daily_cost)
    yield from _unknown_years(search, almanac, window)


def _days_at_home(search: Search, almanac: Almanac, window: _Span) -> Iterator[Reason]:
    travel = search.travel_days * ONE_DAY
    for day in _of(almanac.days_off, search.sending - search.hosts):
        if window.meets(day.earliest, day.latest):
            yield _day_reason("D5", day, search.costs.sending_day)
        elif _Span(window.first - travel, window.last + travel).meets(day.earliest, day.latest):
            yield _day_reason("D6", day, search.costs.travel_day)


def _fridays(search: Search, window: _Span) -> Iterator[Reason]:
    friday = window.first + (FRIDAY - window.first.weekday()) % 7 * ONE_DAY
    while search.places and friday in window:
        blocks = tuple(friday_block(place, friday) for place in search.places)
        yield Reason(rule="D7", since=friday, until=friday, cost=search.costs.friday, blocks=blocks)
        friday += 7 * ONE_DAY


def _preparation(search: Search, almanac: Almanac, window: _Span) -> Iterator[Reason]:
    preparation = _Span(window.first - search.preparation_days * ONE_DAY, window.first - ONE_DAY)
    for day in _of(almanac.days_off, search.hosts):
        if day.on in preparation and day.on.weekday() not in almanac.weekend_of(day.country):
            yield _day_reason("D8", day, search.costs.lost_preparation_day)
    for month in _of(almanac.ramadans, search.hosts):
        if preparation.meets(month.earliest, month.latest):
            yield _ramadan_reason("D9", month, search.costs.ramadan_in_preparation)


def _unknown_years(search: Search, almanac: Almanac, window: _Span) -> Iterator[Reason]:
    travel = search.travel_days * ONE_DAY
    years = range((window.first - travel).year, (window.last + travel).year + 1)
    for gap in almanac.gaps:
        if gap.year in years and gap.country in search.hosts | search.sending:
            year = _Span(dt.date(gap.year, 1, 1), dt.date(gap.year, 12, 31))
            yield Reason(
                rule="D11",
                since=year.first,
                until=year.last,
                cost=search.costs.unknown_year,
                country=gap.country,
            )


def _of(rows: Iterable[_Row], countries: frozenset[str]) -> Iterator[_Row]:
    return (row for row in rows if row.country in countries)


def _day_reason(rule: str, day: DayOff, cost: int) -> Reason:
    return Reason(
        rule=rule,
        since=day.earliest,
        until=day.latest,
        cost=cost,
        country=day.country,
        name=day.name,
        certainty=day.certainty,
    )


def _ramadan_reason(rule: str, month: Ramadan, cost: int) -> Reason:
    return Reason(
        rule=rule,
        since=month.earliest,
        until=month.latest,
        cost=cost,
        country=month.country,
        hijri_year=month.hijri_year,
        first_days=month.first_days,
        last_days=month.last_days,
    )


def _stretch_reason(rule: str, stretch: Stretch, cost: int) -> Reason:
    return Reason(rule=rule, since=stretch.first, until=stretch.last, cost=cost, name=stretch.name)
