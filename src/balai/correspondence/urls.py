"""Addresses of correspondence."""

from __future__ import annotations

from django.urls import path

from balai.correspondence.views import mailbox, register, wordings

app_name = "correspondence"
urlpatterns = [
    path("letters/", register.register, name="register"),
    path("letters/export.csv", register.export, name="export"),
    path("letters/arrived/", register.incoming, name="incoming"),
    path("letters/bounced/", register.bounce, name="bounce"),
    path("letters/wordings/", wordings.wordings, name="wordings"),
    path("letters/wordings/<str:kind>/<slug:language>/", wordings.wording, name="wording"),
    path("letters/<uuid:entry_id>/", register.entry, name="entry"),
    path("letters/<uuid:entry_id>/send-again/", register.again, name="again"),
    path("my-letters/", mailbox.own, name="own"),
    path("my-letters/<uuid:letter_id>/", mailbox.own_letter, name="own_letter"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<uuid:letter_id>/", mailbox.mail, name="mail"),
    path("mailbox/<uuid:letter_id>/page/", mailbox.mail_page, name="mail_page"),
]
