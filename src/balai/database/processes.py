"""Starting programs that die with us, and finding PostgreSQL's processes in /proc."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from balai.database import launch

if TYPE_CHECKING:
    import signal
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Account:
    """The numbers of the user as whom a program runs."""

    uid: int
    gid: int

    @classmethod
    def own(cls) -> Account:
        return cls(os.geteuid(), os.getegid())


def start(  # noqa: PLR0913 -- each is a fact about a process
    command: Sequence[str | Path],
    *,
    dies_by: signal.Signals,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    output: int | IO[bytes] | None = None,
    files: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches only us.

    Args:
        command: the program by its path, and its arguments.
        dies_by: the signal that it gets when this process ends in any way.
        account: as whom it runs; as we do, and in our folder, unless given.
        environment: its whole environment; ours unless given.
        stdin: what it reads.
        output: where its standard output and error go; to ours unless given.
        files: numbers of open files that it inherits.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("a child that dies with its parent thread must be started from the main thread")
    who = account or Account.own()
    numbers = [str(number) for number in (os.getpid(), int(dies_by), who.uid, who.gid)]
    return subprocess.Popen(  # noqa: S603 -- callers name programs of ours
        [sys.executable, "-IS", launch.__file__, *numbers, *map(str, command)],
        stdin=stdin,
        stdout=output,
        stderr=output,
        env=environment,
        cwd="/" if account else None,  # ours may be closed to the account
        start_new_session=True,
        pass_fds=files,
    )


def is_postgres_of(pid: int, data: Path) -> bool:
    """Whether a live process is PostgreSQL at work in a data folder (it runs there).

    A zombie is not, nor is another program whose number is the one of a server before the last boot,
    nor the shell of somebody who looks around in the folder.
    """
    try:
        name, _, rest = (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")
        )
        return (
            name.partition("(")[2] == "postgres"
            and rest.split()[0] not in {"Z", "X"}
            and Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
        )
    except OSError:
        return False


def parent_of(pid: int) -> int | None:
    """The number of a process's parent; init's, or a stand-in's, once that has died."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])


def postgres_of(data: Path) -> list[int]:
    """The numbers of all live processes of PostgreSQL in a data folder."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [pid for pid in numbers if is_postgres_of(pid, data)]
