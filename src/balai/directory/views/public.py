"""What everybody may see: the centres, and what each offers. No contact and no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.directory.enums import OrganisationKind, OrganisationRole
from balai.directory.models import Machine, Organisation, Technology
from balai.directory.queries import in_order_of_names, live, sorted_by_name, topic_names, with_words
from balai.kernel.paging import page_of, pager_of
from balai.people.access import public

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

CENTRES_ON_A_PAGE = 24


def centres_shown() -> QuerySet[Organisation]:
    """Centres, hosts, and whoever else offers a technology."""
    offers = live(Technology.objects.all()).filter(organisation=OuterRef("pk"))
    return live(Organisation.objects.all()).filter(
        Q(kind=OrganisationKind.CENTRE) | Q(roles__contains=[OrganisationRole.HOST_CENTRE]) | Exists(offers)
    )


@public
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """The centres, with the technologies of each."""
    words = request.GET.get("q", "").strip()[:100]
    offers = with_words(live(Technology.objects.all()), words).filter(organisation=OuterRef("pk"))
    rows = centres_shown()
    if words:
        rows = rows.filter(Q(pk__in=with_words(Organisation.objects.all(), words)) | Exists(offers))
    rows = sorted_by_name(rows.select_related("country").prefetch_related("technologies"))
    page = page_of(
        rows, order=["sort_name", "id"], after=request.GET.get("after", ""), size=CENTRES_ON_A_PAGE
    )
    context = {
        "centres": page.rows,
        "words": words,
        "pager": pager_of(
            page, request.GET, gettext("%(number)d centres on this page") % {"number": len(page.rows)}
        ),
    }
    return render(request, "directory/public/centres.html", context)


@public
@require_safe
def centre(request: HttpRequest, code: str) -> HttpResponse:
    """One centre: where it is, what it offers, how one can practise there."""
    record = get_object_or_404(centres_shown().select_related("country", "parent"), code=code)
    sites = list(live(record.sites.all()).order_by("city", "code"))
    context = {
        "centre": record,
        "sites": sites,
        "technologies": in_order_of_names(
            live(record.technologies.all()).annotate(topic_names=topic_names("technologies")), "title"
        ),
        "machines": in_order_of_names(
            live(Machine.objects.all()).filter(site__in=sites).select_related("site")
        ),
    }
    return render(request, "directory/public/centre.html", context)
