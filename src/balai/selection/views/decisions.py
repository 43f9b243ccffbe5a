"""What lies before the panel: its verdicts, deviating with a reason, signing, deciding, the minutes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.engine.entries import from_json
from balai.engine.selection.check import recount
from balai.engine.selection.problem import Problem
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.people.access import admit, person_of, roles
from balai.people.enums import Role
from balai.people.queries import names_of
from balai.selection.documents.minutes import minutes_docx, minutes_pdf
from balai.selection.documents.sheets import decision_head, decision_rows
from balai.selection.enums import DecisionState, Place
from balai.selection.forms.bench import MeetingForm, SwapForm, VerdictForm
from balai.selection.models import Decision
from balai.selection.queries.decisions import decisions_of, verdicts_of
from balai.selection.queries.scores import members_of, panels_of, plan_of
from balai.selection.rules.decisions import (
    KEEPERS,
    READERS,
    may_decide,
    may_keep_selection,
    may_sign,
    must_be_signed,
)
from balai.selection.services.deciding import (
    content_of,
    decide,
    digest_of,
    move_reserve,
    place_otherwise,
    sign,
)
from balai.selection.services.pooling import pool_of
from balai.selection.services.wording import Wording, figure_text, points_text
from balai.selection.views.bench import MARKS
from balai.selection.views.common import edition_for, way_to
from balai.ui.parts import Crumb, Pager

if TYPE_CHECKING:
    from uuid import UUID

    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest
    from balai.selection.models import Verdict

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STATES = {
    DecisionState.PROPOSED.value: "due",
    DecisionState.DECIDED.value: "ok",
    DecisionState.SUPERSEDED.value: "wait",
}
WITH_PANEL = (*sorted(READERS), Role.PANEL_MEMBER)


def decision_for(request: SignedInRequest, code: str, version: int, *, keeps: bool = False) -> Decision:
    """The decision of an address."""
    edition = edition_for(request, code, keeps=keeps)
    return get_object_or_404(
        Decision.objects.select_related("edition__series", "proposal"), edition=edition, version=version
    )


def decision_for_panel(request: SignedInRequest, code: str, version: int) -> Decision:
    """The same, also for members of the panel, once their own scores are in."""
    if any(grant.role in READERS for grant in request.grants):
        return decision_for(request, code, version)
    edition = get_object_or_404(panels_of(request.grants), code=code)
    decision = get_object_or_404(
        Decision.objects.select_related("edition__series", "proposal"), edition=edition, version=version
    )
    admit(may_sign(decision, person_of(request)))
    return decision


@roles(*WITH_PANEL)
@require_safe
def decision(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    """Everybody's verdict, what it comes to by the checker's count, and who has signed."""
    return _page(request, decision_for_panel(request, code, version))


def _page(
    request: SignedInRequest, decision: Decision, *, refusal: Any = None, form: Any = None, status: int = 200
) -> HttpResponse:
    edition = decision.edition
    is_open = decision.state == DecisionState.PROPOSED
    keeps = may_keep_selection(request.grants, edition) is None and is_open
    verdicts = list(verdicts_of(decision))
    signatures = list(decision.signatures.select_related("member").order_by("at", "pk"))
    panel = members_of(edition, at=clock.now())
    me = person_of(request)
    zone = ZoneInfo(edition.time_zone)
    met = plan_of(edition).meets_at
    stopped = (may_decide(decision, verdicts) or must_be_signed(signatures, panel)) if is_open else None
    context = {
        "edition": edition,
        "decision": decision,
        "mark": STATES[decision.state],
        "keeps": keeps,
        "lines": [
            {
                "verdict": one,
                "mark": MARKS[one.place],
                "word": gettext("Reserve %(number)s") % {"number": one.reserve_rank}
                if one.reserve_rank
                else one.get_place_display(),
                "points": figure_text(one.points) if one.points is not None else "–",
            }
            for one in verdicts
        ],
        "pager": Pager(
            shown=ngettext("%(number)d verdict", "%(number)d verdicts", len(verdicts))
            % {"number": len(verdicts)}
        ),
        "selected": sum(one.place == Place.SELECTED for one in verdicts),
        "deviations": sum(one.deviates for one in verdicts),
        "count": count_of(decision, verdicts),
        "signatures": signatures,
        "unsigned": [one for one in panel if one.pk not in {signature.member_id for signature in signatures}]
        if is_open
        else [],
        "may_sign": is_open
        and any(one.pk == me.pk for one in panel)
        and not any(one.member_id == me.pk for one in signatures)
        and may_sign(decision, me) is None,
        "digest": digest_of(content_of(decision, verdicts)) if is_open else "",
        "stopped": stopped,
        "form": form or MeetingForm(initial={"held_on": met.astimezone(zone).date() if met else None}),
        "is_office": any(grant.role in READERS for grant in request.grants),
        "decided_by": names_of([decision.decided_by]).get(decision.decided_by, ""),
        "decided_at": decision.decided_at.astimezone(zone) if decision.decided_at else None,
        "versions": list(decisions_of(edition)),
        "languages": ["en", "id"],
        "refusal": refusal,
        "crumbs": _way(decision),
    }
    return render(request, "selection/decision.html", context, status=status)


def count_of(decision: Decision, verdicts: list[Verdict]) -> dict[str, Any] | None:
    """What the list comes to by the checker's own count; None for a list made by hand."""
    if not decision.problem:
        return None
    problem = from_json(Problem, json.dumps(decision.problem))
    known = {one.id for one in problem.nominees}
    people = [one.nomination.code for one in verdicts if one.place == Place.SELECTED]
    found = recount(problem, [code for code in people if code in known])
    pool = pool_of(decision.edition)
    wording = Wording.of(problem, pool)
    before = decision.proposal.points if decision.proposal else None
    return {
        "points": points_text(max(found.points, 0)),
        "lost": points_text(before - found.points) if before is not None and before > found.points else "",
        "missed": [{"words": wording.phrase(one.words), "by": wording.amount(one)} for one in found.missed],
        "unknown": len(people) - sum(code in known for code in people),
    }


def _way(decision: Decision, *steps: str) -> list[Crumb]:
    title = gettext("Decision, version %(version)s") % {"version": decision.version}
    if not steps:
        return way_to(decision.edition, title)
    address = reverse("selection:decision", args=[decision.edition.code, decision.version])
    return way_to(decision.edition, Crumb(label=title, url=address), *steps)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: SignedInRequest, code: str, version: int, key: UUID) -> HttpResponse:
    """The panel decides of one person otherwise than proposed."""
    found = decision_for(request, code, version, keeps=True)
    row = get_object_or_404(verdicts_of(found), pk=key)
    form = VerdictForm(request.POST or None, initial={"place": row.place, "reason": row.deviation})
    if request.method == "POST" and form.is_valid():
        try:
            place_otherwise(
                decision=found,
                changes={row.pk: Place(form.cleaned_data["place"])},
                reason=form.cleaned_data["reason"],
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            return redirect("selection:decision", code, version)
    context = {
        "edition": found.edition,
        "form": form,
        "title": row.nomination.name,
        "lead": str(row.sentence),
        "label": gettext("Decide so"),
        "back": reverse("selection:decision", args=[code, version]),
        "crumbs": _way(found, row.nomination.name),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: SignedInRequest, code: str, version: int, leaver: UUID, comer: UUID) -> HttpResponse:
    """One person takes the place of another, with what that comes to by the checker's count."""
    found = decision_for(request, code, version, keeps=True)
    out = get_object_or_404(verdicts_of(found), nomination=leaver)
    into = get_object_or_404(verdicts_of(found), nomination=comer)
    form = SwapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            place_otherwise(
                decision=found,
                changes={out.pk: Place(into.place), into.pk: Place(out.place)},
                reason=form.cleaned_data["reason"],
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            return redirect("selection:decision", code, version)
    title = gettext("%(comer)s instead of %(leaver)s") % {
        "comer": into.nomination.name,
        "leaver": out.nomination.name,
    }
    context = {
        "edition": found.edition,
        "form": form,
        "title": title,
        "lead": gettext("Both verdicts stand in the minutes with this reason."),
        "label": gettext("Swap them"),
        "back": reverse("selection:decision", args=[code, version]),
        "crumbs": _way(found, title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_POST
def move(request: SignedInRequest, code: str, version: int, key: UUID) -> HttpResponse:
    """Let a reserve change places with its neighbour."""
    found = decision_for(request, code, version, keeps=True)
    row = get_object_or_404(verdicts_of(found).filter(place=Place.RESERVE), pk=key)
    row.decision = found
    try:
        move_reserve(verdict=row, up=request.POST.get("to") == "up", actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, found, refusal=violation.refusal, status=409)
    return redirect("selection:decision", code, version)


@roles(Role.PANEL_MEMBER)
@require_POST
def signing(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    """Sign what lies before the panel, as a member of it."""
    edition = get_object_or_404(panels_of(request.grants), code=code)
    found = get_object_or_404(
        Decision.objects.select_related("edition__series", "proposal"), edition=edition, version=version
    )
    try:
        sign(
            decision=found,
            member=person_of(request),
            digest=request.POST.get("digest", ""),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        admit(may_sign(found, person_of(request)))
        return _page(request, found, refusal=violation.refusal, status=409)
    messages.success(request, gettext("You have signed."))
    return redirect("selection:decision", code, version)


@roles(*sorted(KEEPERS))
@require_POST
def taking(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    """Record that the panel has decided: the minutes are frozen."""
    found = decision_for(request, code, version, keeps=True)
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    meeting = {name: str(value) for name, value in form.cleaned_data.items() if value}
    try:
        decide(decision=found, meeting=meeting, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, found, refusal=violation.refusal, form=form, status=409)
    messages.success(request, gettext("Decided. The minutes are frozen."))
    return redirect("selection:decision", code, version)


@roles(*sorted(READERS))
@require_safe
def minutes(request: SignedInRequest, code: str, version: int, language: str, kind: str) -> HttpResponse:
    """The minutes in one language, as a PDF or as a file for the office's word processor."""
    found = decision_for(request, code, version)
    if language not in {"en", "id"} or kind not in {"pdf", "docx"}:
        raise Http404
    try:
        content = (minutes_pdf if kind == "pdf" else minutes_docx)(found, language, at=clock.now())
    except RuleViolationError as violation:
        return _page(request, found, refusal=violation.refusal, status=409)
    name = f"minutes-{found.edition.code.lower()}-{version}-{language}.{kind}"
    return HttpResponse(
        content,
        content_type="application/pdf" if kind == "pdf" else DOCX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@roles(*sorted(READERS))
@require_safe
def export(request: SignedInRequest, code: str, version: int, kind: str) -> HttpResponseBase:
    """The verdicts as a CSV file or a workbook."""
    found = decision_for(request, code, version)
    answer = xlsx_answer if kind == "xlsx" else csv_answer
    name = f"decision-{found.edition.code.lower()}-{version}.{kind}"
    return answer(name, decision_head(), decision_rows(found))
