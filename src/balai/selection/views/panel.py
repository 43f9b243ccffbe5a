"""The office's side of the panel: who reads what, how far it is, who is far apart, who takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import person_of, roles
from balai.people.models import Person
from balai.selection.enums import Phase
from balai.selection.forms.scoring import ReaderForm
from balai.selection.models import PanelDeclaration
from balai.selection.queries.scores import (
    NOBODY,
    conflicts_with,
    eligible_in,
    live_readings,
    members_of,
    plan_of,
    scores_in,
)
from balai.selection.rules.decisions import KEEPERS, READERS, may_keep_selection
from balai.selection.rules.scoring import may_assign
from balai.selection.services.scoring import assign_dossiers, give_reading, hand_over_reading
from balai.selection.services.wording import figure_text
from balai.selection.views.common import edition_for, way_to
from balai.ui.parts import Crumb, Figure, Pager

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.nominations.models import Nomination
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.selection.models import Reading

PAGE = 50


@roles(*sorted(READERS))
@require_safe
def panel(request: SignedInRequest, code: str) -> HttpResponse:
    """Members with their dossiers, and every nominee with the readers' scores."""
    return _page(request, edition_for(request, code))


def _page(
    request: SignedInRequest, edition: Edition, *, refusal: Any = None, status: int = 200
) -> HttpResponse:
    plan, scores = plan_of(edition), scores_in(edition)
    members = members_of(edition, at=clock.now())
    nominees = list(eligible_in(edition).order_by("code"))
    begin = next((place + 1 for place, one in enumerate(nominees) if one.code == request.GET.get("after")), 0)
    page = nominees[begin : begin + PAGE]
    readings: dict[Any, list[Reading]] = {}
    for reading in (
        live_readings(edition)
        .filter(nomination__in=page)
        .select_related("member")
        .prefetch_related("sheets")
        .order_by("is_third", "member__name")
    ):
        readings.setdefault(reading.nomination_id, []).append(reading)
    zone = ZoneInfo(edition.time_zone)
    whole = sum(scores.get(one.pk, NOBODY).is_whole for one in nominees)
    apart = [one for one in nominees if scores.get(one.pk, NOBODY).is_alarming(plan)]
    keeps = may_keep_selection(request.grants, edition) is None
    context = {
        "edition": edition,
        "plan": plan,
        "spread": plan.spread // 10,
        "due": plan.scores_due_at.astimezone(zone) if plan.scores_due_at else None,
        "meets": plan.meets_at.astimezone(zone) if plan.meets_at else None,
        "keeps": keeps,
        "may_assign": keeps and may_assign(edition) is None,
        "figures": [
            Figure(value=str(whole), beside=f"/ {len(nominees)}", label=gettext("Dossiers scored by all")),
            Figure(value=str(len(apart)), label=gettext("Readers far apart")),
            Figure(value=str(len(members)), label=gettext("Panel members")),
        ],
        "members": _members(edition, members),
        "lines": [
            {
                "nomination": one,
                "points": figure_text(points)
                if (points := scores.get(one.pk, NOBODY).points) is not None
                else "–",
                "spread": scores.get(one.pk, NOBODY).spread // 10,
                "is_alarming": one in apart,
                "readings": [_told(reading) for reading in readings.get(one.pk, [])],
            }
            for one in page
        ],
        "pager": Pager(
            shown=ngettext("%(number)d nominee on this page", "%(number)d nominees on this page", len(page))
            % {"number": len(page)},
            next_url=f"?after={page[-1].code}" if begin + PAGE < len(nominees) else "",
        ),
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Panel and scores")),
    }
    return render(request, "selection/panel.html", context, status=status)


def _told(reading: Reading) -> dict[str, Any]:
    sheets = {sheet.phase: sheet for sheet in reading.sheets.all() if sheet.submitted_at}
    before, after = sheets.get(Phase.BEFORE), sheets.get(Phase.AFTER)
    return {
        "reading": reading,
        "before": figure_text(before.total or 0) if before else "",
        "after": figure_text(after.total or 0) if after else "",
        "comment": before.comment if before else "",
    }


def _members(edition: Edition, members: list[Person]) -> list[dict[str, Any]]:
    declared = set(PanelDeclaration.objects.filter(edition=edition).values_list("member_id", flat=True))
    has: dict[UUID, list[bool]] = {}
    rows = live_readings(edition).values_list("member_id", "sheets__submitted_at", "sheets__phase")
    for member, submitted, phase in rows:
        if phase != Phase.AFTER:
            has.setdefault(member, []).append(submitted is not None)
    return [
        {
            "member": one,
            "declared": one.pk in declared,
            "given": len(has.get(one.pk, [])),
            "done": sum(has.get(one.pk, [])),
        }
        for one in members
    ]


@roles(*sorted(KEEPERS))
@require_POST
def assign(request: SignedInRequest, code: str) -> HttpResponse:
    """Give every dossier that lacks readers to those who have fewest."""
    edition = edition_for(request, code, keeps=True)
    try:
        given = assign_dossiers(edition=edition, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, edition, refusal=violation.refusal, status=409)
    words = ngettext("%(number)d reading was given.", "%(number)d readings were given.", given)
    messages.success(request, words % {"number": given})
    return redirect("selection:panel", code)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Give the dossier of an absent reader to another."""
    edition = edition_for(request, code, keeps=True)
    reading = get_object_or_404(
        live_readings(edition).select_related("nomination__country", "member"), pk=key
    )
    form = ReaderForm(request.POST or None, members=_free(edition, reading.nomination), is_third=False)
    if request.method == "POST" and form.is_valid():
        member = get_object_or_404(Person, pk=form.cleaned_data["member"])
        try:
            hand_over_reading(
                reading=reading,
                member=member,
                why=form.cleaned_data["why"],
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            return redirect("selection:panel", code)
    title = gettext("Somebody else instead of %(name)s") % {"name": reading.member.name}
    return _form(request, edition, form, title, lead=f"{reading.nomination.name} ({reading.nomination.code})")


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def third(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Call in a third reader, where the others are far apart."""
    edition = edition_for(request, code, keeps=True)
    nomination = get_object_or_404(eligible_in(edition).select_related("edition"), pk=key)
    form = ReaderForm(request.POST or None, members=_free(edition, nomination), is_third=True)
    if request.method == "POST" and form.is_valid():
        member = get_object_or_404(Person, pk=form.cleaned_data["member"])
        try:
            give_reading(
                nomination=nomination, member=member, is_third=True, actor=person_of(request), at=clock.now()
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            return redirect("selection:panel", code)
    title = gettext("A third reader for %(name)s") % {"name": nomination.name}
    lead = gettext("The third reader scores without seeing the others, and the mean of all three counts.")
    return _form(request, edition, form, title, lead=lead)


def _free(edition: Edition, nomination: Nomination) -> list[Person]:
    barred = set(conflicts_with(nomination).values_list("member_id", flat=True))
    barred |= set(live_readings(edition).filter(nomination=nomination).values_list("member_id", flat=True))
    return [one for one in members_of(edition, at=clock.now()) if one.pk not in barred]


def _form(
    request: SignedInRequest, edition: Edition, form: ReaderForm, title: str, *, lead: str
) -> HttpResponse:
    address = reverse("selection:panel", args=[edition.code])
    context = {
        "edition": edition,
        "form": form,
        "title": title,
        "lead": lead,
        "label": gettext("Give the dossier"),
        "back": address,
        "crumbs": way_to(edition, Crumb(label=gettext("Panel and scores"), url=address), title),
    }
    return render(request, "selection/form.html", context, status=status_of(request))
