"""Balai's own commands as processes, and what they take of the machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from balai.database.cluster import Cluster
from bench.client import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATIENCE = 600.0
"""Seconds after which something is broken, and not slow."""


@contextmanager
def installation() -> Iterator[tuple[dict[str, str], int]]:
    """The environment of a new installation, and its port; all of it is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="balai-bench-"))
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BALAI_")}
    environment |= {"BALAI_HOME": str(home), "BALAI_BIND": f"{HOST}:{port}"}
    try:
        if os.geteuid() == 0:
            (home / "demo.json").write_text("{}")  # root may run only what bears this mark
        yield environment, port
    finally:
        cluster = Cluster(home)
        if cluster.place.folder.exists():
            cluster.destroy()
        shutil.rmtree(home)


@contextmanager
def running(command: str, environment: Mapping[str, str]) -> Iterator[psutil.Process]:
    """Keep one of Balai's commands running in the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "balai", command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


@contextmanager
def with_database(environment: Mapping[str, str]) -> Iterator[None]:
    """Keep ``balai database`` running, and what else is run attached to it."""
    cluster = Cluster(Path(environment["BALAI_HOME"]))
    with running("database", environment):
        began = time.perf_counter()
        while not cluster.is_running():
            if time.perf_counter() - began > PATIENCE:
                raise SystemExit("bench: balai database brought no database up")
            time.sleep(0.05)  # another process starts it, and tells nobody but by its socket
        yield


def prepare(environment: Mapping[str, str]) -> None:
    """Make the tables of a new installation, so that no first command is measured with what it takes."""
    subprocess.run(
        [sys.executable, "-m", "balai.cli.preparation", "worker"],
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def serving(environment: Mapping[str, str], port: int, path: str) -> Iterator[psutil.Process]:
    """Keep ``balai serve`` running, fresh: one page was shown, and nothing else is warm."""
    with running("serve", environment) as keeper:
        seconds_to_first_page(port, path)
        yield keeper


def seconds_to_first_page(port: int, path: str) -> float:
    """Ask until the page is there."""
    return seconds_to_answers(port, path)[1]


def seconds_to_answers(port: int, path: str) -> tuple[float, float]:
    """Ask until the page is there; a refused connection is asked again, and a page that says how far it is.

    Returns:
        the seconds until anybody answered, and until the page was there.
    """
    began = time.perf_counter()
    first = None
    while time.perf_counter() - began < PATIENCE:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        except ConnectionError:
            time.sleep(0.01)
            continue
        finally:
            connection.close()
        took = time.perf_counter() - began
        first = first or took
        if answer.status == 200:
            return first, took
        time.sleep(0.1)  # a visitor asks again after two seconds, and takes less from what is waited for
    raise SystemExit("bench: balai serve showed no page")


def web_processes(keeper: psutil.Process) -> list[psutil.Process]:
    """The web server's parent and its workers."""
    parents = [child for child in keeper.children() if "balai.cli.serving" in child.cmdline()]
    return [process for parent in parents for process in (parent, *parent.children())]


def memory_of(processes: list[psutil.Process]) -> float:
    """In MB; what processes share is counted once (PSS)."""
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def processor_of(processes: list[psutil.Process]) -> float:
    """Seconds of a processor that processes have used so far."""
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


def processor_of_all(keeper: psutil.Process) -> float:
    """Seconds of a processor that a command and all that it started have used, the ended ones too."""
    ended = sum(keeper.cpu_times()[2:4])
    return processor_of([keeper, *keeper.children(recursive=True)]) + ended
