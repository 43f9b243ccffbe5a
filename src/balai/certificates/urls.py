"""Addresses of certificates; those for programs and for paper never change."""

from __future__ import annotations

from django.urls import path

from balai.certificates.views import office, own, public

OF_AN_EDITION = "<str:code>/"

app_name = "certificates"
urlpatterns = [
    path("", office.index, name="index"),
    path("mine/", own.mine, name="mine"),
    path("mine/<uuid:key>/certificate.pdf", own.paper, name="own_paper"),
    path("mine/<uuid:key>/appeal/", own.appeal, name="appeal"),
    path(OF_AN_EDITION, office.edition, name="edition"),
    path(f"{OF_AN_EDITION}design/", office.design, name="design"),
    path(f"{OF_AN_EDITION}design/signatories/", office.add_signatory, name="add_signatory"),
    path(f"{OF_AN_EDITION}design/signatories/<uuid:key>/", office.signatory, name="signatory"),
    path(f"{OF_AN_EDITION}design/sample.pdf", office.sample, name="sample"),
    path(f"{OF_AN_EDITION}decide/", office.decide_all, name="decide_all"),
    path(f"{OF_AN_EDITION}participants/<uuid:key>/", office.participant, name="participant"),
    path(f"{OF_AN_EDITION}appeals/<uuid:key>/", office.answer, name="answer"),
    path(f"{OF_AN_EDITION}issue/", office.issue, name="issue"),
    path(f"{OF_AN_EDITION}certificates/<uuid:key>/", office.certificate, name="certificate"),
    path(f"{OF_AN_EDITION}certificates/<uuid:key>/certificate.pdf", office.paper, name="paper"),
]

public_pages = (
    [
        path("c/", public.check, name="check"),
        path("c/<str:number>/", public.certificate, name="certificate"),
    ],
    "check",
)
"""Pages for everybody, at an address per language; the code on paper is without one and is led there."""

programs = (
    [
        path(".well-known/did.json", public.did, name="did"),
        path("contexts/practice-v1.json", public.context, name="context"),
        path("credentials/<uuid:key>", public.credential, name="credential"),
        path("credentials/<uuid:key>.<slug:kind>", public.credential_as, name="credential_as"),
        path("status/<int:number>", public.status, name="status"),
        path("status/<int:number>.<slug:kind>", public.status, name="status_as"),
        path("courses/<str:code>", public.course, name="course"),
    ],
    "credentials",
)
"""What programs fetch, named in every certificate."""
