"""Keeping an installation alive: its database, and the processes that use it.

``serve``, ``worker``, ``database`` and ``demo`` are each a keeper. Keepers of one home find each other by
the cluster's lock: the first starts the database, the others attach, and one of them takes it over when
it goes away. This process stays light: it waits, and imports no framework.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from balai.database import processes
from balai.database.problems import DatabaseProblem

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping, Sequence
    from types import FrameType, TracebackType

    from balai.database.cluster import Cluster

    _Handler = Callable[[int, FrameType | None], object] | int | signal.Handlers | None

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LOOK_EVERY = 1.0
"""Seconds between two looks at a database that another process runs."""
LONG_LIFE = 10.0
"""Seconds after which a child's end counts as a first one again."""
LONGEST_PAUSE = 30.0
LONGEST_RETRY = 5.0
TELL_EVERY = 5.0
SILENCE = 2.0
"""Seconds of stopping after which whoever waits is told why."""
BAD_INPUT = 2
"""The exit code by which a child says that starting it again would not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A program to keep alive.

    Attributes:
        name: what messages call it.
        argv: the program by its path, and its arguments.
        environment: its whole environment; ours unless given.
        grace: seconds that it gets to finish its work when all is stopped.
        files: numbers of open files that it inherits, such as a listening socket.
    """

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] | None = None
    grace: float = 30.0
    files: Sequence[int] = ()


class Keeper:
    """Holds a database and children until a signal comes, and leaves nothing running.

    In ``with``, the database is up: attached to, or started here. From there on it is kept up while
    ``complete`` runs a program to its end, and while ``run`` keeps the children. Whoever waits for the
    database does so in one of them: a keeper that waits elsewhere, with the lock, waits for itself.

    Args:
        cluster: the embedded database, or None when an external one is used.
        children: started in this order, restarted when they end, at longer and longer intervals.
        say: takes the sentences for whoever watches.
    """

    def __init__(
        self,
        cluster: Cluster | None,
        children: Sequence[Child] = (),
        *,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self._cluster = cluster
        self._say = say or _tell
        self._children = children
        self._kept: list[_Kept] = []
        self._told = -LONGEST_PAUSE
        self._received: int | None = None
        self._may_raise = False
        self._is_up = True
        self._looked = 0.0
        self._retry = _Pause(LONGEST_RETRY)
        self._earlier: dict[int, _Handler] = {}

    def __enter__(self) -> Self:
        self._wake, self._woken = os.pipe()
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN or number is not signal.SIGHUP:  # nohup
                self._earlier[number] = signal.signal(number, self._receive)
        self._earlier[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)  # it only wakes us
        try:
            if self._cluster is not None:
                self._cluster.attach_or_start(self._progress)
            self._may_raise = True
            self._raise_if_asked()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def complete(self, program: Child) -> None:
        """Run a program to its end, with the database kept up for it.

        Raises:
            SystemExit: it failed, and has told why; or a signal asked us to stop.
        """
        self._may_raise = False
        running = _Kept(program, self._say)
        running.start()
        try:
            while not running.has_ended():
                self._raise_if_asked()
                self._keep_database()
                self._sleep(LOOK_EVERY / 2)
        finally:
            code = running.sweep()
        if code != 0:
            if code < 0:
                self._say(f"The {program.name} was ended by {signal.Signals(-code).name}.")
            sys.exit(code if code > 0 else 128 - code)
        self._may_raise = True
        self._raise_if_asked()

    def run(self) -> int:
        """Keep everything alive until a signal asks to stop; return the exit code."""
        self._may_raise = False
        self._kept = [_Kept(child, self._say) for child in self._children]
        try:
            while True:
                self._raise_if_asked()
                self._keep_database()
                self._keep_children()
                self._sleep(LOOK_EVERY / 2)
        except _Asked:
            return 0
        except _GivenUp as given_up:
            return given_up.code

    def _keep_database(self) -> None:
        if self._cluster is None or not self._retry.is_over() or self._finds_database(self._cluster):
            return
        if self._is_up:
            self._say("The database went away. Starting it again ...")
        self._is_up = False
        self._cluster.stop()  # forgets the dead child and the lock: another keeper may be quicker
        try:
            is_ours = self._cluster.attach_or_start(self._progress_with_children)
        except DatabaseProblem as problem:
            self._tell_sometimes(str(problem))
            self._retry.lengthen()
        else:
            self._is_up = True
            self._retry = _Pause(LONGEST_RETRY)
            self._say("The database runs again" + (", kept by this process." if is_ours else "."))

    def _finds_database(self, cluster: Cluster) -> bool:
        if cluster.is_owner:
            return not cluster.has_died()
        if self._is_up and time.monotonic() - self._looked < LOOK_EVERY:
            return True
        self._looked = time.monotonic()
        return cluster.is_running()

    def _keep_children(self) -> None:
        for kept in self._kept:
            kept.mind()

    def _progress(self, sentence: str) -> None:
        self._raise_if_asked()
        self._tell_sometimes(sentence)

    def _progress_with_children(self, sentence: str) -> None:
        self._progress(sentence)
        self._keep_children()

    def _tell_sometimes(self, sentence: str) -> None:
        if time.monotonic() - self._told >= TELL_EVERY:
            self._told = time.monotonic()
            self._say(sentence)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self._received = number
        if self._may_raise:
            self._raise_if_asked()

    def _raise_if_asked(self) -> None:
        if self._received is not None:
            raise _Asked(128 + self._received)

    def _sleep(self, seconds: float) -> None:
        """Until a signal comes or the time is over."""
        if select.select([self._wake], [], [], seconds)[0]:
            with suppress(BlockingIOError):
                os.read(self._wake, 1024)

    def _leave(self) -> None:
        """Stop the children, then the database if it is ours; a second signal makes it quick."""
        self._may_raise = False
        self._received = None
        began = time.monotonic()
        for kept in self._kept:
            kept.ask_to_end()
        is_told = False
        while any(kept.is_alive(time.monotonic() - began) for kept in self._kept) and self._received is None:
            if not is_told and time.monotonic() - began >= SILENCE:
                self._say("Stopping: what is being done is done first. Ctrl-C once more ends it at once.")
                is_told = True
            self._sleep(0.2)
        for kept in self._kept:
            kept.sweep()
        if self._cluster is not None:
            self._cluster.stop()
        signal.set_wakeup_fd(-1)
        for number, handler in self._earlier.items():
            signal.signal(number, handler)
        os.close(self._wake)
        os.close(self._woken)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 -- the terminal is whom a keeper tells


class _Asked(SystemExit):
    """A signal asked us to stop."""


class _GivenUp(Exception):  # noqa: N818 -- an outcome that leaves the loop
    """A child said that it cannot work."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


class _Pause:
    """A pause before the next attempt, twice as long after each."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._next = 0.25
        self._until = 0.0

    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def lengthen(self) -> None:
        self._until = time.monotonic() + self._next
        self._next = min(self._longest, self._next * 2)


@dataclass(slots=True)
class _Kept:
    """A child and its present process."""

    child: Child
    say: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: _Pause = field(default_factory=lambda: _Pause(LONGEST_PAUSE))

    def mind(self) -> None:
        """Start it if it is due; notice its end."""
        if self.has_ended():
            code = self.sweep()
            if code == BAD_INPUT:
                raise _GivenUp(code)
            how = f"ended with code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
            self.say(f"The {self.child.name} {how}. Starting it again ...")
            if time.monotonic() - self.began >= LONG_LIFE:
                self.pause = _Pause(LONGEST_PAUSE)
            self.pause.lengthen()
        if self.process is None and self.pause.is_over():
            self.start()

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = processes.start(
            self.child.argv,
            dies_by=signal.SIGTERM,
            environment=self.child.environment,
            files=self.child.files,
        )

    def ask_to_end(self) -> None:
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGTERM)  # not terminate(), which may reap it

    def is_alive(self, waited: float) -> bool:
        """Whether it is still at work and has time left for it."""
        return self.process is not None and waited < self.child.grace and not self.has_ended()

    def sweep(self) -> int:
        """End what is left of its process group; return the child's exit code.

        A web server's workers would hold the port of a killed parent.
        """
        if self.process is None:
            return 0
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        code = self.process.wait()
        self.process = None
        return code

    def has_ended(self) -> bool:
        """Look without reaping: while its number is taken, its group's number means no other group."""
        how = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return self.process is not None and os.waitid(os.P_PID, self.process.pid, how) is not None
