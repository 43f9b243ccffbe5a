"""Deadlines by level, counted back from the day of arrival, each in its own country and time zone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.engine.calendars.almanac import ONE_DAY
from balai.engine.calendars.chain import Counting, Deadline, Level, Share, Skipped, Why
from balai.engine.calendars.working import day_off_on, is_weekend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from balai.engine.calendars.almanac import Almanac
    from balai.engine.calendars.chain import Step


def deadlines_before(arrival: dt.date, steps: Sequence[Step], almanac: Almanac) -> tuple[Deadline, ...]:
    """Count the deadlines of a chain back from the day of arrival.

    Args:
        arrival: the local date in the host country.
        steps: from the first level down, in the order of :class:`Level`; levels may be left out.
        almanac: the working days of every level's country.

    Raises:
        ValueError: the levels are out of order, or the almanac does not reach back far enough.

    Source:
        Rules D21 to D25 of the rulebook.
    """
    ranks = [list(Level).index(step.level) for step in steps]
    if ranks != sorted(set(ranks)):
        raise ValueError("levels: each at most once, from the host down to the applicant")
    found: list[Deadline] = []
    for step in steps:
        found.append(_deadline(step, arrival, found[-1] if found else None, almanac))
    return tuple(found)


def _deadline(step: Step, arrival: dt.date, above: Deadline | None, almanac: Almanac) -> Deadline:
    day = above.on if above else arrival
    skipped: list[Skipped] = []
    left = step.days
    if step.counts is Counting.CALENDAR:
        day, left = day - left * ONE_DAY, 0
    while True:
        obstacle = _obstacle(step, day, above, almanac) if left == 0 else None
        if left == 0 and obstacle is None:
            return Deadline(
                level=step.level, country=step.country, at=_moment(step, day), skipped=tuple(skipped)
            )
        if obstacle:
            skipped.append(obstacle)
        day -= ONE_DAY
        if left:
            free = _free(step, day, almanac)
            left -= free is None
            skipped += [free] if free else []


def _moment(step: Step, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, step.hour, ZoneInfo(step.zone))


def _obstacle(step: Step, day: dt.date, above: Deadline | None, almanac: Almanac) -> Skipped | None:
    free = _free(step, day, almanac)
    if free is None and above and _moment(step, day) >= above.at:
        return Skipped(on=day, why=Why.AFTER_THE_LEVEL_ABOVE)
    return free


def _free(step: Step, day: dt.date, almanac: Almanac) -> Skipped | None:
    day_off = day_off_on(almanac, step.country, day)
    if day_off:
        return Skipped(on=day, why=Why.DAY_OFF, name=day_off.name)
    return Skipped(on=day, why=Why.WEEKEND) if is_weekend(almanac, step.country, day) else None


def shares(
    deadlines: Sequence[Deadline], *, called_on: dt.date, received_on: Mapping[Level, dt.date]
) -> tuple[Share, ...]:
    """Show every level how many days were lost before the call reached it and how many are left.

    Args:
        deadlines: from the first level down.
        called_on: the day the call went out.
        received_on: when it reached a level; a level not named has had it from the beginning.
    """
    return tuple(
        Share(
            level=deadline.level,
            days_lost=(received_on.get(deadline.level, called_on) - called_on).days,
            days_left=(deadline.on - received_on.get(deadline.level, called_on)).days,
            days_kept_above=(deadlines[0].on - deadline.on).days,
        )
        for deadline in deadlines
    )
