"""Addresses of programmes for the office; those for everybody are the portal's."""

from __future__ import annotations

from django.urls import path

from balai.programmes.views import (
    booklets,
    cloning,
    decisions,
    editions,
    finding,
    hubs,
    lessons,
    lights,
    series,
    sheets,
)

app_name = "programmes"
urlpatterns = [
    path("", editions.index, name="index"),
    path("export.csv", editions.export, name="export"),
    path("new/", editions.new, name="new"),
    path("series/", series.series_list, name="series_list"),
    path("series/new/", series.new_series, name="new_series"),
    path("series/<str:code>/", series.series, name="series"),
    path("series/<str:code>/change/", series.change_one_series, name="change_series"),
    path("pledges/", series.pledges, name="pledges"),
    path("pledges/new/", series.new_pledge, name="new_pledge"),
    path("pledges/<str:code>/", series.change_one_pledge, name="change_pledge"),
    path("editions/<str:code>/", editions.edition, name="edition"),
    path("editions/<str:code>/change/", editions.change, name="change"),
    path("editions/<str:code>/mandates/", editions.mandates, name="mandates"),
    path("editions/<str:code>/completion/", editions.completion, name="completion"),
    path("editions/<str:code>/delete/", editions.delete, name="delete"),
    path("editions/<str:code>/decide/<slug:name>/", decisions.decide, name="decide"),
    path("editions/<str:code>/clone/", cloning.clone, name="clone"),
    path("editions/<str:code>/curriculum/", hubs.curriculum, name="curriculum"),
    path("editions/<str:code>/places/", hubs.places, name="places"),
    path("editions/<str:code>/money/", hubs.money, name="money"),
    path("editions/<str:code>/partners/", hubs.partners, name="partners"),
    path("editions/<str:code>/dates/", hubs.dates, name="dates"),
    path("editions/<str:code>/dates/change/", editions.dates, name="change_dates"),
    path("editions/<str:code>/dates/plan/", hubs.plan, name="plan"),
    path("editions/<str:code>/dates/find/", finding.find_dates, name="find_dates"),
    path("editions/<str:code>/dates/found/", finding.found, name="found"),
    path("editions/<str:code>/dates/forget/", finding.forget, name="forget_dates"),
    path("editions/<str:code>/booklet/", booklets.booklet, name="booklet"),
    path("editions/<str:code>/booklet/texts/", booklets.texts, name="booklet_texts"),
    path("editions/<str:code>/booklet/erratum/", booklets.erratum, name="erratum"),
    path("editions/<str:code>/booklet/draft-<slug:language>.pdf", booklets.preview, name="booklet_draft"),
    path(
        "editions/<str:code>/booklet/<int:version>/<slug:kind>-<slug:language>.pdf",
        booklets.file,
        name="booklet_file",
    ),
    path("editions/<str:code>/lessons/", lessons.lessons, name="lessons"),
    path("editions/<str:code>/lessons/new/", lessons.new, name="new_lesson"),
    path("editions/<str:code>/lessons/<uuid:lesson_id>/", lessons.change, name="change_lesson"),
    path("editions/<str:code>/lessons/<uuid:lesson_id>/settle/", lessons.settle, name="settle_lesson"),
    path("editions/<str:code>/lights/<slug:light>/", lights.answer, name="answer_light"),
    path("editions/<str:code>/lights/<slug:light>/withdraw/", lights.withdraw, name="withdraw_light"),
    path("editions/<str:code>/lists/<slug:name>/", sheets.sheet, name="sheet"),
    path("editions/<str:code>/lists/<slug:name>/export.csv", sheets.export, name="sheet_export"),
]
