"""Addresses of spending, final reports, aid data and evidence; those of published files never change."""

from __future__ import annotations

from django.urls import path, re_path

from balai.reporting.views import aid, booking, evidence, public, report, spending

OF_AN_EDITION = "<str:code>/"

app_name = "reporting"
urlpatterns = [
    path("", spending.index, name="index"),
    path("aid/", aid.index, name="aid_index"),
    path("aid/<str:code>/", aid.series, name="aid"),
    path("aid/<str:code>/profile/", aid.profile, name="aid_profile"),
    path("aid/<str:code>/rate/", aid.rate, name="aid_rate"),
    path("aid/<str:code>/publish/", aid.publish, name="aid_publish"),
    path("aid/<str:code>/draft.xml", aid.preview, name="aid_preview"),
    re_path(
        r"^aid/(?P<code>[^/]+)/(?P<name>tossd|crs)-(?P<year>[12][0-9]{3})\.(?P<kind>csv|xlsx)$",
        aid.rows,
        name="aid_rows",
    ),
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
    path(f"{OF_AN_EDITION}report/", report.report, name="report"),
    path(f"{OF_AN_EDITION}report/move/", report.move, name="report_move"),
    path(f"{OF_AN_EDITION}report/chapters/<slug:part>/", report.chapter, name="report_chapter"),
    re_path(
        r"^(?P<code>[^/]+)/report/draft-(?P<language>en|id)\.(?P<kind>pdf|docx)$",
        report.preview,
        name="report_preview",
    ),
    re_path(
        r"^(?P<code>[^/]+)/report/(?P<number>[0-9]{1,4})-(?P<language>en|id)\.(?P<kind>pdf|docx)$",
        report.file,
        name="report_file",
    ),
    path(f"{OF_AN_EDITION}contributions/", spending.given, name="contributions"),
    path(f"{OF_AN_EDITION}evidence/", evidence.evidence, name="evidence"),
    path(f"{OF_AN_EDITION}evidence/publish/", evidence.publish, name="evidence_publish"),
    path(f"{OF_AN_EDITION}evidence/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    re_path(
        r"^(?P<code>[^/]+)/(?P<name>bookings|budget|partners|contributions)\.(?P<kind>csv|xlsx)$",
        spending.sheet,
        name="sheet",
    ),
]

programs = (
    [
        re_path(r"^aid/(?P<code>[^/]+)/(?P<number>[0-9]{1,6})\.xml$", public.version, name="version"),
        re_path(r"^aid/(?P<code>[^/]+)\.xml$", public.newest, name="newest"),
        re_path(
            r"^reports/(?P<code>[^/]+)/(?P<number>[0-9]{1,4})-(?P<language>en|id)\.(?P<kind>pdf|docx)$",
            public.report,
            name="report",
        ),
    ],
    "aid",
)
"""The files that registries of aid data fetch, and final reports that everybody may have."""
public_pages = ([path("aid/", public.listed, name="listed")], "aid_pages")
"""The list of them, at an address per language."""
