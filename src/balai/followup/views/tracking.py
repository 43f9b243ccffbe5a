"""How a plan goes, as its author and those who hold a link tell it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.followup.enums import Months, Voice
from balai.followup.forms.tracking import (
    FirstStepForm,
    FollowUpWithEvidenceForm,
    SignedFollowUpForm,
)
from balai.followup.models import FollowUpLink
from balai.followup.models.times import day_in, wave_of
from balai.followup.queries.plans import plans_of
from balai.followup.queries.tracking import evidence_of, evidence_to_take_out, newest_told_by, told_of
from balai.followup.rules.tracking import may_open_link, may_report
from balai.followup.services.following import answer_by_link, link_for
from balai.followup.services.tracking import note_first_step, rows_of, take_evidence_away
from balai.followup.services.tracking import report as tell
from balai.followup.views.common import file_of
from balai.followup.views.own import own_plan
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, public, signed_in
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from balai.followup.forms.tracking import FollowUpForm
    from balai.followup.models import Plan
    from balai.people.access import SignedInRequest


def months_or_404(number: int) -> Months:
    """The time of an address."""
    try:
        return Months(number)
    except ValueError as error:
        raise Http404 from error


def form_for(
    kind: type[FollowUpForm], request: HttpRequest, plan: Plan, voice: Voice, *, at: dt.datetime
) -> FollowUpForm:
    """The form about the newest submission, beginning with what the voice told last."""
    activities, indicators = rows_of(plan.submissions.latest("number"))
    return kind(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        activities=activities,
        indicators=indicators,
        before=newest_told_by(plan, voice),
        today=day_in(plan.participant.edition, at),
    )


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, key: UUID, months: int) -> HttpResponse:
    """One page for one time: what is asked, and what was told before."""
    plan, which, at = own_plan(request, key), months_or_404(months), clock.now()
    wave = wave_of(plan.participant.edition, which)
    refusal = may_report(plan, wave, on=day_in(plan.participant.edition, at))
    if refusal is not None:
        return _page(request, plan, which, {"refusal": refusal}, HTTPStatus.CONFLICT)
    form = form_for(FollowUpWithEvidenceForm, request, plan, Voice.PARTICIPANT, at=at)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            person = person_of(request)
            try:
                tell(
                    plan_id=plan.pk,
                    months=which,
                    voice=Voice.PARTICIPANT,
                    said=form.said,
                    told_by=plan.participant.name,
                    actor=person.reference,
                    at=at,
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                messages.success(request, gettext("Thank you. What you told is kept."))
                return redirect("followup:plan", plan.pk)
    return _page(request, plan, which, {"form": form, "wave": wave, "refusal": refusal}, status)


def _page(
    request: SignedInRequest, plan: Plan, months: Months, more: dict[str, Any], status: HTTPStatus
) -> HttpResponse:
    context = {
        "plan": plan,
        "months": months,
        "is_late": bool(more.get("wave")) and more["wave"].is_over(clock.now().date()),
        "told": list(told_of(plan).filter(months=months, voice=Voice.PARTICIPANT)),
        "crumbs": [
            Crumb(label=gettext("My action plan"), url=reverse("followup:mine")),
            Crumb(label=plan.participant.edition.code, url=reverse("followup:plan", args=[plan.pk])),
            Crumb(label=str(months.label)),
        ],
        **more,
    }
    return render(request, "followup/report.html", context, status=status)


@signed_in
@require_POST
def first_step(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Note that the first step is done."""
    plan, form = own_plan(request, key), FirstStepForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Give the day on which the first step was done."))
        return redirect("followup:plan", plan.pk)
    try:
        note_first_step(
            plan_id=plan.pk,
            on=form.cleaned_data["on"],
            actor=person_of(request).reference,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("Noted."))
    return redirect("followup:plan", plan.pk)


@signed_in
@require_safe
def own_evidence(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A paper or photo about one's own plan, to be saved; the look is logged."""
    evidence = get_object_or_404(evidence_of(person_of(request)), pk=key)
    return file_of(evidence, actor=person_of(request), purpose="own", at=clock.now())


@signed_in
@require_POST
def remove_evidence(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a paper or photo back, such as when somebody on it no longer agrees; also as who sent it."""
    person = person_of(request)
    evidence = get_object_or_404(evidence_to_take_out(person), pk=key)
    plan = evidence.follow_up.plan
    take_evidence_away(evidence_id=evidence.pk, actor=person.reference, at=clock.now())
    messages.success(request, gettext("It is removed."))
    if plans_of(person).filter(pk=plan.pk).exists():
        return redirect("followup:plan", plan.pk)
    someone = plan.participant
    return redirect("followup:country_plan", someone.edition.code, someone.country_id, plan.pk)


# --- by link -----------------------------------------------------------------------------------------------


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """Tell how a plan goes without an account; read afterwards what was told, and correct it."""
    at, link = clock.now(), link_for(secret)
    refusal = may_open_link(link, at=at)
    if link is None or refusal is not None:
        return _by_link(request, {"refusal": refusal}, HTTPStatus.CONFLICT)
    if request.method == "GET" and link.opened_at is None:
        FollowUpLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)
    plan, voice = link.plan, Voice(link.voice)
    form = form_for(SignedFollowUpForm, request, plan, voice, at=at)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                answer_by_link(secret=secret, said=form.said, told_by=form.cleaned_data["told_by"], at=at)
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                return redirect("followup:follow", secret)
    context = {
        "plan": plan,
        "link": link,
        "months": Months(link.months),
        "participant": plan.participant,
        "form": form,
        "told": list(told_of(plan).filter(months=link.months, voice=voice)),
        "refusal": refusal,
    }
    return _by_link(request, context, status)


def _by_link(request: HttpRequest, context: dict[str, Any], status: HTTPStatus) -> HttpResponse:
    """The page, whose address is a secret: what the page asks for, from us too, does not tell it."""
    answer = render(request, "followup/follow.html", context, status=status)
    answer["Referrer-Policy"] = "strict-origin"
    return answer
