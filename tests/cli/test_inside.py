from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.programs import PATIENCE, surroundings

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = """
import os, signal
from balai.cli import main
from balai.cli.keys import command
from balai.cli.inside import inside

@command.command("lose")
def lose():
    with inside():
        from django.db import connection
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            [parent] = [line.split()[1] for line in open(f"/proc/{connection.connection.info.backend_pid}/status")
                        if line.startswith("PPid:")]
            os.kill(int(parent), signal.SIGKILL)
            while True:
                cursor.execute("SELECT 1")

main(["keys", "lose"])
"""


@pytest.mark.slow  # starts a database of its own
def test_a_database_that_goes_away_under_a_command_is_one_message(furnished: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND],
        env=surroundings(home=str(furnished)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("balai: The database stopped answering: ")
    assert done.stderr.endswith(" Run the command again; what it had finished stays.\n")
