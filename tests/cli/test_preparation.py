from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from psycopg import errors

from balai.cli.preparation import _fingerprint, one_message
from balai.database.backup import RESTORING

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("program", [("serving", "web", "0"), ("preparation", "worker")])
def test_a_home_whose_restore_was_cut_off_serves_nothing(tmp_path: Path, program: tuple[str, ...]) -> None:
    (tmp_path / RESTORING).write_text('"the fingerprint of an archive"')

    answer = subprocess.run(
        [sys.executable, "-m", f"balai.cli.{program[0]}", *program[1:]],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"BALAI_HOME": str(tmp_path)},
    )

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        f"balai: A restore into {tmp_path} is at work, or was cut off. "
        "Wait for it, or run the same `balai restore` again.\n"
    )


def test_files_of_pages_are_known_by_their_content_wherever_they_were_copied(
    tmp_path: Path, settings: Any
) -> None:
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    known: dict[str, str] = {}
    for place, content in {"one": "red", "copy": "red", "other": "tan"}.items():
        folder = tmp_path / place
        folder.mkdir()
        (folder / "a.css").write_text(content)
        os.utime(folder / "a.css", (0, len(known)))
        settings.STATICFILES_DIRS = [folder]
        known[place] = _fingerprint()

    assert known["one"] == known["copy"] != known["other"]


@pytest.mark.parametrize(
    ("error", "cause", "said"),
    [
        (OperationalError, errors.DiskFull, "has no room left: so it said. Free space on its disk; "),
        (ProgrammingError, errors.InsufficientPrivilege, "refuses the role of BALAI_DATABASE_OWNER_URL: so "),
        (OperationalError, errors.OperationalError, "does not answer: so it said. Start it, or correct "),
        (InterfaceError, errors.InterfaceError, "does not answer: so it said. Start it, or correct "),
    ],
)
def test_what_the_database_wants_mended_is_one_message(
    capsys: pytest.CaptureFixture[str],
    error: type[Exception],
    cause: type[Exception],
    said: str,
) -> None:
    refused = error("so it said\nLINE 1: CREATE TABLE")
    refused.__cause__ = cause()

    with pytest.raises(SystemExit) as ended, one_message():
        raise refused

    told = capsys.readouterr().err
    assert (ended.value.code, told.count("\n"), said in told) == (2, 1, True)


def test_a_fault_of_ours_is_not_called_one_of_the_database() -> None:
    fault = ProgrammingError("no such column")
    fault.__cause__ = errors.UndefinedColumn()

    with pytest.raises(ProgrammingError), one_message():
        raise fault
