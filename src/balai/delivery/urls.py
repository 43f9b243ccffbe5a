"""Addresses of the delivery, by subject."""

from __future__ import annotations

from django.urls import path

from balai.delivery.views import presence, tablet

app_name = "delivery"
urlpatterns = [
    path("", presence.index, name="index"),
    path("scans/", tablet.scans, name="scans"),
    path("tablet/worker.js", tablet.worker, name="tablet_worker"),
    path("tablet/<str:code>/", tablet.tablet, name="tablet"),
    path("<str:code>/", presence.presence, name="presence"),
    path("<str:code>/sessions/<uuid:key>/", presence.session, name="session"),
    path("<str:code>/conflicts/", presence.conflicts, name="conflicts"),
    path("<str:code>/presence-rules/", presence.terms, name="terms"),
    path("<str:code>/devices/register/", tablet.register, name="register"),
    path("<str:code>/devices/bundle/", tablet.bundle, name="bundle"),
    path("<str:code>/devices/<uuid:key>/end/", presence.end, name="end_device"),
    path("<str:code>/participants/<uuid:key>/new-code/", presence.new_code, name="new_code"),
]
