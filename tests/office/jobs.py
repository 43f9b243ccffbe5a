"""Work in the background that was given up, as workers leave it."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from balai.kernel.jobs import enqueue
from balai.kernel.models import JobFailure

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)
REFUSED = "ConnectionRefusedError: [Errno 111] Connection refused"


def give_up(
    name: str = "correspondence.deliver", error: str | None = REFUSED, *, only_one: str | None = None
) -> int:
    """One job that was given up.

    Args:
        name: of the job.
        error: its last; empty for one that killed its workers, None when nothing was noted.
        only_one: its key.

    Returns:
        its number.
    """
    enqueue(name, only_one=only_one, letter_id="01900000-0000-7000-8000-000000000001")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed', attempts = 6"
            " WHERE id = (SELECT max(id) FROM procrastinate_jobs) RETURNING id"
        )
        [number] = cursor.fetchone()
    if error is not None:
        JobFailure.objects.create(job=number, at=AT, error=error)
    return int(number)


def keep_some() -> None:
    """One of each kind, for looking at."""
    give_up()
    give_up("programmes.find_dates", "")
    give_up("correspondence.deliver", None)
