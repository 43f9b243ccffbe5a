"""The door: no request reaches a view that has not said for whom it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone

from balai.people.access import DEMO_SESSION, declared
from balai.people.models import Account
from balai.people.queries import grants_held_by
from balai.people.rules import must_set_up_second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest


class AccessMiddleware:
    """Applies what each view declared; puts the grants in force on the request as ``request.grants``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

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
            return redirect_to_login(request.get_full_path())
        if request.user.person_id is None:
            raise PermissionDenied
        grants = list(grants_held_by(request.user, at=timezone.now()))
        cast("SignedInRequest", request).grants = grants
        is_demo = request.session.get(DEMO_SESSION, False)
        if access.needs_second_factor and not is_demo and must_set_up_second_factor(request.user, grants):
            return redirect("mfa_index")
        if not access.admits(grants):
            raise PermissionDenied
        return None
