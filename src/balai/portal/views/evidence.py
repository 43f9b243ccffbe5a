"""What came of an edition, for everybody: drawn once a minute, asked about by its tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from balai.newsroom.queries.articles import articles_about
from balai.office.addresses import public_url
from balai.people.access import public
from balai.portal.queries import programmes
from balai.portal.views import linked
from balai.portal.views.showing import facts
from balai.reporting.adapters.evidence import LICENCE, LICENCE_NAME, as_data, told
from balai.reporting.queries.aid import newest_number
from balai.reporting.queries.evidence import public_evidence
from balai.reporting.queries.reports import public_files
from balai.ui.conditional import known_to, tag_of, tagged
from balai.ui.context import Shell
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from balai.programmes.models import Edition
    from balai.reporting.models import Evidence

KEPT = 60
"""Seconds for which a version is not drawn anew: what a country or a question is called may change."""
NEWS = 6
"""Articles about the edition that the page leads to."""


@public
@require_safe
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of the newest version, each with what it means, and the ways to check them."""
    edition, version = _published(code)
    drawn = _kept(edition, version)
    articles = articles_about(edition).values_list("published__headline", "slug")[:NEWS]
    news = [(str(headline), reverse("news:article", args=[slug])) for headline, slug in articles]
    aid = newest_number(edition)
    reports = [(one.report.number, one.language, one.kind) for one in public_files(edition)]
    title = gettext("What came of it")
    shared = facts.sharing_of(
        edition, origin=Shell(request).origin, url=request.path, title=f"{title}: {edition.title}"
    )
    dates, places = facts.dates_of(edition), facts.places_of(edition)
    tag = tag_of(
        request,
        version.number,
        version.at,
        drawn,
        news,
        aid,
        reports,
        str(edition.title),
        dates,
        places,
        shared,
    )
    known = known_to(request, tag)
    if known is not None:
        return known
    address = reverse("public:evidence_data", args=[code])
    context = {
        "edition": edition,
        "version": version,
        "counted_at": version.at.astimezone(ZoneInfo(edition.time_zone)),
        "dates": dates,
        "places": places,
        "drawn": drawn["drawn"],
        "has_certificates": "certificates" in drawn["measures"],
        "news": news,
        "aid": aid,
        "reports": reports,
        "data_url": address,
        "licence": LICENCE,
        "licence_name": LICENCE_NAME,
        "shared": shared,
        "data": linked.of_evidence(
            edition, drawn["data"], version, url=shared.url, file=f"{Shell(request).origin}{address}"
        ),
        "crumbs": [
            Crumb(label=gettext("Programmes"), url=reverse("public:catalogue")),
            Crumb(label=str(edition.title), url=reverse("public:edition", args=[code])),
            Crumb(label=title),
        ],
    }
    return tagged(render(request, "portal/evidence.html", context), tag)


@public
@require_safe
def evidence_data(request: HttpRequest, code: str) -> HttpResponse:
    """The same for programs (JSON), with definitions in the language of the address."""
    edition, version = _published(code)
    drawn = _kept(edition, version)
    origin = public_url()  # not the request's host, which anybody can forge
    told_of = {
        "edition": edition.code,
        "title": str(edition.title),
        "starts_on": edition.starts_on,
        "ends_on": edition.ends_on,
        "url": f"{origin}{reverse('public:evidence', args=[code])}",
        "language": get_language(),
        "version": version.number,
        "counted_at": version.at,
        "licence": LICENCE,
        **drawn["data"],
    }
    tag = tag_of(request, told_of)
    known = known_to(request, tag)
    if known is None:
        known = tagged(JsonResponse(told_of, json_dumps_params={"ensure_ascii": False}), tag)
    known["Access-Control-Allow-Origin"] = "*"
    return known


def _published(code: str) -> tuple[Edition, Evidence]:
    edition = get_object_or_404(programmes.edition_of(code))
    version = public_evidence(edition)
    if version is None:
        raise Http404
    return edition, version


def _kept(edition: Edition, version: Evidence) -> dict[str, Any]:
    """What is drawn of a version, as :mod:`balai.timetable.views.public` keeps sessions (decision 0605)."""
    name = f"evidence:{version.pk}:{get_language()}"
    return cast("dict[str, Any]", cache.get_or_set(name, lambda: _draw(edition, version), KEPT))


def _draw(edition: Edition, version: Evidence) -> dict[str, Any]:
    all_of_it = told(edition, version.content)
    return {
        "drawn": render_to_string("reporting/_evidence.html", {"told": all_of_it}),
        "data": as_data(edition, version.content),
        "measures": [one.code for one in all_of_it.measures],
    }
