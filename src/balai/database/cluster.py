"""The supervisor of the embedded PostgreSQL of one home.

One process at a time holds the lock and has PostgreSQL as its child; others connect. The child stops
when its parent ends in any way, and the next supervisor mends what a crash has left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from balai.database import binaries, folders, pidfile, processes
from balai.database.initialisation import ENVIRONMENT, require_data
from balai.database.place import PORT, place_of
from balai.database.problems import ClusterBusy, DatabaseProblem, not_started, told
from balai.database.roles import APPLICATION_ROLE, DATABASE, OWNER_ROLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from balai.database.processes import Account

    Progress = Callable[[str], None]

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Rows hold personal data: neither failing statements nor values that break a rule go to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
RIGHT_TO_IT = "Give the user of this process the right to it, or name another home in BALAI_HOME."
LOG_LIMIT = 5_000_000
STOPPING = ((60, signal.SIGINT), (30, signal.SIGQUIT), (10, signal.SIGKILL))
"""How long a stopping server may take after each signal: fast, immediate, none asked."""
ORPHANS_END = ((15, signal.SIGTERM), (15, signal.SIGQUIT), (30, signal.SIGKILL))
"""The same for processes whose supervisor or postmaster was killed."""


class Cluster:
    """The PostgreSQL that serves one home.

    Args:
        home: the installation; need not exist yet.
        settings: of PostgreSQL, over ours; tests turn durability off.
    """

    def __init__(self, home: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.place = place_of(home)
        self._settings = dict(settings or {})
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def parameters(self, role: str, database: str = DATABASE) -> dict[str, str]:
        """What libpq needs to connect; needs no running server.

        ``requirepeer`` makes libpq refuse a server that runs as another user: in /tmp somebody else may
        have made the folder first.
        """
        return {
            "host": str(self.place.sockets),
            "port": str(PORT),
            "user": role,
            "dbname": database,
            "requirepeer": self.place.account,
        }

    @property
    def is_owner(self) -> bool:
        """Whether this process supervises the cluster."""
        return self._lock is not None

    def is_running(self) -> bool:
        """Whether a server, ours or another process's, takes connections, and will go on to.

        One whose supervisor is gone, or about to stop it, still says for a moment that it is ready.
        """
        found = pidfile.read(self.place.data)
        return (
            found is not None
            and found.is_ready
            and processes.is_postgres_of(found.pid, self.place.data)
            and processes.parent_of(found.pid) == self._supervisor()
        )

    def attach_or_start(self, progress: Progress | None = None) -> bool:
        """Come to a running server; return whether this process started it.

        While another process starts or stops it, wait.
        """
        waiting = _Waiting(progress, "Waiting for the process that starts the database")
        while not self.is_running():
            try:
                self.start(progress)
            except ClusterBusy:
                waiting.pause(0.1)
            else:
                return True
        return False

    def start(self, progress: Progress | None = None) -> None:
        """Supervise: take the lock, mend, start PostgreSQL and wait until it takes connections.

        Args:
            progress: called about once a second with a sentence while it takes long, as recovery after a
                crash may; an exception that it raises ends the start.

        Raises:
            ClusterBusy: another process supervises this cluster.
            DatabaseProblem: it cannot be started; nothing is left half made.
        """
        with told(self.place.folder, RIGHT_TO_IT):
            account = folders.prepare(self.place)
            self._take_lock()
            try:
                programs = binaries.copied() if os.geteuid() == 0 else binaries.installed()
                self._end_orphans(progress)
                is_durable = self._settings.get("fsync") != "off"
                require_data(self.place, programs, account, is_durable=is_durable)
                self._write_access_rules()
                self._run(programs / "postgres", account, progress)
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Stop the server if it is ours; nothing of it is left running."""
        if self._process is not None:
            if self._lock is not None:
                os.ftruncate(self._lock, 0)  # from now on nobody comes to it
            for seconds, stopping in STOPPING:
                self._process.send_signal(stopping)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(seconds)
                    break
            self._process = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def has_died(self) -> bool:
        """Whether the server that this process supervises has ended by itself."""
        return self._process is not None and self._process.poll() is not None

    def destroy(self) -> None:
        """Stop the server and delete its data for ever; the rest of the home stays."""
        self.stop()
        self._take_lock()
        try:
            self._end_orphans(None)
            if self.place.sockets.exists():  # those in /tmp may be cleaned away
                shutil.rmtree(self.place.sockets)
            shutil.rmtree(self.place.folder)
        finally:
            self.stop()

    @property
    def _lock_file(self) -> Path:
        return self.place.folder / "lock"

    def _supervisor(self) -> int | None:
        """The number of the process that has the server as its child, by its own word."""
        try:
            return int(self._lock_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def _take_lock(self) -> None:
        path = self._lock_file
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode(errors="replace").strip()
            os.close(lock)
            raise ClusterBusy(
                f"Process {holder or '(unknown)'} runs the database of {self.place.home}.",
                "Use it, or stop that process first.",
            ) from None
        self._lock = lock
        os.ftruncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())

    def _end_orphans(self, progress: Progress | None) -> None:
        """Wait for what a killed supervisor or postmaster left, then take its marks away.

        The order matters: an orphaned backend still writes, and the only thing that keeps a second
        server from the same files is the shared memory that ``postmaster.pid`` names.
        """
        data = self.place.data
        waiting = _Waiting(progress, "Waiting for the database's earlier processes to end")
        for seconds, ending in ORPHANS_END:
            deadline = time.monotonic() + seconds
            for pid in (orphans := processes.postgres_of(data)):
                _end(pid, orphans, pidfile.read(data), ending)
            while orphans and time.monotonic() < deadline:
                waiting.pause(0.05)
                orphans = processes.postgres_of(data)
            if not orphans:
                break
        else:
            raise DatabaseProblem(
                f"Earlier processes of the database do not end: {processes.postgres_of(data)}.",
                "They wait for the disk or are stopped by a debugger; end them, or start the machine anew.",
            )
        (data / "postmaster.pid").unlink(missing_ok=True)
        for stale in self.place.sockets.glob(".s.PGSQL.*"):
            stale.unlink()

    def _write_access_rules(self) -> None:
        """Only the users of this place may connect, and only as the roles of this cluster."""
        roles = ("postgres", OWNER_ROLE, APPLICATION_ROLE)
        visitors = [f'balai "{user}" {role}' for user in self.place.visitors for role in roles]
        for name, lines in (("pg_hba.conf", ["local all all peer map=balai"]), ("pg_ident.conf", visitors)):
            path = self.place.folder / name
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            path.chmod(0o644)  # another account reads it; who may enter the folder is another question

    def _run(self, program: Path, account: Account, progress: Progress | None) -> None:
        place = self.place
        settings = {
            **SETTINGS,
            # A list of folders to PostgreSQL: quoted, a comma or a space is part of the name.
            "unix_socket_directories": '"{}"'.format(str(place.sockets).replace('"', '""')),
            "hba_file": str(place.folder / "pg_hba.conf"),
            "ident_file": str(place.folder / "pg_ident.conf"),
            "port": str(PORT),
            **self._settings,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with suppress(FileNotFoundError):
            if place.log.stat().st_size > LOG_LIMIT:
                place.log.rename(place.log.with_suffix(".log.1"))
        with place.log.open("ab") as log:
            before = log.tell()
            self._process = processes.start(
                [program, "-D", place.data, *options],
                dies_by=signal.SIGINT,
                account=account,
                environment=ENVIRONMENT,
                output=log,
            )
        waiting = _Waiting(progress, "Waiting for the database to start")
        while not self._is_ready():
            if self._process.poll() is not None:
                raise not_started(self._log_since(before), place)
            if waiting.is_long and "recovery in progress" in self._log_since(before):
                waiting.sentence = "The database mends itself after a crash"
            waiting.pause(0.02)

    def _is_ready(self) -> bool:
        found = pidfile.read(self.place.data)
        return self._process is not None and found == pidfile.PidFile(self._process.pid, is_ready=True)

    def _log_since(self, position: int) -> str:
        with self.place.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")


class _Waiting:
    """Pauses that tell about once a second what is waited for, and for how long."""

    def __init__(self, progress: Progress | None, sentence: str) -> None:
        self.sentence = sentence
        self._progress = progress
        self._began = self._told = time.monotonic()

    @property
    def is_long(self) -> bool:
        return time.monotonic() - self._told >= 1

    def pause(self, seconds: float) -> None:
        if self.is_long:
            self._told = time.monotonic()
            if self._progress is not None:
                self._progress(f"{self.sentence} ({self._told - self._began:.0f} s) ...")
        time.sleep(seconds)


def _end(pid: int, orphans: list[int], postmaster: pidfile.PidFile | None, ending: signal.Signals) -> None:
    """Signal an orphan. A living postmaster ends its own backends, and ends faster by SIGINT."""
    if ending is signal.SIGTERM and postmaster is not None and postmaster.pid in orphans:
        if pid != postmaster.pid:
            return
        ending = signal.SIGINT
    with suppress(ProcessLookupError):
        os.kill(pid, ending)
