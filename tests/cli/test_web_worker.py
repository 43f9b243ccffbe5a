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
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.programs import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Ask = Callable[[str], str]


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answers with its process, after as many milliseconds as its address says."""
    time.sleep(int(environ["PATH_INFO"].strip("/")) / 1000)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Ask two processes, of which each has four threads, for an answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "tests.cli.test_web_worker:application"),
                *("--worker-class=balai.cli.web_worker.FairWorker", "--workers=2", "--threads=4"),
                *("--no-control-socket", f"--bind=fd://{listener.fileno()}", "--log-level=warning"),
            ],
            pass_fds=[listener.fileno()],
        )

    def asked(path: str) -> str:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.getheader("Connection") == "close"
        return answer.read().decode()

    with ThreadPoolExecutor(2) as both:  # until each process has come up
        while len(set(both.map(asked, ["/90", "/90"]))) < 2:
            pass
    yield asked
    server.send_signal(signal.SIGTERM)
    server.wait(PATIENCE)


def test_a_visitor_goes_to_the_process_that_is_free(ask: Ask) -> None:
    with ThreadPoolExecutor(2) as visitors:
        pairs = [set(visitors.map(ask, ["/90", "/90"])) for _ in range(10)]

    assert [len(pair) for pair in pairs] == [2] * 10


def test_whoever_is_slow_keeps_nobody_from_being_answered(ask: Ask) -> None:
    with ThreadPoolExecutor(4) as visitors:
        slow = [visitors.submit(ask, "/3000") for _ in range(4)]
        time.sleep(0.5)
        ask("/0")

        assert not any(one.done() for one in slow)
