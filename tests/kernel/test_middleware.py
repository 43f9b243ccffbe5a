"""What surrounds every view, asked as a server asks: Django's own test client takes bodies out itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from balai.kernel.middleware import BodilessHeadMiddleware

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

HOSTS = ["balai.example", "localhost", "127.0.0.1", "[::1]"]
"""What is answered once the public address is known."""


def answered(response: HttpResponseBase, method: str) -> HttpResponseBase:
    return BodilessHeadMiddleware(lambda _request: response)(RequestFactory().generic(method, "/"))


def test_head_has_the_length_of_a_page_and_not_the_page() -> None:
    asked = answered(HttpResponse(b"Programmes", status=HTTPStatus.NOT_FOUND), "HEAD")

    assert isinstance(asked, HttpResponse)
    assert (asked.status_code, asked["Content-Length"], asked.content) == (404, "10", b"")


def test_head_of_a_list_that_is_streamed_reads_no_row_of_it() -> None:
    rows = iter([b"first\n", b"second\n"])

    asked = answered(StreamingHttpResponse(rows), "HEAD")

    assert isinstance(asked, StreamingHttpResponse)
    assert (b"".join(asked), next(rows)) == (b"", b"first\n")


def test_other_answers_stay_as_they_are() -> None:
    asked = answered(HttpResponse(b"Programmes"), "GET")

    assert isinstance(asked, HttpResponse)
    assert (asked.content, "Content-Length" in asked) == (b"Programmes", False)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_is_told_whatever_host_is_named(settings: Any, method: str) -> None:
    settings.ALLOWED_HOSTS = HOSTS

    told = Client().generic(method, "/healthz", headers={"host": "10.0.0.5:8000"})

    assert (told.status_code, told["Content-Type"]) == (200, "text/plain")


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/healthz/", "//healthz", "/Healthz", "/healthz/../en/", "/tasks/?/healthz"]
)
def test_nothing_else_is_told_under_another_host(settings: Any, address: str) -> None:
    settings.ALLOWED_HOSTS = HOSTS

    assert Client().generic("GET", address, headers={"host": "10.0.0.5:8000"}).status_code == 400
