"""Whom a request comes from, when reverse proxies stand between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from wsgiref.types import StartResponse

    Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class RealClient:
    """Gives the application the address of the visitor in ``REMOTE_ADDR``.

    A proxy appends the address it was called from to ``X-Forwarded-For``, so the list is read from its
    end, and only as far as it was written by proxies that the operator named: whatever stands before
    that, a visitor may have written himself to escape the limits of sign-in.
    """

    def __init__(self, application: Application, proxies: Collection[str]) -> None:
        self._application = application
        self._proxies = frozenset(proxies)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        while environ.get("REMOTE_ADDR") in self._proxies and forwarded and forwarded[-1]:
            environ["REMOTE_ADDR"] = forwarded.pop()
        return self._application(environ, start_response)
