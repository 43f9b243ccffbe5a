"""Addresses of the pages that show several stages at once.

``public`` pages have an address per language (`/en/`, `/id/`); ``portal`` pages follow the reader's choice.
"""

from __future__ import annotations

import datetime as dt

from django.urls import path, register_converter

from balai.portal.views import board, documents, evidence, general, mine, programmes


class DayConverter:
    """A day in an address: ``2018-07-24``."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

public = (
    [
        path("", programmes.home, name="home"),
        path("programmes/", programmes.catalogue, name="catalogue"),
        path("programmes/feed.atom", programmes.feed, name="feed"),
        path("programmes/calendar.ics", programmes.calendar, name="calendar"),
        path("programmes/<str:code>/", programmes.edition, name="edition"),
        path("programmes/<str:code>/calendar.ics", programmes.edition_calendar, name="edition_calendar"),
        path("programmes/<str:code>/evidence/", evidence.evidence, name="evidence"),
        path("programmes/<str:code>/evidence.json", evidence.evidence_data, name="evidence_data"),
        path("programmes/<str:code>/days/<day:on>/", programmes.day, name="day"),
        *(
            path(
                f"programmes/<str:code>/{word}-<int:version>-<str:language>.pdf",
                programmes.booklet,
                {"kind": kind},
                name=kind.value,
            )
            for kind, word in programmes.FILE_NAMES.items()
        ),
        path("how-it-works/", general.how_it_works, name="how_it_works"),
        path("privacy/", general.privacy, name="privacy"),
        path("accessibility/", general.accessibility, name="accessibility"),
    ],
    "public",
)
portal = (
    [
        path("tasks/", general.tasks, name="tasks"),
        path("search/", general.search, name="search"),
        path("preferences/", general.preferences, name="preferences"),
        path("my-programme/", mine.my_programme, name="my_programme"),
        path("my-programme/worker.js", mine.worker, name="my_programme_worker"),
        path("my-programme/programme.webmanifest", mine.manifest, name="my_programme_manifest"),
        path("my-programme/sessions/<uuid:key>/", mine.claim, name="claim"),
        path("programmes/editions/<str:code>/board/", board.board, name="board"),
        path("programmes/editions/<str:code>/documents/", documents.documents, name="documents"),
    ],
    "portal",
)
