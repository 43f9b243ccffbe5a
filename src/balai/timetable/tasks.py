"""What the worker does for timetables."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.jobs import job
from balai.timetable.services.searching import SOLVE, work_out


@job(SOLVE, label=_("Plan a timetable"))
def search(search_id: str) -> None:
    """Plan, explain or repair a timetable, in a process of its own."""
    work_out(search_id=UUID(search_id), at=clock.now())
