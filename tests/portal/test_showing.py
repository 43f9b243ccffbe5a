"""From records to words: what no page of the reference programme happens to show."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from balai.directory.enums import Certainty, OrganisationRole, TravelMode
from balai.directory.models import Country, Organisation, Site, TravelTime
from balai.kernel.translated import TranslatedText
from balai.portal.views.showing import admission, days, facts, people, places
from balai.programmes.enums import Attendance, DayPart, EditionStatus, Family
from balai.programmes.models import (
    Activity,
    Deadline,
    Edition,
    KnownCountry,
    PackageItem,
    Quota,
    Series,
    SessionType,
)
from balai.ui.parts import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = dt.datetime(2018, 5, 1, 12, tzinfo=dt.UTC)


def site(code: str, city: str = "Nairobi", latitude: float | None = None, **values: Any) -> Site:
    roles = [OrganisationRole.VENUE] if code.startswith("hotel") else []
    return Site(
        code=code,
        city=city,
        name=TranslatedText({"en": code.title()}),
        organisation=Organisation(roles=roles),
        latitude=latitude,
        longitude=None if latitude is None else 36.8,
        **values,
    )


def time(one: Site, two: Site, minutes: int, mode: TravelMode = TravelMode.ROAD) -> TravelTime:
    return TravelTime(origin=one, destination=two, minutes=minutes, mode=mode)


def activity(family: Family, name: str, **values: Any) -> Activity:
    kind = SessionType(code="X", family=family, name=TranslatedText({"en": name}))
    return Activity(session_type=kind, title=TranslatedText({"en": name}), **{"minutes": 60, **values})


# --- facts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Jakarta", "UTC+7"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/Lima", "UTC−5"),
        ("America/St_Johns", "UTC−2:30"),
        ("UTC", "UTC+0"),
    ],
)
def test_zone_is_that_of_the_first_day(zone: str, written: str) -> None:
    assert facts.zone_of(Edition(time_zone=zone, starts_on=dt.date(2018, 7, 18))) == written


def test_a_long_first_paragraph_does_not_lead() -> None:
    short, long = "One sentence.", "word " * 130

    assert facts.lead_and_rest(Edition(summary=TranslatedText({"en": f"{short}\n\n{long}"}))) == (
        short,
        [long.strip()],
    )
    assert facts.lead_and_rest(Edition(summary=TranslatedText({"en": f"{long}\n{short}"}))) == (
        "",
        [long.strip(), short],
    )
    assert facts.lead_and_rest(Edition()) == ("", [])


def test_languages_are_named_and_unknown_ones_shown_as_they_are() -> None:
    assert facts.language_names(["en", "fr", "xq"]) == "English, French and xq"


def test_cover_follows_the_theme_then_the_title_then_the_series() -> None:
    series = Series(title=TranslatedText({"en": "Public health"}))
    edition = Edition(series=series, title=TranslatedText({"id": "Keramik"}))

    assert facts.cover_of(edition) == "craft"
    edition.theme = TranslatedText({"en": "Solar power"})
    assert facts.cover_of(edition) == "power"


# --- people -----------------------------------------------------------------------------------------


def quota(code: str, number: int, certainty: Certainty = Certainty.KNOWN) -> Quota:
    country = Country(code=code, name=TranslatedText({"en": code}))
    return Quota(country=country, places=number, certainty=certainty)


def test_countries_without_places_send_nobody() -> None:
    found = people.senders([], [quota("NP", 2), quota("BT", 0), quota("AF", 1, Certainty.ASSUMED)])

    assert [(one.country.code, one.people, one.is_assumed) for one in found] == [
        ("AF", 1, True),
        ("NP", 2, False),
    ]


def test_country_that_came_with_nobody_knows_how_many_is_told_with_its_places() -> None:
    bhutan, iran = (Country(code=code, name=TranslatedText({"en": code})) for code in ("BT", "IR"))
    known = [
        KnownCountry(country=bhutan),
        KnownCountry(country=iran),
        KnownCountry(country=iran, participants=4),
    ]

    assert people.senders(known, [quota("BT", 2, Certainty.ASSUMED), quota("NP", 1)]) == [
        people.Sender(country=bhutan, people=2, is_assumed=True),
        people.Sender(country=iran, people=None),
        people.Sender(country=iran, people=4),
    ]


@pytest.mark.parametrize(
    ("known", "total", "number"),
    [([2, 3], None, 5), ([2, None], None, 20), ([2, 3], 6, 6), ([], None, 20)],
)
def test_number_of_people_is_the_best_known(
    known: Sequence[int | None], total: int | None, number: int
) -> None:
    rows = [KnownCountry(participants=one) for one in known]

    assert people.number_of_people(Edition(places=20, known_participants=total), rows) == number


def test_unequal_numbers_are_not_told_in_a_sentence() -> None:
    edition = Edition(status=EditionStatus.CALL)

    assert people.sentence_on_numbers(people.senders([], [quota("NP", 2), quota("BT", 1)]), edition) == ""
    assert people.sentence_on_numbers(people.senders([], [quota("NP", 1), quota("BT", 1)]), edition) == (
        "Each country has 1 place."
    )


def test_country_without_a_known_place_is_in_the_list_and_not_on_the_map() -> None:
    host = Country(code="KE", name=TranslatedText({"en": "Kenya"}), latitude=-1, longitude=36)
    found = people.senders([], [quota("NP", 2)])

    assert people.places_on_map(found, host)[0] == []
    assert [row.name for row in people.country_rows(found, host)] == ["NP"]
    assert people.map_title(found, host) == "Map: 1 country sends people to Kenya"


# --- places -----------------------------------------------------------------------------------------


def test_ways_are_minutes_where_known_and_else_kilometres_from_where_people_stay() -> None:
    hotel, near, far, lost = (
        site("hotel", latitude=-1.0),
        site("near", latitude=-1.1),
        site("far", latitude=-1.5),
        site("lost"),
    )
    ways = places.ways_of([hotel, near, far, lost], [time(hotel, near, 25)])

    assert ways == [
        Way(ends=("HOTEL", "NEAR"), label="25 min", minutes=25),
        Way(ends=("HOTEL", "FAR"), label="56 km"),
    ]


def test_way_between_cities_says_how() -> None:
    one, two = site("one"), site("two", city="Kisumu")

    assert places.ways_of([one, two], [time(one, two, 360, TravelMode.RAIL)])[0].label == "6 h by rail"
    by_road = places.ways_of([one, two], [time(two, one, 400)])
    assert by_road[0].label == "6 h 40 min by road"
    assert [row.how for row in places.site_rows([one, two], [], places.stations_of([one, two]), by_road)] == [
        "",
        "6 h 40 min by road from ONE",
    ]


def test_ways_that_take_as_long_are_told_together() -> None:
    one, two = site("one"), site("two", city="Bandung")
    times = [time(one, two, 210, TravelMode.RAIL), time(one, two, 210), time(two, one, 240, TravelMode.WALK)]

    assert [way.label for way in places.ways_of([one, two], times)] == ["3 h 30 min by road or rail"]


def test_what_is_done_names_few_activities_and_else_kinds() -> None:
    assert places.without_repeats(
        ["Batteries: groups A and B", "Batteries: groups C and D", "Test: after"]
    ) == [
        "Batteries",
        "Test: after",
    ]


def test_site_is_named_with_its_city_once() -> None:
    assert places.site_name(site("hall", city="Lima")) == "Hall, Lima"
    assert places.site_name(site("lima", city="Lima")) == "Lima"


# --- days -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("families", "words"),
    [
        ([(Family.CEREMONY, "Opening"), (Family.TEACHING, "Lecture")], "Opening, lectures"),
        ([(Family.TEACHING, "Lecture"), (Family.TEACHING, "Panel")], "Lectures"),
        ([(Family.CARE, "Lunch"), (Family.VISIT, "Visit")], "Visits"),
        ([(Family.TRAVEL, "Transfer")], "Transfer"),
        ([(Family.CARE, "Lunch")], ""),
        (
            [(Family.PRACTICE, "a"), (Family.VISIT, "b"), (Family.ASSESSMENT, "c"), (Family.EXCHANGE, "d")],
            "Practice, visits, tests",
        ),
    ],
)
def test_words_of_a_day(families: list[tuple[Family, str]], words: str) -> None:
    assert days.words_of(activity(*each) for each in families) == words


def test_a_day_is_told_by_what_takes_most_of_it() -> None:
    talk = activity(Family.EXCHANGE, "Reflection", minutes=45)
    taught = activity(Family.TEACHING, "Lecture")
    practised = activity(Family.PRACTICE, "Practice", minutes=150)
    visit = activity(Family.VISIT, "Visit", minutes=90)
    journey = activity(Family.TRAVEL, "Transfer", minutes=240)
    meal = activity(Family.CARE, "Dinner", minutes=400)

    assert days.words_of([talk, taught, practised, visit]) == "Lectures, practice, visits"
    assert days.words_of([journey, talk]) == "Transfer, exchange and plans"
    assert [
        days.is_quiet(each) for each in ([journey, talk], [journey, talk, visit, practised], [meal], [])
    ] == [
        True,
        False,
        True,
        True,
    ]
    assert not days.is_quiet([meal, talk])


def test_activity_of_several_days_may_be_on_each() -> None:
    moving = activity(Family.VISIT, "Visit", earliest_on=dt.date(2018, 7, 23), latest_on=dt.date(2018, 7, 25))
    fixed = activity(Family.VISIT, "Visit", earliest_on=dt.date(2018, 7, 23), latest_on=dt.date(2018, 7, 23))

    assert [days.may_be_on(moving, dt.date(2018, 7, day)) for day in (22, 23, 25, 26)] == [
        False,
        True,
        True,
        False,
    ]
    assert not days.may_be_on(fixed, dt.date(2018, 7, 23))
    assert not days.may_be_on(activity(Family.VISIT, "Visit"), dt.date(2018, 7, 23))


def test_time_is_the_hours_or_the_part_of_the_day_or_nothing() -> None:
    assert days.time_of(activity(Family.VISIT, "Visit", begins_at=dt.time(23, 30))) == "23:30–00:30"
    assert days.time_of(activity(Family.VISIT, "Visit", day_part=DayPart.EVENING)) == "Evening"
    assert days.time_of(activity(Family.VISIT, "Visit")) == ""


@pytest.mark.django_db
def test_groups_in_turn_are_said_so() -> None:
    one = activity(Family.PRACTICE, "Practice", attendance=Attendance.EACH_GROUP)
    all_together = activity(Family.PRACTICE, "Practice")

    assert (days.groups_of(one), days.groups_of(all_together)) == ("Each group in turn", "")


def test_notes_say_what_to_wear_whether_to_photograph_and_what_it_demands() -> None:
    one = activity(
        Family.PRACTICE,
        "Practice",
        protection=["coat"],
        photo_rule="forbidden",
        demands=TranslatedText({"en": "Standing for two hours"}),
    )

    assert days.notes_of(one, [site("hall", protection=["shoes", "coat"])]) == [
        "Wear: work coat, closed or safety shoes",
        "No photographs",
        "Standing for two hours",
    ]


# --- admission --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("categories", "told"),
    [([1, 2, 3], ""), ([1], "travel category 1"), ([3, 2], "travel categories 2 and 3")],
)
def test_part_of_the_package_says_whose_it_is(categories: list[int], told: str) -> None:
    assert admission.whose(PackageItem(categories=categories)) == told


def deadline(code: str, zone: str, at: dt.datetime) -> Deadline:
    return Deadline(country=Country(code=code, name=TranslatedText({"en": code})), zone=zone, at=at)


def test_closing_days_that_differ_are_told_from_first_to_last() -> None:
    closing = admission.closing_of(
        [
            deadline("NP", "Asia/Kathmandu", dt.datetime(2018, 5, 4, 11, 15, tzinfo=dt.UTC)),
            deadline("BT", "Asia/Thimphu", dt.datetime(2018, 5, 3, 11, tzinfo=dt.UTC)),
        ],
        at=AT,
    )

    assert closing is not None
    assert (closing.says, closing.days_left) == ("from Thu 3 May 2018 to Fri 4 May 2018, by country", 2)
    assert closing.of_all == ""
    assert [(country.code, moment) for country, moment in closing.by_country] == [
        ("BT", "Thu 3 May 2018, 17:00"),
        ("NP", "Fri 4 May 2018, 17:00"),
    ]


def test_days_left_are_counted_where_the_first_country_is() -> None:
    """Late on 1 May in UTC it is 2 May in Kiritimati; where clocks agree, the moment is told once for all."""
    line = [
        deadline("KI", "Pacific/Kiritimati", dt.datetime(2018, 5, 3, 3, tzinfo=dt.UTC)),
        deadline("NP", "Asia/Kathmandu", dt.datetime(2018, 5, 3, 11, 15, tzinfo=dt.UTC)),
    ]
    closing = admission.closing_of(line, at=AT)

    assert closing is not None
    assert closing.of_all == "Thu 3 May 2018, 17:00"
    assert closing.days_left == 1


def test_nothing_closes_without_a_deadline() -> None:
    assert admission.closing_of([], at=AT) is None
