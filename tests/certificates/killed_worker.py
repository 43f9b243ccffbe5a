"""Issues a batch, killed at every statement: ``python -m tests.certificates.killed_worker DATABASE BATCH``.

A process of its own, since what sets documents keeps threads that no copy of a process has. Each worker is
such a copy, ends itself with SIGKILL as it is about to send its first, second, third … statement, and writes
down nothing; what it left is counted, one line of JSON for each. The last one is left alone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

import django

django.setup()

from django.db import connection, connections  # noqa: E402 -- Django's models need the set-up first

from balai.certificates.models import Certificate, Paper  # noqa: E402 -- as above
from balai.certificates.services.issuing import issue_some  # noqa: E402 -- as above
from tests.certificates.factories import LATER  # noqa: E402 -- as above

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 2
MOST_STATEMENTS = 500


class Mortal:
    """Counts statements, and ends the process before one of them."""

    def __init__(self, last: int) -> None:
        self._left = last

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)


def work(batch: UUID, last: int) -> None:
    """A worker's life: some certificates at a time, until nothing is left or its hour comes."""
    with connection.execute_wrapper(Mortal(last)):
        while issue_some(batch_id=batch, at=LATER, most=AT_ONCE):
            pass


def main(batch: UUID) -> None:
    """Let worker after worker live one statement longer than the one before."""
    for last in range(1, MOST_STATEMENTS):
        connections.close_all()  # a copy must not speak on its parent's line
        child = os.fork()
        if not child:
            try:
                work(batch, last)
            finally:
                os._exit(0)
        _child, status = os.waitpid(child, 0)
        left = {
            "killed": os.WIFSIGNALED(status),
            "certificates": Certificate.objects.count(),
            "papers": Paper.objects.count(),
            "whole": Certificate.objects.filter(paper__isnull=False).exclude(document="").count(),
            "people": Certificate.objects.values("participant").distinct().count(),
        }
        print(json.dumps(left))  # noqa: T201 -- the test reads it
        if not left["killed"]:
            return


if __name__ == "__main__":
    connection.settings_dict["NAME"] = sys.argv[1]
    main(UUID(sys.argv[2]))
