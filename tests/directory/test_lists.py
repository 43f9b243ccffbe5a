"""Lists of the directory on pages and as sheets."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from balai.directory.kinds import KINDS
from balai.people.enums import Role
from tests.directory import looks
from tests.directory.asking import entered_as, text_of
from tests.directory.factories import (
    BodyFactory,
    MachineFactory,
    MembershipFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    SiteFactory,
    TechnologyFactory,
    TopicFactory,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


MAKERS: dict[str, Any] = {
    "organisations": OrganisationFactory,
    "sites": SiteFactory,
    "machines": MachineFactory,
    "technologies": TechnologyFactory,
    "topics": TopicFactory,
    "resource_persons": ResourcePersonFactory,
    "bodies": BodyFactory,
}
QUERIES = {
    # session, account, factor, grants, office, letters to decide, rows; then what the filter offers
    "organisations": 8,
    "sites": 8,
    "machines": 7,
    "technologies": 8,
    "topics": 7,
    "resource_persons": 8,
    "bodies": 7,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", MAKERS)
def test_a_list_asks_the_database_equally_often_for_any_number_of_rows(
    name: str, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = entered_as(Role.SECRETARIAT)
    made = [MAKERS[name].create() for _row in range(rows)]
    for record in made:
        if hasattr(record, "topics"):
            record.topics.add(TopicFactory.create(), TopicFactory.create())
    query = {"q": "bblm"} if name == "organisations" else {}
    client.get(reverse(f"directory:{name}"))  # the session is noted at its first request

    with django_assert_num_queries(QUERIES[name]):
        response = client.get(reverse(f"directory:{name}"), query)

    there = {row.pk for row in response.context["rows"]}
    assert {record.pk for record in made} <= there
    assert response.content.decode().count(' scope="row"') == len(there)


def test_a_list_is_filtered_and_says_when_nothing_fits() -> None:
    client = entered_as(Role.FOCAL_POINT, "country:BT")
    OrganisationFactory.create(code="kemenperin", kind="ministry", name={"en": "Ministry of Industry"})
    OrganisationFactory.create(name={"en": "Centre for Textile"})

    found = text_of(client, "directory:organisations", kind="ministry")

    assert ("Ministry of Industry" in found, "Centre for Textile" in found) == (True, False)
    assert "Nothing fits" in text_of(client, "directory:organisations", q="batik")
    assert "Nothing here yet" in text_of(client, "directory:visa_routes")


def test_a_filter_that_cannot_be_is_left_out_rather_than_obeyed() -> None:
    OrganisationFactory.create(name={"en": "Centre for Textile"})

    assert "Centre for Textile" in text_of(
        entered_as(Role.SECRETARIAT), "directory:organisations", kind="club", country="ZZ", sort="luck"
    )


def test_a_long_list_goes_on_where_the_page_before_ended() -> None:
    client = entered_as(Role.SECRETARIAT)
    for number in range(60):
        OrganisationFactory.create(code=f"c{number}", name={"en": f"Centre {number:02}"})

    first = client.get(reverse("directory:organisations"), {"q": "centre"})
    second = client.get(reverse("directory:organisations") + first.context["pager"].next_url)

    names = [str(row) for page in (first, second) for row in page.context["rows"]]
    assert names == [f"Centre {number:02}" for number in range(60)]
    assert second.context["pager"].next_url == ""


def test_members_on_a_day_are_a_list_of_countries() -> None:
    body = BodyFactory.create(code="colombo-plan")
    MembershipFactory.create(
        body=body, country_id="CA", since=dt.date(1951, 1, 1), until=dt.date(1991, 12, 31)
    )

    client = entered_as(Role.SECRETARIAT)
    there = client.get(reverse("directory:countries"), {"body": "colombo-plan", "on": "1991-12-31"})
    gone = client.get(reverse("directory:countries"), {"body": "colombo-plan", "on": "1992-01-01"})
    today = client.get(reverse("directory:countries"), {"body": "colombo-plan"})

    assert [row.code for row in there.context["rows"]] == ["CA"]
    assert gone.context["rows"] == today.context["rows"] == []


def test_coordinators_list_the_resource_persons_of_their_own_centre() -> None:
    own, foreign = ResourcePersonFactory.create(), ResourcePersonFactory.create()
    client = entered_as(Role.CENTRE_COORDINATOR, f"organisation:{own.organisation_id}")

    page = client.get(reverse("directory:resource_persons"))

    assert page.context["rows"] == [own]
    assert client.get(reverse("directory:resource_person", args=[foreign.pk])).status_code == 404
    sheet = b"".join(client.get(reverse("directory:resource_persons_export"))).decode()
    assert (own.code in sheet, foreign.code in sheet) == (True, False)


def sheet_of(view: str, **query: str) -> list[dict[str, str]]:
    response: Any = entered_as(Role.SECRETARIAT).get(reverse(view), query)
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))


def test_a_sheet_has_a_column_for_each_language_and_codes_for_what_it_points_to() -> None:
    ministry = OrganisationFactory.create(code="kemenperin", name={"en": "Ministry"})
    OrganisationFactory.create(
        code="bblm",
        parent=ministry,
        name={"en": "Metal", "id": "Logam"},
        roles=["host_centre", "venue"],
        languages=["id", "en"],
    )

    rows = {row["code"]: row for row in sheet_of("directory:organisations_export")}

    assert {
        name: rows["bblm"][name] for name in ("name_en", "name_id", "parent", "country", "roles", "languages")
    } == {
        "name_en": "Metal",
        "name_id": "Logam",
        "parent": "kemenperin",
        "country": "ID",
        "roles": "host_centre venue",
        "languages": "id en",
    }
    assert rows["kemenperin"]["name_id"] == rows["kemenperin"]["parent"] == ""


def test_a_cell_of_a_sheet_is_no_formula_and_a_number_stays_one() -> None:
    SiteFactory.create(code="bblm", name={"en": "=HYPERLINK(1)"}, city="+Bandung")

    (row,) = sheet_of("directory:sites_export")

    assert (row["name_en"], row["city"], row["latitude"]) == ("'=HYPERLINK(1)", "'+Bandung", "-6.88000")


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.listing], ids=lambda kind: kind.name
)
def test_every_list_has_a_sheet_with_the_same_rows(kind: Any) -> None:
    looks.keep_a_directory()
    word = kind.plural.replace("-", "_")
    client = entered_as(Role.SECRETARIAT)

    rows = client.get(reverse(f"directory:{word}")).context["rows"]

    sheet = sheet_of(f"directory:{word}_export")
    assert len(rows) == min(len(sheet), 50)
    assert len(sheet) > 0
    assert all(None not in row and None not in row.values() for row in sheet)
