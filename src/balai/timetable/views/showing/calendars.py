"""Sessions for calendars: an identifier for life, a number that grows with each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.calendars.entries import Entry, Feed, Status
from balai.engine.calendars.write import feed_text
from balai.timetable.queries.calendars import groups_told, told
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from balai.timetable.models import Session
    from balai.timetable.queries.calendars import Told

PRODUCT = "-//Balai//Timetable//EN"


def entry_of(session: Told, groups: Sequence[str]) -> Entry:
    """A session as it was published last; one that is no longer held is cancelled, and stays."""
    return Entry(
        uid=str(session.key),
        sequence=session.sequence,
        starts_at=session.begins_at,
        ends_at=session.ends_at,
        zone=session.zone,
        changed_at=session.changed_at,
        summary=str(session.title),
        description=wording.joined(groups),
        location=", ".join(str(one) for one in (session.room, session.site) if one),
        status=Status.CANCELLED if session.is_cancelled else Status.CONFIRMED,
    )


def calendar_of(sessions: QuerySet[Session], *, name: str, url: str, at: datetime) -> bytes:
    """Sessions as one calendar to subscribe to; two questions for any number."""
    groups = groups_told(sessions)
    entries = tuple(entry_of(session, groups.get(session.slot, ())) for session in told(sessions))
    return feed_text(Feed(name=name, product=PRODUCT, entries=entries, url=url), at=at)
