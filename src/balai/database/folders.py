"""Making folders and the system account, and refusing those that are not ours.

What existed before keeps its permissions; only what is made here gets any.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from balai.database.place import SYSTEM_ACCOUNT, SYSTEM_FOLDER
from balai.database.problems import DatabaseProblem
from balai.database.processes import Account

if TYPE_CHECKING:
    from balai.database.place import Place

LONGEST_DATA = 1000
"""Bytes of a data folder's path: MAXPGPATH of PostgreSQL is 1024, and file names follow."""


def prepare(place: Place) -> Account:
    """Make the folders of a cluster; return the account as whom PostgreSQL runs.

    Raises:
        DatabaseProblem: a folder belongs to somebody else or is open to others, or the path is too long.
    """
    if not place.account:
        raise DatabaseProblem(
            f"User number {os.geteuid()} has no name on this machine, and PostgreSQL needs one.",
            "Add the user to /etc/passwd, or run as another.",
        )
    if len(os.fsencode(place.data)) > LONGEST_DATA:
        raise DatabaseProblem(
            f"The path of the database is longer than {LONGEST_DATA} bytes: {place.data}.",
            "Name a home with a shorter path in BALAI_HOME.",
        )
    if place.home.exists():
        _require_owner(place.home, os.geteuid())
    if os.geteuid() == 0:
        account = _system_account()
        _make(SYSTEM_FOLDER, 0o755)
        _make(SYSTEM_FOLDER / "clusters", 0o711)
        _make(place.folder, 0o711)
    else:
        account = Account.own()
        place.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(place.folder, 0o700)
    _require_owner(place.folder, os.geteuid())
    _require_entry(place.folder, account)
    make_private(place.sockets, account)
    if place.data.exists():
        _require_owner(place.data, account.uid)
    return account


def make_private(folder: Path, account: Account) -> None:
    """Make a folder for one account alone, or see that it is exactly that and no link to elsewhere."""
    _make(folder, 0o700, account)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise DatabaseProblem(
            f"{folder} is not a private folder of user {_name(account.uid)}.",
            "Look who made it, and remove it; Balai makes it anew.",
        )


def _make(folder: Path, mode: int, account: Account | None = None) -> None:
    """Make a folder that has its owner and mode from the moment it is there: others may be looking for it."""
    if os.path.lexists(folder):
        return
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    made.chmod(mode)
    if account and account != Account.own():
        os.chown(made, account.uid, account.gid)
    try:
        made.rename(folder)
    except OSError:
        made.rmdir()
        if not os.path.lexists(folder):
            raise  # nobody was quicker


def _require_owner(folder: Path, uid: int) -> None:
    owner = folder.stat().st_uid
    if owner != uid:
        raise DatabaseProblem(
            f"{folder} belongs to user {_name(owner)}, not to {_name(uid)}.",
            f"Run as {_name(owner)}, or name another home in BALAI_HOME.",
        )


def _require_entry(folder: Path, account: Account) -> None:
    """See that the account can come to the folder; a strict umask may have closed one on the way."""
    if account == Account.own():
        return
    for step in reversed(folder.parents):
        found = step.stat()
        may_enter = stat.S_IXUSR if found.st_uid == account.uid else stat.S_IXOTH
        if not found.st_mode & may_enter:
            raise DatabaseProblem(
                f"User {_name(account.uid)}, as whom PostgreSQL runs, cannot enter {step}.",
                f"Allow it: chmod o+x {step}",
            )


def _system_account() -> Account:
    """The account of PostgreSQL under root, added when the machine has none."""
    try:
        found = pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        _add_system_account()
        found = pwd.getpwnam(SYSTEM_ACCOUNT)
    return Account(found.pw_uid, found.pw_gid)


def _add_system_account() -> None:
    add = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    command = ["--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_FOLDER)]
    shell = ["--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT]
    if add is None:
        outcome = "there is no useradd"
    else:
        done = subprocess.run([add, *command, *shell], capture_output=True, text=True, check=False)  # noqa: S603 -- a fixed command
        if done.returncode in {0, 9}:  # 9: the name exists; another process was quicker
            return
        outcome = done.stderr.strip()
    raise DatabaseProblem(
        f"PostgreSQL does not run as root, and user {SYSTEM_ACCOUNT} cannot be added: {outcome}.",
        f"Add a system user named {SYSTEM_ACCOUNT}, or run Balai as an ordinary user.",
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
