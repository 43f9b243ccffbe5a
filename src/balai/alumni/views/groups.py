"""Groups of alumni: members, letters to them, and who leads one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.alumni.forms.entry import LetterForm
from balai.alumni.models import GroupLeader
from balai.alumni.queries.alumni import entry_of
from balai.alumni.queries.groups import belongs_to, leaders_of, leads, readers_of
from balai.alumni.rules.access import OFFICE, is_of_office
from balai.alumni.rules.alumni import may_write_to_group
from balai.alumni.services.groups import end_leader, name_leader, write_to_group
from balai.alumni.views.common import group_for, lines_of, meets
from balai.kernel import clock
from balai.kernel.identity import key_in
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, roles, signed_in
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.alumni.queries.groups import Group
    from balai.people.access import SignedInRequest

LETTERS = 5
"""The newest letters, on the page of a group."""


def _way(group: Group, *steps: str) -> list[Crumb]:
    here = Crumb(label=group.name, url=group.address if steps else "")
    return [
        Crumb(label=gettext("Alumni"), url=reverse("alumni:directory")),
        here,
        *(Crumb(label=step) for step in steps),
    ]


@signed_in
@never_cache
@require_safe
def group(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """The members of a group, fifty at a time; what was written to it, for them and the office."""
    person = meets(request)
    shown = group_for(kind, key)
    page = page_of(shown.members(), order=("name", "id"), after=request.GET.get("after", ""))
    entry, is_office = entry_of(person), is_of_office(request.grants)
    reads = is_office or (entry is not None and belongs_to(shown, entry))
    leaders = leaders_of(shown)
    letters = []
    if reads and shown.row is not None:
        letters = list(shown.row.letters.order_by("-written_at", "-pk")[:LETTERS])
    led_by = {one.entry_id: one for one in leaders}
    context = {
        "group": shown,
        "lines": [line | {"leader": led_by.get(line["entry"].pk)} for line in lines_of(page.rows)],
        "pager": pager_of(page, request.GET, gettext("%(number)d on this page") % {"number": len(page.rows)}),
        "leaders": leaders,
        "letters": letters,
        "is_office": is_office,
        "may_write": is_office or (entry is not None and entry.pk in led_by),
        "crumbs": _way(shown),
    }
    return render(request, "alumni/group.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """Write to the members, for the office or as somebody who leads the group."""
    person = meets(request)
    found = group_for(kind, key)
    at, is_office = clock.now(), is_of_office(request.grants)
    last = found.row.letters.order_by("-written_at", "-pk").first() if found.row else None
    refusal = may_write_to_group(
        is_office=is_office, is_leader=not is_office and leads(person, found), last=last, at=at
    )
    form = LetterForm(request.POST or None)
    status = HTTPStatus.OK if refusal is None else HTTPStatus.CONFLICT
    if request.method == "POST" and refusal is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                letter = write_to_group(
                    group=found, person=person, **form.cleaned_data, is_office=is_office, at=at
                )
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            else:
                said = gettext("The letter is on its way to %(number)d members.")
                messages.success(request, said % {"number": letter.members})
                return redirect(found.address)
    context = {
        "group": found,
        "form": form if refusal is None else None,
        "readers": readers_of(found).count(),
        "refusal": refusal,
        "crumbs": _way(found, gettext("Write to the group")),
    }
    return render(request, "alumni/write.html", context, status=status)


@roles(*sorted(OFFICE), everywhere=True)
@require_POST
def lead(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """Ask a member to lead the group, or end it."""
    found, actor, at = group_for(kind, key), person_of(request).reference, clock.now()
    member = get_object_or_404(found.members(), pk=key_in(request.POST.get("entry", "")))
    held = GroupLeader.objects.filter(group=found.row, entry=member).select_related("group").first()
    if "end" in request.POST:
        if held is not None:
            end_leader(leader=held, actor=actor, at=at)
        messages.success(request, gettext("%(name)s leads the group no longer.") % {"name": member.name})
    else:
        name_leader(group=found, entry=member, actor=actor, at=at)
        messages.success(request, gettext("%(name)s can write to the group now.") % {"name": member.name})
    return redirect(found.address)
