"""What everybody may have: the newest IATI file of each series at an address that stays, and each version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from balai.people.access import public
from balai.reporting.models import AidPublication

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST = 200


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every series with aid data, its newest file, and earlier versions."""
    rows = (
        AidPublication.objects.select_related("series")
        .defer("content")
        .order_by("series__code", "-number")[:MOST]
    )
    return render(request, "reporting/aid_public.html", {"versions": rows})


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
