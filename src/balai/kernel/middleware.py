"""What surrounds every view."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from balai.kernel.errors import malformed
from balai.kernel.refusal import RuleViolationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class BodilessHeadMiddleware:
    """Takes the body out of the answers to HEAD; the server does so too, but logs a warning for each."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if request.method != "HEAD":
            return response
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        elif isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class DevicesMiddleware:
    """Says which devices of the reader a page may use: the camera, by which codes are read at a session."""

    POLICY = "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.headers["Permissions-Policy"] = self.POLICY
        return response


class AnyHostForHealthMiddleware:
    """Lets the health address be asked under any host: who watches a machine knows it by its number.

    A host is checked because links and the keeping of answers may come to rest on it; this address gives no
    link, and tells nothing but that the database answers. What lies at any other address is not let through.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            request.META["HTTP_HOST"] = "localhost"  # which is always one of ours
        return self._get_response(request)


class ReadableTextMiddleware:
    """Answers 400 to an address that holds what is no text: the database takes no NUL character."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return malformed(request, BadRequest())  # not raised: it is not worth a traceback in the log
        return self._get_response(request)


class RefusalMiddleware:
    """Answers 409 with the reason when a deed was refused and its view had nothing better to show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RuleViolationError):
            return None
        template = "ui/parts/refusal.html" if request.headers.get("HX-Request") else "409.html"
        return render(request, template, {"refusal": exception.refusal}, status=HTTPStatus.CONFLICT)
