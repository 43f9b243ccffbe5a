"""An installation of its own for the tests: a temporary home, set before Django reads its settings.

Loaded early (`-p tests.home`). The process that runs pytest starts one database for all its workers,
unless BALAI_DATABASE_URL names an external one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from balai.database.cluster import Cluster

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
HOME = Path(os.environ["BALAI_HOME"] if IS_WORKER else tempfile.mkdtemp(prefix="balai-test-"))
_started: list[Cluster] = []

if not IS_WORKER:
    os.environ["BALAI_HOME"] = str(HOME)
    (HOME / "secrets").mkdir(mode=0o700)
    (HOME / "secrets" / "django.key").write_text(secrets.token_urlsafe(48), encoding="ascii")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the database once, in the process that leads the session."""
    if IS_WORKER or os.environ.get("BALAI_DATABASE_URL") or session.config.option.collectonly:
        return
    from balai.database.cluster import Cluster

    cluster = Cluster(HOME, settings={"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
    cluster.start()
    _started.append(cluster)


def pytest_unconfigure() -> None:
    """Stop what was started and leave nothing behind."""
    for cluster in _started:
        cluster.destroy()
    if not IS_WORKER:
        shutil.rmtree(HOME, ignore_errors=True)
