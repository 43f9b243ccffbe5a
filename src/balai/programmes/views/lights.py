"""Going on although a light is not green, under one's own name; and taking that back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import admit, roles
from balai.programmes.forms.editions import OverrideForm
from balai.programmes.registries import first_page, lights
from balai.programmes.rules import DECIDERS, may_decide
from balai.programmes.services.overriding import answer_for_light, withdraw_answer
from balai.programmes.views.common import actor_of, edition_for, edition_page, edition_with_life
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest


@roles(*DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, code: str, light: str) -> HttpResponse:
    """Say why it may go on, with one's name."""
    edition = edition_with_life(request, code)
    admit(may_decide(request.grants, edition))
    if light not in lights:
        raise Http404
    if request.user.person is None:
        raise PermissionDenied(gettext("Only a person answers for something."))
    at = clock.now()
    shown = lights[light].source(edition, at=at)
    form = OverrideForm(request.POST or None)
    refusal: Refusal | None = None
    status = status_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            answer_for_light(
                edition=edition,
                light=light,
                reason=form.cleaned_data["reason"],
                person=request.user.person,
                at=at,
            )
        except RuleViolationError as violation:
            refusal, status = violation.refusal, HTTPStatus.CONFLICT
        else:
            messages.success(request, gettext("You answer for this. The board says so."))
            return redirect(first_page().view, edition.code)
    title = gettext("Answer for “%(light)s”") % {"light": shown.title}
    context = {
        "form": form,
        "title": title,
        "save": gettext("I answer for it"),
        "lead": shown.rule,
        "refusal": refusal,
    }
    return edition_page(
        request,
        edition,
        "programmes/edition_form.html",
        context,
        here=first_page().view,
        way=[Crumb(label=title)],
        status=status,
    )


@roles(*DECIDERS)
@require_POST
def withdraw(request: SignedInRequest, code: str, light: str) -> HttpResponse:
    """Let the light count again."""
    edition = edition_for(request, code)
    admit(may_decide(request.grants, edition))
    withdraw_answer(edition=edition, light=light, actor=actor_of(request), at=clock.now())
    return redirect(first_page().view, edition.code)
