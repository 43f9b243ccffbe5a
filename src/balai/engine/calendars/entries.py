"""What is written as iCalendar (RFC 5545): entries, a feed to subscribe to, an invitation by mail.

Instants are UTC; the zone says how an entry's time is shown. A sequence number grows by one whenever time,
place or status change: the caller stores it, and the UID, with the session.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

CANCELLED_STAYS = dt.timedelta(days=30)


class Status(StrEnum):
    """The STATUS of an entry."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What an invitation asks of the reader's program (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One session in somebody's calendar.

    Attributes:
        uid: for life: never made from title or time.
        sequence: 0 at first, one more with each change of time, place or status.
        starts_at, ends_at: UTC.
        zone: IANA time zone of the place.
        changed_at: UTC; when the entry last changed.
        is_whole_days: a stretch of days rather than hours, from midnight to midnight in its zone; it does not
            make its reader busy.
    """

    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    changed_at: dt.datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED
    is_whole_days: bool = False

    def __post_init__(self) -> None:
        if not self.uid.strip() or self.sequence < 0:
            raise ValueError(f"{self.summary}: needs a uid, and a sequence of 0 or more")
        if any(
            moment.utcoffset() != dt.timedelta(0)
            for moment in (self.starts_at, self.ends_at, self.changed_at)
        ):
            raise ValueError(f"{self.summary}: moments are UTC")
        if self.ends_at <= self.starts_at:
            raise ValueError(f"{self.summary}: ends at {self.ends_at}, not after {self.starts_at}")
        zone = ZoneInfo(self.zone)
        if self.is_whole_days and any(
            moment.astimezone(zone).time() != dt.time() for moment in (self.starts_at, self.ends_at)
        ):
            raise ValueError(f"{self.summary}: whole days begin and end at midnight in {self.zone}")

    def is_shown(self, at: dt.datetime) -> bool:
        """Whether a feed still carries it: a cancelled entry until 30 days after it would have ended."""
        return self.status is not Status.CANCELLED or at < self.ends_at + CANCELLED_STAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar to subscribe to; carries no names or addresses of people.

    Attributes:
        product: who wrote it, "-//Balai//EN".
        refresh_minutes: how often a program may come back.
    """

    name: str
    product: str
    entries: tuple[Entry, ...]
    url: str = ""
    refresh_minutes: int = 60

    def __post_init__(self) -> None:
        if len({entry.uid for entry in self.entries}) < len(self.entries):
            raise ValueError(f"{self.name}: two entries have one uid")
        if self.refresh_minutes < 1:
            raise ValueError(f"{self.name}: refresh_minutes must be 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One entry sent to one person by mail; addresses are bare, "office@example.org"."""

    product: str
    method: Method
    entry: Entry
    organizer: str
    attendee: str

    def __post_init__(self) -> None:
        if (self.method is Method.CANCEL) != (self.entry.status is Status.CANCELLED):
            raise ValueError(f"{self.entry.summary}: exactly a cancelled entry is sent with CANCEL")
        for address in (self.organizer, self.attendee):
            if "@" not in address or any(character.isspace() for character in address):
                raise ValueError(f"{address!r} is no bare mail address")
