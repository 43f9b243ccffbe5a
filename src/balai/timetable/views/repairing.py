"""Repair: report what gets in the way, look at the alternatives with whom each affects, take one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import roles
from balai.timetable.enums import SearchKind
from balai.timetable.forms.repairing import HindranceForm
from balai.timetable.models import GroupMember, Search
from balai.timetable.queries.plans import published_timetable
from balai.timetable.rules.planning import KEEPERS, READERS, may_keep_timetable, may_plan
from balai.timetable.services.drafting import problem_in
from balai.timetable.services.naming import names_of
from balai.timetable.services.repairing import alternatives_of, report_hindrance, take_alternative
from balai.timetable.services.wording import Wording
from balai.timetable.views.common import actor_of, admit, edition_for, way_to
from balai.timetable.views.showing.quality import search_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Repair
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


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
                    actor=actor_of(request),
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
    """The ways to repair, the least disturbance first; while they are worked out, it asks again."""
    edition = edition_for(request, code)
    search = get_object_or_404(Search, edition=edition, pk=key, kind=SearchKind.REPAIR)
    return _page(request, edition, search)


def _page(
    request: SignedInRequest,
    edition: Edition,
    search: Search,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    ways = alternatives_of(search)
    context = {
        "edition": edition,
        "search": search,
        "said": search_words(search),
        "ways": _ways(edition, problem_in(search.problem), ways) if ways else [],
        "keeps": may_keep_timetable(request.grants, edition) is None,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Repair")),
    }
    return render(request, "timetable/repair.html", context, status=status)


def _ways(edition: Edition, problem: Problem, ways: Any) -> list[dict[str, Any]]:
    words = Wording(problem, names_of(edition))
    members: dict[str, set[UUID]] = {}
    for group, person in GroupMember.objects.filter(group__edition=edition).values_list(
        "group__code", "participant__person"
    ):
        members.setdefault(group, set()).add(person)
    return [_way(number, one, words, members) for number, one in enumerate(ways, start=1)]


def _way(number: int, way: Repair, words: Wording, members: dict[str, set[UUID]]) -> dict[str, Any]:
    groups = {part for one in way.changes for name in one.groups for part in name.split("+")}
    sizes = {one.id: one.size for one in words.problem.groups}
    attending = {name for one in way.changes for name in one.groups}
    people = set().union(*(members.get(name, set()) for name in groups)) if members else set()
    return {
        "number": number,
        "is_proven": way.is_proven,
        "moves": [
            {
                "title": words.title(words.sessions[one.session]),
                "before": words.span(one.before, words.sessions[one.session]),
                "after": words.span(one.after, words.sessions[one.session]),
                "room": words.name(one.after.room) if one.after.room else "",
            }
            for one in way.changes
        ],
        "participants": len(people) or sum(sizes.get(name, 0) for name in attending),
        "people": [words.name(one) for one in sorted({name for one in way.changes for name in one.people})],
        "sites": [words.name(one) for one in sorted({name for one in way.changes for name in one.sites})],
        "points": sum(one.points for one in way.costs),
    }


@roles(*sorted(KEEPERS))
@require_POST
def take(request: SignedInRequest, code: str, key: UUID, number: int) -> HttpResponse:
    """Make one of the ways a draft; publishing it is the next page."""
    edition = edition_for(request, code)
    admit(may_keep_timetable(request.grants, edition))
    search = get_object_or_404(Search, edition=edition, pk=key, kind=SearchKind.REPAIR)
    try:
        draft = take_alternative(search=search, number=number, actor=actor_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, edition, search, refusal=violation.refusal, status=409)
    return redirect(reverse("timetable:publish", args=[code, draft.version]))
