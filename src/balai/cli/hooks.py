"""What gunicorn calls while it serves; it is told the name of this file."""

from __future__ import annotations

import signal
from typing import Protocol

from balai.database.launch import promise_to_die_with


class Worker(Protocol):
    """What is asked of one of gunicorn's workers."""

    ppid: int


def post_fork(server: object, worker: Worker) -> None:
    """Let a new worker die with the process that forked it.

    Left alone it would hold the port for its last visitors, and one who reads slowly may take for ever.
    """
    promise_to_die_with(worker.ppid, signal.SIGKILL)
