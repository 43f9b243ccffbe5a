"""The door: no request reaches a view that has not said for whom it opens; and where one is signed in."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from balai.people.access import SINCE, brings_second_factor, declared
from balai.people.models import Account
from balai.people.queries import grants_held_by
from balai.people.rules import must_set_up_second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest


SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods whose address can be asked for again."""
NOTED_EVERY_SECONDS = 300
NOTED = "noted"
NOTED_AT = "noted_at"
LONGEST_SESSION = 24 * 60 * 60
"""Seconds after signing in, whatever was done since; without a page it ends earlier (SESSION_COOKIE_AGE)."""


class SessionNoteMiddleware:
    """Notes where one is signed in, for the page that shows it: every five minutes, and at once elsewhere.

    The library's own middleware writes at every request, which costs each page five queries. Each note
    also lets the session live on, so a page that asks by itself would keep it open for ever: it ends here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            now = timezone.now().timestamp()
            if now - request.session.get(SINCE, math.inf) > LONGEST_SESSION:
                logout(request)
                return self.get_response(request)
            mark, age = _mark(request), now - request.session.get(NOTED_AT, -math.inf)
            if request.session.get(NOTED) != mark or not 0 <= age < NOTED_EVERY_SECONDS:
                UserSession.objects.create_from_request(request)
                request.session[NOTED] = mark
                request.session[NOTED_AT] = now
        return self.get_response(request)


def _mark(request: HttpRequest) -> str:
    """Changes with the session, the place and the browser."""
    parts = [
        request.session.session_key,
        get_adapter().get_client_ip(request),
        request.META.get("HTTP_USER_AGENT", ""),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class AccessMiddleware:
    """Applies what each view declared; puts the grants in force on the request as ``request.grants``.

    From then on moments are shown in the reader's own zone. What is shown to an account stays on no disk of
    its reader, whose machine may be an office's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the zone of a reader ends with their request, whoever this thread serves next."""
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        access = declared(request.resolver_match.func) if request.resolver_match else None
        if access is not None and access.needs_account:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Let the request pass, send it to sign in or to the second factor, or refuse (403).

        Raises:
            ImproperlyConfigured: the view declares nothing.
            PermissionDenied: signed in, but without any of the roles, or as a program, which has no pages.
        """
        access = declared(view)
        if access is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} does not declare its access")
        if not access.needs_account:
            return None
        if not isinstance(request.user, Account):
            return redirect_to_login(_back_to(request))
        if request.user.person is None:  # a program has no pages
            raise PermissionDenied
        timezone.activate(request.user.person.zone)
        grants = list(grants_held_by(request.user, at=timezone.now()))
        cast("SignedInRequest", request).grants = grants
        is_bare = not brings_second_factor(request.session) and must_set_up_second_factor(
            request.user, grants
        )
        if access.needs_second_factor and is_bare:
            return redirect("mfa_index")
        if not access.admits(grants):
            raise PermissionDenied
        return None


def _back_to(request: HttpRequest) -> str:
    """The page to show after signing in: the one asked for; of a form that was sent, the page it stood on."""
    if request.method in SAFE:
        return request.get_full_path()
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return urlsplit(before)._replace(scheme="", netloc="", fragment="").geturl()
    return resolve_url(settings.LOGIN_REDIRECT_URL)
