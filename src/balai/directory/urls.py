"""Addresses of the directory.

``public`` pages have an address per language; those of ``directory`` are for whoever is signed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from balai.directory.kinds import COUNTRY, KINDS, ORGANISATION, RESOURCE_PERSON, SITE
from balai.directory.views import changing, lists, pages
from balai.directory.views.public import centre, centres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from django.urls import URLPattern

    from balai.directory.kinds import Kind

PAGES: dict[str, Callable[..., HttpResponse]] = {
    "organisation": pages.organisation,
    "site": pages.site,
    "machine": pages.machine,
    "technology": pages.technology,
    "topic": pages.topic,
    "resource_person": pages.resource_person,
    "country": pages.country,
    "body": pages.body,
    "visa_route": pages.visa_route,
    "declared_day": pages.declared_day,
}


def addresses_of(kind: Kind) -> Iterator[URLPattern]:
    """List, sheet, record and forms of a kind; a kind without a list is entered below what it belongs to."""
    key = "<str:pk>" if kind is COUNTRY else "<uuid:pk>"
    word = kind.plural.replace("-", "_")
    if kind.listing:
        yield path(f"{kind.plural}/", lists.listed(kind, kind.listing), name=word)
        yield path(f"{kind.plural}/export.csv", lists.exported(kind, kind.listing), name=f"{word}_export")
    if kind.whole:
        above = f"{KINDS[kind.whole_kind].plural}/<uuid:whole_id>/{kind.plural}/new/"
        yield path(above, changing.entered(kind), name=f"{kind.name}_new")
    elif kind.new:
        yield path(f"{kind.plural}/new/", changing.entered(kind), name=f"{kind.name}_new")
    if kind.name in PAGES:
        yield path(f"{kind.plural}/{key}/", PAGES[kind.name], name=kind.name)
    yield path(f"{kind.plural}/{key}/change/", changing.changed(kind), name=f"{kind.name}_change")
    if kind is not COUNTRY:
        yield path(f"{kind.plural}/{key}/archive/", changing.archived(kind), name=f"{kind.name}_archive")


app_name = "directory"
urlpatterns = [
    path("", pages.index, name="index"),
    path("visa-routes/ask/", pages.visa_question, name="visa_question"),
    *(address for kind in KINDS.values() for address in addresses_of(kind)),
    path(f"{SITE.plural}/<uuid:pk>/hours/", changing.hours, name="site_hours"),
    path(f"{RESOURCE_PERSON.plural}/<uuid:pk>/days/", changing.availability, name="resource_person_days"),
    *(
        path(f"suggest/{kind.plural}/", lists.suggested(kind.listing), name=f"suggest_{kind.plural}")
        for kind in (ORGANISATION, SITE)
        if kind.listing
    ),
]
public = (
    [
        path("centres/", centres, name="centres"),
        path("centres/<slug:code>/", centre, name="centre"),
    ],
    "centres",
)
