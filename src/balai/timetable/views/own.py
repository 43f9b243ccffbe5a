"""My sessions: what is next and today, then what somebody attends, teaches or hosts; and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import signed_in
from balai.timetable.enums import ConfirmationState
from balai.timetable.queries.own import confirmations_for, slots_for
from balai.timetable.services.attending import wholes_in
from balai.timetable.services.confirming import answer_session
from balai.timetable.views.common import actor_of
from balai.timetable.views.showing.days import own_days

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What is next for the reader, today, and every other session of theirs that is published."""
    return _page(request)


def _page(request: SignedInRequest, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    person, at = actor_of(request), clock.now()
    asked = {
        (one.session_id, one.begins_at): one
        for one in confirmations_for(person, request.grants)
        if one.state != ConfirmationState.ASKED or one.ends_at > at  # what is over asks nothing any more
    }
    slots = list(slots_for(person, request.grants))
    context = {
        "own": own_days(slots, wholes_in({slot.timetable.edition_id for slot in slots}), asked, at=at),
        "has_sessions": bool(slots),
        "waiting": sum(one.state == ConfirmationState.ASKED for one in asked.values()),
        "refusal": refusal,
        "zones": sorted({ZoneInfo(slot.timetable.edition.time_zone).key for slot in slots}),
    }
    return render(request, "timetable/mine.html", context, status=status)


@signed_in
@require_POST
def answer(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm or decline a session that is asked of the reader or their centre."""
    person = actor_of(request)
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
