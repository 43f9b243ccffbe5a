from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from balai.cli.home import require_home
from balai.cli.problems import Problem
from balai.cli.serve import listen
from balai.config import read
from balai.database import processes
from balai.database.place import place_of
from tests.cli.older import OLDER, gone_back
from tests.cli.programs import (
    PATIENCE,
    first_answer,
    get,
    get_when_served,
    processes_of,
    run,
    running,
    surroundings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse


def test_serve_keeps_pages_and_database_through_kills_and_leaves_nothing(
    furnished: Path, port: int, tmp_path: Path
) -> None:
    """One long test, because each start takes seconds."""
    environment = surroundings(home=str(furnished), bind=f"127.0.0.1:{port}")
    with (
        ThreadPoolExecutor(1) as early,
        running(tmp_path / "log", "serve", environment=environment) as serve,
    ):
        came = early.submit(first_answer, port, "/en/", serve)
        preparing = _web_server(serve.pid)
        preparing.suspend()
        os.kill(first := _postmaster(furnished), signal.SIGKILL)
        _until_another(furnished, first)  # what prepares waits for the database, and the database for nobody
        preparing.resume()
        status, told = came.result()  # the files of the pages are still to be laid out
        assert (status, "Step 2 of 2" in told) == (503, True)
        assert get_when_served(port, "/en/", serve).status == 200

        master = _web_server(serve.pid)
        old = [master, *master.children()]
        master.send_signal(signal.SIGKILL)
        assert psutil.wait_procs(old, PATIENCE)[1] == []
        assert get(port, "/en/").status == 200  # it waited in the socket that the keeper holds
        assert _web_server(serve.pid).pid != master.pid

        keeper = psutil.Process(serve.pid)
        keeper.suspend()  # it would have a new one up before a slow visitor comes
        os.kill(_postmaster(furnished), signal.SIGKILL)
        away = _until(port, 503)
        keeper.resume()
        back = _until(port, 302)  # to the sign-in
        assert (away.headers["Retry-After"], back.headers["Retry-After"]) == ("5", None)

        _assert_static_files_are_compressed_and_kept(furnished, port)
        with _visitor_who_writes_slowly(port):
            left = _web_server(serve.pid)
            serve.kill()
            left.kill()
            serve.wait()
            with running(tmp_path / "log", "serve", environment=environment) as second:
                _until(port, 302)  # until they let go, the killed one's workers answer 503
                second.send_signal(signal.SIGTERM)
                assert second.wait(PATIENCE) == 0

    assert processes_of(furnished) == []
    assert processes.postgres_of(place_of(furnished).data) == []
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert (furnished / "secrets" / "django.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow  # the tables go back to an earlier version, and forward
def test_visitors_are_told_how_far_a_new_version_is(furnished: Path, port: int, tmp_path: Path) -> None:
    environment = surroundings(home=str(furnished), bind=f"127.0.0.1:{port}")
    _rows, older = gone_back(furnished, *OLDER)
    with running(tmp_path / "log", "serve", environment=environment) as serve:
        status, page = first_answer(port, "/id/", serve)
        served = get_when_served(port, "/en/", serve).status
    _rows, newer = gone_back(furnished)

    told = re.search(r'value="(\d+)" max="(\d+)"', page)
    assert told is not None
    assert (status, served, serve.returncode) == (503, 200, 0)
    assert int(told[1]) < int(told[2]) == len(newer - older)
    assert '<html lang="id">' in page
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.slow  # the visitor has his time
def test_serve_waits_for_the_last_answers_of_a_web_server_whose_keeper_was_killed(
    furnished: Path, port: int, tmp_path: Path
) -> None:
    environment = surroundings(home=str(furnished), bind=f"127.0.0.1:{port}")
    with running(tmp_path / "log", "serve", environment=environment) as serve:
        get_when_served(port, "/en/", serve)
        with _visitor_who_writes_slowly(port) as visitor:
            serve.kill()
            serve.wait()
            with running(tmp_path / "log", "serve", environment=environment):
                visitor.sendall(b"=" + b"b" * 998)
                # He brought no token; or the database went with its keeper, and he is told to come again.
                assert visitor.recv(20).startswith((b"HTTP/1.1 403", b"HTTP/1.1 503"))
                _until(port, 302)  # database and web server start anew

    assert "Cannot listen" not in (tmp_path / "log").read_text()


@contextmanager
def _visitor_who_writes_slowly(port: int) -> Iterator[socket.socket]:
    """Somebody in the middle of a form, whom a web server waits for."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as visitor:
        visitor.sendall(
            b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\na"
        )
        _until_read(visitor)
        yield visitor


def _until_read(visitor: socket.socket) -> None:
    """Until a program has taken the connection and all that came over it, as the kernel tells."""
    ends = [f":{end[1]:04X}" for end in (visitor.getpeername(), visitor.getsockname())]
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, local, remote, _, queues, _, _, _, _, inode, *_ = line.split()
            unread = queues.partition(":")[2]
            if [local[-5:], remote[-5:]] == ends and int(unread, 16) == 0 and inode != "0":
                return
        time.sleep(0.01)
    raise AssertionError("nobody reads what the visitor writes")


def _web_server(keeper: int) -> psutil.Process:
    return _child(keeper, "balai.cli.serving")


def _child(keeper: int, word: str) -> psutil.Process:
    """A keeper's child by a word of its command, as soon as it runs."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for child in psutil.Process(keeper).children():
            with suppress(psutil.Error):  # one that is just ending
                if word in child.cmdline():
                    return child
        time.sleep(0.01)
    raise AssertionError(f"no {word}")


def _postmaster(home: Path) -> int:
    return int((place_of(home).data / "postmaster.pid").read_text().splitlines()[0])


def _until_another(home: Path, earlier: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, ValueError, IndexError):  # no file, or one that is being written
            if _postmaster(home) != earlier:
                return
        time.sleep(0.02)
    raise AssertionError("the database does not come back")


def _until(port: int, status: int) -> HTTPResponse:
    """A page that reads the database, asked until it answers so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, HTTPException):  # the port changes hands, perhaps in the middle of an answer
            response = get(port, "/search/?q=x", Cookie="session=" + 32 * "a")
            if response.status == status:
                return response
        time.sleep(0.02)
    raise AssertionError(f"no answer {status}")


def _assert_static_files_are_compressed_and_kept(home: Path, port: int) -> None:
    names = json.loads((home / "static" / "staticfiles.json").read_text())["paths"]
    sheet = get(port, f"/static/{names['ui/public.css']}", **{"Accept-Encoding": "gzip"})

    assert (sheet.status, sheet.headers["Content-Encoding"]) == (200, "gzip")
    assert sheet.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_a_setting_that_is_wrong_ends_with_one_message(home: Path) -> None:
    done = run("serve", environment=surroundings(home=str(home), bind="8000"))

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "balai: BALAI_BIND: “8000” is not an address and a port. Write it as 127.0.0.1:8000.\n",
    )


@pytest.mark.parametrize("host", ["no-machine.invalid", "two..dots"])
def test_a_name_that_leads_to_no_machine_is_one_message(host: str) -> None:
    with pytest.raises(Problem, match=rf"{re.escape(host)}.+ Name an address of this machine in BALAI_BIND"):
        listen(host, 8000)


def test_a_database_that_does_not_answer_ends_with_one_message(home: Path, port: int) -> None:
    address = f"postgresql://nobody@127.0.0.1:{port}/none"
    environment = surroundings(
        home=str(home), bind=f"127.0.0.2:{port}", database_url=address, database_owner_url=address
    )

    done = run("serve", environment=environment)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"balai: The database at 127.0.0.1, port {port}, does not answer")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "worker",
        "check",
        "backup new.zip",
        "restore old.zip",
        "admin invite a@b.example",
        "keys rotate",
        "programme import .",
        "programme export SMI new.zip",
    ],
)
def test_root_is_refused_in_production(command: str, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can be refused")

    done = run(*command.split(), environment=surroundings(home=str(tmp_path / "home")))

    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert done.stderr == (
        "balai: An installation does not run as root. "
        "Make an ordinary user for it and run as that one, as docs/operate/install.md shows.\n"
    )


def test_a_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    settings = read({"BALAI_HOME": str(tmp_path / "deep" / "home")})

    require_home(settings)
    first = settings.secret_key
    require_home(settings)

    modes = [oct(path.stat().st_mode & 0o777) for path in (settings.home, settings.secrets_folder)]
    assert (settings.secret_key, len(first), modes) == (first, 86, ["0o700", "0o700"])
    assert [path.name for path in settings.secrets_folder.iterdir()] == ["django.key"]


def test_secrets_that_others_can_read_are_refused(tmp_path: Path) -> None:
    settings = read({"BALAI_HOME": str(tmp_path)})
    settings.secrets_folder.mkdir()
    settings.secrets_folder.chmod(0o755)

    with pytest.raises(Problem, match=r"Others can look into .*secrets\. Close it: chmod 700"):
        require_home(settings)


def test_an_empty_secret_key_is_told(tmp_path: Path) -> None:
    settings = read({"BALAI_HOME": str(tmp_path)})
    settings.secrets_folder.mkdir(mode=0o700)
    (settings.secrets_folder / "django.key").touch()

    with pytest.raises(Problem, match=r"django\.key is empty\. Remove it"):
        require_home(settings)
