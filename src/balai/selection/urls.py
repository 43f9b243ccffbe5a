"""Addresses of the selection."""

from __future__ import annotations

from django.urls import path

from balai.selection.views import (
    bench,
    decisions,
    dossiers,
    offering,
    outcome,
    own,
    panel,
    places,
)

OF_A_DECISION = "<str:code>/decisions/<int:version>/"

app_name = "selection"
urlpatterns = [
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
    path("<str:code>/places/<int:number>/papers/<uuid:key>/", places.papers, name="papers"),
    path("<str:code>/places/<int:number>/ask/", places.ask, name="ask"),
    path("<str:code>/places/<int:number>/ask-country/", places.ask_country, name="ask_country"),
    path("", bench.index, name="index"),
    path("dossiers/", dossiers.mine, name="dossiers"),
    path("dossiers/<uuid:key>/", dossiers.dossier, name="dossier"),
    path("dossiers/<uuid:key>/conflict/", dossiers.conflict, name="conflict"),
    path("<str:code>/", bench.workbench, name="workbench"),
    path("<str:code>/declare/", dossiers.declare, name="declare"),
    path("<str:code>/plan/", bench.plan, name="plan"),
    path("<str:code>/panel/", panel.panel, name="panel"),
    path("<str:code>/panel/assign/", panel.assign, name="assign"),
    path("<str:code>/readings/<uuid:key>/", panel.hand_over, name="hand_over"),
    path("<str:code>/nominees/<uuid:key>/third/", panel.third, name="third"),
    path("<str:code>/nominees/<uuid:key>/lock/", bench.lock, name="lock"),
    path("<str:code>/propose/", bench.propose, name="propose"),
    path("<str:code>/progress/", bench.progress, name="progress"),
    path("<str:code>/what-if/", bench.what_if, name="what_if"),
    path("<str:code>/proposals/", bench.proposals, name="proposals"),
    path("<str:code>/proposals/<uuid:key>/cancel/", bench.cancel, name="cancel"),
    path("<str:code>/proposals/<uuid:key>/send/", bench.send, name="send"),
    path("<str:code>/pool.csv", bench.export, {"kind": "csv"}, name="pool_csv"),
    path("<str:code>/pool.xlsx", bench.export, {"kind": "xlsx"}, name="pool_xlsx"),
    path(OF_A_DECISION, decisions.decision, name="decision"),
    path(f"{OF_A_DECISION}sign/", decisions.signing, name="sign"),
    path(f"{OF_A_DECISION}decide/", decisions.taking, name="decide"),
    path(f"{OF_A_DECISION}verdicts/<uuid:key>/", decisions.verdict, name="verdict"),
    path(f"{OF_A_DECISION}verdicts/<uuid:key>/move/", decisions.move, name="move"),
    path(f"{OF_A_DECISION}swap/<uuid:leaver>/<uuid:comer>/", decisions.swap, name="swap"),
    path(f"{OF_A_DECISION}minutes-<str:language>.<str:kind>", decisions.minutes, name="minutes"),
    path(f"{OF_A_DECISION}verdicts.csv", decisions.export, {"kind": "csv"}, name="verdicts_csv"),
    path(f"{OF_A_DECISION}verdicts.xlsx", decisions.export, {"kind": "xlsx"}, name="verdicts_xlsx"),
]
