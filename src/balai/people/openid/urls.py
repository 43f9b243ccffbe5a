"""Addresses of services; the library finds them here, and people/urls.py says for whom they open."""

from __future__ import annotations

from django.urls import path

from balai.people.openid import views

urlpatterns = [
    path("service/<slug:provider_id>/", views.login, name="openid_connect_login"),
    path("service/<slug:provider_id>/back/", views.callback, name="openid_connect_callback"),
]
