"""The process that answers visitors: gunicorn's, which leaves them to one that is free."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import ThreadWorker

if TYPE_CHECKING:
    from concurrent.futures import Future

SLOW = 0.1
"""Seconds after which an answer counts as waiting for something, and no longer as work.

Pages take a small part of it; who reads slowly, sends a large file or has a document set takes more.
"""


class FairWorker(ThreadWorker):
    """Takes one visitor after the other while it works, and others beside those that keep it waiting.

    Threads of one process share a processor: a second page begun beside the first makes both late while
    another process may have nothing to do. So nobody is taken while an answer is worked out, and no
    connection is kept, since it would bind its visitor to this process. A proxy keeps those of visitors.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_keepalived = 0
        self._begun: dict[Any, float] = {}

    def enqueue_req(self, conn: Any) -> None:
        """Begin to answer on a connection."""
        self._begun[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """End what was begun on a connection."""
        self._begun.pop(conn, None)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for what happens next; for new visitors only while nothing is worked on."""
        ago = time.monotonic() - SLOW
        if any(moment > ago for moment in self._begun.values()):
            self.set_accept_enabled(False)  # the loop allows it again
            timeout = min(timeout, SLOW)
        super().wait_for_and_dispatch_events(timeout)
