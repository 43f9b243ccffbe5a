"""Addresses of the pages that show several stages at once.

``public`` pages have an address per language (`/en/`, `/id/`); ``portal`` pages follow the reader's choice.
"""

from __future__ import annotations

from django.urls import path

from balai.portal import views

public = (
    [
        path("", views.home, name="home"),
        path("how-it-works/", views.how_it_works, name="how_it_works"),
        path("privacy/", views.privacy, name="privacy"),
        path("accessibility/", views.accessibility, name="accessibility"),
    ],
    "public",
)
portal = (
    [
        path("tasks/", views.tasks, name="tasks"),
        path("search/", views.search, name="search"),
        path("preferences/", views.preferences, name="preferences"),
    ],
    "portal",
)
