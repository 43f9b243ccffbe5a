"""Presence as the office and coordinators see it: sessions, one session's list, conflicts, devices, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.delivery.enums import THERE, Mark, Method, PresenceState
from balai.delivery.forms.presence import TermsForm
from balai.delivery.models import Device
from balai.delivery.queries.presence import (
    conflicts_of,
    counts_at,
    devices_of,
    editions_for,
    expected_at,
    open_conflicts,
    presences_at,
    scans_at,
)
from balai.delivery.queries.printing import sheets_of
from balai.delivery.rules.kiosk import may_open_screen
from balai.delivery.rules.presence import (
    KEEPERS,
    PRINTERS,
    READERS,
    SEES,
    may_change_presence,
    may_correct_presence,
    may_note_presence,
)
from balai.delivery.services.devices import end_device
from balai.delivery.services.presence import note_presence, settle_conflict
from balai.delivery.services.terms import FIELDS, keep_terms, terms_of
from balai.delivery.views.common import (
    edition_for,
    languages_named,
    slot_for,
    slots_for,
    way_to,
    whole_edition_for,
)
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, person_of, roles
from balai.programmes.queries.scopes import covers
from balai.selection.models import Participant
from balai.ui import wording

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.http import HttpResponse

    from balai.delivery.models import Scan
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


@roles(*SEES)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Editions whose presence the reader sees."""
    return render(request, "delivery/index.html", {"editions": editions_for(request.grants, READERS)})


@roles(*SEES)
@require_safe
def presence(request: SignedInRequest, code: str) -> HttpResponse:
    """Every session with how many were there, what somebody has to look at, and the devices."""
    edition = edition_for(request, code)
    slots = list(slots_for(request, edition))
    is_whole = covers(request.grants, READERS, edition)
    context = {
        "edition": edition,
        "days": _days(edition, slots),
        "conflicts": open_conflicts(edition).count() if is_whole else None,
        "devices": _devices(edition) if covers(request.grants, KEEPERS, edition) else None,
        "notes": may_change_presence(edition) is None
        and any(may_note_presence(request.grants, slot, edition) is None for slot in slots),
        "keeps": covers(request.grants, KEEPERS, edition),
        "languages": languages_named(),
        "prints": covers(request.grants, PRINTERS, edition),
        "crumbs": way_to(edition),
    }
    return render(request, "delivery/presence.html", context)


def _devices(edition: Edition) -> list[dict[str, Any]]:
    """The newest devices, and when each was last heard of by the edition's clock."""
    zone = ZoneInfo(edition.time_zone)
    rows = []
    for device in devices_of(edition)[:50]:
        seen = device.last_seen_at and device.last_seen_at.astimezone(zone)
        rows.append(
            {
                "device": device,
                "seen": f"{wording.brief_day(seen.date())}, {wording.clock(seen)}" if seen else "",
            }
        )
    return rows


def _days(edition: Edition, slots: list[Slot]) -> list[dict[str, Any]]:
    counts = counts_at([slot.session_id for slot in slots])
    expected = expected_at(slots)
    zone = ZoneInfo(edition.time_zone)
    days: dict[date, list[dict[str, Any]]] = {}
    for slot in slots:
        begins, counted = slot.begins_at.astimezone(zone), counts[slot.session_id]
        days.setdefault(begins.date(), []).append(
            {
                "slot": slot,
                "time": f"{wording.clock(begins)}–{wording.clock(begins + slot.lasts)}",
                "there": sum(counted.get(state, 0) for state in THERE),
                "late": counted.get(PresenceState.LATE, 0),
                "away": counted.get(PresenceState.ABSENT, 0) + counted.get(PresenceState.EXCUSED, 0),
                "expected": len(expected[slot.session_id]),
            }
        )
    return [{"name": wording.long_day(on), "on": on, "lines": lines} for on, lines in days.items()]


@roles(*SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """The list of one session: who is there, ticking, correcting, and every raw scan."""
    edition = edition_for(request, code)
    slot = slot_for(request, edition, key)
    if request.method != "POST":
        return _session(request, edition, slot)
    admit(may_note_presence(request.grants, slot, edition))
    participant = get_object_or_404(
        Participant.objects.filter(edition=edition), pk=request.POST.get("participant") or None
    )
    mark = request.POST.get("mark", "")
    is_correction = request.POST.get("corrects") == "yes"
    if is_correction:
        admit(may_correct_presence(request.grants, edition))
    allowed = {*PresenceState.values, *([Mark.CLEARED] if is_correction else [])}
    if mark not in allowed:
        return _session(request, edition, slot, status=422)
    try:
        note_presence(
            slot=slot,
            participant=participant,
            mark=Mark(mark),
            actor=person_of(request),
            at=clock.now(),
            is_correction=is_correction,
        )
    except RuleViolationError as violation:
        return _session(request, edition, slot, refusal=violation.refusal, status=409)
    return redirect("delivery:session", code=edition.code, key=key)


def _session(
    request: SignedInRequest,
    edition: Edition,
    slot: Slot,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    zone = ZoneInfo(edition.time_zone)
    begins = slot.begins_at.astimezone(zone)
    known = {one.participant_id: one for one in presences_at([slot.session_id]).select_related("participant")}
    people = expected_at([slot])[slot.session_id]
    others = [one.participant for one in known.values() if one.participant not in people]
    scans = list(scans_at(slot.session))
    sheet = sheets_of([slot.session_id]).get(slot.session_id)
    corrects = may_correct_presence(request.grants, edition) is None
    notes = may_note_presence(request.grants, slot, edition) is None and may_change_presence(edition) is None
    context = {
        "edition": edition,
        "slot": slot,
        "day": wording.long_day(begins.date()),
        "time": f"{wording.clock(begins)}–{wording.clock(begins + slot.lasts)}",
        "rows": [
            {"person": one, "presence": known.get(one.pk), "came": _clock(known.get(one.pk), zone)}
            for one in [*people, *others]
        ],
        "scans": [
            {
                "scan": one,
                "moment": wording.clock(one.at.astimezone(zone)),
                "day": wording.brief_day(one.at.astimezone(zone).date()),
                "entered": _entered(one, slot, zone),
            }
            for one in scans
        ],
        "notes": notes,
        "sheet": sheet,
        "printed": sheet and _told(sheet.printed_at.astimezone(zone)),
        "languages": languages_named(),
        "has_screen": notes and may_open_screen(slot, terms_of(edition), at=clock.now()) is None,
        "corrects": corrects,
        "choices": [*PresenceState.choices, *([Mark.CLEARED.value, Mark.CLEARED.label],)]
        if corrects
        else PresenceState.choices,
        "refusal": refusal,
        "crumbs": way_to(edition, str(slot.session.title)),
    }
    return render(request, "delivery/session.html", context, status=status)


def _entered(scan: Scan, slot: Slot, zone: ZoneInfo) -> str:
    """When a row of paper was read, if that was after its session."""
    is_late = scan.method == Method.PAPER and scan.read_at > slot.ends_at
    return _told(scan.read_at.astimezone(zone)) if is_late else ""


def _told(moment: datetime) -> str:
    return f"{wording.brief_day(moment.date())}, {wording.clock(moment)}"


def _clock(known: Any, zone: ZoneInfo) -> str:
    return wording.clock(known.arrived_at.astimezone(zone)) if known and known.arrived_at else ""


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: SignedInRequest, code: str) -> HttpResponse:
    """What does not fit, the newest first; an officer says what they found."""
    edition = whole_edition_for(request, code)
    if request.method == "POST":
        admit(may_correct_presence(request.grants, edition))
        conflict = get_object_or_404(conflicts_of(edition), pk=request.POST.get("conflict") or None)
        try:
            settle_conflict(
                conflict=conflict,
                note=request.POST.get("note", ""),
                actor=person_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            return _conflicts(request, edition, refusal=violation.refusal, status=409)
        return redirect("delivery:conflicts", code=edition.code)
    return _conflicts(request, edition)


def _conflicts(
    request: SignedInRequest, edition: Edition, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    is_all = request.GET.get("show") == "all"
    rows = conflicts_of(edition) if is_all else open_conflicts(edition)
    page = page_of(rows, order=["-found_at", "-id"], after=request.GET.get("after", ""))
    zone = ZoneInfo(edition.time_zone)
    context = {
        "edition": edition,
        "rows": [_conflict(row, zone) for row in page.rows],
        "pager": pager_of(page, request.GET, ""),
        "is_all": is_all,
        "settles": may_correct_presence(request.grants, edition) is None,
        "refusal": refusal,
        "crumbs": way_to(edition, gettext("To look at")),
    }
    return render(request, "delivery/conflicts.html", context, status=status)


def _conflict(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    at = row.scan.at.astimezone(zone)
    return {"row": row, "scan": row.scan, "day": wording.brief_day(at.date()), "time": wording.clock(at)}


@roles(*KEEPERS)
@require_POST
def end(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """End a device."""
    edition = edition_for(request, code)
    admit(may_correct_presence(request.grants, edition))
    device = get_object_or_404(Device.objects.filter(edition=edition), pk=key)
    end_device(device=device, actor=person_of(request), at=clock.now())
    messages.success(request, gettext("The device is ended. What it still hands in is kept and told."))
    return redirect("delivery:presence", code=edition.code)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: SignedInRequest, code: str) -> HttpResponse:
    """By which rules the edition tells who was there."""
    edition = whole_edition_for(request, code)
    kept = terms_of(edition)
    if request.method != "POST":
        form = TermsForm(instance=kept)
    else:
        admit(may_correct_presence(request.grants, edition))
        form = TermsForm(request.POST, instance=kept)
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in FIELDS}
            keep_terms(edition=edition, values=values, actor=person_of(request), at=clock.now())
            messages.success(request, gettext("Kept. What is noted from now on is told by these rules."))
            return redirect("delivery:terms", code=edition.code)
    context = {
        "edition": edition,
        "form": form,
        "keeps": may_correct_presence(request.grants, edition) is None
        and may_change_presence(edition) is None,
        "crumbs": way_to(edition, gettext("Rules")),
    }
    return render(request, "delivery/terms.html", context, status=422 if form.errors else 200)
