"""A light client: it must not take from the server the cores that both share."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import re
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came over the wire.

    Attributes:
        status: of HTTP.
        size: bytes of its body.
        seconds: from the beginning of the connection to its end.
    """

    status: int
    size: int
    seconds: float


def ask(  # noqa: PLR0913 -- each is named where it is called
    port: int, path: str, *, clients: int, requests: int, cookie: str = "", more: str = ""
) -> list[Answer]:
    """Ask for a page as often as said, by so many clients at once, on a new connection each time.

    Args:
        port: of the server.
        path: of the page.
        clients: at once.
        requests: of all of them together.
        cookie: of a session.
        more: further lines of the head, each with its end.
    """
    question = _question(port, f"GET {path}", cookie, more)
    with ThreadPoolExecutor(clients) as pool:
        shares = pool.map(lambda _: _one_client(port, question, requests // clients), range(clients))
    return [answer for share in shares for answer in share]


def save(port: int, path: str, *, requests: int, cookie: str, field: str) -> list[Answer]:
    """Open a form that saves itself, and let it save one field as often as said, as a browser sends it."""
    page = text_of(port, path, cookie)
    form = {
        name: found.group(1)
        for name in ("csrfmiddlewaretoken", "version", "writer")
        if (found := re.search(rf'name="{name}"[^>]*? value="([^"]+)"', page))
    }
    if len(form) < 3:
        raise SystemExit(f"bench: {path} is no form that saves itself")
    answers = []
    for number in range(requests):
        body = urlencode({**form, field: f"What was typed until now, for the {number + 1}. time."})
        more = (
            f"HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n"
        )
        answers += _one_client(port, _question(port, f"POST {path}", cookie, more) + body.encode(), 1)
    if f"for the {requests}. time." not in text_of(port, path, cookie):
        raise SystemExit(f"bench: {path} answered, and did not keep what was typed last")
    return answers


def _question(port: int, line: str, cookie: str, more: str = "") -> bytes:
    head = f"{line} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"
    return (head + (f"Cookie: {cookie}\r\n" if cookie else "") + more + "\r\n").encode()


def _one_client(port: int, question: bytes, requests: int) -> list[Answer]:
    # Bare sockets, as the client shares the processors with what it measures.
    answers = []
    for _ in range(requests):
        began = time.perf_counter()
        with socket.create_connection((HOST, port)) as connection, connection.makefile("rb") as answer:
            connection.sendall(question)
            told, _, body = answer.read().partition(b"\r\n\r\n")
        answers.append(Answer(int(told.split()[1]), len(body), time.perf_counter() - began))
    return answers


def text_of(port: int, path: str, cookie: str) -> str:
    """What a page says to somebody who is signed in."""
    return _body(port, path, {"Cookie": cookie, "Host": f"localhost:{port}"}).decode()


NEEDED = re.compile(r'<(?:link|img)\s[^>]*?(?:href|src)="(/static/[^"]+)"')
CORE_FONTS = re.compile(r'url\("?([^")]*balai-(?:sans|serif)[^")]*)"?\)')
"""The fonts that a page in English or Indonesian loads; the others are for other letters."""

PACKED = {"Accept-Encoding": "gzip"}
"""What a browser asks with."""


def first_visit(port: int, path: str) -> dict[str, int]:
    """All that a browser with nothing in store loads for a page: addresses, and bytes on the wire."""
    pages = {path: _body(port, path, PACKED)}
    for address in NEEDED.findall(_text(pages[path])):
        pages[address] = _body(port, address, PACKED)
    for sheet in [address for address in pages if address.endswith(".css")]:
        for font in CORE_FONTS.findall(_text(pages[sheet])):
            address = urljoin(sheet, font)
            pages[address] = _body(port, address, PACKED)
    kinds = {address.rpartition(".")[2] for address in pages}
    if not {"css", "woff2"} <= kinds:
        raise SystemExit(f"bench: {path} names no sheets or fonts, only {sorted(kinds)}")
    return {address: len(body) for address, body in pages.items()}


def _body(port: int, address: str, headers: Mapping[str, str]) -> bytes:
    connection = HTTPConnection(HOST, port)
    try:
        connection.request("GET", address, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != HTTPStatus.OK:
        raise SystemExit(f"bench: {address} answered {answer.status}")
    return body


def _text(body: bytes) -> str:
    return (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).decode()


def sign_in(port: int, *, email: str, password: str, secret: str) -> str:
    """Sign in over the pages, with password and second factor; return the cookie of the session."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))

    def send(url: str, **fields: str) -> tuple[str, str]:
        """The address and the text that filling in the form of a page leads to."""
        with opener.open(url) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert token is not None
        fields["csrfmiddlewaretoken"] = token.group(1)
        with opener.open(url, urlencode(fields).encode()) as answer:
            return answer.url, answer.read().decode()

    url, _ = send(f"http://localhost:{port}/accounts/login/", login=email, password=password)
    url, page = send(url, code=one_time_code(secret, at=time.time()))
    assert "/accounts/" not in url, page
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def one_time_code(secret: str, *, at: float) -> str:
    """The six digits that an app shows (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), hashlib.sha1)
    offset = digest[-1] & 0x0F
    (value,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(value & 0x7FFFFFFF) % 1_000_000:06}"
