"""Administrators give systems of others their own way into the API."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from balai.kernel.refusal import RuleViolationError
from balai.people.access import roles
from balai.people.enums import Role
from balai.people.forms import SystemForm, TokenForm
from balai.people.models import Account
from balai.people.queries import systems as registered
from balai.people.queries import tokens_live_at
from balai.people.services.systems import end_system, register_system
from balai.people.services.tokens import issue_token, revoke_token

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest

administrators = roles(Role.ADMINISTRATOR, everywhere=True)


@administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: SignedInRequest) -> HttpResponse:
    """List systems, and register one with its first token; the secret is shown in this one answer."""
    at = timezone.now()
    form = SystemForm(request.POST or None)
    secret = ""
    if form.is_valid():
        try:
            with transaction.atomic():
                system = register_system(name=form.cleaned_data["label"], actor=request.user.person, at=at)
                secret = _issue(system, gettext("first token"), form.cleaned_data, request, at=at)
        except RuleViolationError as violation:
            form.add_error("label", str(violation.refusal.message))
        else:
            form = SystemForm()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "secret": secret, "systems": registered()}
    return render(request, "people/systems.html", context, status=status)


@administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def system(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """One system with its tokens; make another one."""
    at = timezone.now()
    shown = get_object_or_404(registered(), pk=account_id)
    form = TokenForm(request.POST or None)
    secret = ""
    if form.is_valid():
        secret = _issue(shown, form.cleaned_data["label"], form.cleaned_data, request, at=at)
        form = TokenForm()
    context = {
        "system": shown,
        "form": form,
        "secret": secret,
        "tokens": tokens_live_at(at).filter(account=shown).order_by("-id"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/system.html", context, status=status)


@administrators
@require_POST
def revoke(request: SignedInRequest, account_id: UUID, token_id: UUID) -> HttpResponse:
    """End one token of a system."""
    shown = get_object_or_404(registered(), pk=account_id)
    token = get_object_or_404(shown.tokens, pk=token_id)
    revoke_token(token_id=token.pk, account=shown, at=timezone.now(), actor=request.user.person)
    return redirect("people:system", shown.pk)


@administrators
@require_POST
def end(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """End a system with all of its tokens."""
    shown = get_object_or_404(Account.objects.exclude(system_name=""), pk=account_id)
    end_system(system=shown, actor=request.user.person, at=timezone.now())
    messages.success(request, gettext("%(system)s opens nothing any more.") % {"system": shown})
    return redirect("people:systems")


def _issue(
    account: Account, label: str, values: dict[str, Any], request: SignedInRequest, *, at: datetime
) -> str:
    _token, secret = issue_token(
        account=account,
        label=label,
        scopes=values["scopes"],
        expires_at=at + timedelta(days=values["days"]),
        at=at,
        actor=request.user.person,
    )
    return secret
