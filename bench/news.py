"""What news take at ten thousand articles, and what came of an edition, for everybody.

``python -m bench.news`` writes this section of the benchmarks, as :mod:`bench.web` measures pages. Readers
call themselves a browser, so that what they open is counted.
"""

from __future__ import annotations

from http.client import HTTPConnection
from typing import TYPE_CHECKING

from bench.client import HOST
from bench.data import ARTICLES
from bench.running import installation, prepare, serving, with_database
from bench.web import HOME_PAGE, Reader, Table, Target, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

FRONT = "/en/news/"
BROWSER = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0\r\n"
REQUESTS = 400
CLIENTS = 4
KEPT = Target(p95=0.050)


def measure(table: Table, environment: Mapping[str, str], port: int) -> None:
    """The front page, the same asked for again, a topic, a feed, and an article whose readers are counted."""
    newest = filled(environment, "news")["newest"]
    with serving(environment, port, HOME_PAGE) as keeper:
        visitor = Reader(keeper=keeper, port=port)
        for what, path, target in (
            ("front page", FRONT, KEPT),
            ("news of a topic", f"{FRONT}?topic=ceramics", None),
            ("Atom feed", f"{FRONT}feed.atom?topic=ceramics", None),
            ("article, counted", f"{FRONT}{newest}/", None),
        ):
            visitor.ask(path, clients=2, requests=20)
            answers, processor = visitor.ask(path, clients=CLIENTS, requests=REQUESTS, more=BROWSER)
            table.add_page(
                f"{what}, {ARTICLES:,} articles", answers, processor, target=target, clients=CLIENTS
            )
        ask_again(table, visitor, f"front page asked for again (304), {ARTICLES:,} articles", FRONT)


def measure_evidence(table: Table, environment: Mapping[str, str], port: int) -> None:
    """The figures of an edition for people and for programs, and the page asked for again."""
    page = f"/en/programmes/{filled(environment, 'evidence')['edition']}/evidence/"
    with serving(environment, port, HOME_PAGE) as keeper:
        visitor = Reader(keeper=keeper, port=port)
        for what, path in (("what came of an edition", page), ("the same as JSON", f"{page[:-1]}.json")):
            visitor.ask(path, clients=2, requests=20)
            answers, processor = visitor.ask(path, clients=CLIENTS, requests=REQUESTS, more=BROWSER)
            table.add_page(what, answers, processor, target=KEPT, clients=CLIENTS)
        ask_again(table, visitor, "what came of an edition, asked for again (304)", page)


def ask_again(table: Table, visitor: Reader, what: str, path: str) -> None:
    """A row about a page that its readers have already."""
    tag = f"If-None-Match: {tag_of(visitor.port, path)}\r\n"
    answers, processor = visitor.ask(path, clients=CLIENTS, requests=REQUESTS, more=BROWSER + tag)
    table.add_page(what, answers, processor, target=KEPT, clients=CLIENTS, status=304)


def tag_of(port: int, path: str) -> str:
    """By what a browser asks again."""
    connection = HTTPConnection(HOST, port)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Host": f"localhost:{port}"})
        tag = connection.getresponse().headers["ETag"]
    finally:
        connection.close()
    if tag is None:
        raise SystemExit(f"bench: {path} has no tag")
    return tag


def section() -> str:
    """The section, in Markdown."""
    table = Table()
    with installation() as (environment, port), with_database(environment):
        prepare(environment)
        measure(table, environment, port)
        measure_evidence(table, environment, port)
    return "\n".join(["## News", "", *table.lines])


if __name__ == "__main__":
    print(section())
