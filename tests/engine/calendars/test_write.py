from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import vobject

from balai.engine.calendars.entries import Entry, Feed, Invitation, Method, Status
from balai.engine.calendars.write import feed_text, invitation_text

PRODUCT = "-//Balai//EN"
NOW = dt.datetime(2018, 7, 1, 8, tzinfo=dt.UTC)
PRACTICE = Entry(
    uid="01890a5d-ac96-774b-bcce-b302099a8057@balai.example",
    sequence=2,
    starts_at=dt.datetime(2018, 7, 24, 2, tzinfo=dt.UTC),
    ends_at=dt.datetime(2018, 7, 24, 5, tzinfo=dt.UTC),
    zone="Asia/Jakarta",
    changed_at=NOW,
    summary="Practice on CNC machines; group A, বাংলা ক্ষুদ্র ও মাঝারি শিল্প উন্নয়ন কর্মসূচি প্রশিক্ষণ",
    description="Bring closed shoes.\nNo rings.",
    location="BBLM, Bandung",
    url="https://balai.example/sessions/1",
)


def feed(*entries: Entry) -> Feed:
    return Feed(name="SMI 2018", product=PRODUCT, entries=entries)


def test_a_second_parser_reads_back_what_was_written() -> None:
    event = vobject.readOne(feed_text(feed(PRACTICE), at=NOW).decode()).vevent

    assert event.uid.value == PRACTICE.uid
    assert event.sequence.value == "2"
    assert (event.dtstart.value, event.dtend.value) == (PRACTICE.starts_at, PRACTICE.ends_at)
    assert event.dtstart.value.utcoffset() == dt.timedelta(hours=7)
    assert event.summary.value == PRACTICE.summary
    assert event.description.value == PRACTICE.description
    assert (event.location.value, event.url.value) == (PRACTICE.location, PRACTICE.url)


def test_the_text_keeps_the_standard_where_programs_stumble() -> None:
    text = feed_text(feed(PRACTICE), at=NOW)
    lines = text.split(b"\r\n")

    assert b"\n" not in text.replace(b"\r\n", b"")  # RFC 5545, 3.1: CRLF …
    assert max(map(len, lines)) <= 75  # … and octets, which Bengali has three of for a letter
    assert [line.decode() for line in lines[:8]] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Balai//EN",
        "METHOD:PUBLISH",
        "NAME:SMI 2018",
        "X-WR-CALNAME:SMI 2018",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT60M",
    ]
    assert {b"TZID:Asia/Jakarta", b"DTSTAMP:20180701T080000Z", b"LAST-MODIFIED:20180701T080000Z"} <= set(
        lines
    )
    assert b"ATTENDEE" not in text
    assert b"ORGANIZER" not in text


def test_zones_are_written_for_the_years_of_the_entries_also_after_2038() -> None:
    late = replace(
        PRACTICE,
        zone="Europe/Berlin",
        starts_at=dt.datetime(2041, 7, 24, 2, tzinfo=dt.UTC),
        ends_at=dt.datetime(2041, 7, 24, 5, tzinfo=dt.UTC),
    )

    event = vobject.readOne(feed_text(feed(late), at=NOW).decode()).vevent

    assert event.dtstart.value.utcoffset() == dt.timedelta(hours=2)


def test_a_cancelled_entry_stays_for_thirty_days_after_its_end() -> None:
    cancelled = replace(PRACTICE, status=Status.CANCELLED, sequence=3)
    limit = cancelled.ends_at + dt.timedelta(days=30)

    before, after = (feed_text(feed(cancelled), at=at) for at in (limit - dt.timedelta(seconds=1), limit))

    assert b"STATUS:CANCELLED\r\n" in before
    assert b"BEGIN:VEVENT" not in after


def test_an_unchanged_feed_is_the_same_bytes_whatever_the_order_and_the_hour() -> None:
    other = replace(PRACTICE, uid="other@balai.example")

    first = feed_text(feed(PRACTICE, other), at=NOW)

    assert feed_text(feed(other, PRACTICE), at=NOW + dt.timedelta(hours=5)) == first


@pytest.mark.parametrize(
    ("method", "status"), [(Method.REQUEST, Status.CONFIRMED), (Method.CANCEL, Status.CANCELLED)]
)
def test_an_invitation_names_method_organiser_and_attendee(method: Method, status: Status) -> None:
    invitation = Invitation(
        product=PRODUCT,
        method=method,
        entry=replace(PRACTICE, status=status),
        organizer="office@balai.example",
        attendee="dechen@bt.example",
    )

    calendar = vobject.readOne(invitation_text(invitation).decode())

    assert calendar.method.value == method.value
    assert calendar.vevent.status.value == status.value
    assert calendar.vevent.organizer.value == "mailto:office@balai.example"
    assert calendar.vevent.attendee.value == "mailto:dechen@bt.example"


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="not after"):
        replace(PRACTICE, ends_at=PRACTICE.starts_at)
    with pytest.raises(ValueError, match="moments are UTC"):
        replace(PRACTICE, changed_at=dt.datetime(2018, 7, 1, tzinfo=dt.timezone(dt.timedelta(hours=7))))
    with pytest.raises(ValueError, match="two entries have one uid"):
        feed(PRACTICE, replace(PRACTICE, summary="Another"))
    with pytest.raises(ValueError, match="no bare mail address"):
        Invitation(
            product=PRODUCT,
            method=Method.REQUEST,
            entry=PRACTICE,
            organizer="office@b.example",
            attendee="a\nb@c",
        )


EDITION = replace(
    PRACTICE,
    starts_at=dt.datetime(2018, 7, 17, 17, tzinfo=dt.UTC),
    ends_at=dt.datetime(2018, 7, 30, 17, tzinfo=dt.UTC),
    is_whole_days=True,
)


def test_whole_days_are_dates_in_their_own_zone_and_make_nobody_busy() -> None:
    text = feed_text(feed(EDITION), at=NOW)
    event = vobject.readOne(text.decode()).vevent

    assert (event.dtstart.value, event.dtend.value) == (dt.date(2018, 7, 18), dt.date(2018, 7, 31))
    assert event.transp.value == "TRANSPARENT"
    assert b"VTIMEZONE" not in text
    assert b"TRANSP" not in feed_text(feed(PRACTICE), at=NOW)


def test_whole_days_begin_and_end_at_midnight() -> None:
    with pytest.raises(ValueError, match="whole days begin and end at midnight in Asia/Jakarta"):
        replace(PRACTICE, is_whole_days=True)
