"""Addresses of the technology exchange."""

from __future__ import annotations

from django.urls import path

from balai.exchange.views import needs, office, own

app_name = "exchange"
urlpatterns = [
    path("", office.index, name="index"),
    path("mine/", own.mine, name="mine"),
    path("mine/meetings.ics", own.calendar, name="calendar"),
    path("mine/cards/<uuid:key>/", own.card, name="card"),
    path("mine/cards/<uuid:key>/ask/", own.ask, name="ask"),
    path("mine/matches/<uuid:key>/", own.match, name="match"),
    path("mine/meetings/<uuid:key>/", own.book, name="book"),
    path("mine/<str:code>/technologies/<uuid:key>/", own.tap, name="tap"),
    path("mine/<str:code>/add/<slug:kind>/", own.add, name="add"),
    path("needs/", needs.needs, name="needs"),
    path("needs/<uuid:key>/", needs.need, name="need"),
    path("<str:code>/", office.edition, name="edition"),
    path("<str:code>/matches.xlsx", office.sheet, name="sheet"),
    path("<str:code>/enter/<slug:kind>/", office.enter, name="enter"),
    path("<str:code>/technologies/", office.take_in, name="take_in"),
    path("<str:code>/technologies/<uuid:key>/", office.answer, name="answer"),
    path("<str:code>/needs/<uuid:key>/", office.bring_together, name="bring_together"),
    path("<str:code>/matches/<uuid:key>/", office.respond, name="respond"),
    path("<str:code>/meetings/", office.hold, name="hold"),
]
