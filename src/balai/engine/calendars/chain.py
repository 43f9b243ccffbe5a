"""A chain of deadlines as data: what each level asks for, and when its deadline falls. Rules D21 to D25."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo


class Level(StrEnum):
    """Who must have everything by then, from the host down to the person."""

    HOST = "host"
    SECRETARIAT = "secretariat"
    FOCAL_POINT = "focal_point"
    AGENCY = "agency"
    APPLICANT = "applicant"


class Counting(StrEnum):
    """Which days of a notice count."""

    CALENDAR = "calendar"
    WORKING = "working"


class Why(StrEnum):
    """Why a day was passed over."""

    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    AFTER_THE_LEVEL_ABOVE = "after_the_level_above"
    """The hour of that day comes after the deadline of the level above, in another time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one level needs.

    Attributes:
        country: whose working days count, ISO 3166-1 alpha-2.
        zone: IANA time zone in which the deadline is said and meant.
        days: notice before the deadline of the level above; the first level's before the arrival.
        hour: local time of the deadline.
    """

    level: Level
    country: str
    zone: str
    days: int
    counts: Counting = Counting.CALENDAR
    hour: dt.time = dt.time(17)

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError(f"{self.level}: days must be 0 or more, not {self.days}")
        ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A day on which the deadline could have fallen, or that could have counted, and why not."""

    on: dt.date
    why: Why
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When one level must have everything; days passed over from the latest to the earliest."""

    level: Level
    country: str
    at: dt.datetime
    skipped: tuple[Skipped, ...]

    @property
    def on(self) -> dt.date:
        """The local date of the level."""
        return self.at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How the days between the call and the last deadline are shared out, seen by one level.

    Attributes:
        days_lost: gone before the call reached it.
        days_left: from then to its own deadline.
        days_kept_above: from its deadline to that of the first level.
    """

    level: Level
    days_lost: int
    days_left: int
    days_kept_above: int
