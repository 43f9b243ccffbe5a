"""The office's pages: plans of an edition, each with what the supervisor said, presented and scored."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.followup.enums import PlanState
from balai.followup.exports import plans_head, plans_rows
from balai.followup.forms.deeds import PresentationForm, ReturnForm, ScoreForm
from balai.followup.models import FollowUpEvidence, Plan
from balai.followup.queries.plans import (
    asks_for_plans,
    counts_of,
    endorsement_of,
    people_with_plans,
    state_of,
    with_all,
)
from balai.followup.queries.tracking import told_of
from balai.followup.rules.access import READERS, may_keep_plans
from balai.followup.rules.planning import may_present, may_take_back
from balai.followup.services.planning import newest_of, return_plan
from balai.followup.services.presenting import present_plan, score_plan
from balai.followup.views.common import MARKS, edition_for, file_of, paper_of, told, way_to
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.people.access import person_of, roles
from balai.programmes.enums import EditionStatus
from balai.programmes.rules import readable_editions
from balai.ui.parts import Figure

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

BEFORE = [EditionStatus.IDEA, EditionStatus.APPROVED, EditionStatus.CALL, EditionStatus.CANCELLED]


@roles(*sorted(READERS))
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The editions that have or had participants, the newest first."""
    editions = readable_editions(request.grants, READERS).exclude(status__in=BEFORE)
    rows = editions.order_by("-starts_on", "pk").select_related("series")[:100]
    return render(request, "followup/index.html", {"editions": rows})


@roles(*sorted(READERS))
@require_safe
def edition(request: SignedInRequest, code: str) -> HttpResponse:
    """How far everybody's plan is, fifty at a time."""
    found = edition_for(request, code)
    page = page_of(people_with_plans(found), order=("name", "id"), after=request.GET.get("after", ""))
    counts = counts_of(found)
    of = gettext("of %(number)d") % {"number": counts["people"]}
    lines = []
    for one in page.rows:
        plan = getattr(one, "action_plan", None)
        state = state_of(plan, one.answer)  # type: ignore[attr-defined] # the question tells it
        lines.append((one, plan, MARKS[state], str(state.label)))
    context = {
        "edition": found,
        "lines": lines,
        "pager": pager_of(page, request.GET, ""),
        "is_asked": asks_for_plans(found),
        "figures": [
            Figure(value=str(counts["submitted"]), beside=of, label=gettext("plans submitted")),
            Figure(value=str(counts["endorsed"]), beside=of, label=gettext("endorsed at home")),
            Figure(value=str(counts["presented"]), beside=of, label=gettext("presented")),
        ],
        "crumbs": way_to(found),
    }
    return render(request, "followup/edition.html", context)


@roles(*sorted(READERS))
@require_safe
def plans_csv(request: SignedInRequest, code: str) -> HttpResponseBase:
    """The plans of an edition as a CSV file."""
    found = edition_for(request, code)
    return csv_answer(f"plans-{found.code}.csv", plans_head(), plans_rows(people_with_plans(found)))


@roles(*sorted(READERS))
@require_safe
def plans_xlsx(request: SignedInRequest, code: str) -> HttpResponseBase:
    """The same as a workbook."""
    found = edition_for(request, code)
    return xlsx_answer(f"plans-{found.code}.xlsx", plans_head(), plans_rows(people_with_plans(found)))


# --- one of them -------------------------------------------------------------------------------------------


def _plan_of(edition: Edition, key: UUID) -> Plan:
    return get_object_or_404(with_all(Plan.objects.filter(participant__edition=edition)), pk=key)


@roles(*sorted(READERS))
@require_safe
def plan(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """What a plan says, what the supervisor said to it, and what listeners gave it."""
    found = edition_for(request, code)
    return _plan(request, found, _plan_of(found, key))


def _plan(
    request: SignedInRequest,
    edition: Edition,
    shown: Plan,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    **tried: forms.Form,
) -> HttpResponse:
    asked = endorsement_of(shown)
    said, number, moment = newest_of(shown)
    state = state_of(shown, asked.answer if asked else None)
    keeps = may_keep_plans(request.grants, edition) is None
    given: dict[str, Any] = {
        "presentation": PresentationForm(initial={"on": shown.presented_on or edition.ends_on}),
        "score": ScoreForm(),
        "returning": ReturnForm(),
        **tried,
    }
    context = {
        "edition": edition,
        "plan": shown,
        "participant": shown.participant,
        "state": state,
        "mark": MARKS[state],
        "parts": told(said),
        "version": number,
        "at": moment,
        "asked": None if shown.is_open else asked,
        "is_endorsed": state == PlanState.ENDORSED,
        "scores": list(shown.scores.order_by("at", "pk")),
        "told": list(told_of(shown)),
        "presents": keeps and may_present(shown) is None,
        "returns": keeps and may_take_back(shown, asked) is None,
        "refusal": refusal,
        "crumbs": way_to(edition, shown.participant.name),
        **given,
    }
    return render(request, "followup/office_plan.html", context, status=status)


def _back(edition: Edition, shown: Plan) -> HttpResponse:
    return redirect(reverse("followup:office_plan", args=[edition.code, shown.pk]))


@roles(*sorted(READERS))
@require_POST
def present(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Note on which day the plan was presented."""
    found = edition_for(request, code, keeps=True)
    shown, form = _plan_of(found, key), PresentationForm(request.POST)
    if not form.is_valid():
        return _plan(request, found, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY, presentation=form)
    try:
        present_plan(
            plan_id=shown.pk, on=form.cleaned_data["on"], actor=person_of(request).reference, at=clock.now()
        )
    except RuleViolationError as violation:
        return _plan(request, found, shown, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("Noted."))
    return _back(found, shown)


@roles(*sorted(READERS))
@require_POST
def score(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Enter the sheet of one listener."""
    found = edition_for(request, code, keeps=True)
    shown, form = _plan_of(found, key), ScoreForm(request.POST)
    if not form.is_valid():
        return _plan(request, found, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY, score=form)
    try:
        score_plan(
            plan_id=shown.pk,
            listener=form.cleaned_data["listener"],
            points=form.points,
            comment=form.cleaned_data["comment"],
            actor=person_of(request).reference,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _plan(request, found, shown, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("Noted."))
    return _back(found, shown)


@roles(*sorted(READERS))
@require_POST
def send_back(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Give the plan back to its author with what should be changed."""
    found = edition_for(request, code, keeps=True)
    shown, form = _plan_of(found, key), ReturnForm(request.POST)
    if not form.is_valid():
        return _plan(request, found, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY, returning=form)
    try:
        return_plan(
            plan_id=shown.pk,
            because=form.cleaned_data["because"],
            actor=person_of(request).reference,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _plan(request, found, shown, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("The plan is with its author again, who gets a letter."))
    return _back(found, shown)


@roles(*sorted(READERS))
@require_safe
def paper(request: SignedInRequest, code: str, key: UUID, language: str) -> HttpResponse:
    """The plan as PDF."""
    found = edition_for(request, code)
    return paper_of(_plan_of(found, key), language, at=clock.now())


@roles(*sorted(READERS))
@require_safe
def evidence(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """A paper or photo that came with an answer, to be saved; the look is logged."""
    rows = FollowUpEvidence.objects.select_related("person").filter(
        follow_up__plan__participant__edition=edition_for(request, code)
    )
    return file_of(
        get_object_or_404(rows, pk=key), actor=person_of(request), purpose="follow_up", at=clock.now()
    )
