"""Opening hours, and days on which somebody is there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from balai.directory.models import (
    ResourcePerson,
)
from balai.people.enums import Role
from balai.people.models import Person
from tests.directory.asking import entered_as, stretches
from tests.directory.factories import (
    AvailabilityFactory,
    OpeningHoursFactory,
    ResourcePersonFactory,
    SiteFactory,
)
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_week_is_written_and_shown_again() -> None:
    site = OpeningHoursFactory.create(weekday=5).site
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse("directory:site_hours", args=[site.pk])
    week = {
        "day4_0_opens": "08:00",
        "day4_0_closes": "11:30",
        "day4_1_opens": "13:00",
        "day4_1_closes": "16:30",
    }

    assert 'value="08:00"' in client.get(address).content.decode()
    client.post(address, week)

    assert [(row.weekday, str(row.opens), str(row.closes)) for row in site.opening_hours.all()] == [
        (4, "08:00:00", "11:30:00"),
        (4, "13:00:00", "16:30:00"),
    ]
    form = client.get(address).context["form"]
    assert {name: str(value)[:5] for name, value in form.initial.items()} == week


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ({"day0_0_opens": "08:00"}, "Monday: give both the opening and the closing"),
        ({"day0_0_opens": "08:00", "day0_0_closes": "07:00"}, "A site closes after it opens"),
        (
            {
                "day0_0_opens": "08:00",
                "day0_0_closes": "12:00",
                "day0_1_opens": "11:00",
                "day0_1_closes": "16:00",
            },
            "The site is open for part of this time already",
        ),
    ],
)
def test_a_week_that_cannot_be_says_why_and_keeps_what_was_typed(week: dict[str, str], said: str) -> None:
    site = SiteFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER)

    page = client.post(reverse("directory:site_hours", args=[site.pk]), week)

    assert page.status_code == 422
    assert said in page.content.decode()
    assert 'value="08:00"' in page.content.decode()
    assert not site.opening_hours.exists()


def test_days_are_written_and_rows_that_were_cleared_are_forgotten() -> None:
    card = AvailabilityFactory.create().person
    client = entered_as(Role.SECRETARIAT)
    address = reverse("directory:resource_person_days", args=[card.pk])
    row = {"since": "2018-07-19", "until": "2018-07-20", "kind": "tentative", "note": "exam week"}

    assert 'value="2018-07-23"' in client.get(address).content.decode()
    assert (
        client.post(address, stretches(row, {"since": "", "until": "", "kind": "", "note": ""})).status_code
        == 302
    )

    (said,) = card.availability.all()
    assert (said.since, said.until, said.kind, said.note) == (
        dt.date(2018, 7, 19),
        dt.date(2018, 7, 20),
        "tentative",
        "exam week",
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"since": "2018-07-19"}], "Give the first day, the last day and what was said"),
        (
            [{"since": "2018-07-19", "until": "2018-07-20", "kind": "available"}] * 2,
            "Something was said about some of these days already",
        ),
    ],
)
def test_days_that_cannot_be_say_why(rows: list[dict[str, str]], said: str) -> None:
    card = ResourcePersonFactory.create()
    client = entered_as(Role.SECRETARIAT)

    page = client.post(reverse("directory:resource_person_days", args=[card.pk]), stretches(*rows))

    assert page.status_code == 422
    assert said in page.content.decode()
    assert not card.availability.exists()


def test_a_known_address_gives_the_card_to_that_person() -> None:
    known = PersonFactory.create(name="Anwar Siregar", email="anwar@example.org")
    client = entered_as(Role.SECRETARIAT)
    data = {"person_name": "A. Siregar", "person_email": "anwar@example.org", "certainty": "known"}

    client.post(reverse("directory:resource_person_new"), data)

    assert [card.person for card in ResourcePerson.objects.all()] == [known]
    assert Person.objects.filter(name="A. Siregar").count() == 0
