from __future__ import annotations

import json
import socket
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from balai.cli.waiting import FILES, INSTALLATION, SAMPLE, TABLES, Waiting, waiting_at

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def held() -> Iterator[socket.socket]:
    """A port that a keeper has opened."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def ask(held: socket.socket, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """Status, type and text of an answer."""
    host, port = held.getsockname()
    connection = HTTPConnection(host, port, timeout=60)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()
    finally:
        connection.close()


def test_whoever_comes_early_is_told_how_far_it_is_whatever_was_asked_for(held: socket.socket) -> None:
    with waiting_at(held.fileno()) as waiting:
        waiting.tell(TABLES, 3, 188)
        status, kind, page = ask(held, "/programmes/?q=a&b=%22", **{"Accept-Language": "en"})
        waiting.tell(SAMPLE, 40, 426)
        later = ask(held, "/id/")
        posted = ask(held, "/accounts/login/", "POST")
        program = ask(held, "/api/v1/me", **{"Accept-Language": "en"})
        headers_alone = ask(held, "/", "HEAD")

    assert (status, kind) == (503, "text/html; charset=utf-8")
    assert 'value="3" max="188"' in page
    assert 'href="/programmes/?q=a&amp;b=%22"' in page
    assert "Step 1 of 3" in page
    assert 'value="40" max="426"' in later[2]
    assert '<html lang="id">' in later[2]
    assert (posted[0], headers_alone) == (503, (503, "text/html; charset=utf-8", ""))
    told = json.loads(program[2])
    assert (program[:2], told["code"]) == ((503, "application/problem+json"), "server.preparing")
    assert told["detail"] == "The sample people and the reference programme are coming in."


def test_an_installation_has_no_sample_people_to_wait_for(held: socket.socket) -> None:
    with waiting_at(held.fileno(), INSTALLATION) as waiting:
        waiting.tell(FILES)
        _status, _kind, page = ask(held, "/", **{"Accept-Language": "en"})

    assert "Step 2 of 2" in page
    assert "demonstration" not in page


def test_its_styles_are_there_before_files_are_laid_out(held: socket.socket) -> None:
    with waiting_at(held.fileno()) as waiting:
        waiting.tell(TABLES)
        status, kind, styles = ask(held, "/static/ui/base.css")

    assert (status, kind) == (200, 'text/css; charset="utf-8"')
    assert "--bl-ink" in styles


def test_who_comes_afterwards_waits_for_the_server(held: socket.socket) -> None:
    with waiting_at(held.fileno()) as waiting:
        waiting.tell(TABLES)
        ask(held, "/")

    with socket.create_connection(held.getsockname(), timeout=60) as visitor:
        visitor.sendall(b"GET / HTTP/1.0\r\n\r\n")
        taken, _address = held.accept()  # by whoever holds the port
        with taken:
            assert taken.recv(5) == b"GET /"


def test_without_anything_to_do_nobody_is_taken(held: socket.socket) -> None:
    with waiting_at(held.fileno()), socket.create_connection(held.getsockname(), timeout=60):
        taken, _address = held.accept()
        taken.close()

    Waiting().tell(TABLES)  # a worker has no visitors
