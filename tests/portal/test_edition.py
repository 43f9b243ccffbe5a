"""The public page of an edition, and of a day of it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
import time_machine

from balai.programmes.enums import EditionStatus, OrganiserRole, Publicity
from balai.programmes.models import Edition
from tests.newsroom.factories import ArticleFactory, T, published
from tests.portal.reading import LATER, PAGE, data_of, some_editions, text_of
from tests.portal.reference import CODE, keep_editions
from tests.programmes.factories import (
    BookletFactory,
    BookletFileFactory,
    KnownCountryFactory,
)
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "Small and medium industry · edition 3 · 2018 Capacity Building Program on Enhancing the Development of Small and Medium Industry Acceleration through research and development",
                "18–30 July 2018",
                "20 from 10 countries",
                "Host Ministry of Industry of Indonesia Kemenperin",
                "Coordination of South-South and Triangular Cooperation Ministry of State Secretariat",
                "International partner Colombo Plan Secretariat",
                "Each country sent 2 people.",
                "13 days at a glance",
                "Wed 18 Arrival",
                "Thu 19 Opening ceremony, lectures",
                "Mon 23 Practice, visits",
                "Sat 28 Free",
                "3 h 30 min by road",
                "walk 5 min from BBLM",
                "Industrial Research and Development Agency",
                "Lithium-ion batteries; a service run on the Internet of Things",
                "Three years of experience in the field *",
                "* May be waived by: the host",
                "The sending government Economy class",
                "Other editions 2017 Leather and batik 2017",
                "Source: colombo-plan.org",
            ],
        ),
        (
            "id",
            [
                "Industri kecil dan menengah · angkatan ke-3 · 2018",
                "18–30 Juli 2018",
                "20 dari 10 negara",
                "Tuan rumah Kementerian Perindustrian Republik Indonesia",
                "Koordinasi Kerja Sama Selatan-Selatan dan Triangular",
                "Sekilas 13 hari",
                "jalan kaki 5 menit dari BBLM",
                "Badan Penelitian dan Pengembangan Industri",
                "Angkatan lain 2017 Kulit dan batik 2017",
            ],
        ),
    ],
)
def test_edition_tells_what_is_known_of_it(client: Client, language: str, sentences: list[str]) -> None:
    keep_editions()

    text = text_of(client, f"/{language}/programmes/{CODE}/")

    assert [sentence for sentence in sentences if sentence not in text] == []


def test_edition_of_the_past_has_no_closing_day_and_an_open_one_has(client: Client) -> None:
    edition = keep_editions()
    before = text_of(client, PAGE)
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.CALL)

    with time_machine.travel(LATER):
        text = text_of(client, PAGE)

    assert "Nominations close" not in before
    assert "The call is open 7 days left Nominations close Fri 4 May 2018" in text
    assert "Nepal Fri 4 May 2018, 15:45" in text
    assert "Each country has 2 places." in text


def test_edition_of_which_little_is_known_shows_no_empty_parts(client: Client) -> None:
    (edition,) = some_editions(1, starts_on=None, ends_on=None, arrives_on=None, departs_on=None, cities=[])

    page = client.get(f"/en/programmes/{edition.code}/").content.decode()

    assert re.findall(r' id="(h-[a-z]+)"', page) == ["h-about", "h-frame"]
    assert "Add to my calendar" not in page


def test_known_countries_go_before_planned_places(client: Client) -> None:
    edition = keep_editions()
    KnownCountryFactory.create(edition=edition, country_id="BT", participants=3)
    KnownCountryFactory.create(edition=edition, country_id="NP", participants=None)

    response = client.get(PAGE)

    assert [(row.name, row.figure) for row in response.context["countries"]] == [
        ("Bhutan", "3"),
        ("Nepal", "2"),
    ]
    assert [place.name for place in response.context["places"]] == ["Bhutan", "Nepal"]


def test_edition_asks_the_same_number_of_questions_however_much_belongs_to_it(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = keep_editions()
    with django_assert_num_queries(21):
        client.get(PAGE)

    edition.quotas.exclude(country_id="BT").delete()
    edition.activities.exclude(code="A1").delete()
    edition.organisers.exclude(role=OrganiserRole.HOST).delete()
    Edition.objects.filter(code="SMI-2016").update(publicity=Publicity.INTERNAL)
    with django_assert_num_queries(21):
        client.get(PAGE)


def test_an_erratum_is_shown_beside_the_booklet_that_it_brought(client: Client) -> None:
    booklet = BookletFactory.create(edition=keep_editions(), version=2, reason={"en": "New days"})
    for kind in ("booklet", "erratum"):
        BookletFileFactory.create(booklet=booklet, kind=kind, content=kind.encode())

    page = client.get(PAGE).content.decode()
    shelf = page.partition('id="h-documents"')[2].partition("</section>")[0]

    assert [" ".join(words.split()) for words in re.findall(r"<a[^>]+>([^<]+)</a>", shelf)] == [
        "General Information (English)",
        "Erratum (English)",
    ]
    for address, content in zip(re.findall(r'href="([^"]+)"', shelf), [b"booklet", b"erratum"], strict=True):
        assert client.get(address).content == content
    assert client.get(PAGE.replace("/en/", "/id/")).content.decode().count(" (English)") == 2


def test_edition_shows_the_newest_that_was_written_about_it(client: Client) -> None:
    edition = keep_editions()
    before = client.get(PAGE).content.decode()
    for day in range(4):
        published(
            edition=edition, at=T + dt.timedelta(days=day), headline={"en": f"Day {day}", "id": f"Hari {day}"}
        )
    published(headline={"en": "Of the office", "id": "Dari kantor"})
    ArticleFactory.create(edition=edition, headline={"en": "Not ready", "id": "Belum siap"})

    page = client.get(PAGE).content.decode()
    every = text_of(client, f"/id/news/?programme={CODE}")

    assert 'id="h-news"' not in before
    assert re.findall(r">(Day \d|Of the office|Not ready)<", page) == ["Day 3", "Day 2", "Day 1"]
    assert f"/en/news/?programme={CODE}" in page
    assert re.findall(r"Hari \d|Dari kantor", every) == ["Hari 3", "Hari 2", "Hari 1", "Hari 0"]
    assert client.get("/en/news/?programme=NONE").status_code == 404


def test_map_and_scheme_say_in_a_sentence_what_they_show(client: Client) -> None:
    keep_editions()

    page = client.get(PAGE).content.decode()

    assert '<title id="map">Map: 9 countries send people to Indonesia, which takes part too</title>' in page
    assert page.count("Sites in Jakarta and Bandung, with the time it takes to get there</title>") == 2


def test_hostile_texts_stay_texts(client: Client) -> None:
    hostile = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>'
    keep_editions()
    honest = Markup(client.get(PAGE).content.decode()).tags
    Edition.objects.update(
        title={"en": hostile},
        theme={"en": f"{hostile}!"},
        summary={"en": hostile},
        objective={"en": hostile},
    )

    page = client.get(PAGE).content.decode()

    assert Markup(page).tags == honest
    assert data_of(client)["@graph"][0]["name"] == hostile


def test_text_of_another_language_is_marked(client: Client) -> None:
    keep_editions(title={"id": "Keramik"}, objective={"id": "Mengenal tanah liat"})

    page = client.get(PAGE).content.decode()

    assert '<h1 class="bl-display wide"><span lang="id">Keramik</span></h1>' in page
    assert '<span lang="id">Mengenal tanah liat</span>' in page


@pytest.mark.parametrize(
    ("day", "sentences"),
    [
        (
            "2018-07-19",
            [
                "Thursday 19 July 2018 Day 2 of 13 · Jakarta · local time (UTC+7)",
                "09:00–12:00 Opening HOTEL-JKT Hotel in Jakarta Opening ceremony",
                "How the ministry helps small and medium industry MOI Ministry of Industry Lecture Assumed",
            ],
        ),
        ("2018-07-20", ["11:45–13:00 Friday prayer"]),
        ("2018-07-24", ["On this day or another", "Morning Practice on CNC machines BBLM", "Bandung"]),
        ("2018-07-28", ["Nothing is planned for this day"]),
    ],
)
def test_day_shows_what_is_planned(client: Client, day: str, sentences: list[str]) -> None:
    keep_editions()

    text = text_of(client, f"{PAGE}days/{day}/")

    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize(("day", "near"), [(18, range(18, 23)), (24, range(22, 27)), (30, range(26, 31))])
def test_day_has_five_days_near_it(client: Client, day: int, near: range) -> None:
    keep_editions()

    links = client.get(f"{PAGE}days/2018-07-{day}/").context["links"]

    assert [int(link.day) for link in links if not link.is_far] == list(near)
    assert [int(link.day) for link in links if link.is_current] == [day]
    assert len(links) == 13


@pytest.mark.parametrize("day", ["2018-07-17", "2018-07-31", "2018-13-45"])
def test_day_outside_the_edition_is_not_there(client: Client, day: str) -> None:
    keep_editions()

    assert client.get(f"{PAGE}days/{day}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_day_asks_the_same_number_of_questions_for_few_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    edition = keep_editions()
    edition.activities.exclude(code__in=[f"A{place}" for place in range(7, 7 + number)]).delete()

    with django_assert_num_queries(5):
        response = client.get(f"{PAGE}days/2018-07-24/")

    assert response.content.decode().count("bl-ses") == number
