"""Addresses of the office's own pages."""

from __future__ import annotations

from django.urls import path

from balai.office import views

app_name = "office"
urlpatterns = [
    path("", views.overview, name="office"),
    path("test-mail/", views.test_mail, name="test_mail"),
    path("next/", views.next_steps, name="next_steps"),
    path("logo/<slug:digest>.png", views.logo, name="logo"),
    path("<slug:name>/", views.part, name="part"),
]
