"""Series and pledges: listed, recorded, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import status_of
from balai.people.access import roles
from balai.programmes.forms.editions import PledgeForm, SeriesForm
from balai.programmes.forms.filters import PledgeFilter, SeriesFilter
from balai.programmes.models import Pledge, Series
from balai.programmes.queries import pledges_matching, series_matching
from balai.programmes.rules import (
    READERS,
    SERIES_KEEPERS,
    may_give_series,
    may_keep_series,
    readable_editions,
    readable_pledges,
    readable_series,
)
from balai.programmes.services.editions import (
    change_pledge,
    change_series,
    create_pledge,
    create_series,
)
from balai.programmes.views.common import actor_of, tell_faults, trail_of
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest

keepers = roles(*SERIES_KEEPERS, everywhere=True)


@roles(*READERS)
@require_safe
def series_list(request: SignedInRequest) -> HttpResponse:
    """Series by words, body and publicity, each with how many editions it has."""
    form = SeriesFilter(request.GET)
    rows = series_matching(readable_series(request.grants), **form.asked).defer("search_text")
    rows = rows.annotate(count=_seen_editions(request, "series"))
    page = page_of(rows, order=("code", "id"), after=request.GET.get("after", ""))
    context = {
        "form": form,
        "is_filtered": bool(form.asked),
        "rows": page.rows,
        "pager": pager_of(
            page, request.GET, gettext("%(number)d series on this page") % {"number": len(page.rows)}
        ),
        "may_keep": may_keep_series(request.grants) is None,
        "crumbs": [*_programmes(), Crumb(label=gettext("Series"))],
    }
    return render(request, "programmes/series_list.html", context)


@roles(*READERS)
@require_safe
def series(request: SignedInRequest, code: str) -> HttpResponse:
    """A series with those of its editions that the reader may see."""
    shown = get_object_or_404(readable_series(request.grants), code=code)
    context = {
        "series": shown,
        "editions": list(readable_editions(request.grants).filter(series=shown)),
        **trail_of(request, shown.reference),
        "may_keep": may_keep_series(request.grants) is None,
        "may_give": may_give_series(request.grants, shown) is None,
        "crumbs": [*_programmes(), _series(), Crumb(label=shown.code)],
    }
    return render(request, "programmes/series.html", context)


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def new_series(request: SignedInRequest) -> HttpResponse:
    """Record a series."""
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = _save(form, create_series, request)
        if saved:
            return redirect("programmes:series", saved.code)
    return _form(request, form, gettext("Record a series"), _series())


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def change_one_series(request: SignedInRequest, code: str) -> HttpResponse:
    """Correct a series."""
    shown = get_object_or_404(Series, code=code)
    form = SeriesForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        saved = _save(form, change_series, request, series=shown)
        if saved:
            return redirect("programmes:series", saved.code)
    return _form(request, form, gettext("Correct the series"), _series())


@roles(*READERS)
@require_safe
def pledges(request: SignedInRequest) -> HttpResponse:
    """What was promised, by words, body, country and day; the latest first."""
    form = PledgeFilter(request.GET)
    rows = pledges_matching(readable_pledges(request.grants), **form.asked).defer("search_text")
    rows = rows.annotate(count=_seen_editions(request, "mandates"))
    page = page_of(rows, order=("-year", "-id"), after=request.GET.get("after", ""))
    context = {
        "form": form,
        "is_filtered": bool(form.asked),
        "rows": page.rows,
        "pager": pager_of(
            page, request.GET, gettext("%(number)d pledges on this page") % {"number": len(page.rows)}
        ),
        "may_keep": may_keep_series(request.grants) is None,
        "crumbs": [*_programmes(), Crumb(label=gettext("Pledges"))],
    }
    return render(request, "programmes/pledges.html", context)


@roles(*READERS)
@require_safe
def pledge(request: SignedInRequest, code: str) -> HttpResponse:
    """A pledge with those of the editions held under it that the reader may see."""
    shown = get_object_or_404(readable_pledges(request.grants), code=code)
    context = {
        "pledge": shown,
        "editions": list(readable_editions(request.grants).filter(mandates=shown)),
        **trail_of(request, shown.reference),
        "may_keep": may_keep_series(request.grants) is None,
        "crumbs": [*_programmes(), _pledges(), Crumb(label=shown.code)],
    }
    return render(request, "programmes/pledge.html", context)


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def new_pledge(request: SignedInRequest) -> HttpResponse:
    """Record what was promised."""
    form = PledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = _save(form, create_pledge, request)
        if saved:
            return redirect("programmes:pledge", saved.code)
    return _form(request, form, gettext("Record a pledge"), _pledges())


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def change_one_pledge(request: SignedInRequest, code: str) -> HttpResponse:
    """Correct a pledge."""
    shown = get_object_or_404(Pledge, code=code)
    form = PledgeForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        saved = _save(form, change_pledge, request, pledge=shown)
        if saved:
            return redirect("programmes:pledge", saved.code)
    return _form(request, form, gettext("Correct the pledge"), _pledges())


def _seen_editions(request: SignedInRequest, whole: str) -> Coalesce:
    """How many editions a series or pledge has, of those that the reader may see.

    Asked for each row that is shown, so that it never counts for a whole long list.
    """
    seen = readable_editions(request.grants).order_by().filter(**{whole: OuterRef("pk")})
    return Coalesce(Subquery(seen.values(whole).annotate(number=Count("pk")).values("number")), 0)


def _save(form: forms.BaseForm, deed: Any, request: SignedInRequest, **more: Any) -> Any:
    """Do a deed with what the form holds; None after faults, which stand at their fields."""
    try:
        saved = deed(actor=actor_of(request), at=clock.now(), **more, **form.cleaned_data)
    except ValidationError as error:
        tell_faults(form, error)
        return None
    messages.success(request, gettext("Saved."))
    return saved


def _form(request: SignedInRequest, form: forms.BaseForm, title: str, above: Crumb) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "save": gettext("Save"),
        "crumbs": [*_programmes(), above, Crumb(label=title)],
    }
    return render(request, "programmes/form.html", context, status=status_of(request))


def _programmes() -> list[Crumb]:
    return [Crumb(label=gettext("Programmes"), url=reverse("programmes:index"))]


def _series() -> Crumb:
    return Crumb(label=gettext("Series"), url=reverse("programmes:series_list"))


def _pledges() -> Crumb:
    return Crumb(label=gettext("Pledges"), url=reverse("programmes:pledges"))
