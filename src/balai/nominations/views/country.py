"""One country's list of nominees: the page of its focal point."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.audit.queries import deeds_about
from balai.engine.documents.words import languages
from balai.kernel import clock, files
from balai.kernel.refusal import RuleViolationError
from balai.nominations.documents.note import note_pdf
from balai.nominations.enums import NominationState, Origin, Standing, WithdrawalReason
from balai.nominations.forms.lists import LetterForm, ReturnForm, SendForm
from balai.nominations.forms.nominee import NomineeForm, WithdrawalForm
from balai.nominations.models import CountryCall
from balai.nominations.queries import (
    countries_of,
    deadline_of,
    doubles_in,
    is_over,
    live_nominations,
    note_number_of,
    places_of,
    steps_of,
    took_part_before,
    zone_of,
)
from balai.nominations.rules import (
    OPEN_STATUSES,
    may_change_list,
    may_change_nominee,
    may_keep_call,
    may_keep_nominations,
    may_name,
    may_rank,
    may_read_nominations,
    may_send,
)
from balai.nominations.services.calling import note_opened
from balai.nominations.services.nominating import (
    add_nominee,
    attach_letter,
    change_nominee,
    move_nominee,
    return_places,
    send_nominations,
    withdraw_nomination,
)
from balai.nominations.services.sentences import findings_of
from balai.nominations.views.common import (
    KEEPING_A_COUNTRY,
    OF_A_COUNTRY,
    actor_of,
    call_for,
    is_office,
    nomination_for,
    status_of,
    way_to,
)
from balai.people.access import roles
from balai.people.enums import Role
from balai.people.queries import names_of
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from balai.kernel.refusal import Refusal
    from balai.nominations.models import Nomination
    from balai.nominations.queries import Places
    from balai.nominations.services.sentences import Finding
    from balai.people.access import SignedInRequest

MARKS = {
    Standing.READY.value: "ok",
    Standing.MISSING.value: "due",
    Standing.WAIVER.value: "late",
    Standing.BLOCKED.value: "block",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One nominee as the list shows it.

    Attributes:
        nomination: the row.
        is_alternate: whether it stands behind the places of the country.
        mark: the sign of its standing.
        findings: what stands against it, in sentences.
        may_go_up, may_go_down: whether the order may change there.
    """

    nomination: Nomination
    is_alternate: bool
    mark: str
    findings: list[Finding]
    may_go_up: bool
    may_go_down: bool


@roles(Role.FOCAL_POINT)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The editions to which the reader's countries are invited, the newest first; for most the one list."""
    calls = (
        CountryCall.objects.filter(country__in=countries_of(request.grants))
        .select_related("edition", "country")
        .order_by("-issued_at", "-pk")[:100]
    )
    open_ones = [call for call in calls if call.edition.status == EditionStatus.CALL]
    return render(
        request,
        "nominations/mine.html",
        {"calls": calls, "open_calls": open_ones, "countries": countries_of(request.grants)},
    )


@roles(*OF_A_COUNTRY)
@require_safe
def country(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Places, ranked nominees, what is missing and why somebody is blocked, deadlines, the way to send."""
    call = call_for(request, code, country)
    person = request.user.person
    if person is not None and not is_office(request, call):
        note_opened(call=call, person=person, at=clock.now())
    return _page(request, call)


def _page(
    request: SignedInRequest,
    call: CountryCall,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    forms: Mapping[str, Any] | None = None,
) -> HttpResponse:
    at = clock.now()
    deadline = deadline_of(call)
    places = places_of(call)
    keeps = may_keep_call(request.grants, call) is None
    may_move = keeps and may_rank(call, deadline, at=at) is None
    lines = _lines(call, places, may_move=may_move)
    drafts = [one.nomination for one in lines if one.nomination.state == NominationState.DRAFT]
    stopped = may_send(call, drafts, has_letter=call.letter_file is not None, statements=[True])
    zone = ZoneInfo(zone_of(call))
    context = {
        "call": call,
        "lines": lines,
        "withdrawn": list(call.nominations.filter(state=NominationState.WITHDRAWN).order_by("withdrawn_at")),
        "places": places,
        "title": _title(places, lines),
        "keeps": keeps,
        "closed": may_name(call),
        "may_return": may_change_list(call) is None,
        "unconfirmed": [one for one in drafts if one.origin == Origin.OFFICE]
        if any(one.nomination.origin == Origin.FOCAL_POINT for one in lines)
        else [],
        "is_after": call.edition.status not in OPEN_STATUSES,
        "may_send": keeps and bool(drafts) and stopped is None,
        "stopped": stopped if drafts or call.sent_at is None else None,
        "drafts": len(drafts),
        "is_late": is_over(deadline, at=at),
        "left": _left(deadline.at, at) if deadline else "",
        "deadline": deadline.at.astimezone(zone) if deadline else None,
        "deadline_there": deadline.at.astimezone(ZoneInfo(call.edition.time_zone)) if deadline else None,
        "place": _place(str(zone)),
        "host_place": _place(call.edition.time_zone),
        "steps": steps_of(call, at=at),
        "note_number": note_number_of(call),
        "note_languages": [(one, LANG_INFO[one]["name_local"]) for one in languages()],
        "may_number": may_keep_nominations(request.grants, call.edition) is None,
        "before": took_part_before(call),
        "principals": min(len(lines), places.kept),
        "alternates": max(len(lines) - places.kept, 0),
        "lacks_alternates": max(places.kept + places.reserve - len(lines), 0) if lines else 0,
        "changed_by": names_of([call.changed_by]).get(call.changed_by, "") if call.changed_by else "",
        "changed_at": call.changed_at.astimezone(zone) if call.changed_at else None,
        "sent_at": call.sent_at.astimezone(zone) if call.sent_at else None,
        "letter_form": LetterForm(),
        "send_form": SendForm(initial={"version": call.version}),
        "refusal": refusal,
        "crumbs": way_to(request, call),
        **(forms or {}),
    }
    return render(request, "nominations/country.html", context, status=status)


def _lines(call: CountryCall, places: Places, *, may_move: bool) -> list[Line]:
    nominations = list(live_nominations(call).prefetch_related("results__rule", "waivers"))
    return [
        Line(
            nomination=one,
            is_alternate=number > places.kept,
            mark=MARKS[one.standing],
            findings=findings_of(one, one.results.all(), one.waivers.all()),
            may_go_up=may_move and number > 1,
            may_go_down=may_move and number < len(nominations),
        )
        for number, one in enumerate(nominations, 1)
    ]


def _title(places: Places, lines: list[Line]) -> str:
    """What may be done, in one line: “2 people may go. 3 are named.”."""
    may = ngettext("%(number)d person may go.", "%(number)d people may go.", places.kept) % {
        "number": places.kept
    }
    if not lines:
        return f"{may} {gettext('Nobody is named yet.')}"
    named = ngettext("%(number)d is named.", "%(number)d are named.", len(lines)) % {"number": len(lines)}
    return f"{may} {named}"


def _left(due: dt.datetime, at: dt.datetime) -> StrOrPromise:
    """How far away a deadline is."""
    left = due - at
    if left < dt.timedelta(0):
        return gettext("The deadline is over.")
    if left.days >= 1:
        return ngettext("%(days)d day left.", "%(days)d days left.", left.days) % {"days": left.days}
    hours = left.seconds // 3600
    if hours >= 1:
        return ngettext("%(hours)d hour left.", "%(hours)d hours left.", hours) % {"hours": hours}
    return gettext("Less than an hour left.")


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _conflict(request: SignedInRequest, call: CountryCall, refusal: Refusal) -> HttpResponse:
    """The page as it is now, with what was refused."""
    fresh = call_for(request, call.edition.code, call.country_id)
    return _page(request, fresh, refusal=refusal, status=HTTPStatus.CONFLICT)


def _there(call: CountryCall) -> HttpResponse:
    return redirect("nominations:country", call.edition.code, call.country_id)


@roles(*OF_A_COUNTRY)
@require_safe
def note(request: SignedInRequest, code: str, country: str, language: str) -> HttpResponse:
    """The note verbale that goes out with the call, in one language, as a PDF."""
    call = call_for(request, code, country)
    if language not in languages():
        raise Http404
    try:
        content = note_pdf(call, language)
    except RuleViolationError as violation:
        return _conflict(request, call, violation.refusal)
    name = f"note-{call.edition.code.lower()}-{call.country_id.lower()}-{language}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


# --- nominees ----------------------------------------------------------------------------------------------


@roles(*KEEPING_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def new_nominee(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Name somebody; a form that is sent twice names one person."""
    call = call_for(request, code, country, keeps=True)
    form = NomineeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            nomination = add_nominee(
                call_id=call.pk,
                key=form.cleaned_data["key"],
                values=form.values,
                origin=Origin.OFFICE if is_office(request, call) else Origin.FOCAL_POINT,
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("%(name)s is on the list.") % {"name": nomination.name})
            return _there(call)
    title = gettext("Add a nominee")
    context = {
        "call": call,
        "form": form,
        "title": title,
        "closed": may_name(call),
        "crumbs": way_to(request, call, title),
    }
    return render(request, "nominations/nominee_form.html", context, status=status_of(request))


@roles(*OF_A_COUNTRY)
@require_safe
def nominee(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """One nominee: what is written, what every rule says and saw, and who it may be besides."""
    nomination = nomination_for(request, code, country, key)
    results = list(nomination.results.select_related("rule").order_by("rule__order", "rule__code"))
    waivers = list(nomination.waivers.all())
    sees_all = may_read_nominations(request.grants, nomination.call.edition) is None
    form = NomineeForm(instance=nomination)
    filled = [
        (title, [(field.label, _shown(nomination, field.name)) for field in fields])
        for title, fields in form.groups()
    ]
    context = {
        "call": nomination.call,
        "nomination": nomination,
        "mark": MARKS[nomination.standing],
        "entered_by": _entered_by(nomination),
        "groups": filled,
        "results": results,
        "findings": findings_of(nomination, results, waivers),
        "waivers": waivers,
        "doubles": list(doubles_in(nomination.edition_id, nomination)[:5]) if sees_all else [],
        "may_change": may_keep_call(request.grants, nomination.call) is None
        and may_change_nominee(
            nomination,
            deadline_of(nomination.call),
            is_office=is_office(request, nomination.call),
            at=clock.now(),
        )
        is None,
        "may_waive": nomination.is_live
        and may_keep_nominations(request.grants, nomination.call.edition) is None,
        "crumbs": way_to(request, nomination.call, nomination.name),
    }
    return render(request, "nominations/nominee.html", context)


def _entered_by(nomination: Nomination) -> str:
    """Who keyed a nomination in, by name; of old ones that the trail does not tell, nobody."""
    deed = deeds_about(nomination.reference).filter(action="nomination.entered").first()
    return names_of([deed.actor]).get(deed.actor, "") if deed else ""


def _shown(nomination: Nomination, name: str) -> Any:
    """A value as people read it; a dash where there is none."""
    value = getattr(nomination, name)
    if value is None or value == "":
        return "–"
    if isinstance(value, dt.date):
        return formats.date_format(value, "j M Y")
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    display = getattr(nomination, f"get_{name}_display", None)
    return display() if display else value


@roles(*KEEPING_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Correct what is written about a nominee; who was overtaken keeps what they typed."""
    nomination = nomination_for(request, code, country, key, keeps=True)
    call = nomination.call
    first = {"key": nomination.pk, "version": nomination.version}
    form = NomineeForm(request.POST or None, instance=nomination, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            change_nominee(
                nomination_id=nomination.pk,
                version=form.cleaned_data["version"],
                values=form.values,
                is_office=is_office(request, call),
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
            if violation.refusal.code == "nomination.changed_meanwhile":
                typed = request.POST.copy()
                typed["version"] = str(nomination.version)
                form.data = typed
        else:
            messages.success(request, gettext("Saved."))
            return _there(call)
    title = gettext("Change %(name)s") % {"name": nomination.name}
    context = {
        "call": call,
        "form": form,
        "title": title,
        "closed": None,
        "crumbs": way_to(request, call, title),
    }
    return render(request, "nominations/nominee_form.html", context, status=status_of(request))


@roles(*KEEPING_A_COUNTRY)
@require_POST
def move(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Let a nominee change places with the one above or below."""
    nomination = nomination_for(request, code, country, key, keeps=True)
    version = request.POST.get("version", "")
    try:
        moved = move_nominee(
            nomination_id=nomination.pk,
            up=request.POST.get("to") == "up",
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
            actor=actor_of(request),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _conflict(request, nomination.call, violation.refusal)
    messages.success(
        request, gettext("%(name)s now has rank %(rank)d.") % {"name": moved.name, "rank": moved.rank}
    )
    place = reverse("nominations:country", args=[code, country])
    return redirect(f"{place}#n-{nomination.pk}")


@roles(*KEEPING_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Take a nominee out of the list, with the reason."""
    nomination = nomination_for(request, code, country, key, keeps=True)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_nomination(
                nomination_id=nomination.pk,
                why=WithdrawalReason(form.cleaned_data["why"]),
                note=form.cleaned_data["note"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("%(name)s is taken out.") % {"name": nomination.name})
            return _there(nomination.call)
    title = gettext("Take %(name)s out") % {"name": nomination.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext("The record stays, with your reason. Those behind move up."),
        "label": gettext("Take out"),
        "back": reverse("nominations:country", args=[code, country]),
        "crumbs": way_to(request, nomination.call, title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))


# --- the list ----------------------------------------------------------------------------------------------


@roles(*OF_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Add the signed letter of nomination, or read the one that is there; each reading is logged."""
    call = call_for(request, code, country, keeps=request.method == "POST")
    if request.method in {"GET", "HEAD"}:
        kept = call.letter_of_nomination
        if kept is None:
            raise Http404
        content = files.read(
            kept,
            owner=call,
            what="country_call.letter",
            actor=actor_of(request).reference,
            purpose="nominations",
            at=clock.now(),
        )
        return files.deliver(kept, content)
    form = LetterForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["letter"]
        try:
            attach_letter(
                call_id=call.pk,
                content=upload.read(),
                name=upload.name,
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error("letter", str(violation.refusal.message))
        else:
            messages.success(request, gettext("The letter is here."))
            return _there(call)
    return _page(request, call, status=HTTPStatus.UNPROCESSABLE_ENTITY, forms={"letter_form": form})


@roles(*KEEPING_A_COUNTRY)
@require_POST
def send(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Send the list; two clicks send it once."""
    call = call_for(request, code, country, keeps=True)
    form = SendForm(request.POST)
    if not form.is_valid():
        return _page(request, call, status=HTTPStatus.UNPROCESSABLE_ENTITY, forms={"send_form": form})
    try:
        sent = send_nominations(
            call_id=call.pk,
            **{name: form.cleaned_data[name] for name in form.fields},
            actor=actor_of(request),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _conflict(request, call, violation.refusal)
    waits = live_nominations(sent).filter(state=NominationState.LATE).exists()
    messages.success(
        request,
        gettext("The list is sent. Late nominations wait for the office to decide.")
        if waits
        else gettext("The list is sent. A receipt is on its way to you."),
    )
    return _there(call)


@roles(*KEEPING_A_COUNTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Return places that the country does not need."""
    call = call_for(request, code, country, keeps=True)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return_places(
                call_id=call.pk,
                places=form.cleaned_data["places"],
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("Thank you. The office can give these places to others."))
            return _there(call)
    title = gettext("Return places")
    places = places_of(call)
    context = {
        "form": form,
        "title": title,
        "lead": ngettext(
            "The country has %(number)d place.", "The country has %(number)d places.", places.kept
        )
        % {"number": places.kept},
        "label": title,
        "back": reverse("nominations:country", args=[code, country]),
        "crumbs": way_to(request, call, title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))
