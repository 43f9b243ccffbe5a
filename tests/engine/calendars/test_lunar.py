from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from balai.engine.calendars.almanac import ONE_DAY, Ramadan
from balai.engine.calendars.lunar import ramadan, ramadans_of
from tests.engine.calendars.reference import day_off


def test_a_listed_eid_leaves_two_dates_for_the_beginning_of_ramadan() -> None:
    """Umm al-Qura began 1439 on 16 May 2018, Indonesia and Saudi Arabia by sight on 17 May; Eid 15 June."""
    eid = day_off("ID", dt.date(2018, 6, 15), "Eid al-Fitr")

    assert ramadan("ID", 1439, [eid]) == Ramadan(
        country="ID",
        hijri_year=1439,
        first_days=(dt.date(2018, 5, 16), dt.date(2018, 5, 17)),
        last_days=(dt.date(2018, 6, 14),),
    )


def test_without_a_listed_eid_both_ends_move_by_a_day() -> None:
    month = ramadan("LA", 1439, [])

    assert month.first_days == tuple(dt.date(2018, 5, day) for day in (15, 16, 17))
    assert month.last_days == tuple(dt.date(2018, 6, day) for day in (13, 14, 15))


def test_the_eid_of_another_year_changes_nothing() -> None:
    assert ramadan("ID", 1439, [day_off("ID", dt.date(2017, 6, 25), "Eid al-Fitr")]) == ramadan(
        "ID", 1439, []
    )


def test_2030_has_two_ramadans() -> None:
    found = ramadans_of(["ID"], [], since=dt.date(2030, 1, 1), until=dt.date(2030, 12, 31))

    assert [month.hijri_year for month in found] == [1451, 1452]


@given(st.dates(dt.date(1930, 1, 1), dt.date(2070, 12, 31)))
def test_some_fasting_month_is_found_for_any_stretch_of_a_year(day: dt.date) -> None:
    found = ramadans_of(["ID"], [], since=day, until=day + 355 * ONE_DAY)

    assert len(found) in {1, 2}
    assert all(27 <= (month.last_days[0] - month.first_days[0]).days <= 30 for month in found)
