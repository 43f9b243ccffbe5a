"""The public pages of programmes: what is on them, what is not, and how many questions they ask."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
import vobject
from django.db import connection

from balai.audit.services import record
from balai.office.models import Office
from balai.portal.queries.programmes import editions_on_home
from balai.programmes.enums import ChangeKind, EditionStatus, Mode, OrganiserRole, Publicity
from balai.programmes.models import Edition
from tests.portal.reference import ADDRESS, CODE, PDF, keep_an_open_call, keep_editions, name_the_address
from tests.programmes.factories import (
    EditionChangeFactory,
    EditionFactory,
    KnownCountryFactory,
    SeriesFactory,
)
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
PAGE = f"/en/programmes/{CODE}/"
LATER = dt.datetime(2018, 4, 27, 9, tzinfo=dt.UTC)


def text_of(client: Client, path: str) -> str:
    """What a reader sees on a page, each run of blanks as one."""
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(Markup(response.content.decode()).text.split())


def data_of(client: Client, path: str = PAGE) -> dict[str, Any]:
    """The facts for programs on a page."""
    page = client.get(path).content.decode()
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert written
    found: dict[str, Any] = json.loads(written[1])
    return found


def some_editions(number: int, **values: object) -> list[Edition]:
    series = SeriesFactory.create()
    return [
        EditionFactory.create(
            **{"series": series, "publicity": Publicity.PUBLIC, "status": "closed", **values}
        )
        for _ in range(number)
    ]


# --- home -------------------------------------------------------------------------------------------


def test_home_shows_the_open_call_with_its_places_and_when_nominations_close(client: Client) -> None:
    keep_an_open_call()

    with time_machine.travel(LATER):
        text = text_of(client, "/en/")

    for words in (
        "With Colombo Plan Secretariat",
        "Capacity Building Program on Enhancing the Development of Small and Medium Industry",
        "18–30 July 2018",
        "Jakarta and Bandung, Indonesia",
        "10 countries",
        "7 days left",
        "Nominations close Fri 4 May 2018, in each country’s own time.",
        "20 places, 2 for each country.",
        "Since 2016",
        "Leather and batik 2017",
    ):
        assert words in text
    assert "No call is open" not in text


def test_home_after_the_last_day_counts_no_days(client: Client) -> None:
    keep_an_open_call()

    with time_machine.travel(LATER + dt.timedelta(days=30)):
        text = text_of(client, "/en/")

    assert "days left" not in text
    assert "Nominations close Fri 4 May 2018" in text


@pytest.mark.parametrize("number", [1, 3])
def test_home_asks_the_same_number_of_questions_for_few_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    some_editions(number)
    some_editions(number, status=EditionStatus.CALL)

    with django_assert_num_queries(5):  # host, editions with the first year, quotas, organisers, deadlines
        response = client.get("/en/")

    assert response.content.decode().count("bl-edrow") == number
    assert len(response.context["calls"]) == number - 1


def test_home_shows_the_calls_that_begin_first_and_the_newest_others_when_many_are_open(
    client: Client,
) -> None:
    some_editions(7)
    some_editions(13, status=EditionStatus.CALL)
    calls = Edition.objects.filter(status=EditionStatus.CALL).order_by("sorts_on", "id")
    others = Edition.objects.exclude(status=EditionStatus.CALL).order_by("-sorts_on", "-id")

    shown = client.get("/en/").context

    assert [call.url for call in (shown["call"], *shown["calls"])] == [
        f"/en/programmes/{edition.code}/" for edition in calls[:6]
    ]
    assert [row.url for row in shown["editions"]] == [
        f"/en/programmes/{edition.code}/" for edition in others[:6]
    ]


def test_home_tells_at_once_what_a_deed_has_changed(client: Client) -> None:
    [edition] = some_editions(1)

    def shown() -> list[str]:
        return [row.heading for row in client.get("/en/").context["editions"]]

    first = [shown(), shown()]
    Edition.objects.filter(pk=edition.pk).update(title={"en": "Ceramics & glass"})
    second = [shown(), shown()]
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.CALL)

    assert first[0] == first[1] != second[0]
    assert second == [["Ceramics &amp; glass"]] * 2
    assert shown() == []


def test_home_finds_its_editions_by_an_index(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1) as asked:
        editions_on_home()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "edition_calls_first" in plan
    assert "Sort" not in plan


# --- catalogue --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_catalogue_asks_the_same_number_of_questions_for_few_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    some_editions(number)

    with django_assert_num_queries(4):  # hosts, years, editions, the office
        response = client.get("/en/programmes/?q=industry")

    assert response.content.decode().count("bl-edrow") == number


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["SMI-2018", "SMI-2017", "SMI-2016"]),
        ("q=medium+industry", ["SMI-2018", "SMI-2017", "SMI-2016"]),
        ("q=LEATHER", ["SMI-2017", "SMI-2016"]),
        ("q=kulit", ["SMI-2017", "SMI-2016"]),
        ("q=smi-2016", ["SMI-2016"]),
        ("year=2017", ["SMI-2017"]),
        ("country=ID", ["SMI-2018", "SMI-2017", "SMI-2016"]),
        ("city=bandung", ["SMI-2018"]),
        ("city=medium", []),
        ("q=batik&city=Yogya", ["SMI-2017"]),
        ("open=on", []),
    ],
)
def test_catalogue_finds_by_words_year_country_and_place(
    client: Client, query: str, found: list[str]
) -> None:
    keep_editions()

    response = client.get(f"/en/programmes/?{query}")

    assert [row.url for row in response.context["rows"]] == [f"/en/programmes/{code}/" for code in found]


def test_catalogue_offers_the_years_and_hosts_that_there_are(client: Client) -> None:
    keep_editions()

    form = client.get("/en/programmes/").context["form"]

    assert [value for value, _ in form.fields["year"].choices] == ["", 2018, 2017, 2016]
    assert form.fields["country"].choices == [("", "Any country"), ("ID", "Indonesia")]


def test_catalogue_says_what_a_filter_cannot_be(client: Client) -> None:
    response = client.get("/en/programmes/?year=1789")

    assert response.status_code == 422
    assert "1789 is not one of the available choices" in response.content.decode()


def test_catalogue_turns_pages(client: Client) -> None:
    some_editions(52)

    first = client.get("/en/programmes/?q=industry")
    second = client.get(f"/en/programmes/{unescape(first.context['pager'].next_url)}")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 2)
    assert {row.url for row in first.context["rows"]} & {row.url for row in second.context["rows"]} == set()
    assert second.context["pager"].next_url == ""


@pytest.mark.parametrize(
    "values", [{"publicity": Publicity.INTERNAL}, {"status": EditionStatus.IDEA}], ids=["internal", "idea"]
)
def test_what_is_not_public_is_nowhere(client: Client, values: dict[str, object]) -> None:
    (edition,) = some_editions(1, title={"en": "Not yet to be known"}, **values)
    address = f"/en/programmes/{edition.code}/"

    name_the_address()
    for path in (address, f"{address}calendar.ics", f"{address}days/2018-07-18/"):
        assert client.get(path).status_code == 404
    for path in ("/en/", "/en/programmes/", "/en/programmes/feed.atom", "/en/programmes/calendar.ics"):
        assert "Not yet to be known" not in client.get(path).content.decode()


# --- an edition -------------------------------------------------------------------------------------


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
    with django_assert_num_queries(17):
        client.get(PAGE)

    edition.quotas.exclude(country_id="BT").delete()
    edition.activities.exclude(code="A1").delete()
    edition.organisers.exclude(role=OrganiserRole.HOST).delete()
    Edition.objects.filter(code="SMI-2016").update(publicity=Publicity.INTERNAL)
    with django_assert_num_queries(17):
        client.get(PAGE)


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


# --- what services and programs are told ------------------------------------------------------------


def test_facts_for_programs_are_an_event_and_an_instance_of_a_course(client: Client) -> None:
    keep_editions()

    event, course = data_of(client)["@graph"]

    assert event == {
        "@type": "EducationEvent",
        "@id": f"http://testserver{PAGE}#event",
        "name": "Capacity Building Program on Enhancing the Development of Small and Medium Industry",
        "about": "Acceleration through research and development",
        "url": f"http://testserver{PAGE}",
        "image": "http://testserver/static/ui/covers/machine.png",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": city,
                "address": {"@type": "PostalAddress", "addressCountry": "ID", "addressLocality": city},
            }
            for city in ("Jakarta", "Bandung")
        ],
        "organizer": [
            {
                "@type": "Organization",
                "name": "Ministry of Industry of Indonesia",
                "alternateName": "Kemenperin",
                "url": "https://kemenperin.go.id",
            },
            {"@type": "Organization", "name": "Ministry of State Secretariat of Indonesia"},
            {"@type": "Organization", "name": "Colombo Plan Secretariat", "url": "https://colombo-plan.org"},
        ],
        "maximumAttendeeCapacity": 20,
        "description": (
            "Twenty officials and entrepreneurs from ten countries learn in lecture rooms and at machines."
        ),
        "inLanguage": ["en"],
        "startDate": "2018-07-18T00:00+07:00",
        "endDate": "2018-07-30T23:59+07:00",
    }
    assert (course["@type"], course["name"], course["provider"]["name"]) == (
        "Course",
        "Small and medium industry",
        "Ministry of Industry of Indonesia",
    )
    assert course["hasCourseInstance"]["courseMode"] == "onsite"
    assert course["hasCourseInstance"]["startDate"] == "2018-07-18T00:00+07:00"


@pytest.mark.parametrize(
    ("status", "change", "told"),
    [
        (EditionStatus.CANCELLED, ChangeKind.CANCELLED, "EventCancelled"),
        (EditionStatus.CLOSED, ChangeKind.MOVED, "EventRescheduled"),
        (EditionStatus.CLOSED, ChangeKind.CONVERTED, "EventMovedOnline"),
    ],
)
def test_facts_for_programs_tell_what_was_decided(
    client: Client, status: EditionStatus, change: ChangeKind, told: str
) -> None:
    edition = keep_editions(status=status)
    EditionChangeFactory.create(
        edition=edition,
        kind=change,
        mode_after=Mode.ONLINE if change == ChangeKind.CONVERTED else "",
        starts_on_before=dt.date(2018, 7, 4),
    )

    event, _ = data_of(client)["@graph"]

    assert event["eventStatus"] == f"https://schema.org/{told}"
    assert event["previousStartDate"] == "2018-07-04T00:00+07:00"


def test_page_has_one_address_for_each_language_and_a_card_to_share(client: Client) -> None:
    keep_editions()

    page = client.get(f"/id/programmes/{CODE}/").content.decode()

    assert f'<link rel="canonical" href="http://testserver/id/programmes/{CODE}/">' in page
    for language in ("en", "id"):
        assert (
            f'<link rel="alternate" hreflang="{language}" href="http://testserver/{language}/programmes/{CODE}/">'
            in page
        )
    shared = dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', page))
    assert shared == {
        "type": "website",
        "site_name": "Balai",
        "locale": "id",
        "title": "Program Peningkatan Kapasitas untuk Pengembangan Industri Kecil dan Menengah",
        "description": "Dua puluh pejabat dan pengusaha dari sepuluh negara belajar di ruang kelas dan di depan mesin.",
        "url": f"http://testserver/id/programmes/{CODE}/",
        "image": "http://testserver/static/ui/covers/machine.png",
        "image:width": "1200",
        "image:height": "630",
        "image:alt": "Gambar yang mewakili tema: Percepatan melalui penelitian dan pengembangan",
    }


# --- a day ------------------------------------------------------------------------------------------


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


# --- calendars, feeds, documents --------------------------------------------------------------------


def test_calendar_has_the_days_of_the_edition_and_changes_with_them(client: Client) -> None:
    edition = keep_editions()
    response = client.get(f"{PAGE}calendar.ics")
    event = vobject.readOne(response.content.decode()).vevent
    again = client.get(f"{PAGE}calendar.ics", headers={"if-none-match": response["ETag"]})

    record(actor="system", action="edition.moved", subject=edition.reference, at=LATER)
    Edition.objects.filter(pk=edition.pk).update(ends_on=dt.date(2018, 7, 31), departs_on=dt.date(2018, 8, 1))
    changed = vobject.readOne(client.get(f"{PAGE}calendar.ics").content.decode()).vevent

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event.dtstart.value, event.dtend.value) == (dt.date(2018, 7, 18), dt.date(2018, 7, 31))
    assert (
        event.summary.value
        == "Capacity Building Program on Enhancing the Development of Small and Medium Industry"
    )
    assert event.location.value == "Jakarta and Bandung, Indonesia"
    assert event.url.value == f"{ADDRESS}{PAGE}"
    assert (event.sequence.value, changed.sequence.value) == ("0", "1")
    assert event.uid.value == changed.uid.value == f"{edition.pk}@balai.example"
    assert changed.dtend.value == dt.date(2018, 8, 2)
    assert changed.dtstamp.value == LATER
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("status", "told"),
    [(EditionStatus.CANCELLED, "CANCELLED"), (EditionStatus.APPROVED, "TENTATIVE"), ("call", "CONFIRMED")],
)
def test_calendar_tells_how_sure_it_is(client: Client, status: str, told: str) -> None:
    keep_editions(status=status)

    with time_machine.travel(LATER):
        event = vobject.readOne(client.get(f"{PAGE}calendar.ics").content.decode()).vevent

    assert event.status.value == told


def test_calendar_of_all_has_an_entry_for_each_with_dates(client: Client) -> None:
    keep_editions()
    some_editions(1, starts_on=None, ends_on=None, arrives_on=None, departs_on=None)

    calendar = vobject.readOne(client.get("/en/programmes/calendar.ics").content.decode())

    assert [entry.dtstart.value.year for entry in calendar.vevent_list] == [2016, 2017, 2018]


def test_feed_has_the_newest_editions_by_identifiers_that_last(client: Client) -> None:
    edition = keep_editions()
    record(actor="system", action="edition.changed", subject=edition.reference, at=LATER)

    response = client.get("/id/programmes/feed.atom")
    feed = ET.fromstring(response.content)  # noqa: S314 -- our own

    names = {"a": "http://www.w3.org/2005/Atom"}
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [entry.findtext("a:title", "", names) for entry in feed.findall("a:entry", names)] == [
        "Program Peningkatan Kapasitas untuk Pengembangan Industri Kecil dan Menengah",
        "Program Peningkatan Kapasitas untuk Pengembangan Industri Kecil dan Menengah",
        "Program Peningkatan Kapasitas untuk Pengembangan Industri Kecil dan Menengah",
    ]
    first = feed.find("a:entry", names)
    assert first is not None
    assert first.findtext("a:id", "", names) == f"urn:uuid:{edition.pk}"
    assert first.findtext("a:updated", "", names) == "2018-04-27T09:00:00+00:00"


@pytest.mark.parametrize(
    "path", [f"{PAGE}calendar.ics", "/en/programmes/calendar.ics", "/en/programmes/feed.atom"]
)
def test_without_a_public_address_nothing_that_carries_one_is_given_out(client: Client, path: str) -> None:
    keep_editions()
    Office.objects.update(public_address="")

    response = client.get(path)

    assert response.status_code == 409
    assert "An administrator enters it on the Office page." in response.content.decode()


def test_without_a_public_address_no_page_offers_calendar_or_feed(client: Client) -> None:
    keep_editions()
    pages = ["/en/", "/en/programmes/", PAGE, f"{PAGE}days/2018-07-18/"]

    offered = ["calendar.ics" in text or "feed.atom" in text for text in map(source_of(client), pages)]
    Office.objects.update(public_address="")
    without = ["calendar.ics" in text or "feed.atom" in text for text in map(source_of(client), pages)]

    assert (offered, without) == ([True] * 4, [False] * 4)


def test_calendar_and_feed_never_carry_the_host_of_a_request(client: Client) -> None:
    keep_editions()

    for path in (f"{PAGE}calendar.ics", "/en/programmes/calendar.ics", "/en/programmes/feed.atom"):
        told = client.get(path, headers={"Host": "forged.example"}).content.decode()

        assert ("balai.example" in told, "forged.example" in told) == (True, False)


def source_of(client: Client) -> Callable[[str], str]:
    return lambda path: client.get(path).content.decode()


def test_general_information_is_the_file_that_was_sent(client: Client) -> None:
    keep_editions()
    page = client.get(PAGE).content.decode()
    address = f"{PAGE}general-information-1-id.pdf"

    response = client.get(address)

    assert f'href="{address}"' in page
    assert (response["Content-Type"], response.content) == ("application/pdf", PDF)
    assert client.get(f"{PAGE}general-information-2-id.pdf").status_code == 404
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_organisers_stand_in_the_order_of_protocol(client: Client) -> None:
    edition = keep_editions()
    for organiser, order in zip(edition.organisers.order_by("order"), (2, 1, 0), strict=True):
        organiser.order = order + 10
        organiser.save()

    roles = client.get(PAGE).context["organisers"]

    assert [one.role for one in roles] == [
        OrganiserRole.SECRETARIAT,
        OrganiserRole.FOCAL_MINISTRY,
        OrganiserRole.HOST,
    ]
