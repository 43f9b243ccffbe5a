"""The product's addresses and some that break, each in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from balai.kernel.refusal import Refusal, RuleViolationError
from balai.people.access import public
from balai.urls import handler400, handler404, handler429, handler500
from balai.urls import urlpatterns as product

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["handler400", "handler404", "handler429", "handler500", "urlpatterns"]


@public
def malformed(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation("a damaged address")


@public
def forbidden(request: HttpRequest) -> NoReturn:
    raise PermissionDenied


@public
def refused(request: HttpRequest) -> NoReturn:
    raise RuleViolationError(
        Refusal("grant.scope_unknown", "There is no country XX. Choose one of the list.")
    )


@public
def broken(request: HttpRequest) -> NoReturn:
    raise ZeroDivisionError


urlpatterns = [
    path("malformed/", malformed),
    path("forbidden/", forbidden),
    path("refused/", refused),
    path("broken/", broken),
    path("api/v1/broken/", broken),
    *product,
]
