"""The list of editions; beginning one; its definition, dates, mandates and trail."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of, whole_list
from balai.kernel.refusal import RuleViolationError, status_of
from balai.kernel.sheets import csv_answer
from balai.people.access import admit, roles
from balai.programmes.enums import EditionStatus
from balai.programmes.exports import editions_head, editions_rows
from balai.programmes.forms.editions import (
    SORTS,
    CompletionForm,
    DatesForm,
    DefinitionForm,
    EditionFilter,
    MandatesForm,
    NewEditionForm,
    language_names,
)
from balai.programmes.forms.filters import PledgeFilter
from balai.programmes.models import CompletionRule, Pledge
from balai.programmes.queries import editions_for_a_sheet, editions_matching, pledges_matching
from balai.programmes.registries import first_page, news
from balai.programmes.rules import (
    KEEPERS,
    READERS,
    SERIES_KEEPERS,
    may_bring,
    may_decide,
    may_give_edition,
    may_keep_edition,
    may_keep_series,
    readable_editions,
)
from balai.programmes.rules.moves import may_change, may_delete, may_set_dates
from balai.programmes.services.editions import (
    change_edition,
    create_edition,
    delete_edition,
    set_dates,
    set_mandates,
)
from balai.programmes.services.parts import change_part, enter_part
from balai.programmes.views.common import actor_of, edition_for, edition_page, tell_faults, trail_of
from balai.programmes.views.decisions import decisions_for
from balai.programmes.views.hubs import shown as list_shown
from balai.ui import host
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django import forms
    from django.db.models import QuerySet
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


@roles(*READERS)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Editions that the reader may see; fifty at a time."""
    form, editions = _asked_for(request)
    order = SORTS[form.cleaned_data["sort"] or "new"]
    page = page_of(editions, order=order, after=request.GET.get("after", ""))
    pager = pager_of(
        page, request.GET, gettext("%(number)d editions on this page") % {"number": len(page.rows)}
    )
    context = {
        "form": form,
        "editions": page.rows,
        "pager": pager,
        "export_url": whole_list("programmes:export", request.GET),
        "is_filtered": any(form.cleaned_data[name] for name in ("q", "series", "status")),
        "board_view": first_page().view,
        "may_begin": may_keep_series(request.grants) is None,
        "may_bring": may_bring(request.grants) is None,
    }
    return render(request, "programmes/index.html", context)


@roles(*READERS)
@require_safe
def export(request: SignedInRequest) -> HttpResponseBase:
    """The same editions as a sheet."""
    form, editions = _asked_for(request)
    rows = (
        editions_for_a_sheet(editions)
        .order_by(*SORTS[form.cleaned_data["sort"] or "new"])
        .iterator(chunk_size=2000)
    )
    return csv_answer("editions.csv", editions_head(), editions_rows(rows))


@roles(*SERIES_KEEPERS, everywhere=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin an edition."""
    admit(may_keep_series(request.grants))
    form = NewEditionForm(request.POST or None, initial={"time_zone": host.current().zone})
    if request.method == "POST" and form.is_valid():
        try:
            edition = create_edition(actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except (ValidationError, RuleViolationError) as error:
            tell_faults(form, error)
        else:
            return redirect("programmes:edition", edition.code)
    context = {
        "form": form,
        "title": gettext("Begin an edition"),
        "save": gettext("Begin it"),
        "crumbs": [
            Crumb(label=gettext("Programmes"), url=reverse("programmes:index")),
            Crumb(label=gettext("Begin an edition")),
        ],
    }
    return render(request, "programmes/form.html", context, status=status_of(request))


@roles(*READERS)
@require_safe
def edition(request: SignedInRequest, code: str) -> HttpResponse:
    """What defines an edition, what can be decided about it, and what was."""
    shown = edition_for(request, code)
    context = {
        "languages": language_names(shown.languages),
        "interpretation": language_names(shown.interpretation),
        "pledges": list(shown.mandates.order_by("year", "code")),
        "changes": list(shown.changes.order_by("-at", "-id")),
        "risks": list_shown(shown, "risks"),
        "news": [written(request, shown) for written in news],
        **trail_of(request, shown.reference),
        "decisions": decisions_for(request, shown, at=clock.now()),
        "may_keep": may_keep_edition(request.grants, shown) is None and may_change(shown) is None,
        "dates_refusal": may_set_dates(shown),
        "may_give": may_give_edition(request.grants, shown) is None,
        "may_delete": may_decide(request.grants, shown) is None and may_delete(shown) is None,
        "is_over": shown.status == EditionStatus.CANCELLED,
    }
    return edition_page(request, shown, "programmes/edition.html", context, here="programmes:edition")


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, code: str) -> HttpResponse:
    """Correct the definition."""
    shown = edition_for(request, code)
    admit(may_keep_edition(request.grants, shown))
    form = DefinitionForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_edition(edition=shown, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except (ValidationError, RuleViolationError) as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programmes:edition", shown.code)
    return _form(request, shown, form, title=gettext("Definition"))


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: SignedInRequest, code: str) -> HttpResponse:
    """Decide the days, while nobody abroad knows of them."""
    shown = edition_for(request, code)
    admit(may_keep_edition(request.grants, shown))
    days = {name: getattr(shown, name) for name in DatesForm.base_fields}
    first, last = (parse_date(request.GET.get(name, "")) for name in ("first", "last"))
    if first and last:  # a window of the date finder
        days = {"arrives_on": first, "starts_on": first, "ends_on": last, "departs_on": last}
    form = DatesForm(request.POST or None, initial=days)
    if request.method == "POST" and form.is_valid():
        try:
            set_dates(edition=shown, actor=actor_of(request), at=clock.now(), **form.cleaned_data)
        except (ValidationError, RuleViolationError) as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Saved. The deadlines follow."))
            return redirect("programmes:dates", shown.code)
    refusal = may_set_dates(shown)
    return _form(request, shown, form, title=gettext("Dates"), here="programmes:dates", refusal=refusal)


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def mandates(request: SignedInRequest, code: str) -> HttpResponse:
    """Say under which pledges an edition is held."""
    shown = edition_for(request, code)
    admit(may_keep_edition(request.grants, shown))
    asked = PledgeFilter(request.GET)
    form = MandatesForm(
        request.POST or None,
        offered=pledges_matching(Pledge.objects.all(), **asked.asked),
        held=shown.mandates.all(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_mandates(
                edition=shown,
                pledges=list(form.cleaned_data["pledges"]),
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programmes:partners", shown.code)
    return _form(
        request, shown, form, title=gettext("Mandates"), here="programmes:partners", filter_form=asked
    )


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def completion(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what somebody must have done to complete an edition."""
    shown = edition_for(request, code)
    admit(may_keep_edition(request.grants, shown))
    rule = CompletionRule.objects.filter(edition=shown).first()
    form = CompletionForm(request.POST or None, instance=rule or CompletionRule(edition=shown))
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            if rule is None:
                enter_part(
                    CompletionRule,
                    values={"edition": shown, **values},
                    actor=actor_of(request),
                    at=clock.now(),
                )
            else:
                change_part(rule, values=values, actor=actor_of(request), at=clock.now())
        except (ValidationError, RuleViolationError) as error:
            tell_faults(form, error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programmes:curriculum", shown.code)
    return _form(request, shown, form, title=gettext("Rule of completion"), here="programmes:curriculum")


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what is lost with an idea, then delete it."""
    shown = edition_for(request, code)
    admit(may_decide(request.grants, shown))
    refusal: Refusal | None = may_delete(shown)
    if request.method == "POST":
        try:
            delete_edition(edition=shown, actor=actor_of(request), at=clock.now())
        except RuleViolationError as violation:
            refusal = violation.refusal
        else:
            messages.success(request, gettext("%(code)s is deleted.") % {"code": code})
            return redirect("programmes:index")
    context = {"refusal": refusal}
    way = [Crumb(label=gettext("Delete"))]
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return edition_page(
        request, shown, "programmes/delete.html", context, here="programmes:edition", way=way, status=status
    )


def _asked_for(request: SignedInRequest) -> tuple[EditionFilter, QuerySet[Edition]]:
    """The filter, and the editions it lets through; what cannot be is left out rather than obeyed."""
    form = EditionFilter(request.GET)
    form.is_valid()
    form.cleaned_data = {name: form.cleaned_data.get(name, "") for name in form.fields}
    editions = editions_matching(
        readable_editions(request.grants),
        words=form.cleaned_data["q"],
        series=form.cleaned_data["series"],
        status=form.cleaned_data["status"],
    )
    return form, editions


def _form(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    shown: Edition,
    form: forms.BaseForm,
    *,
    title: str,
    here: str = "programmes:edition",
    refusal: Refusal | None = None,
    filter_form: PledgeFilter | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "save": gettext("Save"),
        "refusal": refusal,
        "filter_form": filter_form,
    }
    return edition_page(
        request,
        shown,
        "programmes/edition_form.html",
        context,
        here=here,
        way=[Crumb(label=title)],
        status=status_of(request),
    )
