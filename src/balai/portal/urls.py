"""Addresses of the pages that show several stages at once.

``public`` pages have an address per language (`/en/`, `/id/`); ``portal`` pages follow the reader's choice.
"""

from __future__ import annotations

from django.urls import path

from balai.portal import views

public = (
    [
        path("", views.home, name="home"),
    ],
    "public",
)
portal = (
    [
        path("tasks/", views.tasks, name="tasks"),
    ],
    "portal",
)
