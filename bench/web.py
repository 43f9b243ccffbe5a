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
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.client import ask, first_visit, save, sign_in, text_of
from bench.running import (
    installation,
    memory_of,
    processor_of,
    processor_of_all,
    running,
    seconds_to_answers,
    seconds_to_first_page,
    serving,
    web_processes,
    with_database,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psutil

    from bench.client import Answer

HOME_PAGE = "/en/"
STARTS = 5
REQUESTS = 1200
SAVES = 200
PAGES_BEFORE_MEMORY = 30
SIZES = (1_000, 20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be kept, in seconds; the half or 19 of 20 answers are quicker than this.

    Attributes:
        p50: for the half.
        p95: for 19 of 20.
    """

    p50: float | None = None
    p95: float | None = None

    def __str__(self) -> str:
        parts = (("p50", self.p50), ("p95", self.p95))
        return ", ".join(f"{name} < {milliseconds(most)}" for name, most in parts if most is not None)

    def is_met(self, p50: float, p95: float) -> bool:
        """Whether both are kept."""
        return all(most is None or took < most for took, most in ((p50, self.p50), (p95, self.p95)))


DAY = Target(p50=0.025)
DAY_RATE = 150
"""Requests a second of the public timetable of a day."""
FEED = Target(p50=0.020)
BENCH = Target(p95=0.100)
LIST = Target(p50=0.040, p95=0.100)
SAVE = Target(p50=0.050)
FILE = Target(p95=2.0)
HOME = Target(p95=0.015)
START = Target(p50=3.0)
ENTRIES = 200
"""Sessions of the feed that is measured, as many as :mod:`bench.planned` makes."""
MEMORY = 200
"""MB of the web server's parent and workers together."""

FIRST_VISIT = 60.0
"""KB of a public page with all that it needs, in an empty browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A page for somebody who is signed in.

    Attributes:
        name: of its row.
        path: where it is; ``{edition}`` stands for the code of the edition.
        finds: what must stand on it, so that no search is measured that finds nothing; not what was searched
            for, which stands in the field also when nothing was found.
        requests: how often it is asked for.
        target: what it keeps.
    """

    name: str
    path: str
    finds: str = ""
    requests: int = 200
    target: Target | None = None


ROW = 'scope="row"'
"""What each row of a list begins with."""

PAGES = (
    Measured(name="my tasks", path="/tasks/"),
    Measured(name="people, first page", path="/people/", target=LIST),
    Measured(name="people, searched", path="/people/?q=person99", finds=ROW, target=LIST),
    Measured(name="people as a file", path="/people/export/", requests=5, target=FILE),
    Measured(name="register of letters, first page", path="/letters/", target=LIST),
    Measured(name="register of letters, searched", path="/letters/?q=letter+99", finds=ROW, target=LIST),
    Measured(name="register of letters as a file", path="/letters/export.csv", requests=5, target=FILE),
    Measured(name="organisations, first page", path="/directory/organisations/", target=LIST),
    Measured(
        name="organisations, searched and filtered",
        path="/directory/organisations/?q=keramik+29&kind=centre&country=ID",
        finds=ROW,
        target=LIST,
    ),
    Measured(
        name="organisations, filtered by role and sorted by country",
        path="/directory/organisations/?role=host_centre&sort=country",
        finds=ROW,
        target=LIST,
    ),
    Measured(
        name="organisations as a file", path="/directory/organisations/export.csv", requests=5, target=FILE
    ),
    Measured(name="sites, first page", path="/directory/sites/", target=LIST),
    Measured(name="machines, searched", path="/directory/machines/?q=bubut+99", finds=ROW, target=LIST),
    Measured(
        name="technologies on a topic",
        path="/directory/technologies/?topic=paper",
        finds=ROW,
        target=LIST,
    ),
    Measured(
        name="resource persons, first page",
        path="/directory/resource-persons/",
        target=LIST,
    ),
    Measured(
        name="resource persons, searched",
        path="/directory/resource-persons/?q=wangmo+99",
        finds=ROW,
        target=LIST,
    ),
    Measured(
        name="resource persons as a file",
        path="/directory/resource-persons/export.csv",
        requests=5,
        target=FILE,
    ),
    Measured(name="nominations, first page", path="/nominations/", finds=ROW, target=LIST),
    Measured(name="nominations, searched", path="/nominations/?q=nominee+99", finds=ROW, target=LIST),
    Measured(
        name="nominations of a country, sorted by name",
        path="/nominations/?edition={edition}&country=NP&sort=name",
        finds=ROW,
        target=LIST,
    ),
    Measured(name="nominations as a file", path="/nominations/export.csv", requests=5, target=FILE),
    Measured(
        name="list of a country, as its focal point has it",
        path="/nominations/{edition}/BT/",
        finds="nominee 19",
        target=LIST,
    ),
    Measured(name="board of the edition", path="/programmes/editions/{edition}/board/", target=LIST),
    Measured(name="centres for everybody", path="/en/centres/", target=LIST),
    Measured(name="search over all", path="/search/?q=wangmo+99", finds="Wangmo", target=LIST),
)
"""Later stages add theirs; :mod:`bench.data` fills their lists."""


class Table:
    """The rows of the section; of each target, whether it was met."""

    def __init__(self) -> None:
        self.lines = [
            "| what | measured | of processor | answer, gzip | to keep | met |",
            "| --- | ---: | ---: | ---: | --- | --- |",
        ]

    def add(  # noqa: PLR0913 -- a row has six cells, and each is named where it is told
        self,
        what: str,
        measured: str,
        processor: str = "",
        size: str = "",
        *,
        keep: object = "",
        is_met: bool | None = None,
    ) -> None:
        met = {None: "", True: "yes", False: "**no**"}[is_met]
        self.lines.append(f"| {what} | {measured} | {processor} | {size} | {keep} | {met} |")

    def add_page(  # noqa: PLR0913 -- as above
        self,
        what: str,
        answers: list[Answer],
        processor: float,
        *,
        target: Target | None = None,
        clients: int = 1,
        status: int = 200,
    ) -> None:
        """A row about a page that was asked for often."""
        if {answer.status for answer in answers} != {status}:
            raise SystemExit(f"bench: {what} answered {sorted({answer.status for answer in answers})}")
        seconds = sorted(answer.seconds for answer in answers)
        p50, p95 = (seconds[int(len(seconds) * share)] for share in (0.50, 0.95))
        if clients > 1:
            what += f", {clients} clients ({clients * len(answers) / sum(seconds):.0f} /s)"
        self.add(
            what,
            f"p50 {milliseconds(p50)}, p95 {milliseconds(p95)}",
            milliseconds(processor / len(answers)),
            f"{max(answer.size for answer in answers) / 1000:.1f} KB",
            keep=target or "",
            is_met=target.is_met(p50, p95) if target else None,
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

    def ask(self, path: str, *, clients: int, requests: int, more: str = "") -> tuple[list[Answer], float]:
        """The answers, and the seconds of a processor that the web server needed for all of them."""
        web = web_processes(self.keeper)
        before = processor_of(web)
        answers = ask(self.port, path, clients=clients, requests=requests, cookie=self.cookie, more=more)
        return answers, processor_of(web) - before

    def save(self, path: str, *, field: str, requests: int) -> tuple[list[Answer], float]:
        """The same of a form that saves one field of it, one time after the other."""
        web = web_processes(self.keeper)
        before = processor_of(web)
        answers = save(self.port, path, requests=requests, cookie=self.cookie, field=field)
        return answers, processor_of(web) - before


def measure_first_start(table: Table, environment: Mapping[str, str], port: int) -> None:
    """From the command on an empty home to the page that tells how far it is, and to the first page."""
    with running("serve", environment) as keeper:
        told, ready = seconds_to_answers(port, HOME_PAGE)
        processor = processor_of_all(keeper)
    table.add("first start: a visitor is told how far it is", f"{told:.1f} s")
    table.add("first start: tables and files are made", f"{ready:.1f} s", f"{processor:.1f} s")


def measure_start(table: Table, environment: Mapping[str, str], port: int) -> None:
    """From the command to the first page as on every other day, the database up."""
    walls, processors = [], []
    for _ in range(STARTS):
        with running("serve", environment) as keeper:
            walls.append(seconds_to_first_page(port, HOME_PAGE))
            processors.append(processor_of_all(keeper))
    table.add(
        f"cold start to first page, median of {STARTS}",
        f"{statistics.median(walls):.2f} s (slowest {max(walls):.2f} s)",
        f"{statistics.median(processors):.2f} s",
        keep=START,
        is_met=START.is_met(statistics.median(walls), max(walls)),
    )


def measure_home(table: Table, environment: Mapping[str, str], port: int) -> None:
    """Memory, and the public home with the editions of the reference programme's series."""
    filled(environment, "edition")
    with serving(environment, port, HOME_PAGE) as keeper:
        visitor = Reader(keeper=keeper, port=port)
        visitor.ask(HOME_PAGE, clients=2, requests=PAGES_BEFORE_MEMORY)
        web = web_processes(keeper)
        memory = memory_of(web)
        table.add(
            f"memory (PSS) of parent and {len(web) - 1} workers after {PAGES_BEFORE_MEMORY} pages",
            f"{memory:.0f} MB",
            keep=f"< {MEMORY} MB",
            is_met=memory < MEMORY,
        )
        for clients, target in ((1, None), (4, HOME)):
            answers, processor = visitor.ask(HOME_PAGE, clients=clients, requests=REQUESTS)
            table.add_page("home page", answers, processor, target=target, clients=clients)


def measure_edition(table: Table, environment: Mapping[str, str], port: int) -> None:
    """The page of an edition: the reference programme's, with map, sites and days."""
    path = f"/en/programmes/{filled(environment, 'edition')['edition']}/"
    with serving(environment, port, HOME_PAGE) as keeper:
        visitor = Reader(keeper=keeper, port=port)
        answers, processor = visitor.ask(path, clients=1, requests=200)
        table.add_page("page of an edition", answers, processor)
        weight = sum(first_visit(port, path).values()) / 1000
    table.add(
        "page of an edition, first visit with sheets, fonts and drawings",
        "",
        "",
        f"{weight:.1f} KB",
        keep=f"< {FIRST_VISIT:.0f} KB",
        is_met=weight < FIRST_VISIT,
    )


def measure_timetables(table: Table, environment: Mapping[str, str], port: int) -> None:
    """The public day of a timetable, a long feed, and the workbench of 20 groups with 20 sessions each."""
    told = filled(environment, "timetables")
    day = f"/en/programmes/{told.pop('edition')}/timetable/?day=2018-07-24"
    large, session = told.pop("large"), told.pop("session")
    feed = f"/en/programmes/{large}/timetable.ics"
    with serving(environment, port, HOME_PAGE) as keeper:
        visitor = Reader(keeper=keeper, port=port)
        if "CNC" not in text_of(port, day, "") or text_of(port, feed, "").count("BEGIN:VEVENT") != ENTRIES:
            raise SystemExit("bench: the timetable of the day or the feed is not the one that is measured")
        answers, processor = visitor.ask(day, clients=1, requests=REQUESTS)
        table.add_page("public timetable of a day", answers, processor, target=DAY)
        began = time.perf_counter()
        answers, processor = visitor.ask(day, clients=4, requests=REQUESTS)
        rate = len(answers) / (time.perf_counter() - began)
        table.add_page("public timetable of a day", answers, processor, clients=4)
        table.add(
            "public timetable of a day, requests a second",
            f"{rate:.0f}",
            keep=f"> {DAY_RATE}",
            is_met=rate > DAY_RATE,
        )
        weight = sum(first_visit(port, day).values()) / 1000
        table.add(
            "public timetable of a day, first visit with sheets, fonts and drawings",
            "",
            "",
            f"{weight:.1f} KB",
            keep=f"< {FIRST_VISIT:.0f} KB",
            is_met=weight < FIRST_VISIT,
        )
        answers, processor = visitor.ask(feed, clients=1, requests=200)
        table.add_page(f"feed of {ENTRIES} sessions", answers, processor, target=FEED)
        officer = Reader(keeper=keeper, port=port, cookie=sign_in(port, **told))
        bench = f"/timetable/{large}/"
        glance = f"{bench}1/sessions/{session}/?day=1&time=510&room=bench-0.r-0&on=board"
        for what, path in (
            ("opened", bench),
            ("by site", f"{bench}?by=site"),
            ("asked whether a session fits elsewhere", glance),
            ("the card of the planner", f"{bench}progress/"),
        ):
            answers, processor = officer.ask(path, clients=1, requests=100)
            table.add_page(f"workbench of 400 sessions, {what}", answers, processor, target=BENCH)


def measure_lists(table: Table, environment: Mapping[str, str], port: int, rows: int) -> None:
    """The pages of an administrator at one size of all lists."""
    entrance = filled(environment, str(rows))
    edition, step = entrance.pop("edition"), entrance.pop("step")
    with serving(environment, port, HOME_PAGE) as keeper:
        reader = Reader(keeper=keeper, port=port, cookie=sign_in(port, **entrance))
        for page in PAGES:
            path = page.path.format(edition=edition)
            if page.finds not in text_of(port, path, reader.cookie):
                raise SystemExit(f"bench: {page.name} finds nothing")
            answers, processor = reader.ask(path, clients=1, requests=page.requests)
            table.add_page(f"{page.name}, {rows:,} rows", answers, processor, target=page.target)
        answers, processor = reader.save(step, field="why_me", requests=SAVES)
        table.add_page(f"saving a step of an application, {rows:,} rows", answers, processor, target=SAVE)
        table.add(
            f"memory (PSS) after these pages, {rows:,} rows", f"{memory_of(web_processes(keeper)):.0f} MB"
        )


def filled(environment: Mapping[str, str], what: str) -> dict[str, str]:
    """What :mod:`bench.data` tells when it has filled the installation."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.data", what],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench: the installation could not be filled:\n{done.stderr}")
    told: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return told


def section() -> str:
    """The section, in Markdown."""
    table = Table()
    with installation() as (environment, port):
        measure_first_start(table, environment, port)
        with with_database(environment):
            measure_start(table, environment, port)
            measure_home(table, environment, port)
            measure_edition(table, environment, port)
            measure_timetables(table, environment, port)
            for rows in SIZES:
                measure_lists(table, environment, port, rows)
    return "\n".join(["## Pages", "", *table.lines])


if __name__ == "__main__":
    print(section())
