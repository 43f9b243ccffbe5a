"""An installation of its own for each process of the tests, set before Django reads its settings.

Loaded early (`-p tests.home`). Each process has a temporary home with keys and a database, unless
BALAI_DATABASE_URL names an external one; one that only leads others has a home and no database.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from balai.database.cluster import Cluster

HOME = Path(tempfile.mkdtemp(prefix="balai-test-"))
_started: list[Cluster] = []

os.environ["BALAI_HOME"] = str(HOME)
atexit.register(shutil.rmtree, HOME, ignore_errors=True)  # also when the session never began
(HOME / "secrets").mkdir(mode=0o700)
(HOME / "secrets" / "django.key").write_text(secrets.token_urlsafe(48), encoding="ascii")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the database of a process that runs tests."""
    options = session.config.option
    is_leader = "PYTEST_XDIST_WORKER" not in os.environ and options.tx
    if is_leader or options.collectonly or os.environ.get("BALAI_DATABASE_URL"):
        return
    from balai.database.cluster import Cluster

    # Nor does the server count rows behind a test: told of a table that was empty a moment ago, it would plan
    # for no rows where a test has just made twenty thousand. And it starts no
    # helpers for a question over many small tables: without them it takes a thirtieth of the time.
    cluster = Cluster(
        HOME,
        settings={
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "max_parallel_workers_per_gather": "0",
        },
    )
    cluster.start()
    _started.append(cluster)


def pytest_unconfigure() -> None:
    """Stop what was started and leave nothing behind."""
    for cluster in _started:
        cluster.destroy()
    shutil.rmtree(HOME, ignore_errors=True)
