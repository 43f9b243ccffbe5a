"""Gate lists: which sites wait for names, one list with what was sent, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.delivery.adapters.gate_states import rows_of, state_of
from balai.delivery.documents.gates import gate_head, gate_pdf, gate_rows
from balai.delivery.forms.gates import SentForm
from balai.delivery.queries.gates import lists_of, visits_of
from balai.delivery.rules.gates import SENDERS, may_note_sent, may_send_gate_lists
from balai.delivery.rules.presence import READERS
from balai.delivery.services.gates import lines_of, lines_with_passports, note_gate_list_sent
from balai.delivery.views.common import edition_for, way_to, whole_edition_for
from balai.engine.documents.words import language_for
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import xlsx_answer
from balai.people.access import admit, person_of, roles
from balai.people.queries import names_of
from balai.ui import wording
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    import datetime as dt

    from django.http.response import HttpResponseBase

    from balai.delivery.queries.gates import Visit
    from balai.delivery.services.gates import GateLine
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

KINDS = ("pdf", "xlsx")


@roles(*sorted(READERS))
@require_safe
def gates(request: SignedInRequest, code: str) -> HttpResponse:
    """The visits of an edition that need a list, with when it is due and how it stands."""
    edition = whole_edition_for(request, code)
    visits = visits_of(edition)
    context = {
        "edition": edition,
        "rows": rows_of(visits, today=_today(edition)),
        "crumbs": way_to(edition, gettext("Gate lists")),
    }
    return render(request, "delivery/gates.html", context)


@roles(*sorted(READERS))
@require_http_methods(["GET", "HEAD", "POST"])
def gate_list(request: SignedInRequest, code: str, site: str, on: str) -> HttpResponse:
    """One list: who is to stand in it, its files, and noting that it was sent."""
    edition = whole_edition_for(request, code)
    visit = _visit(edition, site, on)
    form = SentForm(request.POST or None, initial={"sent_to": visit.sent.sent_to if visit.sent else ""})
    if request.method != "POST":
        return _list(request, edition, visit, form)
    admit(may_send_gate_lists(request.grants, edition))
    if not form.is_valid():
        return _list(request, edition, visit, form, status=422)
    try:
        note_gate_list_sent(
            edition=edition,
            site=visit.site,
            on=visit.on,
            sent_to=form.cleaned_data["sent_to"],
            has_passports=form.cleaned_data["has_passports"],
            actor=person_of(request),
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _list(request, edition, visit, form, refusal=violation.refusal, status=409)
    messages.success(request, gettext("Noted. If somebody drops out or joins, the list says so."))
    return redirect("delivery:gate_list", code=edition.code, site=visit.site.code, on=visit.on.isoformat())


def _list(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    edition: Edition,
    visit: Visit,
    form: SentForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    zone = ZoneInfo(edition.time_zone)
    rows = [row for row in lists_of(edition) if (row.visit_on, row.site_id) == (visit.on, visit.site.pk)]
    names = names_of({row.sent_by for row in rows})
    context = {
        "edition": edition,
        "visit": visit,
        "name": wording.long_day(visit.on),
        "due": wording.long_day(visit.due_on),
        "state": state_of(visit, today=_today(edition)),
        "lines": lines_of(visit),
        "sent": [
            {
                "row": row,
                "day": wording.long_day(row.sent_at.astimezone(zone).date()),
                "by": names.get(row.sent_by, ""),
                "people": len(row.names.all()),
            }
            for row in rows
        ],
        "form": form if may_send_gate_lists(request.grants, edition) is None else None,
        "hindrance": may_note_sent(visit, edition, today=_today(edition)),
        "refusal": refusal,
        "crumbs": _way(edition, visit),
    }
    return render(request, "delivery/gate_list.html", context, status=status)


@roles(*sorted(SENDERS))
@never_cache
@require_safe
def gate_file(request: SignedInRequest, code: str, site: str, on: str, kind: str) -> HttpResponseBase:
    """The list as a file, without numbers of passports."""
    edition = edition_for(request, code)
    admit(may_send_gate_lists(request.grants, edition))
    visit = _visit(edition, site, on)
    return _file(edition, visit, lines_of(visit), kind, has_passports=False)


@roles(*sorted(SENDERS))
@never_cache
@require_POST
def gate_file_with_passports(
    request: SignedInRequest, code: str, site: str, on: str, kind: str
) -> HttpResponseBase:
    """The list with numbers of passports, where the site asks for them; each look is logged."""
    edition = edition_for(request, code)
    admit(may_send_gate_lists(request.grants, edition))
    visit = _visit(edition, site, on)
    if kind not in KINDS:
        raise Http404
    lines = lines_with_passports(visit, actor=person_of(request), at=clock.now())
    return _file(edition, visit, lines, kind, has_passports=True)


def _file(
    edition: Edition, visit: Visit, lines: list[GateLine], kind: str, *, has_passports: bool
) -> HttpResponseBase:
    language = language_for(get_language() or "en")
    name = f"gate-{edition.code.lower()}-{visit.site.code}-{visit.on}-{language}.{kind}"
    if kind == "xlsx":
        head, rows = gate_head(has_passports=has_passports), gate_rows(lines, has_passports=has_passports)
        return xlsx_answer(name, head, rows)
    if kind != "pdf" or not lines:
        raise Http404
    content = gate_pdf(edition, visit, lines, language, has_passports=has_passports, at=clock.now())
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _visit(edition: Edition, site: str, on: str) -> Visit:
    """The visit of an address; another is not there at all."""
    for visit in visits_of(edition):
        if visit.site.code == site and visit.on.isoformat() == on:
            return visit
    raise Http404


def _today(edition: Edition) -> dt.date:
    return clock.now().astimezone(ZoneInfo(edition.time_zone)).date()


def _way(edition: Edition, visit: Visit) -> list[Crumb]:
    *above, _last = way_to(edition, "")
    return [
        *above,
        Crumb(label=gettext("Gate lists"), url=reverse("delivery:gates", args=[edition.code])),
        Crumb(label=f"{visit.site}, {wording.brief_day(visit.on)}"),
    ]
