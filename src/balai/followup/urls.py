"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from balai.followup.views import board, country_reports, handing, office, own, supervisor, tracking

OF_AN_EDITION = "<str:code>/"
OF_A_COUNTRY = f"{OF_AN_EDITION}countries/<str:country>/"

app_name = "followup"
urlpatterns = [
    path("", office.index, name="index"),
    path("mine/", own.mine, name="mine"),
    path("mine/country-report/<uuid:key>/", country_reports.own, name="own_country_report"),
    path("mine/begin/<uuid:key>/", own.begin, name="begin"),
    path("mine/<uuid:key>/", own.plan, name="plan"),
    path("mine/<uuid:key>/<slug:part>/", own.step, name="step"),
    path("mine/<uuid:key>/<slug:part>/add/", own.add, name="add"),
    path("mine/<uuid:key>/<slug:part>/<uuid:row>/", own.row, name="row"),
    path("mine/<uuid:key>/<slug:part>/<uuid:row>/remove/", own.remove, name="remove"),
    path("plans/<uuid:key>/submit/", own.submit, name="submit"),
    path("plans/<uuid:key>/take-back/", own.take_back, name="take_back"),
    path("plans/<uuid:key>/ask/", own.ask_again, name="ask_again"),
    path("plans/<uuid:key>/plan-<slug:language>.pdf", own.paper, name="own_paper"),
    path("plans/<uuid:key>/first-step/", tracking.first_step, name="first_step"),
    path("plans/<uuid:key>/follow-up/<int:months>/", tracking.report, name="report"),
    path("plans/<uuid:key>/hand-over/", handing.hand_over, name="hand_over"),
    path("plans/<uuid:key>/hand-over/end/", handing.end, name="end_hand_over"),
    path("take-over/<str:secret>/", handing.take_over, name="take_over"),
    path("my-country/", board.countries, name="countries"),
    path("evidence/<uuid:key>/", tracking.own_evidence, name="own_evidence"),
    path("evidence/<uuid:key>/remove/", tracking.remove_evidence, name="remove_evidence"),
    path("follow/<str:secret>/", tracking.follow, name="follow"),
    path("year/<str:secret>/", supervisor.year, name="year"),
    path("endorse/<str:secret>/", supervisor.endorse, name="endorse"),
    path(OF_AN_EDITION, office.edition, name="edition"),
    path(f"{OF_AN_EDITION}country-reports/", country_reports.edition, name="country_reports"),
    path(
        f"{OF_AN_EDITION}country-reports/<str:country>/return/",
        country_reports.send_back,
        name="return_country_report",
    ),
    path(f"{OF_AN_EDITION}follow-up/", board.follow_ups, name="follow_ups"),
    path(f"{OF_AN_EDITION}follow-up.xlsx", board.follow_ups_sheet, name="follow_ups_sheet"),
    path(OF_A_COUNTRY, board.country, name="country"),
    path(f"{OF_A_COUNTRY}follow-up.xlsx", board.country_sheet, name="country_sheet"),
    path(f"{OF_A_COUNTRY}plans/<uuid:key>/", board.country_plan, name="country_plan"),
    path(f"{OF_A_COUNTRY}plans/<uuid:key>/<int:months>/", board.country_report, name="country_report"),
    path(f"{OF_A_COUNTRY}evidence/<uuid:key>/", board.country_evidence, name="country_evidence"),
    path(f"{OF_AN_EDITION}plans.csv", office.plans_csv, name="plans_csv"),
    path(f"{OF_AN_EDITION}plans.xlsx", office.plans_xlsx, name="plans_xlsx"),
    path(f"{OF_AN_EDITION}evidence/<uuid:key>/", office.evidence, name="evidence"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/", office.plan, name="office_plan"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/present/", office.present, name="present"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/score/", office.score, name="score"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/return/", office.send_back, name="send_back"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/plan-<slug:language>.pdf", office.paper, name="office_paper"),
]
