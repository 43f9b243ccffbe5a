"""What pages take, over HTTP: ``python -m bench.web`` writes this section of the benchmarks.

Everything is as installed: the commands `balai database` and `balai serve`, a home of its own, the settings
of production. There is no cache of whole pages; before each size of the lists the server starts afresh and
the shared cache is emptied.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.client import ask, sign_in
from bench.running import (
    installation,
    memory_of,
    processor_of,
    processor_of_all,
    running,
    seconds_to_first_page,
    serving,
    web_processes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psutil

    from bench.client import Answer

HOME_PAGE = "/en/"
STARTS = 5
REQUESTS = 1200
PAGES_BEFORE_MEMORY = 30
SIZES = (1_000, 20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A page for somebody who is signed in.

    Attributes:
        name: of its row.
        path: where it is.
        requests: how often it is asked for.
        keep: the line that it keeps.
    """

    name: str
    path: str
    requests: int = 200
    keep: str = ""


PAGES = (
    Measured(name="my tasks", path="/tasks/"),
    Measured(name="people, first page", path="/people/", keep="p50 < 40 ms"),
    Measured(name="people, searched", path="/people/?q=person99", keep="p50 < 40 ms"),
    Measured(name="people as a file", path="/people/export/", requests=5, keep="< 2 s"),
    Measured(name="register of letters, first page", path="/letters/", keep="p50 < 40 ms"),
    Measured(name="register of letters, searched", path="/letters/?q=letter+99", keep="p50 < 40 ms"),
    Measured(name="register of letters as a file", path="/letters/export.csv", requests=5, keep="< 2 s"),
    Measured(
        name="organisations, first page", path="/directory/organisations/", keep="p50 < 40 ms, p95 < 100 ms"
    ),
    Measured(
        name="organisations, searched and filtered",
        path="/directory/organisations/?q=keramik+99&kind=centre&country=ID",
        keep="p50 < 40 ms, p95 < 100 ms",
    ),
    Measured(
        name="organisations, filtered by role and sorted by country",
        path="/directory/organisations/?role=host_centre&sort=country",
        keep="p50 < 40 ms, p95 < 100 ms",
    ),
    Measured(
        name="organisations as a file", path="/directory/organisations/export.csv", requests=5, keep="< 2 s"
    ),
    Measured(name="sites, first page", path="/directory/sites/", keep="p50 < 40 ms, p95 < 100 ms"),
    Measured(
        name="machines, searched", path="/directory/machines/?q=bubut+99", keep="p50 < 40 ms, p95 < 100 ms"
    ),
    Measured(
        name="technologies on a topic",
        path="/directory/technologies/?topic=paper",
        keep="p50 < 40 ms, p95 < 100 ms",
    ),
    Measured(
        name="resource persons, first page",
        path="/directory/resource-persons/",
        keep="p50 < 40 ms, p95 < 100 ms",
    ),
    Measured(
        name="resource persons, searched",
        path="/directory/resource-persons/?q=wangmo+99",
        keep="p50 < 40 ms, p95 < 100 ms",
    ),
    Measured(
        name="resource persons as a file",
        path="/directory/resource-persons/export.csv",
        requests=5,
        keep="< 2 s",
    ),
    Measured(name="centres for everybody", path="/en/centres/", keep="p50 < 40 ms, p95 < 100 ms"),
    Measured(name="search over all", path="/search/?q=wangmo+99", keep="p50 < 40 ms"),
)
"""Later stages add theirs; :mod:`bench.data` fills their lists."""


class Table:
    """The rows of the section."""

    def __init__(self) -> None:
        self.lines = [
            "| what | measured | of processor | answer, gzip | to keep |",
            "| --- | ---: | ---: | ---: | --- |",
        ]

    def add(self, what: str, measured: str, processor: str = "", size: str = "", keep: str = "") -> None:
        self.lines.append(f"| {what} | {measured} | {processor} | {size} | {keep} |")

    def add_page(
        self, what: str, answers: list[Answer], processor: float, *, keep: str = "", clients: int = 1
    ) -> None:
        """A row about a page that was asked for often."""
        assert {answer.status for answer in answers} == {200}, what
        seconds = sorted(answer.seconds for answer in answers)
        p50, p95 = (milliseconds(seconds[int(len(seconds) * share)]) for share in (0.50, 0.95))
        if clients > 1:
            what += f", {clients} clients ({clients * len(answers) / sum(seconds):.0f} /s)"
        self.add(
            what,
            f"p50 {p50}, p95 {p95}",
            milliseconds(processor / len(answers)),
            f"{max(answer.size for answer in answers) / 1000:.1f} KB",
            keep,
        )


def milliseconds(seconds: float) -> str:
    """As a table shows it."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody before a running web server: its keeper, its port, and the cookie of a session or nothing."""

    keeper: psutil.Process
    port: int
    cookie: str = ""

    def ask(self, path: str, *, clients: int, requests: int) -> tuple[list[Answer], float]:
        """The answers, and the seconds of a processor that the web server needed for all of them."""
        web = web_processes(self.keeper)
        before = processor_of(web)
        answers = ask(self.port, path, clients=clients, requests=requests, cookie=self.cookie)
        return answers, processor_of(web) - before


def measure_start(table: Table, environment: Mapping[str, str], port: int) -> None:
    """From the command to the first page: on an empty home, and as on every other day."""
    with running("serve", environment) as keeper:
        first = seconds_to_first_page(port, HOME_PAGE)
        processor = processor_of_all(keeper)
    table.add("first start: tables and files are made", f"{first:.1f} s", f"{processor:.1f} s")
    walls, processors = [], []
    for _ in range(STARTS):
        with running("serve", environment) as keeper:
            walls.append(seconds_to_first_page(port, HOME_PAGE))
            processors.append(processor_of_all(keeper))
    table.add(
        f"cold start to first page, median of {STARTS}",
        f"{statistics.median(walls):.2f} s (slowest {max(walls):.2f} s)",
        f"{statistics.median(processors):.2f} s",
        keep="< 3 s",
    )


def measure_home(table: Table, environment: Mapping[str, str], port: int) -> None:
    """Memory, and the public home."""
    with serving(environment, port, HOME_PAGE) as keeper:
        visitor = Reader(keeper=keeper, port=port)
        visitor.ask(HOME_PAGE, clients=2, requests=PAGES_BEFORE_MEMORY)
        web = web_processes(keeper)
        table.add(
            f"memory (PSS) of parent and {len(web) - 1} workers after {PAGES_BEFORE_MEMORY} pages",
            f"{memory_of(web):.0f} MB",
            keep="< 200 MB",
        )
        for clients, keep in ((1, ""), (4, "p95 < 15 ms on 2 cores")):
            answers, processor = visitor.ask(HOME_PAGE, clients=clients, requests=REQUESTS)
            table.add_page("home page", answers, processor, keep=keep, clients=clients)


def measure_lists(table: Table, environment: Mapping[str, str], port: int, rows: int) -> None:
    """The pages of an administrator at one size of all lists."""
    filled = subprocess.run(
        [sys.executable, "-m", "bench.data", str(rows)],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=True,
    )
    with serving(environment, port, HOME_PAGE) as keeper:
        reader = Reader(keeper=keeper, port=port, cookie=sign_in(port, **json.loads(filled.stdout)))
        for page in PAGES:
            answers, processor = reader.ask(page.path, clients=1, requests=page.requests)
            table.add_page(f"{page.name}, {rows:,} rows", answers, processor, keep=page.keep)
        table.add(
            f"memory (PSS) after these pages, {rows:,} rows", f"{memory_of(web_processes(keeper)):.0f} MB"
        )


def section() -> str:
    """The section, in Markdown."""
    table = Table()
    with installation() as (environment, port), running("database", environment):
        measure_start(table, environment, port)
        measure_home(table, environment, port)
        for rows in SIZES:
            measure_lists(table, environment, port, rows)
    return "\n".join(["## Pages", "", *table.lines])


if __name__ == "__main__":
    print(section())
