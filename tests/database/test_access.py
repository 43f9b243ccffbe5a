"""Who may connect, as whom, and what the log keeps to itself."""

from __future__ import annotations

import os
import pwd
from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from balai.database.place import place_of
from tests.database.conftest import run_as, stranger

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.database.conftest import Household, Person

ROLES = ("postgres", "balai_owner", "balai_app")


@pytest.fixture
def outsider() -> Person:
    """A user of the machine who is neither root, nor PostgreSQL's account, nor who runs the tests."""
    found = pwd.getpwnam("daemon")
    return replace(stranger(), name="daemon", uid=found.pw_uid, gid=found.pw_gid)


def attempt(person: Person, household: Household, role: str) -> str:
    """What a connection attempt says."""
    host = household.folder / "s"
    return run_as(
        person,
        "import psycopg\n"
        f"try: psycopg.connect(host={str(host)!r}, port=5432, user={role!r}, dbname='balai'); print('connected')\n"
        "except psycopg.OperationalError as error: print(error)\n",
    ).stdout


def test_another_local_user_reaches_no_socket_and_is_let_in_by_none(
    household: Household, outsider: Person
) -> None:
    household.hold().hear("ready")
    for role in ROLES:
        assert "Permission denied" in attempt(outsider, household, role)

    sockets = household.folder / "s"
    household.home.parent.chmod(0o755)
    for folder in (household.folder, sockets, household.home):
        if folder.exists():
            folder.chmod(0o755)
    (sockets / ".s.PGSQL.5432").chmod(0o777)

    for role in ROLES:
        assert f'Peer authentication failed for user "{role}"' in attempt(outsider, household, role)
    sockets.chmod(0o700)


def test_a_server_of_another_user_is_not_believed(household: Household, outsider: Person) -> None:
    """In /tmp, somebody else may have made the folder first."""
    household.hold().hear("ready")
    account = place_of(household.home).account if household.person.uid == 0 else household.person.name
    ours = {"host": str(household.folder / "s"), "port": "5432", "user": "balai_app", "dbname": "balai"}

    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect(make_conninfo(**ours, requirepeer=outsider.name))

    assert f'but actual peer user name is "{account}"' in str(caught.value)


def test_a_long_path_has_its_socket_in_a_private_folder(
    new_household: Callable[[str], Household], outsider: Person
) -> None:
    household = new_household("x" * 145)
    if household.person.uid == 0:
        pytest.skip("root's sockets lie under a short path of their own")
    household.hold().hear("ready")
    shown = household.run(
        "from balai.database.place import place_of; print(place_of(home).sockets)"
    ).stdout.strip()

    found = os.stat(shown)  # noqa: PTH116 -- a text from another process
    reached = run_as(
        outsider,
        f"import psycopg\ntry: psycopg.connect(host={shown!r}, user='postgres', dbname='balai')\n"
        "except psycopg.OperationalError as error: print(error)\n",
    )

    assert shown.startswith(f"/tmp/balai-{household.person.uid}-")  # noqa: S108 -- the folder is made private
    assert (oct(found.st_mode), found.st_uid) == ("0o40700", household.person.uid)
    assert "Permission denied" in reached.stdout


def test_it_listens_on_no_port(household: Household) -> None:
    household.hold().hear("ready")

    answer = household.run(
        "from balai.database.cluster import Cluster\n"
        "from tests.database.rows import connect\n"
        "names = ['listen_addresses', 'unix_socket_permissions', 'data_checksums', 'TimeZone']\n"
        "connection = connect(Cluster(home), 'balai_app')\n"
        "print([connection.execute('SELECT current_setting(%s)', [name]).fetchone()[0] for name in names])\n"
    )

    assert answer.stdout == "['', '0700', 'on', 'UTC']\n"


def test_the_log_keeps_no_values_of_people(household: Household) -> None:
    holder = household.hold()
    holder.hear("ready")

    answer = household.run(
        "from balai.database.cluster import Cluster\n"
        "from tests.database.rows import connect\n"
        "connection = connect(Cluster(home), 'balai_owner')\n"
        "connection.execute('CREATE TABLE passport (number text UNIQUE)')\n"
        "for _ in range(2):\n"
        "    connection.execute('INSERT INTO passport VALUES (%s)', ['A0000042'])\n"
    )
    log = (household.folder / "postgres.log").read_text()

    assert "A0000042" in answer.stderr  # the program is told
    assert "duplicate key value violates unique constraint" in log
    assert "A0000042" not in log


def test_settings_of_the_environment_do_not_reach_the_server(household: Household) -> None:
    answer = household.run(
        "import os\n"
        "os.environ |= {'PGPORT': '6543', 'PGDATA': '/nowhere', 'LC_ALL': 'id_ID.UTF-8'}\n"
        "from balai.database.cluster import Cluster\n"
        "from tests.database.rows import connect\n"
        "cluster = Cluster(home, settings={'fsync': 'off'})\n"
        "cluster.start()\n"
        "print(connect(cluster, 'balai_app').execute('SHOW port').fetchone())\n"
        "cluster.stop()\n"
    )

    assert (answer.stdout, answer.stderr) == ("('5432',)\n", "")
