"""Visitors go to a process that is free, and whoever is slow keeps nobody from being answered."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from balai.cli import web_worker
from tests.cli.programs import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Ask = Callable[[str], str]


END = "end"
MOST = "LONGEST_WORK"
"""The variable that says how long an answer counts as work, in place of a tenth of a second."""
if MOST in os.environ:
    web_worker.SLOW = float(os.environ[MOST])


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answers with its process: at `/NUMBER/FOLDER` when so many are there, at `/long/FOLDER` at its end."""
    what, _, where = environ["PATH_INFO"].removeprefix("/").partition("/")
    place = Path("/", where)
    if what.isdecimal():
        (place / str(uuid4())).touch()
        wait_until(lambda: len(list(place.iterdir())) >= int(what))
    elif what == "long":
        (place / str(uuid4())).touch()
        wait_until((place / END).exists)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@pytest.fixture
def serve() -> Iterator[Callable[[float | None], Ask]]:
    """Start two processes, of which each has four threads; returns how to ask them for an answer."""
    started = []

    def serve(longest_work: float | None = None) -> Ask:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port: int = listener.getsockname()[1]
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "tests.cli.test_web_worker:application"),
                    *("--worker-class=balai.cli.web_worker.FairWorker", "--workers=2", "--threads=4"),
                    *(f"--timeout={PATIENCE:.0f}", "--no-control-socket"),
                    *(f"--bind=fd://{listener.fileno()}", "--log-level=warning"),
                ],
                pass_fds=[listener.fileno()],
                env=os.environ | ({MOST: str(longest_work)} if longest_work else {}),
            )
            started.append(server)

        def ask(path: str) -> str:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.getheader("Connection") == "close"
            return answer.read().decode()

        return ask

    yield serve
    for server in started:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def test_a_visitor_goes_to_the_process_that_is_free(serve: Callable[..., Ask], tmp_path: Path) -> None:
    """Two at a time, who are answered when both are there: one process would have to take both."""
    ask = serve(longest_work=PATIENCE)
    pairs = []
    with ThreadPoolExecutor(2) as visitors:
        for number in range(10):
            (together := tmp_path / str(number)).mkdir()
            pairs.append(set(visitors.map(ask, [f"/2{together}"] * 2)))

    assert [len(pair) for pair in pairs] == [2] * 10


def test_whoever_is_slow_keeps_nobody_from_being_answered(serve: Callable[..., Ask], tmp_path: Path) -> None:
    ask = serve()
    with ThreadPoolExecutor(4) as visitors:
        slow = [visitors.submit(ask, f"/long{tmp_path}") for _ in range(4)]
        wait_until(lambda: len(list(tmp_path.iterdir())) == len(slow))

        ask("/now")

        assert not any(one.done() for one in slow)
        (tmp_path / END).touch()
