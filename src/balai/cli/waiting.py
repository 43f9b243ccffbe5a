"""What is shown to whoever comes before the pages are ready: how far it is.

Making the tables takes longer than people wait before an empty page, and so may the step to a new version.
The keeper holds the port from the start on; until the web server takes visitors there, a thread of the
preparation does, whatever they ask for. It asks nothing of the database, and ends with the preparation: who
comes then waits for the server. Where there is nothing to prepare it never begins.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any, ClassVar
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _
from whitenoise import WhiteNoise

import balai
from balai.kernel.errors import is_for_programs
from balai.kernel.problems import problem
from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from wsgiref.types import StartResponse, WSGIEnvironment

    from django_stubs_ext import StrOrPromise

TABLES = _("The tables of the database are being made.")
FILES = _("The files of the pages are being laid out.")
SAMPLE = _("The sample people and the reference programme are coming in.")
INSTALLATION = (TABLES, FILES)
"""All that may have to be done before an installation serves its pages."""
DEMONSTRATION = (*INSTALLATION, SAMPLE)
AGAIN_SECONDS = 2
"""After so long a browser asks again by itself."""
SLOW_VISITOR = 30.0
"""Seconds in which a visitor must have said what is wanted."""
LAST_ANSWERS = 1.0
"""Seconds in which those who came before the end are answered; browsers open connections that ask nothing."""
HEADERS = [
    ("Cache-Control", "no-store"),
    ("Retry-After", str(AGAIN_SECONDS)),
    ("Refresh", str(AGAIN_SECONDS)),
    (
        "Content-Security-Policy",
        (
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
            " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    ),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
]


class Waiting:
    """Tells visitors how far the preparation is; takes none before it is told of something to do.

    Args:
        port: the number of the open file on which visitors come; None when there is no page to show.
        steps: all that may have to be done.
    """

    def __init__(self, port: int | None = None, steps: Sequence[StrOrPromise] = DEMONSTRATION) -> None:
        self._port = port
        self._steps = steps
        self._server: _Server | None = None
        self._now: tuple[StrOrPromise, int, int] = (TABLES, 0, 0)

    def tell(self, step: StrOrPromise, done: int = 0, of: int = 0) -> None:
        """Take note of a step that is at work, how much of it is done, and of how much if that is known."""
        self._now = (step, done, of)
        if self._port is not None and self._server is None:
            root = Path(balai.__file__).parent / "ui" / "static"
            self._server = _Server(self._port)
            self._server.set_app(WhiteNoise(self._answer, root=root, prefix="static/"))
            threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    def end(self) -> None:
        """Take no more visitors."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def page(self, path: str) -> str:
        """How far it is, in the language that is active."""
        step, done, of = self._now
        number, steps = self._steps.index(step) + 1, len(self._steps)
        told = {"step": step, "number": number, "steps": steps, "done": done, "of": of}
        return render_to_string("preparing.html", {"path": path, **told})

    def _answer(self, environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        request = WSGIRequest(environment)
        away = HTTPStatus.SERVICE_UNAVAILABLE  # a program that waits for Balai knows by it that it must wait
        with override(get_language_from_request(request, check_path=True)):
            if is_for_programs(request):
                answer = problem(away.value, Refusal("server.preparing", self._now[0]))
            else:
                answer = HttpResponse(self.page(request.get_full_path()))
        told = [("Content-Type", answer["Content-Type"]), ("Content-Length", str(len(answer.content)))]
        start(f"{away.value} {away.phrase}", [*HEADERS, *told])
        return [b"" if request.method == "HEAD" else answer.content]


@contextmanager
def waiting_at(port: int | None, steps: Sequence[StrOrPromise] = DEMONSTRATION) -> Iterator[Waiting]:
    """Take visitors in the block, from its first step on."""
    waiting = Waiting(port, steps)
    try:
        yield waiting
    finally:
        waiting.end()


class _Quiet(WSGIRequestHandler):
    """Writes no log, and does not wait for who says nothing: browsers open more connections than they use."""

    timeout: ClassVar[float] = SLOW_VISITOR

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library calls it so, and callers may name it
        pass


class _Server(ThreadingMixIn, WSGIServer):
    """Takes visitors from a port that another process opened, and holds."""

    daemon_threads = True
    block_on_close = False  # who reads slowly must not keep the others waiting

    def __init__(self, port: int) -> None:
        opened = socket.socket(fileno=os.dup(port))
        super().__init__(opened.getsockname()[:2], _Quiet, bind_and_activate=False)
        self.socket.close()
        self.socket = opened
        self.server_name, self.server_port = opened.getsockname()[:2]
        self.setup_environ()
        self._answering: list[threading.Thread] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a visitor beside the others."""
        visit = (request, client_address)
        answering = threading.Thread(target=self.process_request_thread, args=visit, daemon=True)
        self._answering = [*(one for one in self._answering if one.is_alive()), answering]
        answering.start()

    def server_close(self) -> None:
        """Take nobody else; this process becomes another, which leaves those at work without an answer."""
        super().server_close()
        until = time.monotonic() + LAST_ANSWERS
        for answering in self._answering:
            answering.join(max(0, until - time.monotonic()))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of visitors that went away."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)
