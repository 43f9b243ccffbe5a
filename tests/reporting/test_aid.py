from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from lxml import etree

from balai.audit.services import record
from balai.engine.aid.check import faults_of
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import BudgetLine, Edition, KnownCountry, Quota
from balai.reporting.adapters.lights import aid_light
from balai.reporting.models import AidPublication
from balai.reporting.services.publishing import crs_of, draft, keep_dollar_rate, publish_aid_data, tossd_of
from tests.engine.aid.test_official import archive
from tests.people.factories import account_with
from tests.programmes.factories import EditionFactory, SeriesFactory
from tests.reporting.aid import AT, with_aid
from tests.reporting.factories import OFFICER, booked, edition_with_budget, in_kind, line, with_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

__all__ = ["archive"]
pytestmark = pytest.mark.django_db
INDEX_QUERIES = 6
PUBLIC_QUERIES = 3


@pytest.fixture
def told(countries: None) -> Edition:
    """A public edition that is over, with countries that took part; its series is reported as aid."""
    return with_aid(with_ledger(edition_with_budget(code="SMI-2019")))


def tree_of(edition: Edition) -> Any:
    return etree.fromstring(draft(edition.series.aid_profile, at=AT).content)


def test_the_file_tells_what_is_recorded_and_keeps_every_rule(told: Edition) -> None:
    drawn = draft(told.series.aid_profile, at=AT)
    series, edition = etree.fromstring(drawn.content)

    assert (drawn.built.lacks, faults_of(drawn.content, on=AT.date())) == ([], [])
    shares = {one.get("code"): one.get("percentage") for one in edition.findall("recipient-country")}
    assert shares == {"AF": "33.34", "BT": "33.33", "LA": "33.33"}
    assert [one.get("role") for one in edition.findall("participating-org")] == ["4", "3"]
    assert edition.find("participating-org[@role='3']").get("crs-channel-code") == "47027"
    assert edition.find("activity-status").get("code") == "3"
    assert [one.get("ref") for one in series.findall("related-activity")] == ["XX-ORG-0001-SMI-2019"]
    assert (edition.findall("transaction"), edition.findall("budget/value")[0].text) == ([], "98000000.00")
    assert "person" not in drawn.content.decode().lower()


def test_money_is_told_only_where_it_is_booked_and_in_kind_says_so(told: Edition) -> None:
    booked(told, line(told, on=dt.date(2019, 7, 31)), in_kind(told, 2, on=dt.date(2019, 8, 1)), at=AT)

    _series, edition = tree_of(told)

    assert [
        (
            one.find("transaction-type").get("code"),
            one.find("value").text,
            one.find("description/narrative").text,
        )
        for one in edition.findall("transaction")
    ] == [
        ("1", "65000000.00", "Funds for the programme"),
        ("4", "65000000.00", "Hotel"),
        ("4", "20000000.00", "In kind: Workshops and trainers"),
    ]


def test_what_is_missing_is_told_with_the_way_to_mend_it(told: Edition) -> None:
    KnownCountry.objects.filter(edition=told, country="LA").update(participants=None)
    Edition.objects.filter(pk=told.pk).update(sector_codes=[])

    drawn = draft(told.series.aid_profile, at=AT)

    assert (drawn.content, [one.url for one in drawn.built.lacks]) == (
        b"",
        [
            reverse("programmes:change", args=[told.code]),
            reverse("programmes:sheet", args=[told.code, "took-part"]),
        ],
    )


def test_an_edition_of_the_office_alone_is_never_told(told: Edition) -> None:
    Edition.objects.filter(pk=told.pk).update(publicity=Publicity.INTERNAL)

    assert draft(told.series.aid_profile, at=AT).built.activities == []


def test_a_version_is_frozen_listed_and_fetched_by_everybody(told: Edition, client: Client) -> None:
    first = publish_aid_data(series=told.series, actor=OFFICER, at=AT)
    again = publish_aid_data(series=told.series, actor=OFFICER, at=AT + dt.timedelta(days=1))
    Edition.objects.filter(pk=told.pk).update(status=EditionStatus.REPORTED)
    second = publish_aid_data(series=told.series, actor=OFFICER, at=AT + dt.timedelta(days=2))

    assert (again.pk, second.number, AidPublication.objects.count()) == (first.pk, 2, 2)
    newest = client.get(f"/aid/{told.series.code}.xml")
    assert (newest.content.decode(), newest["Content-Type"]) == (
        second.content,
        "application/xml; charset=utf-8",
    )
    assert client.get(f"/aid/{told.series.code}/1.xml").content.decode() == first.content
    kept = client.get(f"/aid/{told.series.code}.xml", headers={"If-None-Match": newest["ETag"]})
    assert kept.status_code == 304
    assert f"/aid/{told.series.code}/1.xml" in client.get("/en/aid/").content.decode()
    assert aid_light(told, at=AT).is_green


def test_what_was_published_does_not_disappear(told: Edition) -> None:
    publish_aid_data(series=told.series, actor=OFFICER, at=AT)
    other = with_aid(edition_with_other(told), profile=False)
    Edition.objects.filter(pk=told.pk).update(publicity=Publicity.INTERNAL)

    with pytest.raises(RuleViolationError, match=r"aid\.gone"):
        publish_aid_data(series=other.series, actor=OFFICER, at=AT)


def test_an_edition_that_was_cancelled_or_moved_far_ahead_is_still_told(told: Edition) -> None:
    first, second = (edition_with_other(told, code) for code in ("SMI-2020", "SMI-2021"))
    for one in (first, second):
        with_aid(one, profile=False)
    publish_aid_data(series=told.series, actor=OFFICER, at=AT)
    KnownCountry.objects.filter(edition=first).delete()
    Quota.objects.create(edition=first, country_id="BT", places=2)
    Edition.objects.filter(pk=first.pk).update(status=EditionStatus.CANCELLED)
    ahead = dt.date(2021, 7, 1)
    Edition.objects.filter(pk=second.pk).update(
        status=EditionStatus.PREPARATION, arrives_on=ahead, starts_on=ahead, ends_on=ahead, departs_on=ahead
    )

    version = publish_aid_data(series=told.series, actor=OFFICER, at=AT)

    assert (version.number, sorted(version.editions)) == (2, ["SMI-2019", "SMI-2020", "SMI-2021"])


def test_what_was_approved_is_committed_once_in_its_year_by_the_reporter_alone(told: Edition) -> None:
    told.series.aid_profile.flow = "10"
    BudgetLine.objects.filter(edition=told, code="hotel").update(payer=told.series.aid_profile.reporter)
    booked(told, line(told, on=dt.date(2019, 7, 31)), at=AT)
    record(actor=OFFICER, action="edition.approved", subject=told.reference, at=AT - dt.timedelta(days=365))

    drawn = draft(told.series.aid_profile, at=AT)

    edition = etree.fromstring(drawn.content)[1]
    told_of = [
        (
            one.find("transaction-type").get("code"),
            one.find("value").text,
            one.find("provider-org/narrative").text,
        )
        for one in edition.findall("transaction")
    ]
    assert sorted(told_of) == [
        ("11", "20000000.00", "Centre for Textile"),
        ("2", "78000000.00", "Ministry of State Secretariat"),
        ("4", "65000000.00", "Ministry of State Secretariat"),
    ]
    assert faults_of(drawn.content, on=AT.date()) == []
    sums = {
        year: [
            sum(Decimal(row[name]) for row in crs_of(told.series.aid_profile, drawn.built, year))
            for name in ("commitments", "disbursements")
        ]
        for year in (2018, 2019)
    }
    assert sums == {2018: [78_000, 0], 2019: [0, 65_000]}


def test_spending_of_several_years_is_told_by_year(told: Edition) -> None:
    told.series.aid_profile.flow = "10"
    days = (dt.date(2018, 12, 31), dt.date(2019, 7, 31))
    amounts = (Decimal(1_000_000), Decimal(2_000_000))
    booked(told, *(line(told, on=on, amount=sum_) for on, sum_ in zip(days, amounts, strict=True)), at=AT)

    built = draft(told.series.aid_profile, at=AT).built

    for year, amount in ((2018, "1000"), (2019, "2000")):
        rows = crs_of(told.series.aid_profile, built, year)
        assert sum(Decimal(row["disbursements"]) for row in rows) == Decimal(amount)


def test_a_draft_is_for_those_who_read_every_edition_and_published_versions_for_the_rest(
    told: Edition, client: Client
) -> None:
    publish_aid_data(series=told.series, actor=OFFICER, at=AT)
    edition_with_other(told)
    client.force_login(account_with(Role.FINANCE_OFFICER, scope=told.scope))
    code = told.series.code

    page = client.get(reverse("reporting:aid", args=[code]))
    taken = [
        client.get(reverse("reporting:aid_preview", args=[code])).status_code,
        client.get(reverse("reporting:aid_rows", args=[code, "tossd", 2019, "csv"])).status_code,
    ]
    answer = client.get(reverse("api:get_aid_data", args=[code])).json()

    assert (page.status_code, page.context["built"], taken) == (200, None, [403, 403])
    assert f"/aid/{code}/1.xml" in page.content.decode()
    assert (len(answer["lacks"]), len(answer["identifiers"]), len(answer["versions"])) == (1, 2, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_everybody_finds_the_newest_versions_of_every_series(
    number: int, countries: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [f"TCTP-{one}" for one in range(1, number + 1)]
    AidPublication.objects.bulk_create(
        AidPublication(
            series=series,
            number=version,
            at=AT,
            actor=OFFICER,
            content=f"<{code}/>",
            digest=f"{version:064x}",
            identifiers=["X"],
            editions=["E"],
        )
        for code in codes
        for series in [SeriesFactory.create(code=code)]
        for version in range(1, 13)
    )
    client.get("/en/aid/")

    with django_assert_num_queries(PUBLIC_QUERIES):
        page = client.get("/en/aid/").content.decode()

    for code in codes:
        assert [f'"/aid/{code}/{one}.xml"' in page for one in (12, 3, 2)] == [True, True, False]
    assert client.get("/aid/TCTP-1.xml").content == b"<TCTP-1/>"


def test_no_year_is_zero(told: Edition, client: Client) -> None:
    client.force_login(account_with(Role.FINANCE_OFFICER))

    assert client.get(f"/reporting/aid/{told.series.code}/tossd-0000.csv").status_code == 404


def edition_with_other(told: Edition, code: str = "SMI-2020") -> Edition:
    """Another edition of the same series."""
    other: Edition = EditionFactory.create(
        series=told.series, code=code, number=int(code[-2:]) + 79, status=EditionStatus.CLOSED
    )
    return other


def test_tossd_rows_are_in_dollars_of_the_year_and_lose_no_cent(told: Edition, client: Client) -> None:
    booked(told, line(told, on=dt.date(2019, 7, 31), amount=Decimal(1_400_000)), at=AT)
    client.force_login(account_with(Role.FINANCE_OFFICER))
    address = reverse("reporting:aid_rows", args=[told.series.code, "tossd", 2019, "csv"])

    before = client.get(address, follow=True)
    keep_dollar_rate(
        currency="IDR", year=2019, per_dollar=Decimal(14_000), source="OECD", actor=OFFICER, at=AT
    )

    assert "Enter what a dollar cost in that year." in before.content.decode()
    profile = told.series.aid_profile
    rows = tossd_of(profile, draft(profile, at=AT).built, 2019)
    assert sum(Decimal(row["USD_disbursements"]) for row in rows) == Decimal("0.1")
    assert {(row["modality"], row["Financeinstrument"], row["provider"]) for row in rows} == {
        ("D021", "110", "738")
    }
    head, *lines = csv.reader(b"".join(client.get(address)).decode("utf-8-sig").splitlines())
    assert (len(head), len(lines)) == (53, 3)


@pytest.mark.slow
def test_the_official_schema_accepts_what_the_records_tell(told: Edition, archive: Path) -> None:
    booked(told, line(told, on=dt.date(2019, 7, 31)), in_kind(told, 2, on=dt.date(2019, 8, 1)), at=AT)
    schema = etree.XMLSchema(
        etree.parse(archive / "iati/resources/standard/2-03/schemas/iati-activities-schema.xsd")
    )

    assert schema.validate(tree_of(told)), schema.error_log


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_series_asks_as_much_for_three_as_for_one(
    number: int, told: Edition, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish_aid_data(series=told.series, actor=OFFICER, at=AT)
    SeriesFactory.create_batch(number - 1)
    client.force_login(account_with(Role.FINANCE_OFFICER))
    address = reverse("reporting:aid_index")
    client.get(address)

    with django_assert_num_queries(INDEX_QUERIES):
        page = client.get(address).content.decode()

    assert ("20 Sep 2019" in page, page.count("nothing published")) == (True, number - 1)
