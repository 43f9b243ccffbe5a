"""Addresses of the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from balai.selection.views import outcome, own

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "selection"
urlpatterns: list[URLPattern] = [
    path("mine/", own.mine, name="mine"),
    path("mine/<uuid:key>/", own.offer, name="offer"),
    path("mine/<uuid:key>/decline/", own.decline, name="decline"),
    path("mine/<uuid:key>/leave/", own.leave, name="leave"),
    path("<str:code>/outcome/", outcome.outcome, name="outcome"),
]
