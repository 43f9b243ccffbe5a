"""Addresses of the pages that show several stages at once."""

from __future__ import annotations

from django.urls import path

from balai.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("tasks/", views.tasks, name="tasks"),
]
