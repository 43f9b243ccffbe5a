from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from balai.engine.calendars.almanac import Certainty, Gap, Kind
from balai.engine.calendars.lists import almanac_of, names_in
from tests.engine.calendars.reference import almanac_2018

if TYPE_CHECKING:
    from balai.engine.calendars.almanac import Almanac, DayOff


def days_of(country: str, almanac: Almanac) -> list[DayOff]:
    return [day for day in almanac.days_off if day.country == country]


def test_indonesia_in_the_middle_of_2018_is_as_the_three_ministers_decreed() -> None:
    """Joint decree 223/2018 of 18 April 2018, which added collective leave; election day: Keppres 14/2018."""
    found = [
        (day.on, day.kind)
        for day in days_of("ID", almanac_2018())
        if dt.date(2018, 6, 1) <= day.on <= dt.date(2018, 8, 17)
    ]

    assert found == [
        (dt.date(2018, 6, 1), Kind.PUBLIC),  # Pancasila
        *[(dt.date(2018, 6, day), Kind.GOVERNMENT) for day in (11, 12, 13, 14)],
        (dt.date(2018, 6, 15), Kind.PUBLIC),  # Eid al-Fitr, two days
        (dt.date(2018, 6, 16), Kind.PUBLIC),
        *[(dt.date(2018, 6, day), Kind.GOVERNMENT) for day in (18, 19, 20)],
        (dt.date(2018, 6, 27), Kind.PUBLIC),  # regional elections
        (dt.date(2018, 8, 17), Kind.PUBLIC),  # independence
    ]


def test_the_eid_of_2018_is_a_day_later_and_unconfirmed_in_bangladesh() -> None:
    eids = {
        day.country: (day.on, day.certainty, day.days_either_way)
        for day in reversed(almanac_2018().days_off)
        if "Eid al-Fitr" in day.name and day.country in {"ID", "BD"} and day.kind is Kind.PUBLIC
    }

    assert eids == {
        "ID": (dt.date(2018, 6, 15), Certainty.LISTED, 0),
        "BD": (dt.date(2018, 6, 16), Certainty.ESTIMATED, 1),
    }


def test_bhutan_and_nepal_keep_what_their_lists_of_2018_say() -> None:
    """Bhutan: the home ministry's list for 2018; Nepal: Republic Day is 15 Jestha."""
    assert [day.on for day in days_of("BT", almanac_2018()) if day.on.month == 7] == [dt.date(2018, 7, 16)]
    assert [(day.on, day.name) for day in days_of("NP", almanac_2018()) if day.on.month == 5] == [
        (dt.date(2018, 5, 1), "International Labor Day"),
        (dt.date(2018, 5, 29), "Republic Day"),
    ]


def test_lunar_dates_of_years_to_come_are_marked_as_estimates_in_every_calendar() -> None:
    almanac = almanac_of(["BT", "ID", "IN"], since=dt.date(2030, 1, 1), until=dt.date(2030, 12, 31))
    certainty = {(day.country, day.name): day.certainty for day in almanac.days_off}

    assert certainty["BT", "First Sermon of Lord Buddha"] is Certainty.ESTIMATED  # Tibetan
    assert certainty["IN", "Diwali"] is Certainty.ESTIMATED  # Hindu
    assert certainty["ID", "Eid al-Adha"] is Certainty.ESTIMATED  # Islamic
    assert certainty["ID", "Independence Day"] is Certainty.LISTED


def test_a_sure_day_and_a_moving_one_on_the_same_date_stay_apart() -> None:
    almanac = almanac_of(["IN"], since=dt.date(2030, 4, 14), until=dt.date(2030, 4, 14))

    assert [(day.name, day.days_either_way) for day in almanac.days_off] == [
        ("Dr. B. R. Ambedkar's Birthday", 0),
        ("Eid al-Adha", 1),
    ]


def test_a_day_given_instead_is_marked_as_observed() -> None:
    almanac = almanac_of(["LA"], since=dt.date(2027, 5, 1), until=dt.date(2027, 5, 31))

    assert [(day.on, day.name, day.certainty) for day in almanac.days_off] == [
        (dt.date(2027, 5, 1), "International Labor Day", Certainty.LISTED),
        (dt.date(2027, 5, 3), "International Labor Day", Certainty.OBSERVED),
    ]


def test_years_and_countries_without_a_list_are_gaps_and_not_years_without_holidays() -> None:
    almanac = almanac_of(["LK", "XX"], since=dt.date(2026, 12, 26), until=dt.date(2027, 2, 1))

    assert almanac.days_off == ()
    assert almanac.gaps == (
        Gap(country="LK", year=2027),
        Gap(country="XX", year=2026),
        Gap(country="XX", year=2027),
    )


def test_an_estimate_of_the_first_day_after_the_almanac_still_reaches_into_it() -> None:
    [day] = days_of("ID", almanac_of(["ID"], since=dt.date(2030, 4, 10), until=dt.date(2030, 4, 13)))

    assert (day.name, day.on, day.earliest) == ("Eid al-Adha", dt.date(2030, 4, 14), dt.date(2030, 4, 13))


def test_weekends_are_the_countries_own() -> None:
    weekends = almanac_2018().weekend_by_country

    assert (weekends["ID"], weekends["BD"]) == (frozenset({5, 6}), frozenset({4, 5}))
    with pytest.raises(ValueError, match="no weekend of FJ"):
        almanac_2018().weekend_of("FJ")


def test_importing_the_engine_loads_none_of_its_libraries() -> None:
    """A web worker must not carry fourteen megabytes of holidays because a page might ask for one."""
    modules = "almanac chain check deadlines entries explain find lists lunar prayer search working write"
    program = (
        f"import importlib, sys\nfor name in '{modules}'.split():\n"
        "    importlib.import_module('balai.engine.calendars.' + name)\n"
        "print(sorted({'astral', 'astronomy', 'holidays', 'hijridate', 'icalendar', 'django'} & set(sys.modules)))"
    )

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"


def test_an_empty_list_is_a_gap() -> None:
    almanac = almanac_of(["BV"], since=dt.date(2018, 7, 1), until=dt.date(2018, 7, 31))

    assert (almanac.days_off, almanac.gaps) == ((), (Gap(country="BV", year=2018),))


@pytest.mark.slow
def test_every_supported_country_answers_for_every_year_without_a_warning() -> None:
    import holidays

    countries = list(holidays.list_supported_countries())
    almanac = almanac_of(countries, since=dt.date(2001, 3, 1), until=dt.date(2035, 10, 31))

    answered = {day.country for day in almanac.days_off}
    silent = {gap.country for gap in almanac.gaps} - answered
    assert silent == {"BV", "BVT", "HM", "HMD", "IO", "IOT"}  # lands without inhabitants
    assert answered == set(countries) - silent


def test_days_off_have_other_names_where_the_library_has_them() -> None:
    """Estimates are named without the library's mark, as an almanac names them."""
    english = {
        day.name
        for day in almanac_of(["ID"], since=dt.date(2027, 1, 1), until=dt.date(2027, 12, 31)).days_off
    }
    indonesian = names_in("id", "ID", 2027)

    assert indonesian["Eid al-Adha"] == "Hari Raya Idul Adha"
    assert {part for name in english for part in name.split("; ")} <= set(indonesian)
    assert names_in("id", "ID", 2090) == {}
    assert names_in("fr", "BT", 2027) == {}


@pytest.mark.parametrize("year", [2018, 2027])
def test_every_day_off_of_a_sending_country_has_an_indonesian_name(year: int) -> None:
    """Of the members of the Colombo Plan, whose lists have no Indonesian of their own."""
    members = [
        "AF",
        "AU",
        "BD",
        "BN",
        "BT",
        "FJ",
        "IN",
        "IR",
        "JP",
        "KR",
        "LA",
        "LK",
        "MM",
        "MN",
        "MV",
        "MY",
        "NP",
        "NZ",
        "PG",
        "PH",
        "PK",
        "SA",
        "SG",
        "TH",
        "US",
        "VN",
    ]
    almanac = almanac_of(members, since=dt.date(year, 1, 1), until=dt.date(year, 12, 31))

    english = {
        (day.country, name)
        for day in almanac.days_off
        for name in day.name.split("; ")
        if not name.startswith("Day off (substituted from ")  # with a date in it: no name, and stays English
    }

    assert {(code, name) for code, name in english if name not in names_in("id", code, year)} == set()
    assert names_in("id", "MM", 2018)["Martyrs' Day"] == "Hari Pahlawan"
    assert names_in("id", "PK", 2018)["General Election Day"] == "Hari Pemilihan Umum"
