"""Groups: who is in which, how well they are mixed, forming them anew and moving somebody."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.programmes.models import Group
from balai.selection.queries.offers import confirmed
from balai.timetable.models import GroupMember
from balai.timetable.rules.planning import KEEPERS, READERS, may_keep_timetable
from balai.timetable.services.grouping import form_groups, mix_of, move_member
from balai.timetable.views.common import edition_for, way_to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


@roles(*sorted(READERS))
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: SignedInRequest, code: str) -> HttpResponse:
    """Who is in which group; posted, a division is formed anew."""
    edition = edition_for(request, code)
    if request.method != "POST":
        return _page(request, edition)
    admit(may_keep_timetable(request.grants, edition))
    try:
        count = form_groups(
            edition=edition,
            division=request.POST.get("division", ""),
            actor=person_of(request),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _page(request, edition, refusal=violation.refusal, status=409)
    told = ngettext("%(count)d person is in a group now.", "%(count)d people are in groups now.", count)
    messages.success(request, told % {"count": count})
    return redirect("timetable:groups", code)


def _page(
    request: SignedInRequest, edition: Edition, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    rows = list(Group.objects.filter(edition=edition).order_by("division", "order", "code"))
    members = list(
        GroupMember.objects.filter(group__edition=edition)
        .select_related("group", "participant__country", "participant__nomination")
        .order_by("participant__name", "pk")
    )
    divisions = [_division(name, list(own), members) for name, own in groupby(rows, lambda one: one.division)]
    people = confirmed(edition).count()
    context = {
        "edition": edition,
        "divisions": divisions,
        "people": people,
        "keeps": may_keep_timetable(request.grants, edition) is None,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("Groups")),
    }
    return render(request, "timetable/groups.html", context, status=status)


def _division(name: str, rows: list[Group], members: list[GroupMember]) -> dict[str, Any]:
    own = [one for one in members if one.division == name]
    mix = mix_of(own, rows) if own else None
    return {
        "name": name,
        "mix": mix,
        "placed": len(own),
        "groups": [
            {
                "group": group,
                "members": [one for one in own if one.group_id == group.pk],
                "sentence": mix.by_group[group.code] if mix else "",
                "others": [other for other in rows if other.pk != group.pk],
            }
            for group in rows
        ],
    }


@roles(*sorted(KEEPERS))
@require_POST
def member(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Put somebody in another group."""
    edition = edition_for(request, code, keeps=True)
    found = get_object_or_404(GroupMember, pk=key, group__edition=edition)
    to = get_object_or_404(Group, edition=edition, code=request.POST.get("group", ""))
    try:
        move_member(member=found, to=to, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, edition, refusal=violation.refusal, status=409)
    return redirect("timetable:groups", code)
