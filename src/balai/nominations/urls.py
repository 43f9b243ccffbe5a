"""Addresses of the call and of nominations."""

from __future__ import annotations

from django.urls import path, register_converter

from balai.nominations.views import (
    applications,
    care,
    country,
    nominees,
    office,
    own,
    own_papers,
    own_sections,
    sheets,
    statements,
)


class CountryCode:
    """Two capitals, so that no word of an address is taken for a country."""

    regex = "[A-Z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SheetKind(CountryCode):
    """The ending of a file: a list of values, or a workbook."""

    regex = "csv|xlsx"


register_converter(CountryCode, "country")
register_converter(SheetKind, "sheet")
OF_A_COUNTRY = "<str:code>/<country:country>/"
OF_A_NOMINEE = f"{OF_A_COUNTRY}nominees/<uuid:key>/"
OF_AN_APPLICATION = "applications/<uuid:key>/"

app_name = "nominations"
urlpatterns = [
    path("", office.index, name="index"),
    path("export.csv", sheets.nominations, {"kind": "csv"}, name="export"),
    path("export.xlsx", sheets.nominations, {"kind": "xlsx"}, name="export_xlsx"),
    path("applications/export.csv", sheets.applications, {"kind": "csv"}, name="export_applications"),
    path("applications/export.xlsx", sheets.applications, {"kind": "xlsx"}, name="export_applications_xlsx"),
    path("mine/", country.mine, name="mine"),
    path("mine.<sheet:kind>", sheets.own_calls, name="export_mine"),
    path("care/", care.care, name="care"),
    path("statement/<str:secret>/", statements.statement, name="statement"),
    path("applications/", own.my_applications, name="my_applications"),
    path("applications/mine.<sheet:kind>", sheets.own_applications, name="export_my_applications"),
    path(OF_AN_APPLICATION, own.application, name="application"),
    path(f"{OF_AN_APPLICATION}claim/", own.claim, name="claim"),
    path(f"{OF_AN_APPLICATION}documents/", own_papers.own_documents, name="own_documents"),
    path(f"{OF_AN_APPLICATION}documents/<uuid:document>/", own_papers.own_document, name="own_document"),
    path(
        f"{OF_AN_APPLICATION}documents/<uuid:document>/away/",
        own_papers.own_document_away,
        name="own_document_away",
    ),
    path(f"{OF_AN_APPLICATION}employer/", own_papers.own_employer, name="own_employer"),
    path(f"{OF_AN_APPLICATION}send/", own.send_own, name="send_own"),
    path(f"{OF_AN_APPLICATION}print/", own.print_own, name="print_own"),
    path(f"{OF_AN_APPLICATION}<slug:section>/", own_sections.section, name="section"),
    path("<str:code>/documents/", applications.required_documents, name="required_documents"),
    path("<str:code>/doubles/", applications.doubles, name="doubles"),
    path("<str:code>/doubles/export.<sheet:kind>", sheets.doubles, name="export_doubles"),
    path("<str:code>/call/", office.calls, name="calls"),
    path("<str:code>/call/export.<sheet:kind>", sheets.calls, name="export_calls"),
    path("<str:code>/call/invite/", office.invite, name="invite"),
    path("<str:code>/late/", office.late, name="late"),
    path("<str:code>/judge/", office.judge, name="judge"),
    path(OF_A_COUNTRY, country.country, name="country"),
    path(f"{OF_A_COUNTRY}export.<sheet:kind>", sheets.of_country, name="export_country"),
    path(f"{OF_A_COUNTRY}contact/", office.contact, name="contact"),
    path(f"{OF_A_COUNTRY}note/", office.number_the_note, name="number_note"),
    path(f"{OF_A_COUNTRY}note-<str:language>.pdf", country.note, name="note"),
    path(f"{OF_A_COUNTRY}letter/", country.letter, name="letter"),
    path(f"{OF_A_COUNTRY}send/", country.send, name="send"),
    path(f"{OF_A_COUNTRY}return/", country.give_back, name="give_back"),
    path(f"{OF_A_COUNTRY}nominees/new/", nominees.new_nominee, name="new_nominee"),
    path(OF_A_NOMINEE, nominees.nominee, name="nominee"),
    path(f"{OF_A_NOMINEE}ask/", applications.ask, name="ask"),
    path(f"{OF_A_NOMINEE}application/", applications.of_nominee, name="of_nominee"),
    path(f"{OF_A_NOMINEE}application/key-in/<slug:section>/", applications.key_in, name="key_in"),
    path(f"{OF_A_NOMINEE}application/return/", applications.give_back_application, name="return_application"),
    path(f"{OF_A_NOMINEE}application/look/<slug:part>/", applications.look_at, name="look_at"),
    path(f"{OF_A_NOMINEE}application/documents/<uuid:document>/", applications.document, name="document"),
    path(f"{OF_A_NOMINEE}care/", care.cared_for_one, name="cared_for"),
    path(f"{OF_A_NOMINEE}change/", nominees.change, name="change"),
    path(f"{OF_A_NOMINEE}move/", nominees.move, name="move"),
    path(f"{OF_A_NOMINEE}withdraw/", nominees.withdraw, name="withdraw"),
    path(f"{OF_A_NOMINEE}admit/", office.admission, name="admit"),
    path(f"{OF_A_NOMINEE}waive/<str:rule>/", office.waiver, name="waive"),
]
