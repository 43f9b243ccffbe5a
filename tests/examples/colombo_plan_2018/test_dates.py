"""The date finder tells what lies around the days of the reference programme."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from balai.people.enums import Role
from balai.programmes.services.finding import answer_search, ask_for_dates
from tests.examples.colombo_plan_2018.conftest import edition
from tests.examples.conftest import AT
from tests.people.factories import account_with

JULY_2018 = {
    "en": [
        "Participants are away from home on a day off in Myanmar: Martyrs' Day, 19 Jul 2018.",
        "Participants are away from home on a day off in Pakistan: General Election Day, 25 Jul 2018.",
        "Participants are away from home on a day off in Sri Lanka: Esala Full Moon Poya Day, 27 Jul 2018.",
        "Participants are away from home on a day off in Myanmar: Full Moon Day of Waso, 27 Jul 2018.",
        "A day off in Bhutan while participants travel: First Sermon of Lord Buddha, 16 Jul 2018.",
        "Ramadan 1439 falls into the preparation in Indonesia: from 16/17 May 2018 to 14 Jun 2018.",
        (
            "Friday prayer on 20 Jul 2018, 27 Jul 2018: Jakarta 11:30–13:00, the sun at its highest 11:59;"
            " Bandung 11:30–13:00, the sun at its highest 11:56."
        ),
        (
            "9 working days of preparation fall out: Eid al-Fitr Joint Holiday (11 Jun 2018 – 14 Jun 2018,"
            " 18 Jun 2018 – 20 Jun 2018); Eid al-Fitr (15 Jun 2018); Local Election Day (27 Jun 2018)."
        ),
    ],
    "id": [
        "Peserta jauh dari rumah pada hari libur di Myanmar: Hari Pahlawan, 19 Jul 2018.",
        "Peserta jauh dari rumah pada hari libur di Pakistan: Hari Pemilihan Umum, 25 Jul 2018.",
        "Peserta jauh dari rumah pada hari libur di Sri Lanka: Hari Poya purnama Esala, 27 Jul 2018.",
        "Peserta jauh dari rumah pada hari libur di Myanmar: Hari Purnama Waso, 27 Jul 2018.",
        "Hari libur di Bhutan ketika peserta dalam perjalanan: Khotbah Pertama Buddha, 16 Jul 2018.",
        "Ramadan 1439 jatuh pada masa persiapan di Indonesia: dari 16/17 Mei 2018 sampai 14 Jun 2018.",
        (
            "Salat Jumat pada 20 Jul 2018, 27 Jul 2018: Jakarta 11.30–13.00, matahari di titik tertinggi pukul 11.59;"
            " Bandung 11.30–13.00, matahari di titik tertinggi pukul 11.56."
        ),
        (
            "9 hari kerja persiapan hilang: Cuti Bersama Hari Raya Idul Fitri (11 Jun 2018 – 14 Jun 2018,"
            " 18 Jun 2018 – 20 Jun 2018); Hari Raya Idul Fitri (15 Jun 2018);"
            " Hari Pemilihan Kepala Daerah (27 Jun 2018)."
        ),
    ],
}
"""What is known to lie around the days of the programme, country by country, and nothing else."""


@pytest.mark.parametrize("language", JULY_2018)
def test_the_date_finder_tells_what_lies_around_july_2018_and_nothing_else(language: str) -> None:
    shown = edition()
    with transaction.atomic():
        question = {
            "season_first": "2018-07-18",
            "season_last": "2018-07-30",
            "days": 13,
            "weekdays": [2],
            "avoids_ramadan": True,
            "keeps_fridays": True,
            "exclusions": [],
            "cautions": [],
        }
        search = ask_for_dates(edition=shown, question=question, actor="system", at=AT)
        answer_search(search_id=search.pk, at=AT)
        client = Client()
        client.force_login(account_with(Role.PROGRAMME_OFFICER))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page = client.get(reverse("programmes:find_dates", args=[shown.code]))
        transaction.set_rollback(True)

    (window,) = page.context["windows"]
    assert (window["first"], window["last"]) == (dt.date(2018, 7, 18), dt.date(2018, 7, 30))
    assert page.context["refused"] == []
    assert [unescape(strip_tags(reason)) for reason in window["reasons"]] == JULY_2018[language]
    assert all(reason in page.content.decode() for reason in window["reasons"])
