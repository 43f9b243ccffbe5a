"""Addresses of the call and of nominations."""

from __future__ import annotations

from django.urls import path, register_converter

from balai.nominations.views import country, office


class CountryCode:
    """Two capitals, so that no word of an address is taken for a country."""

    regex = "[A-Z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CountryCode, "country")
OF_A_COUNTRY = "<str:code>/<country:country>/"
OF_A_NOMINEE = f"{OF_A_COUNTRY}nominees/<uuid:key>/"

app_name = "nominations"
urlpatterns = [
    path("", office.index, name="index"),
    path("export.csv", office.export, name="export"),
    path("export.xlsx", office.export_xlsx, name="export_xlsx"),
    path("mine/", country.mine, name="mine"),
    path("<str:code>/call/", office.calls, name="calls"),
    path("<str:code>/call/invite/", office.invite, name="invite"),
    path("<str:code>/late/", office.late, name="late"),
    path("<str:code>/judge/", office.judge, name="judge"),
    path(OF_A_COUNTRY, country.country, name="country"),
    path(f"{OF_A_COUNTRY}contact/", office.contact, name="contact"),
    path(f"{OF_A_COUNTRY}letter/", country.letter, name="letter"),
    path(f"{OF_A_COUNTRY}send/", country.send, name="send"),
    path(f"{OF_A_COUNTRY}return/", country.give_back, name="give_back"),
    path(f"{OF_A_COUNTRY}nominees/new/", country.new_nominee, name="new_nominee"),
    path(OF_A_NOMINEE, country.nominee, name="nominee"),
    path(f"{OF_A_NOMINEE}change/", country.change, name="change"),
    path(f"{OF_A_NOMINEE}move/", country.move, name="move"),
    path(f"{OF_A_NOMINEE}withdraw/", country.withdraw, name="withdraw"),
    path(f"{OF_A_NOMINEE}admit/", office.admission, name="admit"),
    path(f"{OF_A_NOMINEE}waive/<str:rule>/", office.waiver, name="waive"),
]
