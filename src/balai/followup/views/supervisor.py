"""Pages for those who hold a link: the plan for its supervisor, and the questions of a year later."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balai.followup.enums import Answer
from balai.followup.forms.deeds import AnswerForm, YearForm
from balai.followup.models import PlanEndorsement
from balai.followup.queries.comparison import QUESTIONS
from balai.followup.rules.planning import may_answer, may_open_endorsement
from balai.followup.rules.tracking import may_open_year
from balai.followup.services.comparing import answer_a_year_later, year_answer_for
from balai.followup.services.endorsing import answer_endorsement, endorsement_for
from balai.followup.views.common import told
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, secret: str) -> HttpResponse:
    """Read the plan, answer once, and read afterwards what was answered."""
    at = clock.now()
    found = endorsement_for(secret)
    refusal = may_open_endorsement(found, at=at)
    if found is None or refusal is not None:
        return _page(request, {"refusal": refusal}, HTTPStatus.CONFLICT)
    if request.method == "GET" and found.opened_at is None:
        PlanEndorsement.objects.filter(pk=found.pk, opened_at=None).update(opened_at=at)
    is_answered = may_answer(found, at=at) is not None
    form = AnswerForm(None if is_answered else request.POST or None)
    refusal = may_answer(found, at=at) if request.method == "POST" else None
    if request.method == "POST" and not is_answered and form.is_valid():
        try:
            answer_endorsement(
                secret=secret,
                answer=Answer(form.cleaned_data["answer"]),
                remark=form.cleaned_data["remark"],
                promises=form.cleaned_data["promises"],
                signed_name=form.cleaned_data["signed_name"],
                at=at,
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            return redirect("followup:endorse", secret)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    submission = found.submission
    context = {
        "endorsement": found,
        "submission": submission,
        "participant": submission.plan.participant,
        "parts": told(submission.content),
        "form": form,
        "is_answered": is_answered,
        "refusal": refusal,
    }
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, object], status: HTTPStatus) -> HttpResponse:
    """The page, whose address is a secret: what the page asks for, from us too, does not tell it."""
    answer = render(request, "followup/endorse.html", context, status=status)
    answer["Referrer-Policy"] = "strict-origin"
    return answer


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, secret: str) -> HttpResponse:
    """The three questions of a year later, to whoever took part or stood on the reserve list."""
    at = clock.now()
    found = year_answer_for(secret)
    refusal = may_open_year(found, at=at)
    if found is None or refusal is not None:
        return _year(request, {"refusal": refusal}, HTTPStatus.CONFLICT)
    said = {name: getattr(found, name) for name in ("agrees", *QUESTIONS)}
    words = {name: {True: "yes", False: "no", None: ""}[value] for name, value in said.items()}
    form = YearForm(request.POST or None, initial=words)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            agrees = form.cleaned_data["agrees"] == "yes"
            try:
                answer_a_year_later(
                    secret=secret, agrees=agrees, answers=form.answers if agrees else None, at=at
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                return redirect("followup:year", secret)
    return _year(request, {"row": found, "form": form, "refusal": refusal}, status)


def _year(request: HttpRequest, context: dict[str, object], status: HTTPStatus) -> HttpResponse:
    answer = render(request, "followup/year.html", context, status=status)
    answer["Referrer-Policy"] = "strict-origin"
    return answer
