"""One country's list of nominees: the page of its focal point."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.engine.documents.words import languages
from balai.kernel import clock, files
from balai.kernel.refusal import RuleViolationError, status_of
from balai.nominations.documents.note import note_pdf
from balai.nominations.enums import NominationState, Origin, Outcome
from balai.nominations.forms.lists import LetterForm, ReturnForm, SendForm
from balai.nominations.models import CountryCall
from balai.nominations.queries import (
    countries_of,
    deadline_among,
    deadlines_shown_to,
    is_over,
    live_nominations,
    note_number_of,
    places_of,
    steps_among,
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
    may_send,
    may_withdraw,
)
from balai.nominations.services.calling import note_opened
from balai.nominations.services.nominating import (
    attach_letter,
    return_places,
    send_nominations,
)
from balai.nominations.services.sentences import findings_of
from balai.nominations.views.common import (
    KEEPING_A_COUNTRY,
    MARKS,
    NOBODY,
    OF_A_COUNTRY,
    actor_of,
    call_for,
    is_office,
    to_list,
    way_to,
)
from balai.people.access import roles
from balai.people.enums import Role
from balai.people.queries import names_of
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.kernel.refusal import Refusal
    from balai.nominations.models import Nomination
    from balai.nominations.queries import Places
    from balai.nominations.services.sentences import Finding
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Deadline


PAGES_OF_A_NOMINEE = ("nominee", "move", "change", "withdraw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One nominee as the list shows it.

    Attributes:
        nomination: the row.
        is_alternate: whether it stands behind the places of the country.
        mark: the sign of its standing.
        findings: what stands against it, in sentences.
        may_go_up, may_go_down: whether the order may change there.
        may_change, may_take_out: whether what is written of the nominee may, and the nominee leave the list.
        address: where the nominee's pages are, by their names.
    """

    nomination: Nomination
    is_alternate: bool
    mark: str
    findings: list[Finding]
    may_go_up: bool
    may_go_down: bool
    may_change: bool
    may_take_out: bool
    address: Mapping[str, str]


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
    if call.opened_at is None and person is not None and not is_office(request, call):
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
    shown = deadlines_shown_to(call)
    deadline = deadline_among(shown)
    places = places_of(call)
    keeps = may_keep_call(request.grants, call) is None
    may_move = keeps and may_rank(call, deadline, at=at) is None
    changes = _Changes(
        keeps=keeps, moves=may_move, is_office=is_office(request, call), deadline=deadline, at=at
    )
    everybody = list(call.nominations.order_by("rank").prefetch_related("results__rule"))
    lines = _lines(call, [one for one in everybody if one.is_live], places, changes)
    drafts = [one.nomination for one in lines if one.nomination.state == NominationState.DRAFT]
    stopped = may_send(call, drafts, has_letter=call.letter_file is not None, statements=[True])
    zone = ZoneInfo(zone_of(call))
    context = {
        "call": call,
        "lines": lines,
        "withdrawn": sorted((one for one in everybody if not one.is_live), key=_when_withdrawn),
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
        "steps": steps_among(shown, call, at=at),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """What the reader may do to a list, and when."""

    keeps: bool
    moves: bool
    is_office: bool
    deadline: Deadline | None
    at: dt.datetime


def _when_withdrawn(nomination: Nomination) -> tuple[dt.datetime | None, str]:
    return nomination.withdrawn_at, nomination.code


def _lines(call: CountryCall, nominations: Sequence[Nomination], places: Places, may: _Changes) -> list[Line]:
    for one in nominations:
        one.call = call
    results = {one.pk: list(one.results.all()) for one in nominations}
    waived = [one for one in nominations if any(row.outcome == Outcome.WAIVED for row in results[one.pk])]
    prefetch_related_objects(waived, "waivers")
    addresses = _addresses(call)
    return [
        Line(
            nomination=one,
            is_alternate=number > places.kept,
            mark=MARKS[one.standing],
            findings=findings_of(one, results[one.pk], one.waivers.all() if one in waived else ()),
            may_go_up=may.moves and number > 1,
            may_go_down=may.moves and number < len(nominations),
            may_change=may.keeps
            and may_change_nominee(one, may.deadline, is_office=may.is_office, at=may.at) is None,
            may_take_out=may.keeps and may_withdraw(one) is None,
            address={name: url.replace(str(NOBODY), str(one.pk)) for name, url in addresses.items()},
        )
        for number, one in enumerate(nominations, 1)
    ]


def _addresses(call: CountryCall) -> dict[str, str]:
    """Where the pages of a nominee are, but for the key: worked out once for a whole list."""
    place = [call.edition.code, call.country_id, NOBODY]
    return {name: reverse(f"nominations:{name}", args=place) for name in PAGES_OF_A_NOMINEE}


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


def as_it_is_now(request: SignedInRequest, call: CountryCall, refusal: Refusal) -> HttpResponse:
    """The page as it is now, with what was refused."""
    fresh = call_for(request, call.edition.code, call.country_id)
    return _page(request, fresh, refusal=refusal, status=HTTPStatus.CONFLICT)


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
        return as_it_is_now(request, call, violation.refusal)
    name = f"note-{call.edition.code.lower()}-{call.country_id.lower()}-{language}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


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
            return to_list(call)
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
        return as_it_is_now(request, call, violation.refusal)
    waits = live_nominations(sent).filter(state=NominationState.LATE).exists()
    messages.success(
        request,
        gettext("The list is sent. Late nominations wait for the office to decide.")
        if waits
        else gettext("The list is sent. A receipt is on its way to you."),
    )
    return to_list(call)


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
            return to_list(call)
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
