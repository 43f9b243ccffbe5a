"""Lists of every kind: as a page, as a sheet, and as suggestions while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.directory.exports import as_sheet
from balai.directory.forms.filters import on_a_day
from balai.directory.queries import READERS_OF_PEOPLE, in_order_of_names
from balai.directory.rules import may_keep_directory
from balai.directory.views.asking import crumbs_to
from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of, whole_list
from balai.kernel.sheets import csv_answer
from balai.people.access import roles, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import StreamingHttpResponse

    from balai.directory.forms.filters import FilterForm
    from balai.directory.kinds import Kind, Listing, Sort
    from balai.people.access import SignedInRequest, View

SUGGESTIONS = 12


def door_of(kind: Kind) -> Callable[[View], View]:
    """Whom a list opens to: whoever is signed in, or those who may see people."""
    return roles(*READERS_OF_PEOPLE) if kind.listing and kind.listing.visible else signed_in


def listed(kind: Kind, listing: Listing) -> Callable[[SignedInRequest], HttpResponse]:
    """The page of a list, fifty rows at a time."""

    @door_of(kind)
    @require_safe
    def page(request: SignedInRequest) -> HttpResponse:
        form, rows, sort = _asked_for(request, listing)
        found = page_of(rows, order=sort.columns, after=request.GET.get("after", ""))
        shown = gettext("%(number)d lines on this page") % {"number": len(found.rows)}
        context = {
            "kind": kind,
            "listing": listing,
            "form": form,
            "is_filtered": bool(form.asked),
            "rows": found.rows,
            "row_template": f"directory/rows/{kind.name}.html",
            "sorts": listing.sorts.items(),
            "sort": request.GET.get("sort", ""),
            "pager": pager_of(found, request.GET, shown),
            "export_url": whole_list(f"directory:{_word(kind)}_export", request.GET),
            "enter_url": _enter_url(kind, request),
            "crumbs": crumbs_to(None, kind)[:1],
        }
        return render(request, "directory/list.html", context)

    return page


def exported(kind: Kind, listing: Listing) -> Callable[[SignedInRequest], StreamingHttpResponse]:
    """The rows asked for, as a sheet."""

    @door_of(kind)
    @require_safe
    def sheet(request: SignedInRequest) -> StreamingHttpResponse:
        _form, rows, sort = _asked_for(request, listing)
        return csv_answer(f"{kind.plural}.csv", *as_sheet(rows.order_by(*sort.columns), listing.sheet))

    return sheet


def suggested(listing: Listing) -> Callable[[SignedInRequest], HttpResponse]:
    """Options of a datalist: a few records in use that hold what was typed."""

    @signed_in
    @require_safe
    def options(request: SignedInRequest) -> HttpResponse:
        words = " ".join(str(typed) for typed in request.GET.values())[:100]
        rows: Any = in_order_of_names(listing.found(words=words))[:SUGGESTIONS]
        return HttpResponse(
            format_html_join("", '<option value="{}">{}</option>', ((row.code, str(row)) for row in rows))
        )

    return options


def _asked_for(request: SignedInRequest, listing: Listing) -> tuple[FilterForm, QuerySet[Any], Sort]:
    form = listing.filter(request.GET)
    rows = listing.found(**on_a_day(form.asked, clock.now().date()))
    if listing.visible is not None:
        seen = listing.visible(request.grants)
        if seen.query.where:  # whoever sees all is not asked about each
            rows = rows.filter(pk__in=seen.values("pk"))
    usual = next(iter(listing.sorts.values()))
    return form, listing.prepare(rows), listing.sorts.get(request.GET.get("sort", ""), usual)


def _word(kind: Kind) -> str:
    """The kind's plural as names of addresses have it."""
    return kind.plural.replace("-", "_")


def _enter_url(kind: Kind, request: SignedInRequest) -> str:
    """Where a new one is entered, for those who may; what stands at a site is entered there."""
    if not kind.new or kind.whole or may_keep_directory(request.grants) is not None:
        return ""
    return reverse(f"directory:{kind.name}_new")
