"""The workbench, and what is published of a timetable."""

from __future__ import annotations

from tests.browser.pages.looked import Looked
from tests.timetable import looks as timetable
from tests.timetable.factories import NOON

PAGES = [
    Looked(
        name="schedule",
        path=f"/{{language}}/programmes/{timetable.CODE}/timetable/",
        prepare=timetable.keep_open_to_all,
        has_english_data=True,
    ),
    Looked(
        name="schedule-grid",
        path=f"/{{language}}/programmes/{timetable.CODE}/timetable/?show=grid",
        prepare=timetable.keep_open_to_all,
        has_english_data=True,
    ),
    Looked(name="timetables-none", path="/timetable/", role="secretariat"),
    Looked(
        name="my-sessions",
        path="/timetable/mine/",
        role="resource_person",
        prepare=timetable.keep_own_sessions,
        has_english_data=True,
        at=NOON,
    ),
    Looked(
        name="my-sessions-over",
        path="/timetable/mine/",
        role="resource_person",
        prepare=timetable.keep_own_sessions,
        has_english_data=True,
    ),
    Looked(
        name="my-calendar",
        path="/timetable/mine/calendar/",
        role="participant",
        prepare=timetable.keep_a_calendar_address,
    ),
    Looked(name="my-sessions-none", path="/timetable/mine/", role="participant"),
    *(
        Looked(
            name=name,
            path=f"/timetable/{below}",
            role="programme_officer",
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("timetables", "", timetable.keep_an_edition),
            ("timetable-none", f"{timetable.CODE}/", timetable.keep_a_search),
            ("timetable", f"{timetable.CODE}/", timetable.keep_a_draft),
            ("timetable-by-site", f"{timetable.CODE}/?by=site", timetable.keep_published),
            ("timetable-by-day", f"{timetable.CODE}/?by=day", timetable.keep_a_draft),
            ("timetable-terms", f"{timetable.CODE}/terms/", timetable.keep_an_edition),
            ("timetable-compare", f"{timetable.CODE}/compare/?from=1&to=2", timetable.keep_two_drafts),
            ("timetable-session", f"{timetable.CODE}/1/sessions/PRA-1-B/", timetable.keep_a_draft),
            (
                "timetable-refused",
                f"{timetable.CODE}/1/sessions/PRA-1-A/{timetable.REFUSED}",
                timetable.keep_a_draft,
            ),
            ("timetable-publish", f"{timetable.CODE}/1/publish/", timetable.keep_a_draft),
            ("timetable-groups", f"{timetable.CODE}/groups/", timetable.keep_groups),
            ("timetable-hinder", f"{timetable.CODE}/hindrances/", timetable.keep_published),
            ("timetable-vehicles", f"{timetable.CODE}/vehicles/", timetable.keep_rides),
            ("timetable-vehicles-none", f"{timetable.CODE}/vehicles/", timetable.keep_an_edition),
            ("timetable-ride", f"{timetable.CODE}/rides/{timetable.RIDE}/", timetable.keep_rides),
            ("timetable-repair", f"{timetable.CODE}/repairs/{timetable.REPAIR}/", timetable.keep_a_repair),
            ("timetable-no-way", f"{timetable.CODE}/repairs/{timetable.REPAIR}/", timetable.keep_no_way),
        )
    ),
]
