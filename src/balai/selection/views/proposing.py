"""What an officer does to a proposal: ask for it, lock people, ask what if, and lay it before the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.nominations.models import Nomination
from balai.people.access import person_of, roles
from balai.selection.enums import Place, ProposalState
from balai.selection.forms.bench import LockForm, PlanForm, SendForm, WishForm
from balai.selection.models import Proposal
from balai.selection.queries.decisions import decision_in_force
from balai.selection.queries.scores import plan_of
from balai.selection.queries.workbench import latest_proposal
from balai.selection.rules.decisions import KEEPERS
from balai.selection.services.pooling import pool_of
from balai.selection.services.proposing import (
    ask_for_proposal,
    cancel_proposal,
    lock_nominee,
    send_to_panel,
    unlock_nominee,
)
from balai.selection.services.scoring import keep_plan
from balai.selection.views.bench import show_workbench
from balai.selection.views.common import edition_for, way_to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


@roles(*sorted(KEEPERS))
@require_POST
def propose(request: SignedInRequest, code: str) -> HttpResponse:
    """Have the proposal worked out."""
    edition = edition_for(request, code, keeps=True)
    try:
        ask_for_proposal(edition=edition, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return show_workbench(request, edition, refusal=violation.refusal, status=409)
    return redirect("selection:workbench", code)


@roles(*sorted(KEEPERS))
@require_POST
def cancel(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Stop working a proposal out."""
    edition = edition_for(request, code, keeps=True)
    proposal = get_object_or_404(Proposal, edition=edition, pk=key)
    cancel_proposal(proposal=proposal, actor=person_of(request), at=clock.now())
    return redirect("selection:workbench", code)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Put somebody in or out beforehand, or leave it to the points again."""
    edition = edition_for(request, code, keeps=True)
    nomination = get_object_or_404(
        Nomination.objects.select_related("edition", "country", "lock"), edition=edition, pk=key
    )
    now = getattr(nomination, "lock", None)
    initial = {"place": now.place, "reason": now.reason} if now else {"place": Place.SELECTED.value}
    form = LockForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["place"] == LockForm.FREE:
                unlock_nominee(nomination=nomination, actor=person_of(request), at=clock.now())
            else:
                lock_nominee(
                    nomination=nomination,
                    place=Place(form.cleaned_data["place"]),
                    reason=form.cleaned_data["reason"],
                    actor=person_of(request),
                    at=clock.now(),
                )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("Noted. Have the proposal made again to see what it costs."))
            return redirect("selection:workbench", code)
    title = gettext("Lock %(name)s") % {"name": nomination.name}
    context = {
        "edition": edition,
        "form": form,
        "title": title,
        "lead": f"{nomination.country.brief_name} · {nomination.position or nomination.employer}",
        "label": gettext("Keep"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask what another wish would change."""
    edition = edition_for(request, code, keeps=True)
    pool = pool_of(edition)
    limits = [(f"target:{one}", str(name)) for one, name in pool.targets.items()]
    if edition.host_places:
        limits.append(("host", gettext("Host country")))
    limits.append(("countries", gettext("Every country")))
    limits += [(f"budget:{one.id}", str(pool.money.names[one.id])) for one in pool.money.budgets]
    if pool.money.rooms is not None:
        limits.append(("rooms", gettext("Rooms")))
    form = WishForm(
        request.POST or None,
        initial={"places": edition.places, "nominee": request.GET.get("nominee", "")},
        limits=limits,
        nominees=[(one, f"{nominee.name} ({one})") for one, nominee in pool.nominations.items()],
    )
    if request.method == "POST" and form.is_valid():
        wish = form.wish(edition.places)
        if not wish:
            form.add_error(None, gettext("Change something, or there is nothing to compare."))
        else:
            try:
                asked = ask_for_proposal(edition=edition, wish=wish, actor=person_of(request), at=clock.now())
            except RuleViolationError as violation:
                form.add_error(None, str(violation.refusal.message))
            else:
                base = latest_proposal(edition)
                address = reverse("selection:proposals", args=[code])
                return redirect(f"{address}?a={base.pk if base else ''}&b={asked.pk}")
    context = {
        "edition": edition,
        "form": form,
        "title": gettext("What if…"),
        "lead": gettext("The best cohort under another wish is worked out and set beside the proposal."),
        "label": gettext("Work it out"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, gettext("What if…")),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


# --- how it is selected, and the way to the panel -----------------------------------------------------------


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, code: str) -> HttpResponse:
    """How many read each dossier, what they see, the number of the lots, and when the panel meets."""
    edition = edition_for(request, code, keeps=True)
    form = PlanForm(request.POST or None, instance=plan_of(edition), zone=ZoneInfo(edition.time_zone))
    if request.method == "POST" and form.is_valid():
        keep_plan(edition=edition, values=form.values, actor=person_of(request), at=clock.now())
        messages.success(request, gettext("Kept."))
        return redirect("selection:panel", code)
    title = gettext("How it is selected")
    context = {
        "edition": edition,
        "form": form,
        "title": title,
        "lead": "",
        "label": gettext("Keep"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Lay a proposal before the panel; what is decided already is corrected by a later version."""
    edition = edition_for(request, code, keeps=True)
    proposal = get_object_or_404(
        Proposal.objects.select_related("edition"), edition=edition, pk=key, state=ProposalState.DONE
    )
    if proposal.points is None:
        raise Http404
    replaced = decision_in_force(edition)
    form = SendForm(request.POST or None)
    if replaced is None:
        del form.fields["correction"]
    if request.method == "POST" and (replaced is None or form.is_valid()):
        try:
            decision = send_to_panel(
                proposal=proposal,
                correction=form.cleaned_data["correction"] if replaced else "",
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.full_clean()
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("It lies before the panel. Its members can sign it now."))
            return redirect("selection:decision", code, decision.version)
    title = gettext("Lay the proposal before the panel")
    lead = gettext(
        "The members see who is in, the reserves and every sentence. What lay before them until now and was "
        "not decided is taken away."
    )
    context = {
        "edition": edition,
        "form": form,
        "title": title,
        "lead": lead,
        "label": gettext("Lay before the panel"),
        "back": reverse("selection:workbench", args=[code]),
        "crumbs": way_to(edition, title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))
