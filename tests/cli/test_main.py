from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

import click
import pytest

from balai.cli import COMMANDS


def balai(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "balai", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | settings,
    )


def test_help_names_every_command_and_imports_none() -> None:
    program = "import sys; from balai.cli import main; main(['--help'], standalone_mode=False); print(sorted(sys.modules))"

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []
    assert [name for name in ("django", "psycopg", "rich") if f"'{name}'" in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_found_in_its_module(name: str) -> None:
    assert isinstance(import_module(f"balai.cli.{name}").command, click.Command)


def test_a_wrong_setting_is_one_message_and_code_2() -> None:
    answer = balai("database", BALAI_HOME="relative/folder")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "balai: BALAI_HOME: “relative/folder” is not an absolute path. Write it from the root, as in /srv/balai.\n"
    )


def test_a_database_that_cannot_be_used_is_one_message_and_code_2() -> None:
    url = "postgresql://balai_app@localhost/balai"

    answer = balai("database", BALAI_DATABASE_URL=url, BALAI_DATABASE_OWNER_URL=url)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "balai: BALAI_DATABASE_URL names an external database. "
        "It runs by itself; this command is for the embedded one.\n"
    )


def test_an_unknown_command_is_refused() -> None:
    answer = balai("reticulate")

    assert answer.returncode == 2
    assert "No such command 'reticulate'" in answer.stderr
