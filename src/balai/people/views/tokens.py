"""The page on which somebody makes and ends their own tokens."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from balai.people.access import signed_in
from balai.people.forms import TokenForm
from balai.people.models import ApiToken
from balai.people.queries import tokens_live_at
from balai.people.services.tokens import issue_token, revoke_token

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """List one's own tokens, and make one; its secret is shown in this one answer and never again."""
    at = timezone.now()
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            _token, secret = issue_token(
                account=request.user,
                label=form.cleaned_data["label"],
                scopes=form.cleaned_data["scopes"],
                expires_at=at + timedelta(days=form.cleaned_data["days"]),
                at=at,
            )
            form = TokenForm()
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    rows = tokens_live_at(at).filter(account=request.user).order_by("-id")
    return render(
        request, "people/tokens.html", {"form": form, "tokens": rows, "secret": secret}, status=status
    )


@signed_in
@require_POST
def revoke(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    """End one of one's own tokens."""
    token = get_object_or_404(ApiToken, pk=token_id, account=request.user)
    revoke_token(token_id=token.pk, account=request.user, at=timezone.now())
    return redirect("people:tokens")
