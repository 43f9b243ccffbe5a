from __future__ import annotations

import datetime as dt
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.conf import settings

from balai.directory.models import Body, Country, Membership
from balai.directory.services.shipped import enter_shipped_lists

pytestmark = pytest.mark.django_db


def test_every_country_of_iso_is_there_from_the_first_start() -> None:
    assert Country.objects.count() == 249
    assert Country.objects.exclude(code__in=["BV", "HM"]).filter(time_zones=[]).count() == 0


def test_every_country_is_named_in_every_language_of_the_product() -> None:
    languages = [code for code, _name in settings.LANGUAGES]

    assert [c.code for c in Country.objects.all() if c.name.missing_languages(languages)] == []


def test_every_time_zone_is_one_that_python_knows() -> None:
    zones = {zone for country in Country.objects.all() for zone in country.time_zones}

    assert zones - available_timezones() == set()


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("BT", ("BTN", "Bhutan", "Bhutan", "Thimphu", "Asia/Thimphu")),
        ("LA", ("LAO", "Laos", "Laos", "Vientiane", "Asia/Vientiane")),
        ("MM", ("MMR", "Myanmar", "Myanmar", "Nay Pyi Taw", "Asia/Yangon")),
        ("PS", ("PSE", "Palestine", "Palestina", "East Jerusalem", "Asia/Hebron")),
        ("US", ("USA", "United States", "Amerika Serikat", "Washington", "America/New_York")),
        ("AU", ("AUS", "Australia", "Australia", "Canberra", "Australia/Sydney")),
    ],
)
def test_a_country_is_called_as_offices_write_it(code: str, facts: tuple[str, ...]) -> None:
    known = Country.objects.get(code=code)

    assert facts == (
        known.alpha3,
        known.name["en"],
        known.name["id"],
        known.capital["en"],
        known.time_zones[0],
    )


@pytest.mark.parametrize(
    ("code", "on", "count"),
    [
        ("ldc", dt.date(1970, 12, 31), 0),
        ("ldc", dt.date(2018, 7, 18), 47),
        ("ldc", dt.date(2024, 12, 13), 44),
        ("lldc", dt.date(2018, 7, 18), 32),
        ("sids", dt.date(2018, 7, 18), 39),
    ],
)
def test_a_group_had_as_many_members_as_the_united_nations_say(code: str, on: dt.date, count: int) -> None:
    members = Membership.objects.filter(body__code=code, since__lte=on).exclude(until__lt=on)

    assert members.count() == count


def test_entering_again_changes_nothing_and_keeps_what_the_office_corrected() -> None:
    Country.objects.filter(code="TR").update(name={"en": "Turkey", "id": "Turki"})
    Membership.objects.filter(body__code="sids", country_id="SG").delete()
    Country.objects.filter(code="BV").delete()

    enter_shipped_lists(apps)

    assert Country.objects.get(code="TR").name["en"] == "Turkey"
    assert Country.objects.filter(code="BV").exists()
    assert Body.objects.filter(code__in=["ldc", "lldc", "sids"]).count() == 3
    assert not Membership.objects.filter(body__code="sids", country_id="SG").exists()
