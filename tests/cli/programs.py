"""Starting commands of the product as people do, and asking the pages that they serve."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from http.client import HTTPResponse


PATIENCE = 600.0
"""Seconds after which something is broken, and not slow: no test counts on a quiet machine."""


def surroundings(**settings: str) -> dict[str, str]:
    """An environment in which no setting of Balai is given but these, nor one of the framework."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("BALAI_", "DJANGO_"))}
    return others | {f"BALAI_{name.upper()}": value for name, value in settings.items()}


def run(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    argv = [sys.executable, "-m", "balai", *arguments]
    return subprocess.run(
        argv,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def running(log: Path, *arguments: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a command running in the block; its words go to a file. Stopped as by Ctrl-C."""
    with log.open("ab") as words:
        argv = [sys.executable, "-m", "balai", *arguments]
        process = subprocess.Popen(
            argv,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def get(port: int, path: str, **headers: str) -> HTTPResponse:
    """Ask for a page, once."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


def get_when_served(port: int, path: str, server: subprocess.Popen[bytes]) -> HTTPResponse:
    """Ask for a page until a server answers that is ready, as long as it runs."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            page = get(port, path)
            if page.status != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                return page
        except OSError:
            assert server.poll() is None, f"the server ended with code {server.returncode}"
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def first_answer(port: int, path: str, server: subprocess.Popen[bytes]) -> tuple[int, str]:
    """What is answered first of all, by whomever."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:  # it does not listen yet, or was stopped for so long that it gave us up
            assert server.poll() is None, f"the server ended with code {server.returncode}"
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def processes_of(home: Path) -> list[str]:
    """The command lines of all processes that were started with this home."""
    mark = f"BALAI_HOME={home}\0".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if mark in (entry / "environ").read_bytes() + b"\0":
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
    return found
