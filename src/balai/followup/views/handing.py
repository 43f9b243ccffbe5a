"""A plan that goes on with somebody else: naming a successor, and the successor's answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from balai.followup.forms.deeds import SuccessorForm, TakeOverForm
from balai.followup.queries.tracking import hand_over_of, told_of
from balai.followup.rules.handing import may_answer_hand_over, may_hand_over, may_open_hand_over
from balai.followup.services.handing import answer_hand_over, end_hand_over, hand_over_for, name_successor
from balai.followup.services.planning import newest_of
from balai.followup.views.common import told
from balai.followup.views.own import own_plan
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, public, signed_in
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from balai.people.access import SignedInRequest


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Name who goes on with the plan, or take it back."""
    plan = own_plan(request, key)
    current = hand_over_of(plan)
    refusal = may_hand_over(plan, current)
    form = SuccessorForm(request.POST or None)
    status = HTTPStatus.OK if refusal is None else HTTPStatus.CONFLICT
    if current is not None and request.method != "POST":
        status, refusal = HTTPStatus.OK, None
    if request.method == "POST" and refusal is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                name_successor(
                    plan_id=plan.pk, **form.cleaned_data, actor=person_of(request).reference, at=clock.now()
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("A letter with a link is on its way."))
                return redirect("followup:plan", plan.pk)
    context = {
        "plan": plan,
        "current": current,
        "form": None if current is not None and current.is_accepted else form,
        "refusal": refusal,
        "crumbs": [
            Crumb(label=gettext("My action plan"), url=reverse("followup:mine")),
            Crumb(label=plan.participant.edition.code, url=reverse("followup:plan", args=[plan.pk])),
            Crumb(label=gettext("Successor")),
        ],
    }
    return render(request, "followup/hand_over.html", context, status=status)


@signed_in
@require_POST
def end(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take the plan back."""
    plan = own_plan(request, key)
    end_hand_over(plan_id=plan.pk, actor=person_of(request).reference, at=clock.now())
    messages.success(request, gettext("The plan is with you again."))
    return redirect("followup:plan", plan.pk)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, secret: str) -> HttpResponse:
    """Read the plan and what was told of it, and say whether one goes on with it."""
    at = clock.now()
    found = hand_over_for(secret)
    refusal = may_open_hand_over(found, at=at)
    if found is None or refusal is not None:
        return _page(request, {"refusal": refusal}, HTTPStatus.CONFLICT)
    is_answered = may_answer_hand_over(found, at=at) is not None
    form = TakeOverForm(request.POST or None, initial={"signed_name": found.name})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                answer_hand_over(
                    secret=secret,
                    accepts=form.cleaned_data["answer"] == "yes",
                    signed_name=form.cleaned_data["signed_name"],
                    at=at,
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                return redirect("followup:take_over", secret)
    shows = found.is_accepted is not False
    context: dict[str, Any] = {
        "plan": found.plan,
        "hand_over": found,
        "participant": found.plan.participant,
        "parts": told(newest_of(found.plan)[0]) if shows else [],
        "told": list(told_of(found.plan)) if shows else [],
        "form": None if is_answered else form,
        "refusal": refusal,
    }
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, Any], status: HTTPStatus) -> HttpResponse:
    """The page, whose address is a secret: what the page asks for, from us too, does not tell it."""
    answer = render(request, "followup/take_over.html", context, status=status)
    answer["Referrer-Policy"] = "strict-origin"
    return answer
