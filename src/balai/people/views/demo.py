"""Entering a demonstration with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from balai import config
from balai.people.access import DEMO_SESSION, public
from balai.people.demo import is_offered
from balai.people.enums import Role
from balai.people.models import Account
from balai.people.services.sample import demo_email

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demonstration's person of a role; without a second factor, for this session only."""
    if role not in Role.values or not is_offered(config.current(), request.META):
        raise Http404
    account = get_object_or_404(Account, email=demo_email(Role(role)))
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEMO_SESSION] = True
    return redirect(settings.LOGIN_REDIRECT_URL)
