"""A screen at the door with a code that changes, and the page to which the code leads."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.delivery.enums import THERE
from balai.delivery.models import Kiosk
from balai.delivery.queries.presence import counts_at, expected_at, slot_held
from balai.delivery.rules.kiosk import end_of, letters_of, window_at
from balai.delivery.rules.presence import NOTERS, may_note_presence
from balai.delivery.services.kiosks import check_in, entrance_of, open_screen
from balai.delivery.views.common import edition_for, slot_for
from balai.engine.documents.quick import qr_svg
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.office.addresses import link_to
from balai.people.access import admit, person_of, public, roles, signed_in
from balai.ui import wording

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from balai.people.access import SignedInRequest
    from balai.timetable.models import Slot

COOKIE = "balai-screen"
"""By it a browser is a screen, signed in or not; its address alone shows nobody a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a screen shows for some seconds.

    Attributes:
        drawing: the code as the address of a drawing.
        letters: the same for who types, in two halves.
        until: by the clock of the edition, to the second.
        seconds: until the next code.
        there, expected: how many people.
    """

    slot: Slot
    drawing: str
    letters: str
    until: str
    seconds: int
    time: str
    there: int
    expected: int


@roles(*NOTERS)
@require_POST
def open_at_door(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Make this browser the screen of a session, until codes are no longer taken."""
    edition = edition_for(request, code)
    slot = slot_for(request, edition, key)
    admit(may_note_presence(request.grants, slot, edition))
    at = clock.now()
    try:
        kiosk = open_screen(slot=slot, actor=person_of(request), at=at)
    except RuleViolationError as violation:
        messages.error(request, violation.refusal.message)
        return redirect("delivery:session", code=code, key=key)
    response = redirect("delivery:screen")
    response.set_signed_cookie(
        COOKIE,
        str(kiosk.pk),
        max_age=kiosk.closes_at - at,
        path=reverse("delivery:screen"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@public
@never_cache
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """The code of now, and how many are there; names nobody. It fetches itself anew every five seconds."""
    at = clock.now()
    template = "delivery/_screen.html" if request.headers.get("HX-Request") else "delivery/screen.html"
    return render(request, template, {"door": _door(request, at)})


def _door(request: HttpRequest, at: datetime) -> Door | None:
    key = request.get_signed_cookie(COOKIE, default=None)
    kiosk = Kiosk.objects.filter(pk=UUID(key), closes_at__gt=at).first() if key else None
    slot = slot_held(kiosk.session_id) if kiosk else None
    if kiosk is None or slot is None:
        return None
    window = window_at(at)
    letters = letters_of(kiosk.secret, window)
    address = link_to(f"{reverse('delivery:here')}?{urlencode({'code': letters})}")
    zone = ZoneInfo(slot.timetable.edition.time_zone)
    begins = slot.begins_at.astimezone(zone)
    counted = counts_at([slot.session_id])[slot.session_id]
    return Door(
        slot=slot,
        drawing=f"data:image/svg+xml;base64,{b64encode(qr_svg(address, colour='#000').encode()).decode()}",
        letters=f"{letters[:4]} {letters[4:]}",
        until=wording.timed(end_of(window).astimezone(zone), "H:i:s"),
        seconds=max(1, round((end_of(window) - at).total_seconds())),
        time=f"{wording.clock(begins)}–{wording.clock(begins + slot.lasts)}",
        there=sum(counted.get(state, 0) for state in THERE),
        expected=len(expected_at([slot])[slot.session_id]),
    )


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: SignedInRequest) -> HttpResponse:
    """Where the code of a screen leads: one button says that the reader is there."""
    typed = (request.POST if request.method == "POST" else request.GET).get("code", "")
    person, at = person_of(request), clock.now()
    context: dict[str, Any] = {"code": typed[:20], "entrance": None, "refusal": None}
    try:
        if request.method == "POST":
            presence = check_in(person=person, typed=typed, at=at)
            state = presence.get_state_display() if presence else gettext("Noted")
            messages.success(request, gettext("You are noted: %(state)s.") % {"state": state})
            return redirect("delivery:here")
        if typed:
            context["entrance"] = entrance_of(person=person, typed=typed, at=at)
    except RuleViolationError as violation:
        return render(request, "delivery/here.html", context | {"refusal": violation.refusal}, status=409)
    return render(request, "delivery/here.html", context)
