"""Timetables over the API: versions, changes by hand, searches, publishing, repair, rides; own sessions.

The deeds and rules are those of the pages.
"""

from __future__ import annotations

from ninja import Router

from balai.timetable.api.changes import router as changes
from balai.timetable.api.own import router as own
from balai.timetable.api.searches import router as searches
from balai.timetable.api.vehicles import router as vehicles
from balai.timetable.api.versions import router as versions

router = Router()
for room in (own, versions, changes, searches, vehicles):
    router.add_router("", room)

__all__ = ["router"]
