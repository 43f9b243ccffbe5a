"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from balai.followup.views import office, own, supervisor, tracking

OF_AN_EDITION = "<str:code>/"

app_name = "followup"
urlpatterns = [
    path("", office.index, name="index"),
    path("mine/", own.mine, name="mine"),
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
    path("evidence/<uuid:key>/", tracking.own_evidence, name="own_evidence"),
    path("evidence/<uuid:key>/remove/", tracking.remove_evidence, name="remove_evidence"),
    path("follow/<str:secret>/", tracking.follow, name="follow"),
    path("endorse/<str:secret>/", supervisor.endorse, name="endorse"),
    path(OF_AN_EDITION, office.edition, name="edition"),
    path(f"{OF_AN_EDITION}plans.csv", office.plans_csv, name="plans_csv"),
    path(f"{OF_AN_EDITION}plans.xlsx", office.plans_xlsx, name="plans_xlsx"),
    path(f"{OF_AN_EDITION}evidence/<uuid:key>/", office.evidence, name="evidence"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/", office.plan, name="office_plan"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/present/", office.present, name="present"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/score/", office.score, name="score"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/return/", office.send_back, name="send_back"),
    path(f"{OF_AN_EDITION}plans/<uuid:key>/plan-<slug:language>.pdf", office.paper, name="office_paper"),
]
