"""The lists of an edition: read, written like a spreadsheet, taken as a file."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer
from balai.people.access import admit, roles
from balai.programmes.forms.lists import SHEETS
from balai.programmes.forms.meanwhile import keys_seen, merge
from balai.programmes.models import EligibilityRule
from balai.programmes.rules import READERS, may_keep_edition, may_keep_money
from balai.programmes.rules.eligibility import must_be_worded_otherwise
from balai.programmes.rules.moves import may_change
from balai.programmes.services.parts import ListError, keep_list, one_writer
from balai.programmes.views.common import actor_of, edition_for, edition_page
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.forms.sheet_parts import Told, Typed
    from balai.programmes.forms.sheets import OpenSheet
    from balai.programmes.models import Edition
    from balai.programmes.services.parts import Kept, Line

HUBS = {
    "organisers": "programmes:partners",
    "sites": "programmes:partners",
    "took-part": "programmes:partners",
    "places": "programmes:places",
    "targets": "programmes:places",
    "rules": "programmes:places",
    "rubric": "programmes:places",
    "package": "programmes:money",
    "budget": "programmes:money",
    "notices": "programmes:dates",
}
"""Under which page of an edition a list lies; the others are of the curriculum."""


def hub_of(name: str) -> str:
    """The page of an edition under which a list lies."""
    return HUBS.get(name, "programmes:curriculum")


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """One list: shown to those who read, written by those who keep it."""
    edition, opened = _opened(request, code, name)
    refusal = _may_keep(request, edition, opened)
    if request.method != "POST":
        typed = opened.stored()
        return _page(request, edition, opened, typed, may_keep=refusal is None)
    admit(refusal)
    typed = opened.sent(request.POST)
    if (pasted := request.POST.get("pasted", "")).strip():
        rows = opened.pasted(pasted)
        if told := opened.too_many([*typed.cells, *rows]):
            return _page(
                request,
                edition,
                opened,
                typed,
                may_keep=True,
                told=[told],
                pasted=pasted,
                status=HTTPStatus.UNPROCESSABLE_ENTITY,
            )
        typed.add(rows)
        if "add" in request.POST:
            return _page(request, edition, opened, typed, may_keep=True)
    if (place := request.POST.get("clear", "")).isdigit() and 0 < int(place) <= len(typed.cells):
        typed.cells[int(place) - 1] = {}
        return _page(request, edition, opened, typed, may_keep=True)
    return _save(request, edition, opened, typed)


@roles(*READERS)
@require_safe
def export(request: SignedInRequest, code: str, name: str) -> HttpResponseBase:
    """The same list as a file, which can be pasted back."""
    edition, opened = _opened(request, code, name)
    return csv_answer(f"{edition.code}-{name}.csv", *opened.written())


def _opened(request: SignedInRequest, code: str, name: str) -> tuple[Edition, OpenSheet]:
    edition = edition_for(request, code)
    if name not in SHEETS:
        raise Http404
    return edition, SHEETS[name].opened(edition)


def _may_keep(request: SignedInRequest, edition: Edition, opened: OpenSheet) -> Refusal | None:
    ask = may_keep_money if opened.sheet.keepers == "money" else may_keep_edition
    return ask(request.grants, edition)


def _save(request: SignedInRequest, edition: Edition, opened: OpenSheet, typed: Typed) -> HttpResponse:
    told: list[Told] = []
    refusal: Refusal | None = None
    try:
        with one_writer(edition):
            told = merge(typed, opened.stored(), opened.heads)
            lines, faults = opened.read(typed)
            told += faults
            kept = None if told else _kept(request, edition, opened, typed, lines)
    except ListError as error:
        told = opened.told_by_deed(error.faults, typed)
    except RuleViolationError as violation:
        refusal = violation.refusal
    else:
        if kept is not None:
            said = gettext("Saved: %(new)d new, %(changed)d changed, %(gone)d removed.")
            messages.success(request, said % {"new": kept.new, "changed": kept.changed, "gone": kept.gone})
            return redirect("programmes:sheet", edition.code, opened.sheet.name)
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, edition, opened, typed, may_keep=True, told=told, refusal=refusal, status=status)


def _cautions(typed: Typed) -> list[tuple[str, Refusal]]:
    """Codes of rules that leave people out for what they are, with what to do instead; none is refused."""
    asked = ((row.get("code", ""), must_be_worded_otherwise(" ".join(row.values()))) for row in typed.cells)
    return [(code, refusal) for code, refusal in asked if refusal is not None]


def _kept(
    request: SignedInRequest, edition: Edition, opened: OpenSheet, typed: Typed, lines: Sequence[Line]
) -> Kept:
    return keep_list(
        opened.sheet.model,
        edition=edition,
        lines=lines,
        actor=actor_of(request),
        at=clock.now(),
        seen=keys_seen(typed),
    )


def _page(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    edition: Edition,
    opened: OpenSheet,
    typed: Typed,
    *,
    may_keep: bool,
    told: Sequence[Told] = (),
    refusal: Refusal | None = None,
    pasted: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    name = opened.sheet.name
    may_keep = may_keep and may_change(edition) is None
    rows = opened.shown(typed, told)
    context: dict[str, Any] = {
        "title": opened.sheet.title,
        "lead": opened.sheet.lead,
        "heads": opened.heads,
        "rows": rows if may_keep else [row for row in rows if row.key],
        "seen": typed.seen,
        "told": told,
        "cautions": _cautions(typed) if opened.sheet.model is EligibilityRule else [],
        "may_keep": may_keep,
        "refusal": refusal,
        "pasted": pasted,
        "export_url": reverse("programmes:sheet_export", args=[edition.code, name]),
    }
    hub = hub_of(name)
    way = [
        Crumb(label=_hub_label(hub), url=reverse(hub, args=[edition.code])),
        Crumb(label=opened.sheet.title),
    ]
    return edition_page(request, edition, "programmes/sheet.html", context, here=hub, way=way, status=status)


def _hub_label(hub: str) -> str:
    return {
        "programmes:partners": gettext("Partners"),
        "programmes:places": gettext("Places"),
        "programmes:money": gettext("Money"),
        "programmes:dates": gettext("Dates"),
        "programmes:curriculum": gettext("Curriculum"),
    }[hub]
