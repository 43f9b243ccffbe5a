"""Country reports: one's own country's to write, those of others to read, and the office's list."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.followup.enums import PlanState
from balai.followup.forms.country_reports import CountryReportForm, ReturnReportForm
from balai.followup.models import CountryReport
from balai.followup.models.country_report import FIGURES, TEXTS
from balai.followup.queries.country_reports import (
    asks_for_reports,
    handed_in,
    report_of,
    report_writers,
    reports_by_country,
)
from balai.followup.rules.access import READERS, may_keep_plans
from balai.followup.rules.country_reports import label_of, lacking_in, may_change_report, may_write_report
from balai.followup.services.country_reports import (
    hand_in_country_report,
    keep_country_report,
    return_country_report,
    take_country_report_back,
)
from balai.followup.views.common import edition_for, way_to
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import person_of, roles, signed_in
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.directory.models import Country
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.selection.models import Participant
    from balai.ui.parts import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A report as it reads, with its country; ``facts`` are what is filled."""

    country: str
    code: str
    facts: list[tuple[str, str]]


def read(report: CountryReport) -> Read:
    """What a report says, column by column."""
    facts = [
        (label_of(name), _shown(name, getattr(report, name)))
        for name in (*FIGURES, *TEXTS)
        if getattr(report, name) not in (None, "")
    ]
    return Read(country=str(report.country.brief_name), code=report.country_id, facts=facts)


def _shown(name: str, value: Any) -> str:
    if name == "enterprises":
        return str(number_format(value, decimal_pos=0, force_grouping=True))
    return f"{number_format(value)} %" if name.endswith("_percent") else str(value)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The report of the reader's country: written by all of its participants, handed in, taken back."""
    participant = get_object_or_404(report_writers(person_of(request)), pk=key)
    form: CountryReportForm | None = None
    refusal: Refusal | None = None
    status = HTTPStatus.OK
    if request.method == "POST":
        form = CountryReportForm(request.POST)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if "take_back" in request.POST or form.is_valid():
            try:
                done = _do(request, participant, form)
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
                if refusal.code in {"country_report.incomplete", "country_report.unprintable"}:
                    form = None  # what was typed is kept, and the page goes on from there
            else:
                messages.success(request, done)
                return redirect("followup:own_country_report", participant.pk)
    report = report_of(participant)
    closed = may_write_report(participant, is_asked=True)
    typed: list[tuple[str, str]] = []
    if form is not None and (closed or (report and report.is_handed_in)) and "take_back" not in request.POST:
        typed = [(label_of(name), form[name].value()) for name in (*FIGURES, *TEXTS) if form[name].value()]
        status = HTTPStatus.CONFLICT
        if refusal is None and report is not None:
            refusal = may_change_report(report, version=report.version)
    if form is None or "take_back" in request.POST:
        form = CountryReportForm(instance=report, initial={"seen": report.version if report else 0})
    context = {
        "participant": participant,
        "report": report,
        "read": read(report) if report and report.is_handed_in else None,
        "form": form,
        "refusal": refusal,
        "closed": closed,
        "typed": typed,
        "lacking": [label_of(name) for name in lacking_in(report)] if report else [],
        "others": _others(participant),
        "crumbs": [
            Crumb(label=gettext("My action plan"), url=reverse("followup:mine")),
            Crumb(label=gettext("Country report")),
        ],
    }
    return render(request, "followup/own_country_report.html", context, status=status)


def _others(participant: Participant) -> list[Read]:
    """What other countries handed in, by the names that the reader knows."""
    reports = handed_in(participant.edition).exclude(country=participant.country_id)
    return sorted(map(read, reports), key=lambda one: one.country)


def _do(request: SignedInRequest, participant: Participant, form: CountryReportForm) -> str:
    """Keep what is typed, hand it in too if asked, or take the report back; says what was done."""
    actor, at = person_of(request).reference, clock.now()
    if "take_back" in request.POST:
        take_country_report_back(participant=participant, actor=actor, at=at)
        return gettext("Taken back. Others read it again once it is handed in.")
    seen = form.cleaned_data["seen"]
    keep_country_report(participant=participant, values=form.values, version=seen, actor=actor, at=at)
    if "hand_in" not in request.POST:
        return gettext("Kept.")
    hand_in_country_report(participant=participant, actor=actor, at=at)
    return gettext("Handed in. The office and everybody who takes part can read it.")


@roles(*sorted(READERS))
@require_safe
def edition(request: SignedInRequest, code: str) -> HttpResponse:
    """Every country that takes part, how far its report is, and what those that are handed in say."""
    return _edition(request, edition_for(request, code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A country on the office's page: how far its report is, what it says, and the form to give it back."""

    country: Country
    mark: State
    word: str
    read: Read | None
    returning: ReturnReportForm | None


def _edition(
    request: SignedInRequest,
    found: Edition,
    *,
    tried: tuple[str, ReturnReportForm] | None = None,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    keeps = may_keep_plans(request.grants, found) is None
    rows = []
    for one in reports_by_country(found):
        shown = _read_if(one.report)
        form = tried[1] if tried and tried[0] == one.country.pk else _returning(one.country.pk)
        mark, word = _state(one.report)
        rows.append(
            Row(
                country=one.country,
                mark=mark,
                word=word,
                read=shown,
                returning=form if keeps and shown else None,
            )
        )
    context = {
        "edition": found,
        "rows": rows,
        "number": sum(one.read is not None for one in rows),
        "is_asked": asks_for_reports(found),
        "refusal": refusal,
        "crumbs": way_to(found, gettext("Country reports")),
    }
    return render(request, "followup/country_reports.html", context, status=status)


def _returning(country: str, data: Any = None) -> ReturnReportForm:
    return ReturnReportForm(data, auto_id=f"id_{country}_%s")


@roles(*sorted(READERS))
@require_POST
def send_back(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Give a report back to those who wrote it, with what should be changed."""
    found = edition_for(request, code, keeps=True)
    report = get_object_or_404(CountryReport.objects.filter(edition=found), country=country)
    form = _returning(country, request.POST)
    if not form.is_valid():
        return _edition(request, found, tried=(country, form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return_country_report(
            report_id=report.pk,
            because=form.cleaned_data["because"],
            actor=person_of(request).reference,
            at=clock.now(),
        )
    except RuleViolationError as violation:
        return _edition(request, found, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("The report was given back."))
    return redirect("followup:country_reports", code)


def _state(report: CountryReport | None) -> tuple[State, str]:
    if report is None:
        return "wait", gettext("Not begun")
    if report.returned_at is not None:
        return "due", str(PlanState.RETURNED.label)
    return ("ok", gettext("Handed in")) if report.is_handed_in else ("wait", gettext("Being written"))


def _read_if(report: CountryReport | None) -> Read | None:
    return read(report) if report is not None and report.is_handed_in else None
