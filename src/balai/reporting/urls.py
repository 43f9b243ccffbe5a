"""Addresses of spending."""

from __future__ import annotations

from django.urls import path, re_path

from balai.reporting.views import booking, spending

OF_AN_EDITION = "<str:code>/"

app_name = "reporting"
urlpatterns = [
    path("", spending.index, name="index"),
    path(OF_AN_EDITION, spending.edition, name="edition"),
    path(f"{OF_AN_EDITION}begin/", spending.begin, name="begin"),
    path(f"{OF_AN_EDITION}book/", booking.book, name="book"),
    path(f"{OF_AN_EDITION}bring/", booking.bring, name="bring"),
    path(f"{OF_AN_EDITION}bring/file/", booking.bring_file, name="bring_file"),
    path(f"{OF_AN_EDITION}empty.xlsx", booking.empty, name="empty"),
    path(f"{OF_AN_EDITION}bookings/", spending.book, name="bookings"),
    path(f"{OF_AN_EDITION}bookings/<uuid:key>/", booking.booking, name="booking"),
    path(f"{OF_AN_EDITION}bookings/<uuid:key>/reverse/", booking.reverse_one, name="reverse"),
    path(f"{OF_AN_EDITION}bookings/<uuid:key>/receipts/", booking.add_paper, name="add_receipt"),
    path(f"{OF_AN_EDITION}receipts/<uuid:key>/", booking.paper, name="receipt"),
    path(f"{OF_AN_EDITION}receipts/<uuid:key>/put-away/", booking.put_away, name="put_receipt_away"),
    path(f"{OF_AN_EDITION}contributions/", spending.given, name="contributions"),
    re_path(
        r"^(?P<code>[^/]+)/(?P<name>bookings|budget|partners|contributions)\.(?P<kind>csv|xlsx)$",
        spending.sheet,
        name="sheet",
    ),
]
