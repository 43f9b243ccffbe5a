"""My sessions: what is next and today, then what somebody attends, teaches or hosts; and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, signed_in
from balai.people.queries import identities_of
from balai.timetable.documents.papers import Paper
from balai.timetable.enums import ConfirmationState
from balai.timetable.queries.own import confirmations_for, hosts, slots_for
from balai.timetable.services.attending import wholes_in
from balai.timetable.services.confirming import answer_session
from balai.timetable.views.showing.days import own_days
from balai.ui import wording
from balai.ui.parts import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.people.models import Grant, Person
    from balai.timetable.models import Slot

LISTS: Mapping[Paper, StrOrPromise] = {
    Paper.SITES: _("List of my site, %(edition)s"),
    Paper.TRAINERS: _("List of what I teach, %(edition)s"),
}


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What is next for the reader, today, and every other session of theirs that is published."""
    return _page(request)


def _page(request: SignedInRequest, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    person, at = person_of(request), clock.now()
    asked = {
        (one.session_id, one.begins_at): one
        for one in confirmations_for(person, request.grants)
        if one.state != ConfirmationState.ASKED or one.ends_at > at  # what is over asks nothing any more
    }
    slots = list(slots_for(person, request.grants))
    context = {
        "own": own_days(slots, wholes_in({slot.timetable.edition_id for slot in slots}), asked, at=at),
        "has_sessions": bool(slots),
        "papers": _papers(slots, person, request.grants),
        "waiting": sum(one.state == ConfirmationState.ASKED for one in asked.values()),
        "refusal": refusal,
        "zones": sorted({wording.zone_place(slot.timetable.edition.time_zone) for slot in slots}),
    }
    return render(request, "timetable/mine.html", context, status=status)


def _papers(slots: Sequence[Slot], person: Person, grants: Sequence[Grant]) -> list[View]:
    """The reader's own lists of each edition: of the sites that they coordinate, and of what they teach."""
    own = set(identities_of(person).values_list("pk", flat=True))
    found: dict[tuple[str, Paper], View] = {}
    for slot in slots:
        edition = slot.timetable.edition
        kinds = [Paper.SITES] if slot.site and hosts(grants, slot.site) else []
        if any(part.resource_person.person_id in own for part in slot.people.all()):
            kinds.append(Paper.TRAINERS)
        for kind in kinds:
            label = LISTS[kind] % {"edition": edition.code}
            address = reverse("timetable:own_paper", args=[edition.code, kind])
            found[edition.code, kind] = View(label=label, url=address, is_current=False)
    return list(found.values())


@signed_in
@require_POST
def answer(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm or decline a session that is asked of the reader or their centre."""
    person = person_of(request)
    confirmation = get_object_or_404(confirmations_for(person, request.grants), pk=key)
    is_confirmed = request.POST.get("answer") == "yes"
    try:
        answer_session(
            confirmation=confirmation,
            is_confirmed=is_confirmed,
            reason=request.POST.get("reason", ""),
            actor=person,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _page(request, refusal=violation.refusal, status=409)
    messages.success(
        request, gettext("Confirmed.") if is_confirmed else gettext("Declined. The office is told.")
    )
    return redirect("timetable:mine")
