"""Feeds and invitations as iCalendar text: RFC 5545, 5546 and 7986, UTF-8, CRLF, folded at 75 octets.

Entries are written here, since the library takes a quarter of a millisecond for each; heads and zones are the
library's.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from icalendar import Calendar

    from balai.engine.calendars.entries import Entry, Feed, Invitation

YEAR = dt.timedelta(days=366)
OCTETS = 75
END = b"END:VCALENDAR\r\n"
SPECIAL = re.compile(r"[\\;,\r\n]")
TO_ESCAPE = re.compile(r"[\\;,]")
NEWLINE = re.compile(r"\r\n?|\n")


def feed_text(feed: Feed, *, at: dt.datetime) -> bytes:
    """Write a feed.

    Args:
        feed: what to write; entries cancelled long ago are left out.
        at: the moment of writing, UTC. It becomes nothing but the limit for cancelled entries, so that
            unchanged entries give unchanged bytes and an ETag holds.
    """
    entries = sorted(
        (entry for entry in feed.entries if entry.is_shown(at)),
        key=lambda entry: (entry.starts_at, entry.uid),
    )
    calendar = _calendar(feed.product, "PUBLISH")
    calendar.add("name", feed.name)
    calendar.add("x-wr-calname", feed.name)  # what Outlook and Google read in place of NAME
    calendar.add(
        "refresh-interval", dt.timedelta(minutes=feed.refresh_minutes), parameters={"VALUE": "DURATION"}
    )
    # As text: the library writes a timedelta in an X- property as 1:00:00, which is no duration.
    calendar.add("x-published-ttl", f"PT{feed.refresh_minutes}M")
    if feed.url:
        calendar.add("url", feed.url)
    return _text(calendar, entries, [line for entry in entries for line in _event(entry)])


def invitation_text(invitation: Invitation) -> bytes:
    """Write an invitation, or its cancelling, as the text/calendar part of a mail (RFC 6047)."""
    calendar = _calendar(invitation.product, invitation.method.value)
    people = [f"ORGANIZER:mailto:{invitation.organizer}", f"ATTENDEE;RSVP=TRUE:mailto:{invitation.attendee}"]
    return _text(calendar, [invitation.entry], _event(invitation.entry, *people))


def _calendar(product: str, method: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, *more: str) -> Iterator[str]:
    """The lines of an entry, not folded yet.

    Args:
        entry: what to write.
        more: further lines of it.
    """
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.uid)}"
    yield f"SEQUENCE:{entry.sequence}"
    changed = f"{entry.changed_at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    zone = ZoneInfo(entry.zone)
    for name, moment in (("DTSTART", entry.starts_at), ("DTEND", entry.ends_at)):
        local = moment.astimezone(zone)
        yield (
            f"{name};VALUE=DATE:{local:%Y%m%d}"  # that of the end is the day after the last
            if entry.is_whole_days
            else f"{name};TZID={entry.zone}:{local:%Y%m%dT%H%M%S}"
        )
    if entry.is_whole_days:
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_escaped(entry.summary)}"
    yield f"STATUS:{entry.status.value}"
    if entry.description:
        yield f"DESCRIPTION:{_escaped(entry.description)}"
    if entry.location:
        yield f"LOCATION:{_escaped(entry.location)}"
    if entry.url:
        yield f"URL:{NEWLINE.sub('', entry.url)}"
    yield from more
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """A text as a value (RFC 5545, 3.3.11)."""
    if not SPECIAL.search(text):  # as most of a thousand in a feed
        return text
    return NEWLINE.sub(r"\\n", TO_ESCAPE.sub(r"\\\g<0>", text))


def _folded(line: str) -> bytes:
    """A line of at most 75 octets, continued after a space, never within a letter (RFC 5545, 3.1)."""
    octets = line.encode()
    if len(octets) <= OCTETS:
        return octets
    parts, begin, room = [], 0, OCTETS
    while begin < len(octets):
        end = begin + room
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(octets[begin:end])
        begin, room = end, OCTETS - 1
    return b"\r\n ".join(parts)


def _text(calendar: Calendar, entries: Sequence[Entry], lines: Iterable[str]) -> bytes:
    head: bytes = calendar.to_ical()
    zones = sorted({entry.zone for entry in entries if not entry.is_whole_days})
    # The library's own bounds end in 2038: zones are written for the years of the entries.
    first = min((entry.starts_at for entry in entries), default=None)
    last = max((entry.ends_at for entry in entries), default=None)
    told = [_zone(zone, (first - YEAR).date(), (last + YEAR).date()) for zone in zones if first and last]
    events = b"".join([_folded(line) + b"\r\n" for line in lines])
    return b"".join([head.removesuffix(END), *told, events, END])


@lru_cache(maxsize=64)
def _zone(name: str, first: dt.date, last: dt.date) -> bytes:
    """A zone between two days."""
    from icalendar import Timezone

    written: bytes = Timezone.from_tzid(name, first_date=first, last_date=last).to_ical()
    return written
