from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.engine.calendars.almanac import ONE_DAY, Gap, Ramadan
from balai.engine.calendars.check import breaches_of_ranking
from balai.engine.calendars.explain import explain, explain_all
from balai.engine.calendars.find import find_windows
from balai.engine.calendars.search import Ranking, Reason, Search, Stretch, Window
from tests.engine.calendars.reference import almanac_2018, day_off, search_2018, small_almanac

if TYPE_CHECKING:
    from balai.engine.calendars.almanac import Almanac


def test_july_2018_is_told_exactly_as_the_reference_case_lists_it() -> None:
    ranking = find_windows(search_2018(), almanac_2018())

    [window] = ranking.feasible
    assert ranking.refused == ()
    assert (window.first, window.last) == (dt.date(2018, 7, 18), dt.date(2018, 7, 30))
    assert explain_all(window.reasons) == (
        "Participants are away from home on a day off: Martyrs' Day in MM, 19 July 2018.",
        "Participants are away from home on a day off: General Election Day in PK, 25 July 2018.",
        "Participants are away from home on a day off: Esala Full Moon Poya Day in LK, 27 July 2018.",
        "Participants are away from home on a day off: Full Moon Day of Waso in MM, 27 July 2018.",
        "A day off while participants travel: First Sermon of Lord Buddha in BT, 16 July 2018.",
        "Friday prayer on 20 July 2018: Jakarta 11:30 to 13:00 (dhuhr 11:59); Bandung 11:30 to 13:00 (dhuhr 11:56).",
        "Friday prayer on 27 July 2018: Jakarta 11:30 to 13:00 (dhuhr 11:59); Bandung 11:30 to 13:00 (dhuhr 11:56).",
        "The host loses a working day of preparation: Eid al-Fitr Joint Holiday in ID, 11 June 2018.",
        "The host loses a working day of preparation: Eid al-Fitr Joint Holiday in ID, 12 June 2018.",
        "The host loses a working day of preparation: Eid al-Fitr Joint Holiday in ID, 13 June 2018.",
        "The host loses a working day of preparation: Eid al-Fitr Joint Holiday in ID, 14 June 2018.",
        "The host loses a working day of preparation: Eid al-Fitr in ID, 15 June 2018.",
        "The host loses a working day of preparation: Eid al-Fitr Joint Holiday in ID, 18 June 2018.",
        "The host loses a working day of preparation: Eid al-Fitr Joint Holiday in ID, 19 June 2018.",
        "The host loses a working day of preparation: Eid al-Fitr Joint Holiday in ID, 20 June 2018.",
        "The host loses a working day of preparation: Local Election Day in ID, 27 June 2018.",
        "Ramadan 1439 falls while it is prepared in ID: from 16 May 2018 or 17 May 2018 to 14 June 2018.",
    )
    assert (
        window.cost == 4 * 4 + 2 + 2 + 9 + 2
    )  # four days at home, one of travel, two Fridays, nine lost, Ramadan


def test_a_season_around_eid_refuses_what_touches_it_and_keeps_the_checker_content() -> None:
    search = search_2018(dt.date(2018, 5, 20), dt.date(2018, 8, 31))

    ranking = find_windows(search, almanac_2018())

    assert breaches_of_ranking(search, almanac_2018(), ranking) == []
    starts = sorted(window.first for window in ranking.feasible)
    assert starts[0] == dt.date(2018, 6, 28)  # the day after the regional elections
    assert dt.date(2018, 8, 5) not in starts  # would end on Independence Day, 17 August
    assert {reason.rule for window in ranking.refused for reason in window.reasons} == {"D2", "D3"}


def small_search() -> Search:
    return Search(
        hosts=frozenset({"ID"}),
        sending=frozenset({"ID", "NP"}),
        season_first=dt.date(2030, 6, 3),
        season_last=dt.date(2030, 6, 14),
        days=5,
        start_weekdays=frozenset({0}),
        preparation_days=10,
    )


MONDAY, NEXT_MONDAY = dt.date(2030, 6, 3), dt.date(2030, 6, 10)


def only_rules(almanac: Almanac, search: Search | None = None) -> dict[dt.date, tuple[str, ...]]:
    ranking = find_windows(search or small_search(), almanac)
    windows = (*ranking.feasible, *ranking.refused)
    return {window.first: tuple(reason.rule for reason in window.reasons) for window in windows}


@pytest.mark.parametrize(
    ("on", "days_either_way", "rules"),
    [
        (dt.date(2030, 6, 7), 0, {MONDAY: ("D2",), NEXT_MONDAY: ("D8",)}),  # the last day of the first week
        (dt.date(2030, 6, 8), 0, {MONDAY: (), NEXT_MONDAY: ()}),  # a Saturday between
        (dt.date(2030, 6, 8), 1, {MONDAY: ("D2",), NEXT_MONDAY: ()}),  # … which may be the Friday
        (dt.date(2030, 6, 14), 0, {MONDAY: (), NEXT_MONDAY: ("D2",)}),
        (dt.date(2030, 5, 24), 0, {MONDAY: ("D8",), NEXT_MONDAY: ()}),  # ten days before
        (dt.date(2030, 5, 23), 0, {MONDAY: (), NEXT_MONDAY: ()}),  # eleven
        (dt.date(2030, 5, 23), 1, {MONDAY: (), NEXT_MONDAY: ()}),  # … and its listed date decides
    ],
)
def test_a_day_off_of_a_host_refuses_or_costs(
    on: dt.date, days_either_way: int, rules: dict[dt.date, tuple[str, ...]]
) -> None:
    assert only_rules(small_almanac(day_off("ID", on, days_either_way=days_either_way))) == rules


@pytest.mark.parametrize(
    ("on", "rules"),
    [
        (dt.date(2030, 6, 7), {MONDAY: ("D5",), NEXT_MONDAY: ()}),
        (dt.date(2030, 6, 8), {MONDAY: ("D6",), NEXT_MONDAY: ("D6",)}),  # the way home, and the way there
        (dt.date(2030, 6, 1), {MONDAY: ("D6",), NEXT_MONDAY: ()}),
        (dt.date(2030, 5, 31), {MONDAY: (), NEXT_MONDAY: ()}),
    ],
)
def test_a_day_off_of_a_sending_country_costs(on: dt.date, rules: dict[dt.date, tuple[str, ...]]) -> None:
    assert only_rules(small_almanac(day_off("NP", on))) == rules


def test_exclusions_refuse_and_cautions_cost_by_the_day() -> None:
    meeting = Stretch(name="Council", first=dt.date(2030, 6, 1), last=MONDAY)
    rains = Stretch(name="rains", first=dt.date(2030, 6, 13), last=dt.date(2030, 7, 31), daily_cost=3)
    search = replace(small_search(), exclusions=(meeting,), cautions=(rains,))

    assert find_windows(search, small_almanac()) == Ranking(
        feasible=(
            Window(
                first=NEXT_MONDAY,
                last=dt.date(2030, 6, 14),
                cost=6,
                reasons=(Reason(rule="D10", since=rains.first, until=rains.last, cost=6, name="rains"),),
            ),
        ),
        refused=(
            Window(
                first=MONDAY,
                last=dt.date(2030, 6, 7),
                cost=0,
                reasons=(Reason(rule="D4", since=meeting.first, until=meeting.last, name="Council"),),
            ),
        ),
    )


def test_ramadan_is_refused_only_where_it_is_to_be_avoided() -> None:
    month = Ramadan(
        country="ID",
        hijri_year=1451,
        first_days=(dt.date(2030, 6, 13), dt.date(2030, 6, 14)),
        last_days=(dt.date(2030, 7, 12),),
    )
    almanac = small_almanac(ramadans=(month,))

    assert only_rules(almanac) == {MONDAY: (), NEXT_MONDAY: ("D3",)}
    assert only_rules(almanac, replace(small_search(), avoids_ramadan=False)) == {MONDAY: (), NEXT_MONDAY: ()}


def test_a_year_without_a_list_is_said() -> None:
    almanac = replace(small_almanac(), gaps=(Gap(country="NP", year=2030), Gap(country="LK", year=2030)))

    [first, _] = find_windows(small_search(), almanac).feasible

    assert explain_all(first.reasons) == ("No list of days off is known for NP in 2030.",)


def test_the_way_home_into_a_year_without_a_list_is_said_and_the_way_there_from_one() -> None:
    almanac = replace(small_almanac(), until=dt.date(2031, 1, 31), gaps=(Gap(country="NP", year=2031),))
    before = replace(almanac, since=dt.date(2029, 11, 1), gaps=(Gap(country="NP", year=2029),))
    december = replace(small_search(), season_first=dt.date(2030, 12, 23), season_last=dt.date(2030, 12, 30))
    january = replace(small_search(), season_first=dt.date(2030, 1, 1), season_last=dt.date(2030, 1, 11))
    every_day = frozenset(range(7))

    assert [
        (window.first.day, window.cost)
        for window in find_windows(replace(december, start_weekdays=every_day), almanac).feasible
    ] == [(23, 0), (24, 0), (25, 0), (26, 3)]
    assert [
        (window.first.day, window.cost)
        for window in find_windows(replace(january, start_weekdays=every_day), before).feasible
    ] == [(3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (1, 3), (2, 3)]


def test_too_short_an_almanac_is_refused() -> None:
    almanac = replace(small_almanac(), since=dt.date(2030, 5, 25))

    with pytest.raises(ValueError, match="must reach from 2030-05-24 to 2030-06-16"):
        find_windows(small_search(), almanac)


YEAR = st.dates(dt.date(2030, 4, 1), dt.date(2030, 8, 31))
STRETCHES = st.builds(
    lambda first, days: Stretch(name="stretch", first=first, last=first + days * ONE_DAY, daily_cost=2),
    YEAR,
    st.integers(0, 9),
)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Search, Almanac]:
    days = draw(
        st.lists(
            st.builds(
                lambda country, on, move: day_off(country, on, f"{country} {on}", days_either_way=move),
                st.sampled_from(["ID", "NP"]),
                YEAR,
                st.integers(0, 2),
            ),
            max_size=12,
        )
    )
    first = draw(YEAR)
    month = Ramadan(
        country=draw(st.sampled_from(["ID", "NP"])),
        hijri_year=1451,
        first_days=(first, first + ONE_DAY),
        last_days=(first + 29 * ONE_DAY,),
    )
    length = draw(st.integers(1, 14))
    search = Search(
        hosts=frozenset({"ID"}),
        sending=frozenset({"NP"}),
        season_first=(start := draw(YEAR)),
        season_last=start + (length + draw(st.integers(0, 20))) * ONE_DAY,
        days=length,
        start_weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
        travel_days=draw(st.integers(0, 3)),
        preparation_days=draw(st.integers(0, 50)),
        avoids_ramadan=draw(st.booleans()),
        exclusions=tuple(draw(st.lists(STRETCHES, max_size=2))),
        cautions=tuple(draw(st.lists(STRETCHES, max_size=2))),
        places=draw(st.sampled_from([(), search_2018().places])),
    )
    gaps = draw(st.sampled_from([(), (Gap(country="NP", year=2030),)]))
    return search, replace(small_almanac(*days, ramadans=(month,)), gaps=gaps)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_whatever_the_finder_says_keeps_the_rulebook_and_can_be_explained(
    problem: tuple[Search, Almanac],
) -> None:
    ranking = find_windows(*problem)

    assert breaches_of_ranking(*problem, ranking) == []
    for window in (*ranking.feasible, *ranking.refused):
        assert all(explain(reason).endswith(".") for reason in window.reasons)
