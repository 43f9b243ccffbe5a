"""Programmes for calendars and feed readers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from balai.engine.calendars.entries import Entry, Feed, Status
from balai.engine.calendars.write import feed_text
from balai.portal.views.showing import facts, lists
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from balai.programmes.models import Edition

PRODUCT = "-//Balai//Programmes//EN"
STATUSES: Mapping[EditionStatus, Status] = {
    EditionStatus.CANCELLED: Status.CANCELLED,
    EditionStatus.POSTPONED: Status.TENTATIVE,
    EditionStatus.APPROVED: Status.TENTATIVE,
}
ENTRIES_OF_FEED = 20


def entry_of(edition: Edition, deeds: tuple[int, dt.datetime | None], *, origin: str) -> Entry | None:
    """An edition's days, from arrival to departure; nothing while they are not decided.

    Args:
        edition: which.
        deeds: how many deeds the trail has about it, and when the last was done. Their number only grows, and
            grows with every change of the days, as the standard asks of a sequence.
        origin: scheme and host that last: readers know the entry by them for ever.
    """
    first = edition.arrives_on or edition.starts_on
    last = edition.departs_on or edition.ends_on or edition.starts_on
    if first is None or last is None:
        return None
    number, changed_at = deeds
    start, end = (
        dt.datetime.combine(on, dt.time(), ZoneInfo(edition.time_zone)).astimezone(dt.UTC)
        for on in (first, last + dt.timedelta(days=1))
    )
    return Entry(
        uid=f"{edition.pk}@{origin.rsplit('://', maxsplit=1)[-1]}",
        sequence=number,
        starts_at=start,
        ends_at=end,
        zone=edition.time_zone,
        changed_at=changed_at or made_at(edition),
        summary=str(edition.title),
        description=facts.lead_and_rest(edition)[0],
        location=facts.places_of(edition),
        url=f"{origin}{reverse('public:edition', args=[edition.code])}",
        status=STATUSES.get(EditionStatus(edition.status), Status.CONFIRMED),
        is_whole_days=True,
    )


def made_at(edition: Edition) -> dt.datetime:
    """When a record was made: its identifier begins with the moment, in milliseconds (RFC 9562)."""
    return dt.datetime.fromtimestamp((edition.pk.int >> 80) // 1000, dt.UTC)


def calendar_of(entries: Iterable[Entry], *, name: str, url: str, at: dt.datetime) -> bytes:
    """Entries as one calendar to subscribe to."""
    return feed_text(Feed(name=name, product=PRODUCT, entries=tuple(entries), url=url), at=at)


def atom_of(
    editions: Iterable[Edition], changed: Mapping[str, dt.datetime], *, origin: str, title: str
) -> str:
    """The newest editions as a feed (RFC 4287); the identifiers hold for life, whatever the address."""
    page = f"{origin}{reverse('public:catalogue')}"
    feed = Atom1Feed(
        title=title,
        link=page,
        description="",
        language=get_language(),
        feed_url=f"{origin}{reverse('public:feed')}",
        subtitle=gettext("Short training programmes and their open calls"),
    )
    for edition in editions:
        lead, rest = facts.lead_and_rest(edition)
        row = lists.edition_row(edition)
        feed.add_item(
            title=str(edition.title),
            link=f"{origin}{row.url}",
            description=lead or (rest[0] if rest else row.line),
            unique_id=f"urn:uuid:{edition.pk}",
            updateddate=changed.get(edition.reference) or made_at(edition),
            pubdate=made_at(edition),
            categories=[word for word in (row.state, row.year) if word],
        )
    return feed.writeString("utf-8")
