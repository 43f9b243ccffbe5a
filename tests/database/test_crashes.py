"""What a kill leaves behind: nothing that runs, nothing lost, nothing in the next start's way."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from balai.database import processes
from tests.database.conftest import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.database.conftest import Holder, Household

Found = TypeVar("Found")


def until(look: Callable[[], Found]) -> Found:
    """What a look finds as soon as it finds something."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {PATIENCE} s"
        time.sleep(0.02)
    return found


def wait_until_gone(data: Path) -> None:
    until(lambda: not processes.postgres_of(data))


def committed(holder: Holder) -> list[int]:
    """All numbers that were told as committed, to the last word before the kill."""
    told = [*holder.heard, *holder.rest]
    return [line["committed"] for line in told if "committed" in line]


def kill_all(household: Household, holder: Holder) -> None:
    for pid in processes.postgres_of(household.data):
        with suppress(ProcessLookupError):  # the others end by themselves when the first is gone
            os.kill(pid, signal.SIGKILL)
    holder.kill()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_the_end_of_the_supervisor_ends_the_server_and_loses_nothing(
    household: Household, ending: signal.Signals
) -> None:
    holder = household.hold("write")
    holder.hear("committed")
    time.sleep(0.3)

    holder.process.send_signal(ending)
    holder.process.wait(PATIENCE)

    wait_until_gone(household.data)
    numbers = committed(holder)
    assert numbers
    # One more may have been committed than was told.
    assert household.numbers()[: len(numbers)] == numbers


def test_after_the_kill_of_the_postmaster_the_next_start_recovers(household: Household) -> None:
    holder = household.hold("write")
    holder.hear("committed")
    time.sleep(0.3)

    os.kill(holder.heard[0]["postmaster"], signal.SIGKILL)
    holder.process.wait(PATIENCE)  # its connection broke

    numbers = committed(holder)
    assert numbers
    assert household.numbers()[: len(numbers)] == numbers


def test_after_the_kill_of_everything_the_next_start_recovers(household: Household) -> None:
    holder = household.hold("write")
    holder.hear("committed")
    time.sleep(0.3)

    kill_all(household, holder)

    numbers = committed(holder)
    assert numbers
    assert household.numbers()[: len(numbers)] == numbers


@pytest.mark.parametrize("ending", ["killed", "in order"])
def test_nobody_comes_to_a_server_whose_supervisor_is_going(household: Household, ending: str) -> None:
    """Between the end of the one and the end of the other, it says that it is ready."""
    look = "from balai.database.cluster import Cluster; print(Cluster(home).is_running())"
    holder = household.hold()
    postmaster = holder.hear("postmaster")
    before = household.run(look).stdout

    os.kill(postmaster, signal.SIGSTOP)
    if ending == "killed":
        holder.kill()
    else:
        holder.process.stdin.close()  # type: ignore[union-attr] # it has one
    until(lambda: household.run(look).stdout == "False\n")
    was_there = processes.postgres_of(household.data)
    os.kill(postmaster, signal.SIGCONT)

    assert (before, postmaster in was_there) == ("True\n", True)
    wait_until_gone(household.data)


def test_the_same_process_starts_again_after_its_server_was_killed(household: Household) -> None:
    answer = household.run(
        "import os, signal, time\n"
        "from contextlib import suppress\n"
        "from balai.database import pidfile, processes\n"
        "from balai.database.cluster import Cluster\n"
        "from tests.database.rows import connect\n"
        "cluster = Cluster(home, settings={'fsync': 'off'})\n"
        "cluster.start()\n"
        "with connect(cluster, 'balai_owner') as connection:\n"
        "    connection.execute('CREATE TABLE line (id integer)')\n"
        "    connection.execute('INSERT INTO line VALUES (7)')\n"
        "for pid in processes.postgres_of(cluster.place.data):\n"
        "    with suppress(ProcessLookupError):  # the others end by themselves when the first is gone\n"
        "        os.kill(pid, signal.SIGKILL)\n"
        "while not cluster.has_died():\n"
        "    time.sleep(0.01)\n"
        "print(cluster.is_running())\n"
        "cluster.stop()\n"
        "cluster.start()\n"
        "with connect(cluster, 'balai_app') as connection:\n"
        "    print(connection.execute('SELECT id FROM line').fetchall())\n"
        "cluster.stop()\n"
        "print(cluster.is_running(), processes.postgres_of(cluster.place.data))\n"
    )

    assert (answer.stdout.splitlines(), answer.stderr) == (["False", "[(7,)]", "False []"], "")


def test_a_kill_during_the_first_start_leaves_a_home_that_starts(
    new_household: Callable[..., Household],
) -> None:
    household = new_household()
    holder = household.hold()
    folder = household.folder
    until(lambda: list(folder.glob("new-*/base")))

    holder.kill()
    again = household.hold()
    again.hear("ready")

    assert [path.name for path in folder.glob("new-*")] == []
    assert household.data.is_dir()


def test_an_orphaned_backend_at_work_is_ended_before_the_next_server_starts(household: Household) -> None:
    holder = household.hold()
    holder.hear("ready")
    endless = (
        "from balai.database.cluster import Cluster\n"
        "from tests.database.rows import connect\n"
        "connect(Cluster(home), 'postgres').execute('SELECT count(*) FROM generate_series(1, 1e12)')\n"
    )
    client = household.start(endless)
    # Until it counts: a waiting backend notices its postmaster's death and ends by itself.
    backends = until(lambda: titled(household.data, b" SELECT"))
    os.kill(holder.heard[0]["postmaster"], signal.SIGKILL)
    holder.kill()
    until(lambda: set(processes.postgres_of(household.data)) == backends)

    again = household.hold()
    again.hear("ready")

    assert not backends & set(processes.postgres_of(household.data))
    assert client.wait(PATIENCE) != 0


MEGABYTES = "INSERT INTO bulk SELECT repeat('x', 1000) FROM generate_series(1, {} * 1000)"


@pytest.mark.parametrize(
    ("megabytes", "stopped_for"), [(40, 1.5), pytest.param(2500, 12, marks=pytest.mark.slow)]
)
def test_recovery_that_takes_long_is_waited_for_and_told(
    household: Household, megabytes: int, stopped_for: float
) -> None:
    holder = household.hold(max_wal_size="20GB", checkpoint_timeout="1d")
    holder.hear("ready")
    bulk = household.run(
        "from balai.database.cluster import Cluster\n"
        "from tests.database.rows import connect\n"
        "with connect(Cluster(home), 'balai_owner') as connection:\n"
        "    connection.execute('CREATE TABLE bulk (word text)')\n"
        f"    connection.execute({MEGABYTES.format(megabytes)!r})\n"
    )
    assert bulk.stderr == ""
    kill_all(household, holder)

    began = time.monotonic()
    again = household.hold()
    startup = wait_for_startup(household.data)
    os.kill(startup, signal.SIGSTOP)
    time.sleep(stopped_for)
    os.kill(startup, signal.SIGCONT)
    again.hear("ready")

    told = [line["progress"] for line in again.heard if "progress" in line]
    assert told[0] == "The database mends itself after a crash (1 s) ..."
    assert len(told) >= (time.monotonic() - began) // 2
    count = household.run(
        "from balai.database.cluster import Cluster\n"
        "from tests.database.rows import connect\n"
        "print(connect(Cluster(home), 'balai_app').execute('SELECT count(*) FROM bulk').fetchone())\n"
    )
    assert count.stdout == f"({megabytes * 1000},)\n"


def wait_for_startup(data: Path) -> int:
    """The process that recovers; there is one for a short time only."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := titled(data, b"postgres: startup"):
            return found.pop()
    return pytest.fail("it did not recover")


def titled(data: Path, words: bytes) -> set[int]:
    """The server's processes that say of themselves that they do this."""
    found = set()
    for pid in processes.postgres_of(data):
        with suppress(OSError):
            if words in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.add(pid)
    return found
