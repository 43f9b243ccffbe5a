"""What everybody may have: IATI files of series, the newest and each version, and published final reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from balai.kernel.paging import page_of, pager_of
from balai.people.access import public
from balai.programmes.models import Series
from balai.reporting.models import AidPublication
from balai.reporting.queries.reports import public_file
from balai.reporting.views.report import answer

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_VERSIONS = 10


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every series with aid data, its newest file, and the versions before it."""
    newest_first = AidPublication.objects.defer("content").order_by("-number")
    told = Series.objects.filter(pk__in=AidPublication.objects.values("series")).prefetch_related(
        Prefetch("aid_publications", newest_first[:MOST_VERSIONS], to_attr="versions")
    )
    page = page_of(told, order=("code", "id"), after=request.GET.get("after", ""))
    context = {"rows": page.rows, "pager": pager_of(page, request.GET, "")}
    return render(request, "reporting/aid_public.html", context)


@public
@require_safe
def newest(request: HttpRequest, code: str) -> HttpResponse:
    """The newest file of a series; its address never changes."""
    number = AidPublication.objects.filter(series__code=code).aggregate(newest=Max("number"))["newest"]
    if number is None:
        raise Http404
    return version(request, code, number)


@public
@require_safe
def version(request: HttpRequest, code: str, number: str | int) -> HttpResponse:
    """One version, as it was published."""
    row = AidPublication.objects.filter(series__code=code, number=int(number)).first()
    if row is None:
        raise Http404
    response = HttpResponse(row.content, content_type="application/xml; charset=utf-8")
    tag = f'"{row.digest[:32]}-{row.number}"'
    response["ETag"] = tag
    response["Access-Control-Allow-Origin"] = "*"
    answered = get_conditional_response(request, etag=tag, response=response)
    assert isinstance(answered, HttpResponse)  # noqa: S101 -- a response was given
    return answered


@public
@require_safe
def report(request: HttpRequest, code: str, number: str, language: str, kind: str) -> HttpResponse:
    """A final report that the office published; a superseded version stays while it is public."""
    found = public_file(code, number=int(number), kind=kind, language=language)
    if found is None:
        raise Http404
    response = answer(bytes(found.content), f"report-{code}-{number}-{language}.{kind}", kind)
    tag = f'"{found.digest[:32]}"'
    response["ETag"] = tag
    answered = get_conditional_response(request, etag=tag, response=response)
    assert isinstance(answered, HttpResponse)  # noqa: S101 -- a response was given
    return answered
