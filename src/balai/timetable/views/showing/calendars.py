"""Sessions for calendars: an identifier for life, a number that grows with each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.calendars.entries import Entry, Feed, Status
from balai.engine.calendars.write import feed_text
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from balai.timetable.models import Session

PRODUCT = "-//Balai//Timetable//EN"


def entry_of(session: Session) -> Entry | None:
    """A session as it was published last; one that is no longer held is cancelled, and stays."""
    slot = session.last_slot
    if slot is None or session.changed_at is None:
        return None
    groups = wording.joined([str(group.name or group.code) for group in slot.groups.all()])
    return Entry(
        uid=str(session.pk),
        sequence=session.sequence,
        starts_at=slot.begins_at,
        ends_at=slot.ends_at,
        zone=session.edition.time_zone,
        changed_at=session.changed_at,
        summary=str(session.activity.title),
        description=groups,
        location=", ".join(str(one) for one in (slot.room, slot.site) if one),
        status=Status.CANCELLED if session.is_cancelled else Status.CONFIRMED,
    )


def calendar_of(sessions: Iterable[Session], *, name: str, url: str, at: datetime) -> bytes:
    """Sessions as one calendar to subscribe to."""
    entries = (entry_of(session) for session in sessions)
    found = tuple(entry for entry in entries if entry)
    return feed_text(Feed(name=name, product=PRODUCT, entries=found, url=url), at=at)
