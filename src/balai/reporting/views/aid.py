"""Aid data of a series: how it is reported, what is missing, the rows for the OECD, and publishing."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.engine.aid.crs import COMMITTED, DISBURSED
from balai.engine.aid.errors import AidError
from balai.engine.aid.tossd import COLUMNS as TOSSD_COLUMNS
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.people.access import admit, roles
from balai.programmes.rules import readable_series
from balai.programmes.views.common import actor_of, tell_faults
from balai.reporting.forms.aid import ProfileForm, RateForm
from balai.reporting.models import AidProfile, AidPublication, DollarRate
from balai.reporting.queries.aid import profile_of, publications_of
from balai.reporting.rules.access import READERS
from balai.reporting.rules.aid import may_keep_aid_data, may_see_draft, must_be_sound
from balai.reporting.services.publishing import (
    crs_of,
    draft,
    keep_dollar_rate,
    keep_profile,
    publish_aid_data,
    tossd_of,
)
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms
    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Series
    from balai.reporting.services.publishing import Draft

MOST_VERSIONS = 20
MOST_RATES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultShown:
    """A fault that the judge of IATI files found, with the way to the record."""

    about: str
    what: str
    remedy: str
    rule: str
    url: str
    is_error: bool


@roles(*READERS)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The series, each with what was published of it last."""
    newest = AidPublication.objects.filter(series=OuterRef("pk")).order_by("-number")
    told = readable_series(request.grants).annotate(
        newest_number=Subquery(newest.values("number")[:1]), newest_at=Subquery(newest.values("at")[:1])
    )
    page = page_of(told, order=("code", "id"), after=request.GET.get("after", ""))
    crumbs = [Crumb(label=gettext("Aid data"))]
    return render(
        request,
        "reporting/aid_index.html",
        {"rows": page.rows, "pager": pager_of(page, request.GET, ""), "crumbs": crumbs},
    )


@roles(*READERS)
@require_safe
def series(request: SignedInRequest, code: str) -> HttpResponse:
    """What is told of a series, what is missing, and what was published."""
    return _page(request, _series(request, code))


def _series(request: SignedInRequest, code: str, *, keeps: bool = False, drafts: bool = False) -> Series:
    found = get_object_or_404(readable_series(request.grants), code=code)
    if keeps:
        admit(may_keep_aid_data(request.grants))
    if drafts:
        admit(may_see_draft(request.grants, found))
    return found


def _page(
    request: SignedInRequest,
    found: Series,
    *,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
    **tried: forms.BaseForm,
) -> HttpResponse:
    profile = profile_of(found)
    shut = may_see_draft(request.grants, found)
    drawn = draft(profile, at=clock.now()) if profile and not shut else None
    if drawn and drawn.gone and refusal is None:
        refusal = must_be_sound(has_content=True, errors=0, gone=drawn.gone)
    context = {
        "series": found,
        "profile": profile,
        "shut": shut,
        "built": drawn.built if drawn else None,
        "lacks": drawn.built.lacks if drawn else [],
        "faults": _shown(found, drawn) if drawn else [],
        "has_draft": bool(drawn and drawn.content),
        "may_publish": bool(drawn and drawn.content and not drawn.errors and not drawn.gone),
        "years": _years(drawn) if drawn else [],
        "versions": publications_of(found).defer("content")[:MOST_VERSIONS],
        "rates": DollarRate.objects.order_by("-year", "currency")[:MOST_RATES],
        "keeps": may_keep_aid_data(request.grants) is None,
        "refusal": refusal,
        "profile_form": ProfileForm(instance=profile or AidProfile(series=found)),
        "rate_form": RateForm(),
        "crumbs": [
            Crumb(label=gettext("Aid data"), url=reverse("reporting:aid_index")),
            Crumb(label=found.code),
        ],
        **tried,
    }
    return render(request, "reporting/aid.html", context, status=status)


def _shown(found: Series, drawn: Draft) -> list[FaultShown]:
    """Faults in the words of the standard, each with the edition whose record is to be mended."""
    shown = []
    for fault in drawn.faults:
        place = fault.place.removeprefix("activity ")
        edition = next((one for key, one in drawn.built.editions.items() if place.startswith(key)), None)
        url = (
            reverse("programmes:edition", args=[edition.code])
            if edition
            else reverse("programmes:series", args=[found.code])
        )
        shown.append(
            FaultShown(
                about=edition.code if edition else found.code,
                what=f"{fault.place}: “{fault.value}”. {fault.sentence}" if fault.value else fault.sentence,
                remedy=fault.remedy,
                rule=fault.rule,
                url=url,
                is_error=fault.is_error,
            )
        )
    return shown


def _years(drawn: Draft) -> list[int]:
    """The years in which something was committed or spent that counts as aid, the newest first."""
    told = (one for activity in drawn.built.activities for one in activity.transactions)
    return sorted({one.on.year for one in told if one.type in COMMITTED | DISBURSED}, reverse=True)


@roles(*READERS)
@require_POST
def profile(request: SignedInRequest, code: str) -> HttpResponse:
    """Say how the series is reported."""
    found = _series(request, code, keeps=True)
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            keep_profile(series=found, values=form.cleaned_data, actor=actor_of(request), at=clock.now())
        except (RuleViolationError, ValidationError) as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Noted."))
            return redirect("reporting:aid", found.code)
    return _page(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, profile_form=form)


@roles(*READERS)
@require_POST
def rate(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what a dollar cost in a year."""
    found = _series(request, code, keeps=True)
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            keep_dollar_rate(**form.cleaned_data, actor=actor_of(request), at=clock.now())
        except ValidationError as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Noted."))
            return redirect("reporting:aid", found.code)
    return _page(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, rate_form=form)


@roles(*READERS)
@require_POST
def publish(request: SignedInRequest, code: str) -> HttpResponse:
    """Freeze the file as the next version, for everybody."""
    found = _series(request, code, keeps=True)
    try:
        version = publish_aid_data(series=found, actor=actor_of(request), at=clock.now())
    except RuleViolationError as violation:
        return _page(request, found, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("Version %(number)d is published.") % {"number": version.number})
    return redirect("reporting:aid", found.code)


@roles(*READERS)
@require_safe
def preview(request: SignedInRequest, code: str) -> HttpResponse:
    """The file as the records would have it now; it is not published."""
    found = _series(request, code, drafts=True)
    profile = profile_of(found)
    drawn = draft(profile, at=clock.now()) if profile else None
    if drawn is None or not drawn.content:
        raise Http404
    return HttpResponse(
        drawn.content,
        content_type="application/xml; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{found.code}-draft.xml"',
            "Cache-Control": "private, no-store",
        },
    )


@roles(*READERS)
@require_safe
def rows(request: SignedInRequest, code: str, name: str, year: str, kind: str) -> HttpResponseBase:
    """TOSSD rows or CRS fields of a year, as a file."""
    found = _series(request, code, drafts=True)
    profile = profile_of(found)
    if profile is None:
        raise Http404
    built = draft(profile, at=clock.now()).built
    try:
        told = (tossd_of if name == "tossd" else crs_of)(profile, built, int(year))
    except AidError as error:
        refused = f"{error.place}: “{error.value}”. {error.rule} {error.remedy}"
        messages.error(request, refused)
        return redirect("reporting:aid", found.code)
    head: Sequence[str] = TOSSD_COLUMNS if name == "tossd" else list(told[0]) if told else []
    answer = csv_answer if kind == "csv" else xlsx_answer
    lines = ([row.get(column, "") for column in head] for row in told)
    return answer(f"{name}-{found.code}-{year}.{kind}", head, lines)
