"""Addresses of the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from balai.selection.views import offering, outcome, own, places

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "selection"
urlpatterns: list[URLPattern] = [
    path("mine/", own.mine, name="mine"),
    path("mine/<uuid:key>/", own.offer, name="offer"),
    path("mine/<uuid:key>/decline/", own.decline, name="decline"),
    path("mine/<uuid:key>/leave/", own.leave, name="leave"),
    path("offers/", offering.offers, name="offers"),
    path("offers/export.csv", offering.offers_csv, name="offers_csv"),
    path("offers/export.xlsx", offering.offers_xlsx, name="offers_xlsx"),
    path("offers/<uuid:key>/take-back/", offering.take_back, name="take_back"),
    path("participants/", offering.participants, name="participants"),
    path("participants/export.csv", offering.participants_csv, name="participants_csv"),
    path("participants/export.xlsx", offering.participants_xlsx, name="participants_xlsx"),
    path("participants/<uuid:key>/", offering.participant, name="participant"),
    path("participants/<uuid:key>/needs/", offering.needs, name="needs"),
    path("participants/<uuid:key>/release/", offering.release, name="release"),
    path("<str:code>/outcome/", outcome.outcome, name="outcome"),
    path("<str:code>/announce/", places.announce, name="announce"),
    path("<str:code>/terms/", places.terms, name="terms"),
    path("<str:code>/places/", places.places, name="places"),
    path("<str:code>/places/<int:number>/", places.place, name="place"),
    path("<str:code>/places/<int:number>/ask/", places.ask, name="ask"),
    path("<str:code>/places/<int:number>/ask-country/", places.ask_country, name="ask_country"),
]
