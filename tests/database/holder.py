"""A process that supervises a cluster, for tests to kill.

`python -m tests.database.holder hold|write|attach HOME SETTINGS` tells what happens
as lines of JSON on its standard output.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from balai.database.cluster import Cluster
from balai.database.problems import DatabaseProblem
from tests.database.rows import connect


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)  # noqa: T201 -- the tests read it


def main(act: str, home: Path, settings: dict[str, str]) -> None:
    # As a kill: Psycopg answers Ctrl-C by cancelling what the server does, and may then wait for it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    cluster = Cluster(home, settings=settings)
    began = time.monotonic()
    try:
        if act == "attach":
            started = cluster.attach_or_start(lambda sentence: tell(progress=sentence))
        else:
            started = True
            cluster.start(lambda sentence: tell(progress=sentence))
    except DatabaseProblem as problem:
        tell(problem=problem.problem, remedy=problem.remedy)
        sys.exit(2)
    with connect(cluster, "postgres") as connection:
        row = connection.execute(
            "SELECT pg_backend_pid(), current_setting('unix_socket_directories')"
        ).fetchone()
    pid = int((cluster.place.data / "postmaster.pid").read_text().split("\n")[0])
    tell(
        ready=started,
        postmaster=pid,
        holder=os.getpid(),
        checked=row is not None,
        after=time.monotonic() - began,
    )
    if act == "write":
        write(cluster)
    sys.stdin.read()  # until the test closes it
    cluster.stop()
    tell(stopped=True)


def write(cluster: Cluster) -> None:
    """Commit numbered rows as fast as it goes, and tell each number after its commit."""
    with connect(cluster, "balai_owner") as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS line (id integer PRIMARY KEY, word text DEFAULT repeat('x', 200))"
        )
        first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM line").fetchone()
        number = first[0] if first else 1
        while True:
            connection.execute("INSERT INTO line (id) VALUES (%s)", [number])
            tell(committed=number)
            number += 1


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]))
