"""Feeds and invitations as iCalendar text: RFC 5545, 5546 and 7986, UTF-8, CRLF, folded at 75 octets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icalendar import Calendar, Event

    from balai.engine.calendars.entries import Entry, Feed, Invitation

YEAR = dt.timedelta(days=366)


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
    for entry in entries:
        calendar.add_component(_event(entry))
    return _text(calendar, entries)


def invitation_text(invitation: Invitation) -> bytes:
    """Write an invitation, or its cancelling, as the text/calendar part of a mail (RFC 6047)."""
    from icalendar import vCalAddress

    calendar = _calendar(invitation.product, invitation.method.value)
    event = _event(invitation.entry)
    event.add("organizer", vCalAddress(f"mailto:{invitation.organizer}"))
    event.add("attendee", vCalAddress(f"mailto:{invitation.attendee}"), parameters={"RSVP": "TRUE"})
    calendar.add_component(event)
    return _text(calendar, [invitation.entry])


def _calendar(product: str, method: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry) -> Event:
    from icalendar import Event

    zone = ZoneInfo(entry.zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    start, end = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    event.add("dtstart", start.date() if entry.is_whole_days else start)
    event.add("dtend", end.date() if entry.is_whole_days else end)  # the day after the last
    if entry.is_whole_days:
        event.add("transp", "TRANSPARENT")
    event.add("summary", entry.summary)
    event.add("status", entry.status.value)
    for name in ("description", "location", "url"):
        if getattr(entry, name):
            event.add(name, getattr(entry, name))
    return event


def _text(calendar: Calendar, entries: Sequence[Entry]) -> bytes:
    if entries:
        # The library's own bounds end in 2038: zones are written for the years of the entries.
        first = min(entry.starts_at for entry in entries) - YEAR
        last = max(entry.ends_at for entry in entries) + YEAR
        calendar.add_missing_timezones(first_date=first.date(), last_date=last.date())
    text: bytes = calendar.to_ical()
    return text
