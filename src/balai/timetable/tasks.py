"""What the worker does for timetables."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.jobs import enqueue, job
from balai.timetable.services.sample import SHOW_SAMPLE, is_expected, run_sample
from balai.timetable.services.searching import SOLVE, work_out


@job(SOLVE, label=_("Plan a timetable"))
def search(search_id: str) -> None:
    """Plan, explain or repair a timetable, in a process of its own."""
    work_out(search_id=UUID(search_id), at=clock.now())


@job(SHOW_SAMPLE, label=_("Show the sample timetable"))
def show_sample() -> None:
    """Go one stage of the demonstration’s timetable; wait while the sample pool is on its way to it."""
    if run_sample(_tell):
        enqueue(SHOW_SAMPLE, only_one=SHOW_SAMPLE)
    elif is_expected():
        enqueue(SHOW_SAMPLE, only_one=SHOW_SAMPLE, not_before=clock.now() + timedelta(seconds=15))


def _tell(words: str) -> None:
    print(f"The sample timetable: {words}.", flush=True)  # noqa: T201 -- the demonstration’s terminal
