"""Addresses of timetables."""

from __future__ import annotations

from django.urls import path

from balai.timetable.views import (
    bench,
    calendars,
    comparing,
    groups,
    own,
    papers,
    publishing,
    repairing,
    replacing,
    sessions,
    terms,
    vehicles,
)
from balai.timetable.views import public as open_to_all

OF_A_VERSION = "<str:code>/<int:version>/"

app_name = "timetable"
urlpatterns = [
    path("", bench.index, name="index"),
    path("mine/", own.mine, name="mine"),
    path("mine/<uuid:key>/", own.answer, name="answer"),
    path("mine/papers/<str:code>/<slug:kind>.pdf", papers.own_paper, name="own_paper"),
    path("mine/calendar/", calendars.own_calendar_address, name="own_calendar_address"),
    path("mine/calendar/<str:token>.ics", calendars.own_calendar, name="own_calendar"),
    path("<str:code>/", bench.bench, name="bench"),
    path("<str:code>/plan/", bench.plan, name="plan"),
    path("<str:code>/progress/", bench.progress, name="progress"),
    path("<str:code>/searches/<uuid:key>/cancel/", bench.cancel, name="cancel"),
    path("<str:code>/searches/<uuid:key>/<int:number>/", bench.remedy, name="remedy"),
    path("<str:code>/sessions/<slug:name>/stand-in/", replacing.replace, name="replace"),
    path("<str:code>/terms/", terms.terms, name="terms"),
    path("<str:code>/vehicles/", vehicles.vehicles, name="vehicles"),
    path("<str:code>/vehicles/give/", vehicles.give, name="give_vehicles"),
    path("<str:code>/vehicles/<uuid:key>/remove/", vehicles.remove, name="remove_vehicle"),
    path("<str:code>/rides/<slug:key>/", vehicles.ride, name="ride"),
    path("<str:code>/compare/", comparing.compare, name="compare"),
    path("<str:code>/compare.xlsx", comparing.as_sheet, name="compare_xlsx"),
    path("<str:code>/groups/", groups.groups, name="groups"),
    path("<str:code>/groups/<uuid:key>/", groups.member, name="member"),
    path("<str:code>/hindrances/", repairing.hinder, name="hinder"),
    path("<str:code>/repairs/<uuid:key>/", repairing.repair, name="repair"),
    path("<str:code>/repairs/<uuid:key>/<int:number>/", repairing.take, name="take"),
    path(f"{OF_A_VERSION}back/", bench.back, name="back"),
    path(f"{OF_A_VERSION}timetable.csv", bench.export, {"kind": "csv"}, name="csv"),
    path(f"{OF_A_VERSION}timetable.xlsx", bench.export, {"kind": "xlsx"}, name="xlsx"),
    path(f"{OF_A_VERSION}papers/<slug:kind>.pdf", papers.paper, name="paper"),
    path(f"{OF_A_VERSION}publish/", publishing.publish, name="publish"),
    path(f"{OF_A_VERSION}sessions/<str:name>/", sessions.session, name="session"),
    path(f"{OF_A_VERSION}sessions/<str:name>/pin/", sessions.pin, name="pin"),
]
public = (
    [
        path("programmes/<str:code>/timetable/", open_to_all.timetable, name="timetable"),
        path("programmes/<str:code>/timetable.ics", calendars.calendar, name="calendar"),
        path("programmes/<str:code>/timetable/<slug:kind>.pdf", papers.open_paper, name="paper"),
    ],
    "schedule",
)
"""Pages for everybody, at an address per language."""
