"""Addresses of alumni."""

from __future__ import annotations

from django.urls import path

from balai.alumni.views import groups, letters, meeting, office, own

GROUP = "groups/<slug:kind>/<str:key>/"

app_name = "alumni"
urlpatterns = [
    path("", meeting.directory, name="directory"),
    path("mine/", own.mine, name="mine"),
    path("mine/leave/", own.leave, name="leave"),
    path("mine/letters/", own.choose, name="choose_letters"),
    path("mine/offer/", own.offer, name="offer"),
    path("mine/offer/<uuid:key>/withdraw/", own.withdraw, name="withdraw_offer"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}write/", groups.write, name="write"),
    path(f"{GROUP}leaders/", groups.lead, name="lead"),
    path("office/", office.office, name="office"),
    path("office/offers/<uuid:key>/", office.answer, name="answer_offer"),
    path("invite/<str:code>/", office.invite, name="invite"),
    path("letters/<str:token>/", letters.end, name="end_letters"),
]
