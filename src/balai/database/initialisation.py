"""The first start: a new data folder with its roles and its database, whole or absent."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

from balai.database import folders, processes, roles
from balai.database.place import MAJOR
from balai.database.problems import DatabaseProblem, not_started

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from balai.database.place import Place
    from balai.database.processes import Account

ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
"""For PostgreSQL's programs: PGPORT and the like from outside would change what they do."""


def require_data(place: Place, programs: Path, account: Account, *, is_durable: bool) -> None:
    """See that the data folder is one that these programs can serve; make it when there is none.

    Raises:
        DatabaseProblem: it is of another major version, or not a database at all, or cannot be made.
    """
    if place.data.exists():
        _refuse_foreign(place.data)
        return
    for other in sorted(place.folder.glob("data-*")):
        _refuse_foreign(other)
    for unfinished in place.folder.glob("new-*"):
        shutil.rmtree(unfinished)
    growing = place.folder / f"new-{secrets.token_hex(4)}"
    folders.make_private(growing, account)
    try:
        make: list[str | Path] = [programs / "initdb", *_arguments(is_durable=is_durable), "-D", growing]
        _run(make, account, place)
        # A server without clients and sockets: nobody can meet a database whose roles are half made.
        single: list[str | Path] = [
            programs / "postgres",
            "--single",
            "-D",
            growing,
            "-c",
            "exit_on_error=on",
            "template1",
        ]
        _run(single, account, place, "".join(f"{line}\n" for line in roles.first_statements()))
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    growing.rename(place.data)
    _remember(place.folder)


def _arguments(*, is_durable: bool) -> list[str]:
    return [
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth-local=peer",
        "--auth-host=scram-sha-256",
        "--no-instructions",
        *([] if is_durable else ["--no-sync"]),
    ]


def _run(command: Sequence[str | Path], account: Account, place: Place, text: str = "") -> None:
    process = processes.start(
        command,
        dies_by=signal.SIGTERM,
        account=account,
        environment=ENVIRONMENT,
        stdin=subprocess.PIPE,
        output=subprocess.PIPE,
    )
    output, errors = process.communicate(text.encode())
    if process.returncode != 0:
        raise not_started((output + errors).decode(errors="replace"), place)


def _refuse_foreign(data: Path) -> None:
    try:
        major = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise DatabaseProblem(
            f"{data} is not a database of PostgreSQL: it has no PG_VERSION.",
            "Move it away and restore the last backup into an empty home.",
        ) from None
    if major != str(MAJOR):
        raise DatabaseProblem(
            f"{data} is a database of PostgreSQL {major}, and this release of Balai brings {MAJOR}.",
            "Make a backup with the release of Balai that made it, and restore that into an empty home.",
        )


def _remember(folder: Path) -> None:
    """Write a rename in the folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
