"""Taking a home back to what an earlier version had made of it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.cli.programs import PATIENCE, surroundings

if TYPE_CHECKING:
    from pathlib import Path

GO_BACK = """
import json, sys
from balai.cli.inside import inside

with inside():
    from django.core.management import call_command
    from django.db import connection
    from balai.kernel.schema import as_owner

    with as_owner():
        for place in sys.argv[1:]:
            call_command("migrate", *place.split("."), verbosity=0)
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names())):
            if table.startswith("balai_") and table != "balai_cache":
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                rows[table] = cursor.fetchone()[0]
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        print(json.dumps({"rows": rows, "ran": sorted(name for [name] in cursor.fetchall())}))
"""
OLDER = ("delivery.0018", "timetable.0006", "followup.0005", "reporting.0004", "exchange.zero")
"""What was the newest of these rooms some time ago; none before the last step that nobody can take back."""


def gone_back(home: Path, *places: str) -> tuple[dict[str, int], set[str]]:
    """Take the tables of a home back to earlier migrations; returns their rows, and what has run."""
    done = subprocess.run(
        [sys.executable, "-c", GO_BACK, *places],
        env=surroundings(home=str(home)),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return told["rows"], set(told["ran"])
