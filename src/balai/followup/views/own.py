"""A participant's own plan: beginning it, its steps, its rows, and submitting it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.followup.enums import Part, PlanState
from balai.followup.forms.steps import StepForm
from balai.followup.forms.tracking import FirstStepForm
from balai.followup.models import PlanActivity, PlanIndicator, parts
from balai.followup.models.times import FIRST_STEP_DAYS, day_in
from balai.followup.queries.country_reports import report_writers
from balai.followup.queries.plans import (
    earlier_plans,
    endorsement_of,
    own_participations,
    plans_of,
    state_of,
)
from balai.followup.queries.tracking import hand_over_of, told_of
from balai.followup.rules.planning import lacking_in, may_ask_supervisor, may_begin, may_take_back, may_write
from balai.followup.services.endorsing import ask_supervisor_again
from balai.followup.services.planning import (
    add_row,
    begin_plan,
    content_of,
    remove_row,
    save_part,
    save_row,
    submit_plan,
    take_back_plan,
)
from balai.followup.views.common import MARKS, label_of, paper_of, times_of, told
from balai.kernel import clock
from balai.kernel.identity import key_in
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, signed_in
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpResponse

    from balai.followup.models import Plan
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.ui.parts import State

CARRIED_STEPS = frozenset({Part.PROBLEM, Part.ACTIVITIES, Part.INDICATORS})
"""What others of the country see of an earlier plan: not who supervised it."""
MOST = 50
"""Participations of one person; nobody has so many."""


def own_plan(request: SignedInRequest, key: UUID) -> Plan:
    """A plan of the reader; one of somebody else is not there at all."""
    return get_object_or_404(plans_of(person_of(request)), pk=key)


def _part(word: str, *, of_rows: bool) -> Part:
    """The step of an address."""
    if word not in (parts.ROWS if of_rows else parts.COLUMNS):
        raise Http404
    return Part(word)


def _way(plan: Plan, *steps: str) -> list[Crumb]:
    here = Crumb(
        label=plan.participant.edition.code, url=reverse("followup:plan", args=[plan.pk]) if steps else ""
    )
    return [
        Crumb(label=gettext("My action plan"), url=reverse("followup:mine")),
        here,
        *(Crumb(label=step) for step in steps),
    ]


# --- the plan ----------------------------------------------------------------------------------------------


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Every programme of the reader that asks for a plan or a country's report, the newest first."""
    rows = []
    for one in own_participations(person_of(request))[:MOST]:
        plan = getattr(one, "action_plan", None)
        state = state_of(plan, one.answer)  # type: ignore[attr-defined] # the question tells it
        rows.append((one, plan, MARKS[state], str(state.label)))
    reports = report_writers(person_of(request))[:MOST]
    return render(request, "followup/mine.html", {"rows": rows, "reports": reports})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Begin a plan, empty or with one of the country's earlier plans."""
    participant = get_object_or_404(own_participations(person_of(request)), pk=key)
    plan = getattr(participant, "action_plan", None)
    refusal = may_begin(participant, is_asked=True, has_plan=plan is not None)
    if request.method == "POST":
        try:
            made = begin_plan(
                participant_id=participant.pk,
                inherits_from_id=key_in(request.POST.get("from", "")),
                actor=person_of(request).reference,
                at=clock.now(),
            )
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            return redirect("followup:plan", made.pk)
    elif plan is not None:
        return redirect("followup:plan", plan.pk)
    earlier = [(one, told(content_of(one), only=CARRIED_STEPS)) for one in earlier_plans(participant)[:3]]
    context = {
        "participant": participant,
        "earlier": earlier,
        "refusal": refusal,
        "crumbs": [
            Crumb(label=gettext("My action plan"), url=reverse("followup:mine")),
            Crumb(label=participant.edition.code),
        ],
    }
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "followup/begin.html", context, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step on the page of a plan.

    Attributes:
        part: which.
        url: its form; empty for a step of rows.
        add_url: where another row is added; empty for others.
        rows: what each row is called, with its form.
        mark, word: the sign of its state, and the state in a word.
        lacking: what is still empty: labels with the places of the fields.
    """

    part: Part
    url: str
    add_url: str
    rows: list[tuple[str, str]]
    mark: State
    word: str
    lacking: list[tuple[str, str]]


def _steps(plan: Plan) -> list[Step]:
    rows: dict[Part, list[PlanActivity] | list[PlanIndicator]] = {
        Part.ACTIVITIES: list(plan.activities.order_by("order")),
        Part.INDICATORS: list(plan.indicators.order_by("order")),
    }
    lacking = lacking_in(plan, rows[Part.ACTIVITIES], rows[Part.INDICATORS])
    steps = []
    for part in Part:
        has_rows = part in rows
        url = "" if has_rows else reverse("followup:step", args=[plan.pk, part.value])
        empty = []
        for row, name in lacking[part]:
            if has_rows and row is None:
                continue
            place = reverse("followup:row", args=[plan.pk, part.value, row.pk]) if row else url
            label = f"{row.order}. {label_of(part, name)}" if row else label_of(part, name)
            empty.append((label, f"{place}#id_{name}"))
        is_ready = not lacking[part]
        steps.append(
            Step(
                part=part,
                url=url,
                add_url=reverse("followup:add", args=[plan.pk, part.value]) if has_rows else "",
                rows=[
                    (
                        str(row) if str(row) != str(row.order) else gettext("Without words yet"),
                        reverse("followup:row", args=[plan.pk, part.value, row.pk]),
                    )
                    for row in rows.get(part, [])
                ],
                mark="ok" if is_ready else "due",
                word=gettext("Complete") if is_ready else gettext("Incomplete"),
                lacking=empty,
            )
        )
    return steps


@signed_in
@require_safe
def plan(request: SignedInRequest, key: UUID) -> HttpResponse:
    """How far the plan is: every step, what is lacking, and what the supervisor said."""
    return _plan(request, own_plan(request, key))


def _plan(
    request: SignedInRequest, own: Plan, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    asked = endorsement_of(own)
    state = state_of(own, asked.answer if asked else None)
    steps = _steps(own) if own.is_open else []
    submission = None if own.is_open else own.submissions.latest("number")
    at = clock.now()
    today, ends_on = day_in(own.participant.edition, at), own.participant.edition.ends_on
    context = {
        "times": times_of(own, view="followup:report", at=at) if submission else [],
        "first_step": FirstStepForm(initial={"on": today})
        if submission and ends_on and today > ends_on
        else None,
        "told": list(told_of(own)) if submission else [],
        "hand_over": hand_over_of(own) if submission else None,
        "plan": own,
        "participant": own.participant,
        "state": state,
        "mark": MARKS[state],
        "is_open": may_write(own) is None,
        "steps": steps,
        "complete": sum(step.mark == "ok" for step in steps),
        "of": len(steps),
        "next": next((step for step in steps if step.mark != "ok"), None),
        "submission": submission,
        "parts": told(submission.content) if submission else [],
        "asked": asked if submission else None,
        "may_take_back": may_take_back(own, asked) is None,
        "may_ask": may_ask_supervisor(own, asked) is None,
        "is_declined": state == PlanState.DECLINED,
        "scores": list(own.scores.order_by("at", "pk")) if submission else [],
        "refusal": refusal,
        "crumbs": _way(own),
    }
    return render(request, "followup/plan.html", context, status=status)


# --- steps -------------------------------------------------------------------------------------------------


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, key: UUID, part: str) -> HttpResponse:
    """One step. It is saved by its button; where scripts run, it saves itself as well."""
    own, which = own_plan(request, key), _part(part, of_rows=False)

    def initial() -> dict[str, Any]:
        now = own_plan(request, key)
        found: dict[str, Any] = {name: getattr(now, name) for name in parts.COLUMNS[which]}
        return {**found, "version": now.version_of(which)}

    def save(form: StepForm, at: datetime) -> int:
        saved = save_part(
            plan_id=own.pk,
            part=which,
            version=form.cleaned_data["version"],
            writer=str(form.cleaned_data["writer"]),
            values=form.values,
            actor=person_of(request).reference,
            at=at,
        )
        return saved.version_of(which)

    order = list(Part)
    after = order[order.index(which) + 1] if which != order[-1] else None
    go_on = (
        reverse("followup:step", args=[own.pk, after.value])
        if after in parts.COLUMNS and after
        else reverse("followup:plan", args=[own.pk])
    )
    page = _Page(own=own, part=which, initial=initial, save=save, go_on=go_on, writer=own.writer_of(which))
    return _form(request, page)


@signed_in
@require_POST
def add(request: SignedInRequest, key: UUID, part: str) -> HttpResponse:
    """Add an activity or indicator, and go to its form."""
    own, which = own_plan(request, key), _part(part, of_rows=True)
    try:
        made = add_row(plan_id=own.pk, part=which, actor=person_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _plan(request, own, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    return redirect("followup:row", own.pk, which.value, made.pk)


def _row(own: Plan, part: Part, key: UUID) -> PlanActivity | PlanIndicator:
    if part == Part.ACTIVITIES:
        return get_object_or_404(PlanActivity, plan=own, pk=key)
    return get_object_or_404(PlanIndicator, plan=own, pk=key)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: SignedInRequest, key: UUID, part: str, row: UUID) -> HttpResponse:
    """One activity or indicator, saved likewise."""
    own, which = own_plan(request, key), _part(part, of_rows=True)
    found = _row(own, which, row)

    def initial() -> dict[str, Any]:
        now = _row(own, which, row)
        return {**{name: getattr(now, name) for name in parts.ROWS[which]}, "version": now.version}

    def save(form: StepForm, at: datetime) -> int:
        saved = save_row(
            plan_id=own.pk,
            part=which,
            row_id=found.pk,
            version=form.cleaned_data["version"],
            writer=str(form.cleaned_data["writer"]),
            values=form.values,
            actor=person_of(request).reference,
            at=at,
        )
        return saved.version

    page = _Page(
        own=own,
        part=which,
        initial=initial,
        save=save,
        go_on=reverse("followup:plan", args=[own.pk]),
        writer=found.writer,
        row=found,
    )
    return _form(request, page)


@signed_in
@require_POST
def remove(request: SignedInRequest, key: UUID, part: str, row: UUID) -> HttpResponse:
    """Take an activity or indicator out."""
    own, which = own_plan(request, key), _part(part, of_rows=True)
    try:
        remove_row(plan_id=own.pk, part=which, row_id=row, actor=person_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _plan(request, own, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("Removed."))
    return redirect("followup:plan", own.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One form that saves itself.

    Attributes:
        own, part, row: whose, which step, and which of its rows.
        initial: what is there now, with its version.
        save: keeps what is sound; tells the new version.
        go_on: the page after it.
        writer: which opening of the form saved it last.
    """

    own: Plan
    part: Part
    initial: Callable[[], dict[str, Any]]
    save: Callable[[StepForm, datetime], int]
    go_on: str
    writer: str
    row: PlanActivity | PlanIndicator | None = None


def _form(request: SignedInRequest, page: _Page) -> HttpResponse:
    if request.method != "POST":
        form = StepForm(part=page.part, initial={**page.initial(), "writer": uuid4()})
        return _shown(request, page, form)
    form = StepForm(request.POST, part=page.part)
    is_sound, at = form.is_valid(), clock.now()
    refusal, version = None, None
    if "version" in form.cleaned_data and "writer" in form.cleaned_data:
        try:
            version = page.save(form, at)
        except RuleViolationError as violation:
            refusal = violation.refusal
    is_overtaken = refusal is not None and refusal.code == "plan.changed_meanwhile"
    if request.headers.get("HX-Request"):
        return _line(request, form, refusal, version, at=at, is_sound=is_sound)
    if refusal is None and is_sound:
        messages.success(request, gettext("Saved."))
        return redirect(page.go_on)
    if is_overtaken:
        form = _again(request, page)
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    return _shown(request, page, form, refusal=refusal, status=status)


def _line(  # noqa: PLR0913 -- what one line tells
    request: SignedInRequest,
    form: StepForm,
    refusal: Refusal | None,
    version: int | None,
    *,
    at: datetime,
    is_sound: bool,
) -> HttpResponse:
    """The answer to a form that saves itself: what was saved when, and what was not."""
    context = {
        "wrong": [field for field in form if field.errors],
        "refusal": refusal,
        "at": localtime(at),
        "conflict": refusal is not None and refusal.code == "plan.changed_meanwhile",
    }
    # 200 also where it was refused: nobody pressed a button, and the line says what to do.
    answer = render(request, "nominations/_saved.html", context)
    answer["X-Section"] = "1"  # the script tells it from the page of signing in
    if refusal is None and is_sound:
        answer["X-Kept"] = "1"
    if version is not None:
        answer["X-Version"] = str(version)
    return answer


def _again(request: SignedInRequest, page: _Page) -> StepForm:
    """The same form with what was typed, of the version that is there now; beside it, what is there now."""
    there = page.initial()
    data = request.POST.copy()
    data["version"] = str(there["version"])
    again = StepForm(data, part=page.part)
    again.is_valid()
    for bound in again.shown():
        kept = again.fields[bound.name].prepare_value(there.get(bound.name))
        if again.fields[bound.name].has_changed(kept, bound.value()):
            said = {"value": kept if kept not in (None, "") else "–"}
            bound.help_text = gettext("Saved on another device: %(value)s") % said
    return again


def _shown(
    request: SignedInRequest,
    page: _Page,
    form: StepForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    own, order = page.own, list(Part)
    name = f"{page.part.label} {page.row.order}" if page.row else str(page.part.label)
    context = {
        "plan": own,
        "part": page.part,
        "row": page.row,
        "form": form,
        "fields": form.shown(),
        "number": order.index(page.part) + 1,
        "of": len(order),
        "closed": may_write(own),
        "refusal": refusal,
        "writer": page.writer,
        "number_saved": page.initial()["version"],
        "days": FIRST_STEP_DAYS,
        "crumbs": _way(own, name),
    }
    return render(request, "followup/step.html", context, status=status)


# --- submitting --------------------------------------------------------------------------------------------


@signed_in
@require_POST
def submit(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Submit the plan; the supervisor is written to."""
    own = own_plan(request, key)
    try:
        submit_plan(plan_id=own.pk, actor=person_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _plan(request, own, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("Your plan is submitted. Your supervisor gets a link to it."))
    return redirect("followup:plan", own.pk)


@signed_in
@require_POST
def take_back(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Open the plan again."""
    own = own_plan(request, key)
    try:
        take_back_plan(plan_id=own.pk, actor=person_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _plan(request, own, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    return redirect("followup:plan", own.pk)


@signed_in
@require_POST
def ask_again(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Send the supervisor a new link."""
    own = own_plan(request, key)
    try:
        ask_supervisor_again(plan_id=own.pk, actor=person_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _plan(request, own, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("A new link was sent. The one before opens nothing any more."))
    return redirect("followup:plan", own.pk)


@signed_in
@require_safe
def paper(request: SignedInRequest, key: UUID, language: str) -> HttpResponse:
    """The plan as PDF, in English or Indonesian around its own words."""
    return paper_of(own_plan(request, key), language, at=clock.now())
