"""What leaves the machine: headers and sizes, measured at the real server over HTTP."""

from __future__ import annotations

import gzip
import socket
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from balai.cli.examples import REFERENCE, example
from tests.cli.programs import PATIENCE, get_when_served, run, running, surroundings
from tests.installation import furnish, home_in
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.fixture(scope="module")
def port(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, django_db_setup: None
) -> Iterator[int]:
    """The port of an installation that is being served, with the reference programme in it.

    No worker runs: it would add to the pages while they are measured.
    """
    folder = tmp_path_factory.mktemp("wire")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with home_in(folder) as home:
        furnish(home, request.config)
        environment = surroundings(home=str(home), bind=f"127.0.0.1:{port}")
        taken_in = run("programme", "import", str(example(REFERENCE)), environment=environment)
        assert taken_in.returncode == 0, taken_in.stderr
        with running(folder / "log", "serve", environment=environment) as serve:
            get_when_served(port, "/en/", serve)
            yield port


def fetched(port: int, path: str) -> tuple[Mapping[str, str], bytes]:
    """The headers and the body as it came over the wire, compressed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return dict(response.getheaders()), body


def test_page_and_error_carry_every_security_header(port: int) -> None:
    for path in ("/en/", "/nowhere/", "/accounts/login/"):
        headers, _body = fetched(port, path)

        assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
        assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_home_page_is_small_with_everything_it_needs(port: int) -> None:
    headers, body = fetched(port, "/en/")
    page = Markup((gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body).decode())
    needed = [
        value for tag, name, value in page.values if tag == "link" and name == "href" and "/static/" in value
    ]

    sizes = {}
    for address in needed:
        headers, body = fetched(port, address)
        assert headers["Content-Encoding"] == "gzip", address
        assert "immutable" in headers["Cache-Control"], address
        sizes[address] = len(body)
    assert [address.rsplit(".", 1)[1] for address in needed] == ["svg", "css", "css", "css", "css"]
    assert sum(size for address, size in sizes.items() if address.endswith(".css")) < 15_000
    assert ("script", ("src",)) not in page.tags


def test_home_page_of_a_new_installation_is_compressed(port: int) -> None:
    """With an open call, its flags and past editions it weighs more: 7.7 kB in the demonstration."""
    headers, body = fetched(port, "/en/")

    assert headers.get("Content-Encoding") == "gzip"
    assert len(body) < 6_000
