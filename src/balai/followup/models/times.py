"""The three times at which is asked how plans go, counted from the last day of an edition. Days alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.followup.enums import Months

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.followup.models.plan import Plan
    from balai.programmes.models import Edition

FIRST_STEP_DAYS = 14
"""After the last day of the programme; what is not begun by then is seldom begun."""
DAYS: Mapping[Months, int] = {Months.THREE: 90, Months.SIX: 180, Months.TWELVE: 365}
"""From the last day of the programme, as the timeline of editions counts them."""
OPENS_BEFORE = dt.timedelta(days=21)
"""How long before it is due an answer is asked for, and taken."""
ASKED_UNTIL = dt.timedelta(days=60)
"""Nobody is written to so long after the day; an answer is taken for ever, and is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One of the three times at which an edition is followed up."""

    months: Months
    opens_on: dt.date
    due_on: dt.date

    def is_open(self, on: dt.date) -> bool:
        """Whether an answer is taken on a day."""
        return on >= self.opens_on

    def is_over(self, on: dt.date) -> bool:
        """Whether an answer that comes on a day is late."""
        return on > self.due_on

    def is_asked(self, on: dt.date) -> bool:
        """Whether people are written to on a day, who have not answered."""
        return self.opens_on <= on <= self.due_on + ASKED_UNTIL


def waves_of(edition: Edition) -> list[Wave]:
    """The three times, counted from the last day; none while an edition has no days."""
    ends_on = edition.ends_on
    if ends_on is None:
        return []
    days = [(months, ends_on + dt.timedelta(days=DAYS[months])) for months in Months]
    return [Wave(months=months, opens_on=due - OPENS_BEFORE, due_on=due) for months, due in days]


def wave_of(edition: Edition, months: int) -> Wave | None:
    """One of them."""
    return next((wave for wave in waves_of(edition) if wave.months == months), None)


def day_in(edition: Edition, at: dt.datetime) -> dt.date:
    """Which day it is where the programme was."""
    return at.astimezone(ZoneInfo(edition.time_zone)).date()


def is_in_time(plan: Plan) -> bool | None:
    """Whether the first step was done within two weeks of the end; None while nobody said."""
    ends_on = plan.participant.edition.ends_on
    if plan.first_step_done_on is None or ends_on is None:
        return None
    return plan.first_step_done_on <= ends_on + dt.timedelta(days=FIRST_STEP_DAYS)
