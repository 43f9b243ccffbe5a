"""What gunicorn's parent does before it forks its workers."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from django.db import connections
from gunicorn.config import KNOWN_SETTINGS

from balai.cli import hooks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any
    from wsgiref.types import StartResponse, WSGIApplication

    import pytest


class Server:
    """One that has loaded an application, and notes what is asked of it and done around it."""

    def __init__(self) -> None:
        self.noted: list[str] = []
        self.app = self

    def wsgi(self) -> WSGIApplication:
        return self._answer

    def _answer(self, environment: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        self.noted.append(f"{environment['wsgi.url_scheme']} {environment['PATH_INFO']}")
        start_response("200 OK", [])
        return [b"a page"]


def test_first_page_of_each_language_is_answered_before_the_fork_and_leaves_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server()
    monkeypatch.setattr(connections, "close_all", lambda: server.noted.append("connections closed"))
    monkeypatch.setattr(gc, "freeze", lambda: server.noted.append("frozen"))
    hooks.when_ready(server)
    assert server.noted == ["https /en/", "https /id/", "connections closed", "frozen"]


def test_no_other_name_in_the_file_of_hooks_is_a_setting() -> None:
    """Gunicorn reads the file as its configuration: a module `config` in it would be a file's name."""
    assert {setting.name for setting in KNOWN_SETTINGS} & vars(hooks).keys() == {"when_ready", "post_fork"}
