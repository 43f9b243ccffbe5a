"""The judge of dates and deadlines, written from docs/explain/rulebook.md; shares no code with the makers.

It goes day by day where the finder goes by stretches: slower and plainer. Only the data types are shared.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.engine.calendars.prayer import friday_block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.engine.calendars.almanac import Almanac
    from balai.engine.calendars.chain import Deadline, Step
    from balai.engine.calendars.search import Ranking, Search, Window

# What a reason says, for comparison: rule, country, name, first and last day, cost, Fridays' blocks.
Said = tuple[str, str, str, dt.date, dt.date, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule that an answer does not keep; `on` is the window's or the deadline's day."""

    rule: str
    on: dt.date
    detail: str


def breaches_of_ranking(search: Search, almanac: Almanac, ranking: Ranking) -> list[Breach]:
    """Say where a ranking breaks rules D1 to D12."""
    return [
        *_d1_windows(search, ranking),
        *(
            breach
            for window in (*ranking.feasible, *ranking.refused)
            for breach in _d2_to_d11_reasons(search, almanac, window, is_refused=window in ranking.refused)
        ),
        *_d12_order(ranking),
    ]


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [dt.date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def _d1_windows(search: Search, ranking: Ranking) -> Iterator[Breach]:
    wanted = {
        (day, dt.date.fromordinal(day.toordinal() + search.days - 1))
        for day in _days(search.season_first, search.season_last)
        if day.weekday() in search.start_weekdays
        and day.toordinal() + search.days - 1 <= search.season_last.toordinal()
    }
    given = [(window.first, window.last) for window in (*ranking.feasible, *ranking.refused)]
    for first, last in sorted(wanted ^ set(given)):
        what = "left out" if (first, last) in wanted else "not asked for"
        yield Breach(rule="D1", on=first, detail=f"window until {last} {what}")
    for first, last in sorted(pair for pair in set(given) if given.count(pair) > 1):
        yield Breach(rule="D1", on=first, detail=f"window until {last} given twice")


def _d2_to_d11_reasons(
    search: Search, almanac: Almanac, window: Window, *, is_refused: bool
) -> Iterator[Breach]:
    hard = sorted(_hard(search, almanac, window))
    expected = hard or sorted(_soft(search, almanac, window))
    said = sorted(_said(window))
    if bool(hard) != is_refused:
        rule = hard[0][0] if hard else "D2"
        yield Breach(
            rule=rule, on=window.first, detail="feasible though refused" if hard else "refused for nothing"
        )
    for missing in _without(expected, said):
        yield Breach(rule=missing[0], on=window.first, detail=f"not said: {missing}")
    for extra in _without(said, expected):
        yield Breach(rule=extra[0], on=window.first, detail=f"not so: {extra}")
    if window.cost != sum(row[5] for row in expected):
        yield Breach(rule="D12", on=window.first, detail=f"cost is not {window.cost}")


def _without(rows: Sequence[Said], others: Sequence[Said]) -> list[Said]:
    left = list(others)
    kept = []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            kept.append(row)
    return kept


def _said(window: Window) -> Iterator[Said]:
    for reason in window.reasons:
        blocks = "".join(f"{b.place} {b.on} {b.dhuhr} {b.begins} {b.ends};" for b in reason.blocks)
        yield (
            reason.rule,
            reason.country or "",
            reason.name if reason.hijri_year is None else _months(reason.first_days, reason.last_days),
            reason.since,
            reason.until,
            reason.cost,
            blocks,
        )


def _months(first_days: tuple[dt.date, ...], last_days: tuple[dt.date, ...]) -> str:
    return " ".join(str(day) for day in (*first_days, *last_days))


def _hard(search: Search, almanac: Almanac, window: Window) -> Iterator[Said]:
    inside = set(_days(window.first, window.last))
    for off in almanac.days_off:
        possible = list(off.possible_days())
        if off.country in search.hosts and inside & set(possible):
            yield ("D2", off.country, off.name, possible[0], possible[-1], 0, "")
    for month in almanac.ramadans:
        fasting = _days(min(month.first_days), max(month.last_days))
        if search.avoids_ramadan and month.country in search.hosts and inside & set(fasting):
            dates = _months(month.first_days, month.last_days)
            yield ("D3", month.country, dates, fasting[0], fasting[-1], 0, "")
    for stretch in search.exclusions:
        if inside & set(_days(stretch.first, stretch.last)):
            yield ("D4", "", stretch.name, stretch.first, stretch.last, 0, "")


def _soft(search: Search, almanac: Almanac, window: Window) -> Iterator[Said]:
    inside = set(_days(window.first, window.last))
    around = _next_to(window, before=search.travel_days, after=search.travel_days)
    preparation = _next_to(window, before=search.preparation_days, after=0)
    yield from _soft_days_off(search, almanac, inside, around)
    yield from _soft_preparation(search, almanac, preparation)
    for friday in sorted(day for day in inside if day.isoweekday() == 5 and search.places):
        blocks = [friday_block(place, friday) for place in search.places]
        text = "".join(f"{b.place} {b.on} {b.dhuhr} {b.begins} {b.ends};" for b in blocks)
        yield ("D7", "", "", friday, friday, search.costs.friday, text)
    for stretch in search.cautions:
        common = inside & set(_days(stretch.first, stretch.last))
        if common:
            yield ("D10", "", stretch.name, stretch.first, stretch.last, len(common) * stretch.daily_cost, "")
    for gap in almanac.gaps:
        if gap.country in search.hosts | search.sending and gap.year in {day.year for day in inside | around}:
            year = (dt.date(gap.year, 1, 1), dt.date(gap.year, 12, 31))
            yield ("D11", gap.country, "", *year, search.costs.unknown_year, "")


def _next_to(window: Window, *, before: int, after: int) -> set[dt.date]:
    start, end = window.first.toordinal(), window.last.toordinal()
    numbers = [*range(start - before, start), *range(end + 1, end + after + 1)]
    return {dt.date.fromordinal(number) for number in numbers}


def _soft_days_off(
    search: Search, almanac: Almanac, inside: set[dt.date], around: set[dt.date]
) -> Iterator[Said]:
    for off in almanac.days_off:
        if off.country not in search.sending or off.country in search.hosts:
            continue
        possible = list(off.possible_days())
        row = (off.country, off.name, possible[0], possible[-1])
        if inside & set(possible):
            yield ("D5", *row, search.costs.sending_day, "")
        elif around & set(possible):
            yield ("D6", *row, search.costs.travel_day, "")


def _soft_preparation(search: Search, almanac: Almanac, preparation: set[dt.date]) -> Iterator[Said]:
    for off in almanac.days_off:
        is_lost = off.country in search.hosts and off.on in preparation
        if is_lost and off.on.weekday() not in almanac.weekend_of(off.country):
            possible = list(off.possible_days())
            cost = search.costs.lost_preparation_day
            yield ("D8", off.country, off.name, possible[0], possible[-1], cost, "")
    for month in almanac.ramadans:
        fasting = _days(min(month.first_days), max(month.last_days))
        if month.country in search.hosts and preparation & set(fasting):
            dates = _months(month.first_days, month.last_days)
            cost = search.costs.ramadan_in_preparation
            yield ("D9", month.country, dates, fasting[0], fasting[-1], cost, "")


def _d12_order(ranking: Ranking) -> Iterator[Breach]:
    for better, worse in zip(ranking.feasible, ranking.feasible[1:], strict=False):
        if (better.cost, better.first) > (worse.cost, worse.first):
            yield Breach(rule="D12", on=worse.first, detail=f"should stand before {better.first}")
    for earlier, later in zip(ranking.refused, ranking.refused[1:], strict=False):
        if earlier.first > later.first:
            yield Breach(rule="D12", on=later.first, detail=f"should stand before {earlier.first}")


def breaches_of_deadlines(
    arrival: dt.date, steps: Sequence[Step], almanac: Almanac, deadlines: Sequence[Deadline]
) -> list[Breach]:
    """Say where a chain of deadlines breaks rules D21 to D25."""
    if [step.level for step in steps] != [deadline.level for deadline in deadlines]:
        return [Breach(rule="D25", on=arrival, detail="not one deadline for each level, from the host down")]
    found: list[Breach] = []
    above_day, above_at = arrival, None
    for step, deadline in zip(steps, deadlines, strict=True):
        found += _breaches_of_deadline(step, deadline, almanac, above_day, above_at)
        above_day, above_at = deadline.on, deadline.at
    return found


def _is_free(almanac: Almanac, country: str, day: dt.date) -> bool:
    return day.weekday() in almanac.weekend_of(country) or any(
        off.country == country and day in set(off.possible_days()) for off in almanac.days_off
    )


def _breaches_of_deadline(
    step: Step, deadline: Deadline, almanac: Almanac, above_day: dt.date, above_at: dt.datetime | None
) -> Iterator[Breach]:
    def allows(day: dt.date) -> bool:
        between = _days(day, dt.date.fromordinal(above_day.toordinal() - 1)) if day < above_day else []
        counted = [d for d in between if step.counts == "calendar" or not _is_free(almanac, step.country, d)]
        moment = dt.datetime.combine(day, step.hour, ZoneInfo(step.zone))
        return (
            day <= above_day
            and len(counted) >= step.days
            and not _is_free(almanac, step.country, day)
            and (above_at is None or moment < above_at)
        )

    if _is_free(almanac, step.country, deadline.on):
        yield Breach(
            rule="D21", on=deadline.on, detail=f"{deadline.level}: not a working day in {step.country}"
        )
    elif not allows(deadline.on):
        yield Breach(
            rule="D22", on=deadline.on, detail=f"{deadline.level}: leaves less than the notice asked for"
        )
    if any(allows(day) for day in _days(deadline.on, above_day)[1:]):
        yield Breach(rule="D23", on=deadline.on, detail=f"{deadline.level}: a later day would do")
    if deadline.at != dt.datetime.combine(deadline.on, step.hour, ZoneInfo(step.zone)):
        yield Breach(
            rule="D24", on=deadline.on, detail=f"{deadline.level}: not at {step.hour} in {step.zone}"
        )
    told = [skipped.on for skipped in deadline.skipped if skipped.why != "after_the_level_above"]
    # A calendar notice is jumped over; of a working one every day is looked at, from the day before.
    jump = step.days if step.counts == "calendar" else min(step.days, 1)
    passed = _days(deadline.on, dt.date.fromordinal(above_day.toordinal() - jump))[1:]
    if sorted(told) != [day for day in passed if _is_free(almanac, step.country, day)]:
        yield Breach(
            rule="D25", on=deadline.on, detail=f"{deadline.level}: does not tell the days passed over"
        )
