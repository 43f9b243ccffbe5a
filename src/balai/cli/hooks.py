"""What gunicorn calls while it serves; it is told the name of this file."""

from __future__ import annotations

import gc
import signal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol
from wsgiref.util import setup_testing_defaults

from balai.database.launch import promise_to_die_with

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


class Worker(Protocol):
    """What is asked of one of gunicorn's workers."""

    ppid: int


class Loaded(Protocol):
    """What gunicorn has loaded."""

    def wsgi(self) -> WSGIApplication: ...


class Server(Protocol):
    """What is asked of gunicorn's parent."""

    @property
    def app(self) -> Loaded: ...


def when_ready(server: Server) -> None:
    """Answer the first pages here, before the workers are forked.

    What they load and put into words is then there for every worker, at once and only once in memory. The
    collector leaves it alone: looking at an object writes to its memory, which is then no longer shared.
    """
    from django.conf import settings
    from django.db import connections

    from balai import config  # not above: gunicorn would take it for a setting of that name

    if config.current().object_storage is not None:
        import_module("balai.storage.bucket")

    for language, _name in settings.LANGUAGES:
        _answer(server.app.wsgi(), f"/{language}/")
    connections.close_all()  # a worker opens its own
    gc.collect()
    gc.freeze()


def _answer(application: WSGIApplication, path: str) -> None:
    environment: dict[str, Any] = {"PATH_INFO": path, "wsgi.url_scheme": "https"}  # else it may be sent there
    setup_testing_defaults(environment)
    answer = application(environment, lambda *_said: lambda _body: None)
    for _part in answer:
        pass
    if (close := getattr(answer, "close", None)) is not None:
        close()


def post_fork(server: object, worker: Worker) -> None:
    """Let a new worker die with the process that forked it.

    Left alone it would hold the port for its last visitors, and one who reads slowly may take for ever.
    """
    promise_to_die_with(worker.ppid, signal.SIGKILL)
