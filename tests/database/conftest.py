"""Homes and supervising processes, for root and for an ordinary user."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from balai.database import processes
from balai.database.place import SYSTEM_FOLDER, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOM = Path(__file__).parents[2]
END = ""
"""Follows the last line of a process; no line is empty."""

UNSAFE = {"fsync": "off"}
"""What the machine's own crash could lose; the kill of a process cannot."""

PATIENCE = 600.0
"""Seconds after which something is broken, and not slow: no test counts on a quiet machine."""


@dataclass(frozen=True)
class Person:
    """A user of the machine, as whom supervisors run."""

    name: str
    uid: int
    gid: int
    python: str

    @property
    def is_self(self) -> bool:
        return self.uid == os.geteuid()


@dataclass
class Holder:
    """A supervising process and what it has told.

    A thread listens all the time: a process that tells more than a pipe holds would wait for its reader.
    """

    process: subprocess.Popen[str]
    heard: list[dict[str, Any]] = field(default_factory=list)
    told: SimpleQueue[str] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.told.put(line)
        self.told.put(END)

    def hear(self, key: str, *, within: float = PATIENCE) -> Any:
        """Wait for a line that has the key, and return its value."""
        deadline = time.monotonic() + within
        while (left := deadline - time.monotonic()) > 0:
            try:
                line = self.told.get(timeout=left)
            except Empty:
                break
            if line == END:
                pytest.fail(f"it ended before it told “{key}”: {self.heard[-3:]}, {self.process.wait()}")
            self.heard.append(json.loads(line))
            if key in self.heard[-1]:
                return self.heard[-1][key]
        return pytest.fail(f"nothing about “{key}” in {within} s: {self.heard[-3:]}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Let it stop in order, if it still lives."""
        if self.process.stdin and not self.process.stdin.closed:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    @property
    def rest(self) -> list[dict[str, Any]]:
        """What it told until its end."""
        lines = iter(self.told.get, END)
        return [json.loads(line) for line in lines if line.endswith("}\n")]  # a kill may cut the last


@dataclass
class Household:
    """A home of one person, and the supervisors that tests start for it."""

    person: Person
    home: Path
    holders: list[Holder] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Where this person's supervisor keeps the cluster."""
        return place_of(self.home).folder if self.person.is_self else self.home / "database"

    @property
    def data(self) -> Path:
        return self.folder / "data-18"

    def hold(self, act: str = "hold", **settings: str) -> Holder:
        """Start a supervisor; does not wait for it."""
        command = [self.person.python, "-m", "tests.database.holder", act, str(self.home)]
        holder = Holder(
            subprocess.Popen(
                [*command, json.dumps(UNSAFE | settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOM,
                **as_person(self.person),
            )
        )
        self.holders.append(holder)
        return holder

    def run(self, lines: str) -> subprocess.CompletedProcess[str]:
        """Run Python as the person, with `home` at hand."""
        program = f"from pathlib import Path\nhome = Path({str(self.home)!r})\n{lines}"
        return run_as(self.person, program)

    def start(self, lines: str) -> subprocess.Popen[str]:
        """As `run`, without waiting; what it says on its error stream is in `said`."""
        program = f"from pathlib import Path\nhome = Path({str(self.home)!r})\n{lines}"
        with self.said.open("a", encoding="utf-8") as errors:
            return subprocess.Popen(
                [self.person.python, "-c", program],
                stderr=errors,
                text=True,
                cwd=ROOM,
                **as_person(self.person),
            )

    @property
    def said(self) -> Path:
        return self.home.parent / "said"

    def numbers(self) -> list[int]:
        """The committed numbers, read through a supervisor of our own."""
        answer = self.run(
            "from balai.database.cluster import Cluster\n"
            "from tests.database.rows import connect\n"
            "import json\n"
            "cluster = Cluster(home)\n"
            "cluster.attach_or_start()\n"
            "with connect(cluster, 'balai_app') as connection:\n"
            "    print(json.dumps([n for (n,) in connection.execute('SELECT id FROM line ORDER BY id')]))\n"
            "cluster.stop()\n"
        )
        assert answer.stderr == ""
        return [int(number) for number in json.loads(answer.stdout)]

    def leave(self) -> None:
        for holder in self.holders:
            holder.end()
        folder = self.folder
        for pid in processes.postgres_of(self.data):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(self.home.parent, ignore_errors=True)


def as_person(person: Person) -> dict[str, Any]:
    """What makes a subprocess run as somebody, with our code."""
    paths = [str(ROOM / "src"), str(ROOM), str(Path(psycopg.__file__).parents[1])]
    known = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    options: dict[str, Any] = {
        "env": {**known, "PYTHONPATH": ":".join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    }
    if not person.is_self:
        options |= {"user": person.uid, "group": person.gid, "extra_groups": []}
    return options


def run_as(person: Person, program: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines of Python as somebody."""
    return subprocess.run(
        [person.python, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOM,
        **as_person(person),
    )


@cache
def stranger() -> Person:
    """Another user than this process's, or a skip: only root can become one, and it needs a Python."""
    if os.geteuid() != 0:
        pytest.skip("becoming another user needs root")
    found = pwd.getpwnam("nobody")
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        person = Person("nobody", found.pw_uid, found.pw_gid, python)
        with suppress(OSError):
            if run_as(person, "import balai.database.cluster, psycopg").returncode == 0:
                return person
    return pytest.skip("no Python that another user may run with these packages")


def myself() -> Person:
    found = pwd.getpwuid(os.geteuid())
    return Person(found.pw_name, found.pw_uid, found.pw_gid, sys.executable)


EVERY_DAY = "who runs the tests"
BOTH = [EVERY_DAY, pytest.param("the other kind of user", marks=pytest.mark.slow)]


@pytest.fixture(params=BOTH)
def person(request: pytest.FixtureRequest) -> Person:
    """Root, and an ordinary user: PostgreSQL runs as somebody else under the one, not under the other."""
    return myself() if request.param == EVERY_DAY else stranger()


@pytest.fixture(scope="session")
def patterns() -> Iterator[Callable[[Person], Path]]:
    """Folders of clusters that were started once: a copy takes a tenth of the time of a new one."""
    made: dict[str, Household] = {}

    def pattern(person: Person) -> Path:
        if person.name not in made:
            made[person.name] = household = found_household(person, "pattern")
            household.hold().hear("ready")
            household.holders.pop().end()
        return made[person.name].folder

    yield pattern
    for household in made.values():
        household.leave()


@pytest.fixture
def new_household(person: Person) -> Iterator[Callable[[str], Household]]:
    """Makes homes in which no database was ever started."""
    made: list[Household] = []

    def make(path: str = "a home") -> Household:
        made.append(found_household(person, path))
        return made[-1]

    yield make
    for household in made:
        household.leave()


@pytest.fixture
def household(
    new_household: Callable[..., Household], patterns: Callable[[Person], Path], person: Person
) -> Household:
    """A home with a database that was stopped in order."""
    household = new_household()
    household.folder.parent.mkdir(exist_ok=True)
    os.chown(household.folder.parent, person.uid, person.gid)
    subprocess.run(["cp", "-a", patterns(person), household.folder], check=True)
    return household


def found_household(person: Person, path: str) -> Household:
    # Not in pytest's tmp_path, which other users cannot enter.
    around = Path(tempfile.mkdtemp(prefix="balai-"))
    os.chown(around, person.uid, person.gid)
    return Household(person, around / path)


@pytest.fixture
def system_folder() -> Path:
    """Root's folder for clusters; whoever asks for it needs root."""
    if os.geteuid() != 0:
        pytest.skip("needs root")
    return SYSTEM_FOLDER
