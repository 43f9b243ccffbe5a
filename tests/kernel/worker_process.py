"""A worker of its own process for tests: ``python -m tests.kernel.worker_process DATABASE [--until-idle]``.

It declares one job, which writes a deed and can be made to stop before or after its commit, so that a
test can kill it there.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 -- Django's models need the set-up first

from balai.audit.services import record  # noqa: E402 -- as above
from balai.kernel import clock  # noqa: E402 -- as above
from balai.kernel.jobs import RESCUE_EVERY, claim_effect, job, run_worker  # noqa: E402 -- as above

PATIENCE = 3600.0


@job("drill.write", label="Write")
def write(*, key: str, stop: str, marker: str) -> None:
    """Record one deed; wait to be killed at the first start, before or after the commit."""
    is_first = not Path(marker).exists()
    with transaction.atomic():
        if claim_effect(f"drill:{key}", at=clock.now()):
            record(actor="system", action="drill.written", subject=f"drill:{key}", at=clock.now())
        if is_first and stop == "before":
            wait_for_the_end(marker)
    if is_first and stop == "after":
        wait_for_the_end(marker)


def wait_for_the_end(marker: str) -> None:
    Path(marker).touch()
    time.sleep(PATIENCE)


@job("drill.poison", label="Fail", attempts=1)
def poison() -> None:
    raise ValueError("this job always fails\nwhatever else is said")


if __name__ == "__main__":
    connection.settings_dict["NAME"] = sys.argv[1]
    rescue = [float(word.partition("=")[2]) for word in sys.argv if word.startswith("--rescue-seconds=")]
    run_worker(
        until_idle="--until-idle" in sys.argv, graceful_seconds=1, rescue_seconds=(*rescue, RESCUE_EVERY)[0]
    )
