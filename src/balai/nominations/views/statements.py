"""The employer's part, for whoever holds its link: no account is asked for."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.nominations.forms.application import StatementForm
from balai.nominations.models import Endorsement
from balai.nominations.rules.applications import may_open_statement, may_sign
from balai.nominations.services.endorsing import sign_statement, statement_for
from balai.people.access import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, secret: str) -> HttpResponse:
    """Read what is asked, sign it once, and read afterwards what was signed."""
    at = clock.now()
    found = statement_for(secret)
    refusal = may_open_statement(found, at=at)
    if found is None or refusal is not None:
        return _page(request, {"refusal": refusal}, HTTPStatus.CONFLICT)
    Endorsement.objects.filter(pk=found.pk, opened_at=None).update(opened_at=at)
    is_signed = may_sign(found, at=at) is not None
    form = StatementForm(None if is_signed else request.POST or None, instance=found)
    if request.method == "POST" and not is_signed and form.is_valid():
        try:
            sign_statement(secret=secret, values=form.values, at=at)
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            return redirect("nominations:statement", secret)
    nomination = found.application.nomination
    context = {
        "statement": found,
        "nomination": nomination,
        "form": form,
        "is_signed": is_signed,
        "refusal": may_sign(found, at=at) if request.method == "POST" else None,
    }
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.CONFLICT if is_signed else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, object], status: HTTPStatus) -> HttpResponse:
    """The page, whose address is a secret: what the page asks for, from us too, does not tell it."""
    answer = render(request, "nominations/statement.html", context, status=status)
    answer["Referrer-Policy"] = "strict-origin"
    return answer
