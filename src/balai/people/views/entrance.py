"""Opening an account by a link."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balai.kernel.errors import too_many
from balai.kernel.refusal import RuleViolationError
from balai.people.access import may_guess, public
from balai.people.forms import AcceptForm
from balai.people.rules import may_accept
from balai.people.services.invitations import accept_invitation, invitation_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Open the account that a link is for, and enter."""
    at = timezone.now()
    invitation = invitation_for(secret)
    if (invitation is None or request.method == "POST") and not may_guess(request, "invitation"):
        return too_many(request)
    refusal = may_accept(invitation, at=at)
    if invitation is None or refusal is not None:
        return _page(request, {"refusal": refusal}, HTTPStatus.CONFLICT)
    person = invitation.person
    form = AcceptForm(
        request.POST or None,
        fixed_email=invitation.email,
        initial={
            "name": person.name if person else "",
            "language": person.language if person else get_language(),
            "time_zone": person.time_zone if person else "UTC",
        },
    )
    if form.is_valid():
        try:
            account = accept_invitation(secret=secret, at=at, **form.cleaned_data)
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
            record_authentication(request, account, method="password", reauthenticated=True)
            return redirect(get_adapter(request).get_login_redirect_url(request))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return _page(request, {"form": form, "is_first": person is None}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: HTTPStatus) -> HttpResponse:
    """The page, whose address is a secret: what the page asks for, from us too, does not tell it."""
    answer = render(request, "people/accept.html", context, status=status)
    answer["Referrer-Policy"] = "strict-origin"  # with no-referrer the form would come from nowhere
    return answer
