"""The panel member's side: declaring conflicts, the dossiers to read, one dossier with its score.

Everything is asked as the member (:func:`balai.selection.queries.scores.seen_by`), so that the database too
holds back what others gave until one's own score is in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import admit, person_of, roles
from balai.people.enums import Role
from balai.programmes.models import Quota
from balai.selection.enums import ConflictKind, Phase
from balai.selection.forms.scoring import MARK, ConflictForm, DeclarationForm, ScoreForm
from balai.selection.models import ConflictOfInterest, PanelDeclaration, Reading
from balai.selection.queries.decisions import decision_before_panel
from balai.selection.queries.dossiers import dossier_of, number_of
from balai.selection.queries.scores import panels_of, plan_of, readings_for, seen_by, sheets_of_others
from balai.selection.rules.scoring import may_read_dossier, may_score
from balai.selection.services.scoring import declare_conflict, declare_conflicts, keep_sheet
from balai.selection.services.wording import figure_text
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import SelectionPlan


@roles(Role.PANEL_MEMBER)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The panels on which the reader sits, with their dossiers; those that wait come first."""
    me = person_of(request)
    with seen_by(me):
        panels = [_panel(edition, me) for edition in panels_of(request.grants)]
    return render(request, "selection/dossiers.html", {"panels": panels, "crumbs": _way()})


def _panel(edition: Edition, me: Person) -> dict[str, Any]:
    plan = plan_of(edition)
    readings = list(readings_for(me, edition))
    zone = ZoneInfo(edition.time_zone)
    met = plan.meets_at is not None and clock.now() >= plan.meets_at
    return {
        "edition": edition,
        "declared": PanelDeclaration.objects.filter(edition=edition, member=me).exists(),
        "due": plan.scores_due_at.astimezone(zone) if plan.scores_due_at else None,
        "has_met": met,
        "lines": [
            {
                "reading": one,
                "number": number_of(one.nomination),
                "country": one.nomination.country.brief_name if plan.shows_country else "",
                "track": one.nomination.get_track_display(),
                "sector": one.nomination.sector,
            }
            for one in readings
        ],
        "done": sum(one.is_in for one in readings),
        "decision": decision_before_panel(edition),
    }


@roles(Role.PANEL_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: SignedInRequest, code: str) -> HttpResponse:
    """Say with which countries there is a conflict of interest, before the first dossier is opened."""
    edition = get_object_or_404(panels_of(request.grants), code=code)
    me = person_of(request)
    quotas = Quota.objects.filter(edition=edition).select_related("country")
    countries = sorted(((one.country_id, one.country.brief_name) for one in quotas), key=lambda pair: pair[1])
    named = list(
        ConflictOfInterest.objects.filter(edition=edition, member=me, country__isnull=False).values_list(
            "country_id", flat=True
        )
    )
    form = DeclarationForm(request.POST or None, countries=countries, initial={"countries": named})
    if request.method == "POST" and form.is_valid():
        declare_conflicts(
            edition=edition, member=me, countries=form.cleaned_data["countries"], at=clock.now()
        )
        messages.success(request, gettext("Declared. Thank you."))
        return redirect("selection:dossiers")
    title = gettext("Conflicts of interest")
    context = {
        "form": form,
        "title": title,
        "lead": gettext("Dossiers of these countries go to others. What you have declared stays."),
        "label": gettext("Declare"),
        "back": reverse("selection:dossiers"),
        "crumbs": _way(f"{edition.code}: {title}"),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


def _reading_for(request: SignedInRequest, key: UUID) -> Reading:
    """A dossier of one's own; another's is not there at all."""
    found = Reading.objects.filter(
        member=person_of(request),
        released_at=None,
        nomination__edition__in=panels_of(request.grants).values("pk"),
    )
    return get_object_or_404(
        found.select_related(
            "nomination__country", "nomination__edition__series", "nomination__application", "member"
        ),
        pk=key,
    )


@roles(Role.PANEL_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: SignedInRequest, key: UUID) -> HttpResponse:
    """One dossier with its score: kept in part, handed in whole, then beside what the others gave."""
    reading = _reading_for(request, key)
    admit(may_read_dossier(reading.nomination, reading.member))
    with seen_by(reading.member):
        return _dossier(request, reading)


def _dossier(request: SignedInRequest, reading: Reading) -> HttpResponse:
    edition, at = reading.nomination.edition, clock.now()
    plan = plan_of(edition)
    sheets = {sheet.phase: sheet for sheet in reading.sheets.prefetch_related("marks__criterion")}
    phase = _phase(sheets, plan, at)
    sheet = sheets.get(phase)
    stopped = may_score(reading, sheet, phase, plan, at=at)
    criteria = list(edition.rubric.prefetch_related("anchors").order_by("order", "code"))
    source = sheet or sheets.get(Phase.BEFORE)
    initial: dict[str, Any] = {}
    if source is not None:
        initial = {f"{MARK}{one.criterion.code}": str(one.mark) for one in source.marks.all()}
        initial |= {"comment": sheet.comment if sheet else "", "recommendation": source.recommendation}
    form = ScoreForm(request.POST or None, criteria=criteria, initial=initial)
    if request.method == "POST" and form.is_valid():
        hands_in = "hand_in" in request.POST
        try:
            keep_sheet(
                reading=reading,
                phase=phase,
                marks=form.marks,
                comment=form.cleaned_data["comment"],
                recommendation=form.cleaned_data["recommendation"],
                hands_in=hands_in,
                at=at,
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            said = (
                gettext("Your score is handed in.")
                if hands_in
                else gettext("Kept. Hand it in when it is whole.")
            )
            messages.success(request, said)
            return redirect("selection:dossier", reading.pk)
    number = number_of(reading.nomination)
    context = {
        "edition": edition,
        "reading": reading,
        "dossier": dossier_of(reading.nomination, plan),
        "phase": phase,
        "form": form,
        "stopped": stopped,
        "own": [
            {"sheet": one, "points": figure_text(one.total or 0)}
            for one in sheets.values()
            if one.submitted_at
        ],
        "others": [
            {"sheet": one, "points": figure_text(one.total or 0)} for one in sheets_of_others(reading)
        ],
        "kept_at": sheet.kept_at if sheet and not sheet.submitted_at else None,
        "crumbs": _way(gettext("Dossier %(number)s") % {"number": number}),
    }
    return render(request, "selection/dossier.html", context, status=status_of(request))


def _phase(sheets: Any, plan: SelectionPlan, at: Any) -> Phase:
    before = sheets.get(Phase.BEFORE)
    has_met = plan.meets_at is not None and at >= plan.meets_at
    return Phase.AFTER if has_met and before is not None and before.submitted_at else Phase.BEFORE


@roles(Role.PANEL_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give a dossier back, because one knows who it is and is related."""
    reading = _reading_for(request, key)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            declare_conflict(reading=reading, kind=ConflictKind(form.cleaned_data["kind"]), at=clock.now())
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("Declared. Somebody else reads this dossier."))
            return redirect("selection:dossiers")
    title = gettext("I know who this is")
    context = {
        "form": form,
        "title": title,
        "lead": gettext(
            "Say so before you score. The dossier goes to somebody else, and nobody asks further."
        ),
        "label": gettext("Give the dossier back"),
        "back": reverse("selection:dossier", args=[key]),
        "crumbs": _way(title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


def _way(*steps: str) -> list[Crumb]:
    first = Crumb(label=gettext("Dossiers"), url=reverse("selection:dossiers") if steps else "")
    return [first, *(Crumb(label=step) for step in steps)]
