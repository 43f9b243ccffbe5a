"""Where the cluster of a home lies and as whom it runs. Computing a place touches nothing.

An ordinary user has everything in the home. PostgreSQL refuses to run as root, and another user often
cannot enter a home that root made; so root's clusters lie in a system folder, under a hash of the home.
"""

from __future__ import annotations

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

MAJOR = 18
"""The release of PostgreSQL whose binaries are installed; a data folder belongs to one."""

SYSTEM_ACCOUNT = "balai"
"""The user as whom PostgreSQL runs when root starts it."""

SYSTEM_FOLDER = Path("/var/lib/balai")
PORT = 5432
LONGEST_SOCKET = 107
"""Bytes of a socket's path: ``sun_path`` of unix(7) holds 108 with the closing zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folders and the account of one cluster.

    Attributes:
        home: the installation that it serves.
        folder: lock, log and access rules; belongs to who supervises.
        data: PostgreSQL's own folder; belongs to the account.
        sockets: private folder of the socket; belongs to the account.
        account: name of the user as whom PostgreSQL runs, or "" when the system knows none.
        visitors: names of the users who may connect.
    """

    home: Path
    folder: Path
    data: Path
    sockets: Path
    account: str
    visitors: tuple[str, ...]

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"


def place_of(home: Path) -> Place:
    """The place of the cluster that serves a home, for the user of this process."""
    home = home.resolve()
    is_root = os.geteuid() == 0
    account = SYSTEM_ACCOUNT if is_root else _own_name()
    folder = SYSTEM_FOLDER / "clusters" / _digest(home) if is_root else home / "database"
    return Place(
        home=home,
        folder=folder,
        data=folder / f"data-{MAJOR}",
        sockets=_sockets(folder),
        account=account,
        visitors=("root", account) if is_root else (account,),
    )


def _sockets(folder: Path) -> Path:
    """Beside the data, or in /tmp where that path is too long, or has a comma: libpq would read two hosts."""
    beside = folder / "s"
    if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET and "," not in str(beside):
        return beside
    return Path(f"/tmp/balai-{os.geteuid()}-{_digest(folder)}")  # noqa: S108 -- made private, and checked before use


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return ""
