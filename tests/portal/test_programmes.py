"""The public home and the catalogue: what is on them, what is not, and how many questions they ask."""

from __future__ import annotations

import datetime as dt
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection

from balai.portal.queries.programmes import editions_on_home
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from tests.portal.reading import LATER, some_editions, text_of
from tests.portal.reference import keep_an_open_call, keep_editions, name_the_address

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


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

    # News, host, editions with the first year, quotas, organisers, deadlines.
    with django_assert_num_queries(6):
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
