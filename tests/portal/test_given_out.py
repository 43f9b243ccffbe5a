"""What services and programs are told: facts, cards, calendars, feeds, documents."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import time_machine
import vobject

from balai.audit.services import record
from balai.directory.models import Site
from balai.office.models import Office
from balai.programmes.enums import ChangeKind, EditionStatus, Mode, OrganiserRole
from balai.programmes.models import Edition
from tests.portal.reading import LATER, PAGE, data_of, some_editions
from tests.portal.reference import ADDRESS, CODE, PDF, keep_editions
from tests.programmes.factories import (
    EditionChangeFactory,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


def test_facts_for_programs_are_an_event_and_an_instance_of_a_course(client: Client) -> None:
    keep_editions()

    event, course = data_of(client)["@graph"]
    placed = {
        site["name"]: (site["geo"]["latitude"], site["geo"]["longitude"])
        for city in event["location"]
        for site in city.pop("containsPlace")
    }

    assert placed["Centre for Textile"] == (-6.916, 107.643)
    assert len(placed) == Site.objects.filter(activities__edition__code=CODE).distinct().count()
    assert event == {
        "@type": "EducationEvent",
        "@id": f"http://testserver{PAGE}#event",
        "name": "Capacity Building Program on Enhancing the Development of Small and Medium Industry",
        "about": {"@type": "Thing", "name": "Acceleration through research and development"},
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
