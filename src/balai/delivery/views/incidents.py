"""Incidents: the log, reporting one, and one with what was told of it, which is opened by a logged look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.delivery.enums import EntryKind, IncidentKind
from balai.delivery.forms.incidents import EntryForm, ReportForm, own_sessions
from balai.delivery.models.incident import Incident
from balai.delivery.queries.incidents import (
    READERS,
    REPORTERS,
    editions_to_report_in,
    entries_seen_by,
    incidents_seen_by,
    read_whole,
)
from balai.delivery.services.incidents import add_entry, close_incident, read_entries, report_incident
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, roles
from balai.people.queries import names_of
from balai.ui import wording
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest


@roles(*sorted(REPORTERS))
@require_safe
def incidents(request: SignedInRequest) -> HttpResponse:
    """The incidents that the reader may read, the newest first, without a word of what happened."""
    rows = incidents_seen_by(request.grants, person_of(request))
    page = page_of(rows, order=["-happened_at", "-id"], after=request.GET.get("after", ""))
    context = {
        "rows": [{"row": row, "when": _moment(row, row.happened_at)} for row in page.rows],
        "pager": pager_of(page, request.GET, ""),
        "editions": editions_to_report_in(request.grants),
        "crumbs": [Crumb(label=gettext("Incidents"))],
    }
    return render(request, "delivery/incidents.html", context)


@roles(*sorted(REPORTERS))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, code: str) -> HttpResponse:
    """Report an incident of an edition."""
    edition = get_object_or_404(editions_to_report_in(request.grants), code=code)
    at = clock.now()
    own = own_sessions(request.grants, edition)
    form = ReportForm(request.POST or None, edition=edition, at=at, own=own)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            report_incident(
                edition=edition,
                kind=IncidentKind(said["kind"]),
                severity=said["severity"],
                happened_at=form.happened_at,
                site=said["site"],
                participants=list(said["participants"]),
                account=said["account"],
                measures=said["measures"],
                actor=person_of(request),
                at=at,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, gettext("The incident is kept. What you wrote is sealed."))
            return redirect("delivery:incidents")
    context = {
        "edition": edition,
        "form": form,
        "crumbs": [
            Crumb(label=gettext("Incidents"), url=reverse("delivery:incidents")),
            Crumb(label=gettext("Report an incident")),
        ],
    }
    return render(request, "delivery/incident_report.html", context, status=422 if form.errors else 200)


@roles(*sorted(REPORTERS))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: SignedInRequest, key: UUID) -> HttpResponse:
    """One incident, its words sealed; posted, something is added."""
    found = _incident(request, key)
    if request.method != "POST":
        return _page(request, found)
    form = EntryForm(request.POST, is_open=found.is_open)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        add_entry(
            incident=found,
            kind=EntryKind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
            actor=person_of(request),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _page(request, found, form=form, refusal=violation.refusal, status=409)
    messages.success(request, gettext("Added. What you wrote is sealed."))
    return redirect("delivery:incident", key=found.pk)


@roles(*sorted(REPORTERS))
@never_cache
@require_POST
def read(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Open what was told; each look is logged first."""
    found = _incident(request, key)
    reader = person_of(request)
    told = entries_seen_by(request.grants, reader, found)
    return _page(request, found, opened=read_entries(found, told, actor=reader, at=clock.now()))


@roles(*sorted(READERS))
@require_POST
def close(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say that nothing is to follow: for those who read all of it."""
    found: Incident = get_object_or_404(incidents_seen_by(request.grants), pk=key)
    try:
        close_incident(incident=found, actor=person_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, found, refusal=violation.refusal, status=409)
    return redirect("delivery:incident", key=found.pk)


def _incident(request: SignedInRequest, key: UUID) -> Incident:
    """An incident that the reader sees; another is not there at all."""
    found: Incident = get_object_or_404(incidents_seen_by(request.grants, person_of(request)), pk=key)
    return found


def _page(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    found: Incident,
    *,
    form: EntryForm | None = None,
    opened: list[Any] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    texts = dict(opened) if opened is not None else {}
    told = entries_seen_by(request.grants, person_of(request), found)
    entries = list(told.order_by("written_at", "pk"))
    names = names_of({found.reported_by, found.closed_by, *(one.written_by for one in entries)})
    context = {
        "incident": found,
        "when": _moment(found, found.happened_at),
        "reported": _moment(found, found.reported_at),
        "reporter": names.get(found.reported_by, ""),
        "closed": _moment(found, found.closed_at) if found.closed_at else "",
        "people": found.participants.select_related("country").order_by("name", "pk"),
        "entries": [
            {
                "entry": one,
                "when": _moment(found, one.written_at),
                "by": names.get(one.written_by, ""),
                "text": texts.get(one),
            }
            for one in entries
        ],
        "is_opened": opened is not None,
        "is_whole": Incident.objects.filter(read_whole(request.grants), pk=found.pk).exists(),
        "form": form or EntryForm(is_open=found.is_open),
        "refusal": refusal,
        "crumbs": [
            Crumb(label=gettext("Incidents"), url=reverse("delivery:incidents")),
            Crumb(label=str(found.get_kind_display())),
        ],
    }
    return render(request, "delivery/incident.html", context, status=status)


def _moment(found: Incident, at: datetime) -> str:
    there = at.astimezone(ZoneInfo(found.edition.time_zone))
    return f"{wording.brief_day(there.date())}, {wording.clock(there)}"
