from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.engine.calendars.almanac import ONE_DAY
from balai.engine.calendars.chain import Counting, Deadline, Level, Share, Skipped, Step, Why
from balai.engine.calendars.check import breaches_of_deadlines
from balai.engine.calendars.deadlines import deadlines_before, shares
from balai.engine.calendars.explain import explain_skipped
from balai.engine.calendars.working import working_days
from tests.engine.calendars.reference import almanac_2018, day_off, small_almanac

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.engine.calendars.almanac import Almanac

ARRIVAL = dt.date(2018, 7, 18)
CHAIN = (
    Step(level=Level.HOST, country="ID", zone="Asia/Jakarta", days=30),
    Step(level=Level.SECRETARIAT, country="LK", zone="Asia/Colombo", days=3, counts=Counting.WORKING),
    Step(level=Level.FOCAL_POINT, country="NP", zone="Asia/Kathmandu", days=0),
    Step(level=Level.APPLICANT, country="NP", zone="Asia/Kathmandu", days=7, hour=dt.time(23, 59)),
)


def at(day: dt.date, zone: str, hour: dt.time = dt.time(17)) -> dt.datetime:
    return dt.datetime.combine(day, hour, ZoneInfo(zone))


def test_the_chain_of_2018_rolls_back_over_eid_and_says_why() -> None:
    """By hand: 18 June is collective leave, 15-17 June Eid and weekend, 11-14 leave again, 9-10 weekend."""
    found = deadlines_before(ARRIVAL, CHAIN, almanac_2018())

    assert [deadline.at for deadline in found] == [
        at(dt.date(2018, 6, 8), "Asia/Jakarta"),
        at(dt.date(2018, 6, 5), "Asia/Colombo"),
        at(dt.date(2018, 6, 5), "Asia/Kathmandu"),
        at(dt.date(2018, 5, 28), "Asia/Kathmandu", dt.time(23, 59)),
    ]
    assert [skipped.on.day for skipped in found[0].skipped] == [18, 17, 16, 15, 14, 13, 12, 11, 10, 9]
    assert [explain_skipped(skipped) for skipped in found[0].skipped[:2]] == [
        "18 June 2018 is, or may be, a day off: Eid al-Fitr Joint Holiday.",
        "17 June 2018 is a weekend day.",
    ]
    assert breaches_of_deadlines(ARRIVAL, CHAIN, almanac_2018(), found) == []


def test_the_same_hour_further_west_is_too_late_and_goes_to_the_day_before() -> None:
    steps = (
        Step(level=Level.HOST, country="ID", zone="Asia/Jakarta", days=2),
        Step(level=Level.APPLICANT, country="NP", zone="Asia/Kathmandu", days=0),
    )

    found = deadlines_before(dt.date(2030, 6, 7), steps, small_almanac())

    assert found[1] == Deadline(
        level=Level.APPLICANT,
        country="NP",
        at=at(dt.date(2030, 6, 4), "Asia/Kathmandu"),
        skipped=(Skipped(on=dt.date(2030, 6, 5), why=Why.AFTER_THE_LEVEL_ABOVE),),
    )


def test_a_day_on_which_a_feast_may_fall_is_no_deadline() -> None:
    almanac = small_almanac(day_off("ID", dt.date(2030, 6, 5), days_either_way=1))
    step = Step(level=Level.HOST, country="ID", zone="Asia/Jakarta", days=1)

    [deadline] = deadlines_before(dt.date(2030, 6, 7), [step], almanac)

    assert deadline.on == dt.date(2030, 6, 3)


def test_levels_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="from the host down"):
        deadlines_before(ARRIVAL, CHAIN[::-1], almanac_2018())


def test_a_chain_longer_than_the_almanac_is_refused() -> None:
    step = Step(level=Level.HOST, country="ID", zone="Asia/Jakarta", days=400)

    with pytest.raises(ValueError, match="lies outside the almanac"):
        deadlines_before(ARRIVAL, [step], almanac_2018())


def test_eleven_of_eighteen_days_were_lost_in_forwarding() -> None:
    """The real chain: letter 4 March 2024, forwarded 15 March, due 20 March inside and 22 March outside."""
    zone = "Asia/Jakarta"
    due = [
        Deadline(level=Level.FOCAL_POINT, country="ID", at=at(dt.date(2024, 3, 22), zone), skipped=()),
        Deadline(level=Level.AGENCY, country="ID", at=at(dt.date(2024, 3, 20), zone), skipped=()),
    ]

    assert shares(due, called_on=dt.date(2024, 3, 4), received_on={Level.AGENCY: dt.date(2024, 3, 15)}) == (
        Share(level=Level.FOCAL_POINT, days_lost=0, days_left=18, days_kept_above=0),
        Share(level=Level.AGENCY, days_lost=11, days_left=5, days_kept_above=2),
    )


def test_working_days_of_a_week_with_a_feast() -> None:
    almanac = small_almanac(day_off("NP", dt.date(2030, 6, 5)))

    found = list(working_days(almanac, "NP", dt.date(2030, 6, 3), dt.date(2030, 6, 9)))

    assert found == [dt.date(2030, 6, day) for day in (3, 4, 6, 7, 9)]  # Saturday is free, Sunday is not


MUTANTS: dict[str, tuple[Callable[[Deadline], Deadline], str]] = {
    "on a weekend": (lambda d: replace(d, at=at(dt.date(2018, 6, 9), "Asia/Jakarta")), "D21"),
    "on collective leave": (lambda d: replace(d, at=at(dt.date(2018, 6, 14), "Asia/Jakarta")), "D21"),
    "too late": (lambda d: replace(d, at=at(dt.date(2018, 6, 21), "Asia/Jakarta")), "D22"),
    "too early": (lambda d: replace(d, at=at(dt.date(2018, 6, 7), "Asia/Jakarta")), "D23"),
    "in another zone": (lambda d: replace(d, at=at(dt.date(2018, 6, 8), "Asia/Colombo")), "D24"),
    "at another hour": (lambda d: replace(d, at=d.at.replace(hour=16)), "D24"),
    "without a reason": (lambda d: replace(d, skipped=d.skipped[1:]), "D25"),
    "of another level": (lambda d: replace(d, level=Level.AGENCY), "D25"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_deadline_is_named_by_its_rule(name: str) -> None:
    mutate, rule = MUTANTS[name]
    [honest] = deadlines_before(ARRIVAL, CHAIN[:1], almanac_2018())

    found = breaches_of_deadlines(ARRIVAL, CHAIN[:1], almanac_2018(), [mutate(honest)])

    assert rule in {breach.rule for breach in found}


STEPS = st.builds(
    lambda country, zone, days, counts, hour: (country, zone, days, counts, hour),
    st.sampled_from(["ID", "NP"]),
    st.sampled_from(["Asia/Jakarta", "Asia/Kathmandu", "Pacific/Auckland", "America/New_York"]),
    st.integers(0, 12),
    st.sampled_from(list(Counting)),
    st.sampled_from([dt.time(9), dt.time(17), dt.time(23, 59)]),
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(STEPS, min_size=5, max_size=5),
    st.sets(st.sampled_from(list(Level))),
    st.lists(st.tuples(st.sampled_from(["ID", "NP"]), st.integers(0, 90), st.integers(0, 1)), max_size=10),
    st.dates(dt.date(2030, 9, 1), dt.date(2030, 12, 1)),
)
def test_whatever_chain_is_asked_for_keeps_the_rulebook(
    rows: list[tuple[str, str, int, Counting, dt.time]],
    levels: set[Level],
    offs: list[tuple[str, int, int]],
    arrival: dt.date,
) -> None:
    steps = [
        Step(level=level, country=country, zone=zone, days=days, counts=counts, hour=hour)
        for level, (country, zone, days, counts, hour) in zip(Level, rows, strict=True)
        if level in levels
    ]
    almanac: Almanac = small_almanac(
        *(
            day_off(country, arrival - before * ONE_DAY, days_either_way=move)
            for country, before, move in offs
        )
    )

    found = deadlines_before(arrival, steps, almanac)

    assert breaches_of_deadlines(arrival, steps, almanac, found) == []
