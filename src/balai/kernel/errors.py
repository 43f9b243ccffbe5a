"""When something is wrong on our side: a page that needs neither the database nor anybody signed in."""

from __future__ import annotations

import errno
import logging
import re
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from procrastinate.exceptions import ConnectorException
from psycopg.errors import DiskFull

from balai.kernel.problems import problem
from balai.kernel.refusal import Refusal
from balai.storage.problems import StorageProblem

if TYPE_CHECKING:
    from django.http import HttpRequest

RETRY_AFTER_SECONDS = 5
RETRY_LATER_SECONDS = 300
"""What the pages say: by then the longest limit of signing in has let go, or somebody has made room."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""A full disk, a used-up quota, and a limit of the process on the size of a file."""

TO_PROGRAMS = {
    HTTPStatus.TOO_MANY_REQUESTS: Refusal(
        "request.too_many", _("There were too many tries from here in a short time. Wait five minutes.")
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Refusal(
        "server.broken", _("Something broke here. The log tells what.")
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Refusal(
        "server.away", _("The database does not answer. Try again soon.")
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: Refusal(
        "server.full", _("The disk of this installation is full. Nothing was saved. Try again later.")
    ),
}
FILES_AWAY = Refusal("server.files_away", _("The storage of files does not answer. Try again soon."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for what nobody caught: 507 without room, 503 without database or files, else 500.

    Here rather than in a middleware, because Django turns the error of every layer into an answer at that
    layer: a session that cannot be read never reaches a middleware above it. The next request opens a new
    connection, so 503 ends by itself when the database is back.
    """
    error = sys.exception()
    if is_for_want_of_room(error):
        return no_room(request)
    if isinstance(error, OperationalError | InterfaceError):
        return database_away(request)
    if isinstance(error, StorageProblem):
        return files_away(request)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for an address that is not there: a page, or for a program a problem."""
    if is_for_programs(request):
        return problem(404, Refusal("request.not_found", _("There is no such address.")))
    return defaults.page_not_found(request, exception)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for a request that cannot be read; as above."""
    if is_for_programs(request):
        return problem(400, Refusal("request.malformed", _("This request cannot be read.")))
    return defaults.bad_request(request, exception)


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a program asks, which reads problem details and no pages."""
    return request.path_info.startswith("/api/")


def database_away(request: HttpRequest) -> HttpResponse:
    """503, with the moment when to try again."""
    response = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def files_away(request: HttpRequest) -> HttpResponse:
    """503 for want of the object storage: the deed was taken back, and everything without files goes on."""
    if is_for_programs(request):
        response = problem(HTTPStatus.SERVICE_UNAVAILABLE.value, FILES_AWAY)
    else:
        words = render_to_string("503_files.html", {"path": request.get_full_path()})
        response = HttpResponse(words, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def no_room(request: HttpRequest) -> HttpResponse:
    """507, with the moment when to try again: what was begun was taken back, and room ends it by itself."""
    response = _answer(request, HTTPStatus.INSUFFICIENT_STORAGE)
    response["Retry-After"] = str(RETRY_LATER_SECONDS)
    return response


def is_for_want_of_room(error: BaseException | None) -> bool:
    """Whether a file, or the database, could not be written because there is no room for it."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, OperationalError) and isinstance(error.__cause__, DiskFull)


def is_for_want_of_database(error: BaseException | None) -> bool:
    """Whether the database did not answer: to the framework, to the driver, or to the queue of work."""
    if isinstance(error, ConnectorException):  # the queue's own, whatever the driver said
        error = error.__cause__
    return isinstance(
        error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429, with the moment when to try again."""
    if is_for_programs(request):
        response = problem(429, TO_PROGRAMS[HTTPStatus.TOO_MANY_REQUESTS])
    else:
        response = render(request, "429.html", status=429)
    response["Retry-After"] = str(RETRY_LATER_SECONDS)
    return response


class BriefWhileDatabaseIsAway(logging.Filter):
    """Shortens the log to a line for each failure: where the program stood tells nothing about the cause.

    The same for an object storage, whose problem says itself what to do.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        cause = "the database does not answer" if is_for_want_of_database(error) else ""
        cause = str(error) if isinstance(error, StorageProblem) else cause
        if cause:
            record.msg = f"{' '.join(record.getMessage().split())} ({cause})"
            record.args = None
            record.exc_info = record.exc_text = None
        return True


class WithoutSecrets(logging.Filter):
    """Takes out of the log what opens an account: it stands in the addresses of links that were sent.

    Django writes the address of every request that it refuses, and a link whose form was filled in wrongly
    is still good.
    """

    LINK = re.compile(r"(/accounts/(?:invitation|confirm-email|password/reset/key)/)[^\s/?'\"]+")

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if self.LINK.search(words):
            record.msg = self.LINK.sub(r"\1…", words)
            record.args = None
        return True


def _answer(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    if is_for_programs(request):
        return problem(status.value, TO_PROGRAMS[status])
    return HttpResponse(
        render_to_string(f"{status.value}.html", {"path": request.get_full_path()}), status=status
    )
