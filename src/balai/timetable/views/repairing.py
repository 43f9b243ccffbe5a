"""Repair: report what gets in the way, look at the alternatives with whom each affects, take one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.timetable.enums import SearchKind
from balai.timetable.forms.repairing import HindranceForm
from balai.timetable.models import Search
from balai.timetable.queries.plans import published_timetable
from balai.timetable.rules.planning import KEEPERS, READERS, may_keep_timetable, may_plan
from balai.timetable.services.repairing import (
    alternatives_of,
    explanation_of,
    report_hindrance,
    take_alternative,
)
from balai.timetable.views.common import edition_for, way_to
from balai.timetable.views.showing.quality import search_words
from balai.timetable.views.showing.remedies import explained, hindrance_words
from balai.timetable.views.showing.ways import ways_of

if TYPE_CHECKING:
    from uuid import UUID

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


_ALL = 3  # as many ways as are looked for


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def hinder(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what gets in the way; the least disturbance is then worked out."""
    edition = edition_for(request, code, keeps=True)
    form = HindranceForm(request.POST if request.method == "POST" else None, edition=edition)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            begins_at, ends_at = form.stretch
            data = form.cleaned_data
            try:
                search = report_hindrance(
                    edition=edition,
                    site=data["site"],
                    person=data["person"],
                    session=data["session"],
                    begins_at=begins_at,
                    ends_at=ends_at,
                    reason=data["reason"],
                    actor=person_of(request),
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, 409
            else:
                return redirect("timetable:repair", code, search.pk)
    context = {
        "edition": edition,
        "form": form,
        "refusal": refusal,
        "stopped": may_plan(edition),
        "published": published_timetable(edition),
        "crumbs": way_to(edition, gettext("Something gets in the way")),
    }
    return render(request, "timetable/hinder.html", context, status=status)


@roles(*sorted(READERS))
@require_safe
def repair(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """What stands in the way, and the ways to repair it, or what could be given up where there is none.

    While ways or remedies are looked for, it asks again.

    What a script has seen already is not drawn a second time.
    """
    edition = edition_for(request, code)
    search = _search(edition, key)
    if request.GET.get("seen") == _seen(search):
        return HttpResponse(status=204)
    return _page(request, edition, search)


def _search(edition: Edition, key: UUID) -> Search:
    rows = Search.objects.select_related("edition", "before__edition", "timetable")
    found: Search = get_object_or_404(rows, edition=edition, pk=key, kind=SearchKind.REPAIR)
    return found


def _seen(search: Search) -> str:
    """What tells one state of a search from the next, and of what explains it."""
    explanation = explanation_of(search)
    explained = f"-{explanation.state}" if explanation else ""
    return f"{search.state}-{len(alternatives_of(search))}-{search.points}-{search.bound}{explained}"


def _page(
    request: SignedInRequest,
    edition: Edition,
    search: Search,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    ways, why = ways_of(search), explained(search)
    context = {
        "edition": edition,
        "search": search,
        "is_at_work": search.is_open or (why["explained"] is not None and why["explained"].is_open),
        "is_few": not search.is_open and search.timetable_id is None and 0 < len(ways) < _ALL,
        "said": search_words(search),
        "seen": _seen(search),
        "ways": ways,
        **hindrance_words(search),
        **why,
        "keeps": may_keep_timetable(request.grants, edition) is None,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Repair")),
    }
    return render(request, "timetable/repair.html", context, status=status)


@roles(*sorted(KEEPERS))
@require_POST
def take(request: SignedInRequest, code: str, key: UUID, number: int) -> HttpResponse:
    """Make one of the ways a draft; publishing it is the next page."""
    edition = edition_for(request, code)
    admit(may_keep_timetable(request.grants, edition))
    search = _search(edition, key)
    try:
        draft = take_alternative(search=search, number=number, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        search.refresh_from_db()
        return _page(request, edition, search, refusal=violation.refusal, status=409)
    return redirect(reverse("timetable:publish", args=[code, draft.version]))
