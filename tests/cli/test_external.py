"""An external PostgreSQL: named by its addresses, it serves every command as the embedded one does."""

from __future__ import annotations

import json
import os
import socket
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from balai.cli.home import require_home
from balai.config import read
from balai.database.cluster import Cluster
from tests.cli.programs import get_when_served, run, running, surroundings
from tests.cli.test_serve import _until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow  # each test has a database of its own
SOCKET = ".s.PGSQL.5432"


@pytest.fixture
def external(furnished: Path) -> Iterator[Cluster]:
    """A server that somebody else looks after: here the one of another home, reached by its address."""
    cluster = Cluster(furnished, settings={"fsync": "off"})
    cluster.start()
    yield cluster
    cluster.stop()


def office(tmp_path: Path, host: Path | str, port: int = 8000, *, role: str = "balai_app") -> dict[str, str]:
    """The surroundings of an installation that names the server."""
    home = tmp_path / "office"
    home.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        (home / "demo.json").write_text("{}")
    environment = surroundings(
        home=str(home),
        bind=f"127.0.0.1:{port}",
        database_url=f"postgresql://{role}@/balai?host={host}",
        database_owner_url=f"postgresql://balai_owner@/balai?host={host}",
    )
    require_home(read(environment))
    return environment


def lines_of_check(environment: dict[str, str]) -> dict[str, str]:
    answer = json.loads(run("check", "--json", environment=environment).stdout)
    return {line["name"]: line["what"] for line in answer["lines"]}


def test_pages_worker_check_backup_and_restore_use_the_server_that_is_named(
    external: Cluster, tmp_path: Path, port: int
) -> None:
    environment = office(tmp_path, external.place.sockets, port)
    log = tmp_path / "log"

    with (
        running(log, "worker", environment=environment),
        running(log, "serve", environment=environment) as serve,
    ):
        assert get_when_served(port, "/en/", serve).status == 200
        healthy = lines_of_check(environment)
        external.stop()
        away = _until(port, 503)
        ill = lines_of_check(environment)
        external.start()
        back = _until(port, 302)  # to the sign-in
    backup = run("backup", str(tmp_path / "backup.zip"), environment=environment)
    again = run("restore", str(tmp_path / "backup.zip"), environment=environment)

    assert (serve.returncode, not Cluster(tmp_path / "office").place.folder.exists()) == (0, True)
    assert (away.headers["Retry-After"], back.status) == ("5", 302)
    assert healthy["database"].startswith("PostgreSQL 18")
    assert (healthy["migrations"], healthy["worker"]) == ("the tables are of this version", "at work")
    assert ill["database"].startswith("does not answer: ")
    assert (backup.returncode, "Written: " in backup.stdout) == (0, True)
    assert (again.returncode, again.stdout) == (2, "")
    assert "is not empty" in again.stderr
    assert "Traceback" not in log.read_text() + backup.stderr + again.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_role_that_the_server_does_not_know_is_one_message(
    external: Cluster, tmp_path: Path, port: int, command: str
) -> None:
    environment = office(tmp_path, external.place.sockets, port, role="nobody_of_this_name")

    done = run(command, environment=environment)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("balai: The database at ")
    assert "nobody_of_this_name" in done.stderr


def test_a_role_that_may_make_no_tables_is_one_message(external: Cluster, tmp_path: Path) -> None:
    place = external.parameters("postgres") | {"dbname": "postgres"}
    with psycopg.connect(make_conninfo(**place), autocommit=True) as server:
        server.execute("CREATE DATABASE another OWNER balai_owner")
    address = f"postgresql://balai_app@/another?host={external.place.sockets}"
    environment = office(tmp_path, external.place.sockets)
    environment |= {"BALAI_DATABASE_URL": address, "BALAI_DATABASE_OWNER_URL": address}

    done = run("worker", environment=environment)

    assert (done.returncode, done.stdout) == (2, "")
    assert "refuses the role of BALAI_DATABASE_OWNER_URL: " in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@contextmanager
def older(server: Path, folder: Path, version: bytes) -> Iterator[Path]:
    """A socket behind which the server says that it is of another version; the rest passes as it is."""
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / SOCKET))
        listener.listen()
        threading.Thread(target=_serve_as, args=(listener, server, version), daemon=True).start()
        yield folder


def _serve_as(listener: socket.socket, server: Path, version: bytes) -> None:
    with suppress(OSError):  # closed: the test is over
        while True:
            visitor, _address = listener.accept()
            inner = socket.socket(socket.AF_UNIX)
            inner.connect(str(server))
            for source, target, is_answer in ((visitor, inner, False), (inner, visitor, True)):
                arguments = (source, target, version if is_answer else b"")
                threading.Thread(target=_pass_on, args=arguments, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, version: bytes) -> None:
    with suppress(OSError):
        while content := source.recv(65_536):
            name, _, rest = content.partition(b"server_version\0")
            if version and rest:  # a version of the same length, so that the message stays whole
                content = (
                    name
                    + b"server_version\0"
                    + version.ljust(rest.index(b"\0"), b"0")
                    + rest[rest.index(b"\0") :]
                )
            target.sendall(content)
        target.shutdown(socket.SHUT_WR)


def test_a_server_before_16_is_refused_with_the_remedy(
    external: Cluster, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    real = next(Path(external.place.sockets).glob(".s.PGSQL.*[0-9]"))

    with older(real, Path(tmp_path_factory.mktemp("s")) / "x", b"15.") as folder:
        environment = office(tmp_path, folder)
        done = run("backup", str(tmp_path / "backup.zip"), environment=environment)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        "balai: The server is PostgreSQL 15, and Balai needs 16 or newer. "
        "Upgrade it, or leave BALAI_DATABASE_URL out to use the embedded one."
    )
    assert not (tmp_path / "backup.zip").exists()
