"""Every error has a page that says what happened and what to do, with the status that machines read."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection
from django.test import Client, override_settings
from procrastinate.exceptions import ConnectorException

from balai.kernel.errors import BriefWhileDatabaseIsAway

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def _addresses() -> Iterator[None]:
    """Once for all: pytest-django's mark lets Django read them anew for each test."""
    with override_settings(ROOT_URLCONF="tests.kernel.broken_urls"):
        yield


@pytest.fixture
def visitor() -> Client:
    """A browser: it sees answers, not exceptions, and its forms need the sign that they are ours."""
    client = Client(enforce_csrf_checks=True)
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading", "way_out"),
    [
        ("/malformed/", 400, "This request cannot be read", 'href="/"'),
        ("/forbidden/", 403, "This page is not open to you", 'href="/accounts/login/?next=/forbidden/"'),
        ("/nowhere/", 404, "There is no such page", "Nothing is at /nowhere/."),
        ("/refused/", 409, "This cannot be done now", "There is no country XX. Choose one of the list."),
        ("/broken/?again=1", 500, "Something broke here", 'href="/broken/?again=1"'),
    ],
)
def test_error_says_what_happened_and_what_to_do(
    visitor: Client, address: str, status: int, heading: str, way_out: str
) -> None:
    response = visitor.get(address)

    text = response.content.decode()
    assert (response.status_code, heading in text, way_out in text) == (status, True, True)
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_error_speaks_the_reader_s_language_and_escapes_the_address(visitor: Client) -> None:
    response = visitor.get("/nowhere/<script>/", headers={"accept-language": "id"})

    text = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="id"' in text
    assert "&lt;script&gt;" in text


@pytest.mark.django_db
def test_form_without_our_sign_is_refused_and_says_how_to_go_on(visitor: Client) -> None:
    response = visitor.post("/language/", {"language": "id"})

    assert (response.status_code, "This form is too old" in response.content.decode()) == (403, True)


@pytest.mark.django_db
def test_refusal_to_htmx_is_the_fragment_alone(visitor: Client) -> None:
    response = visitor.get("/refused/", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert response.content.decode().strip().startswith('<div class="bl-note block" role="alert"')


def test_error_of_ours_needs_no_database(visitor: Client) -> None:
    response = visitor.get("/broken/")  # this test may not touch the database: a query would fail it

    assert (response.status_code, "Something broke here" in response.content.decode()) == (500, True)


def test_error_of_ours_to_a_program_is_a_problem(visitor: Client) -> None:
    response = visitor.get("/api/v1/broken/")

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "code": "server.broken",
        "detail": "Something broke here. The log tells what.",
        "errors": [],
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/healthz", "/tasks/"])
def test_database_away_is_503_until_it_is_back(visitor: Client, address: str) -> None:
    visitor.cookies["session"] = "of-somebody"
    place = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({"HOST": "127.0.0.1", "PORT": "9"})
    try:
        away = visitor.get(address)
    finally:
        connection.settings_dict.update(place)
    back = visitor.get(address)

    assert (away.status_code, away["Retry-After"], "Back in a moment" in away.content.decode()) == (
        503,
        "5",
        True,
    )
    assert back.status_code in {200, 302}


def logged(error: Exception) -> str:
    """What stands in the log when the worker met an error."""
    record = logging.LogRecord(
        "procrastinate",
        logging.ERROR,
        "",
        0,
        "listener failed: %s",
        ("\n gone \n",),
        (type(error), error, None),
    )
    BriefWhileDatabaseIsAway().filter(record)
    return logging.Formatter("%(message)s").format(record)


def test_a_worker_whose_database_is_away_logs_a_line_and_no_traceback() -> None:
    away = ConnectorException()
    away.__cause__ = psycopg.OperationalError("the database system is shutting down")

    assert logged(away) == "listener failed: gone (the database does not answer)"


def test_another_fault_of_the_queue_is_logged_whole() -> None:
    broken = ConnectorException()
    broken.__cause__ = psycopg.errors.UndefinedTable("no such table")

    assert "ConnectorException" in logged(broken)
    assert "the database does not answer" not in logged(broken)


@pytest.mark.parametrize("address", ["/search/?q=%00", "/en/%00/", "/api/v1/people/?words=a%00"])
def test_an_address_that_is_no_text_cannot_be_read(visitor: Client, address: str) -> None:
    response = visitor.get(address, headers={"accept-language": "id"})  # without a question to the database

    assert response.status_code == 400
    assert address.startswith(("/en/", "/api/")) or '<html lang="id"' in response.content.decode()
