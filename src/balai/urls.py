"""Every address of the product: one line per app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from balai.certificates import urls as certificates
from balai.directory import urls as directory
from balai.kernel.views import healthz
from balai.newsroom import urls as newsroom
from balai.people.access import PUBLIC, declare
from balai.portal import urls as portal
from balai.reporting import urls as reporting
from balai.timetable import urls as timetable

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    # First, as they are looked for most; only addresses that begin with a language go in here.
    *i18n_patterns(
        path("", include(portal.public)),
        path("", include(directory.public)),
        path("", include(timetable.public)),
        path("", include(certificates.public_pages)),
        path("", include(newsroom.public)),
        path("", include(reporting.public_pages)),
    ),
    path("", include("balai.people.urls")),
    path("office/", include("balai.office.urls")),
    path("", include("balai.correspondence.urls")),
    path("directory/", include("balai.directory.urls")),
    path("nominations/", include("balai.nominations.urls")),
    path("selection/", include("balai.selection.urls")),
    path("certificates/", include("balai.certificates.urls")),
    path("followup/", include("balai.followup.urls")),
    path("alumni/", include("balai.alumni.urls")),
    path("exchange/", include("balai.exchange.urls")),
    path("reporting/", include("balai.reporting.urls")),
    path("newsroom/", include("balai.newsroom.urls")),
    path("timetable/", include("balai.timetable.urls")),
    path("delivery/", include("balai.delivery.urls")),
    path("programmes/", include("balai.programmes.urls")),
    path("api/v1/", include("balai.api")),
    path("healthz", declare(require_safe(healthz), PUBLIC), name="healthz"),
    path("language/", declare(require_POST(set_language), PUBLIC), name="set_language"),
    path("", include(certificates.programs)),
    path("", include(reporting.programs)),
    path("", include(portal.portal)),
]
handler400 = "balai.kernel.errors.malformed"
handler404 = "balai.kernel.errors.not_found"
handler429 = "balai.kernel.errors.too_many"  # asked by the library of signing in
handler500 = "balai.kernel.errors.server_error"
