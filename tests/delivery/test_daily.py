"""The day's sheet and the meals by diet: of an edition, of one centre, and never a name for kitchens."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from balai.audit.models import Look
from balai.delivery.adapters.day_sheet import DayMeal
from balai.delivery.enums import Mark
from balai.delivery.services.meals import Pause, sittings
from balai.delivery.services.presence import note_presence
from balai.kernel.restricted import destroy_data_key, put
from balai.people.enums import Role
from tests.delivery.factories import EIGHT
from tests.people.factories import account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoAssertNumQueries

    from tests.delivery.factories import Delivered

CODE = "SMI-2018"


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(EIGHT + dt.timedelta(minutes=90), tick=False):
        yield


def signed_in(role: Role, scope: str) -> Client:
    client = Client()
    client.force_login(account_with(role, scope=scope))
    return client


def officer_of(world: Delivered) -> Client:
    return signed_in(Role.PROGRAMME_OFFICER, world.edition.scope)


def coordinator_of(world: Delivered) -> Client:
    site = world.slot().site
    assert site is not None
    return signed_in(Role.CENTRE_COORDINATOR, f"organisation:{site.organisation_id}")


def eats(world: Delivered, number: int, *diet: str, allergies: str = "", fasts: bool = False) -> None:
    one = world.people[number]
    said = {"diet": list(diet), "fasts": fasts, "allergies": allergies, "access": "", "faith": ""}
    put(one, "needs", said)
    one.save(update_fields=["needs"])


def shown(client: Client, view: str = "delivery:day", **query: str) -> Any:
    answer = client.get(reverse(view, args=[CODE]), query)
    assert answer.status_code == 200
    return answer.context


def test_a_day_tells_sessions_people_meals_who_is_away_and_what_is_open(world: Delivered) -> None:
    note_presence(
        slot=world.slot(), participant=world.people[0], mark=Mark.EXCUSED, actor=world.sari, at=EIGHT
    )

    sheet = shown(officer_of(world))["sheet"]

    assert (sheet.name, sheet.number, sheet.zone) == ("Tuesday 24 July 2018", "Day 2 of 3", "Asia/Jakarta")
    assert [(one.time, one.title, one.place, one.who, one.phase, one.expected) for one in sheet.lines] == [
        ("08:00–09:00", "Theory of cutting", "Classroom, Centre for Metal", "All groups", "past", 4),
        ("09:00–11:00", sheet.lines[1].title, "CNC workshop, Centre for Metal", "Group A", "now", 2),
        ("13:00–15:00", sheet.lines[2].title, "CNC workshop, Centre for Metal", "Group B", "", 2),
    ]
    assert {one.people for one in sheet.lines} == {"Anwar Siregar (Leads)"}
    assert [(one.time, one.place, one.sitting.people) for one in sheet.meals] == [
        ("12:00–13:00", "Centre for Metal", 4)
    ]
    assert [(one.name, one.state, one.sessions) for one in sheet.away] == [
        (world.people[0].name, "Excused", "Theory of cutting")
    ]
    assert [one.what for one in sheet.open] == [
        f"{who} has not answered: {sheet.lines[2].title}" for who in ("Centre for Metal", "Anwar Siregar")
    ]


def test_another_day_is_asked_for_and_one_without_sessions_is_not_there(world: Delivered) -> None:
    client = officer_of(world)

    assert shown(client, on="2018-07-24")["sheet"].on == dt.date(2018, 7, 24)
    for wrong in ("2018-07-26", "tomorrow"):
        assert client.get(reverse("delivery:day", args=[CODE]), {"on": wrong}).status_code == 404


def test_a_coordinator_sees_what_is_at_their_centre_and_nothing_of_others(world: Delivered) -> None:
    away = world.slot().site
    assert away is not None
    stranger = signed_in(Role.CENTRE_COORDINATOR, f"organisation:{world.edition.pk}")

    context = shown(coordinator_of(world))

    assert (len(context["sheet"].lines), context["sheet"].open, context["is_whole"]) == (3, [], False)
    assert stranger.get(reverse("delivery:day", args=[CODE])).status_code == 404


def test_meals_are_counted_once_for_each_person_and_name_nobody(world: Delivered) -> None:
    eats(world, 0, "halal", "no-beef", allergies="Prawns, severe")
    eats(world, 1, "halal")
    eats(world, 2, "any")
    eats(world, 3)
    client = officer_of(world)

    (meal,) = shown(client, "delivery:meals")["meals"]
    file = client.get(reverse("delivery:meals_file", args=[CODE, "xlsx"]))

    assert meal.counts == [("Everything", 1), ("Halal", 1), ("Halal + No beef", 1), ("Said nothing", 1)]
    assert sum(number for _way, number in meal.counts) == meal.sitting.people == 4
    assert meal.notes == ["Allergies: some, and so few that the office tells the kitchen itself."]
    cells = [
        str(cell)
        for row in load_workbook(io.BytesIO(file.content)).worksheets[0].iter_rows(values_only=True)
        for cell in row
    ]
    assert {"12:00–13:00", "Centre for Metal", "Halal + No beef"} <= set(cells)
    assert not any(secret in cell for cell in cells for secret in ("Karma", "Prawns"))
    assert not Look.objects.exists()


FEW_FAST = "Some fast: their meals are counted here, and the office tells the kitchen when they are eaten."
FEW_EAT = "Too few to count without naming somebody: the office tells the kitchen."


def test_by_day_in_the_fasting_month_nobodys_diet_is_the_difference_to_the_evening(world: Delivered) -> None:
    zone, on = ZoneInfo("Asia/Jakarta"), dt.date(2018, 5, 28)
    theory, breakfast = world.slot(), world.slot("PRA-1-A")
    breakfast.session.activity.session_type_id = "MEA"
    expected = {theory.session_id: world.people, breakfast.session_id: world.people}
    for slot, hour in ((breakfast, 7), (theory, 8)):
        slot.begins_at = dt.datetime.combine(on, dt.time(hour), zone)
        slot.ends_at = slot.begins_at + dt.timedelta(hours=1)
    pauses = [
        Pause(label="Meal", begins_at=at, ends_at=at + dt.timedelta(hours=1))
        for at in (dt.datetime.combine(on, dt.time(hour, 15), zone) for hour in (12, 18))
    ]

    def told(*, is_fasting: bool = True) -> list[tuple[dict[str, int], list[str]]]:
        found = sittings([breakfast, theory], expected, pauses, is_fasting=is_fasting, zone=zone)
        assert {one.people for one in found} == {len(world.people)}
        return [
            (dict(meal.counts), list(meal.notes)) for meal in (DayMeal(time="", sitting=one) for one in found)
        ]

    everybody: tuple[dict[str, int], list[str]] = ({"Halal": 3, "Vegetarian": 1}, [])
    for number in (1, 2, 3):
        eats(world, number, "halal")
    eats(world, 0, "vegetarian", fasts=True)
    assert told(is_fasting=False) == [everybody] * 3
    by_day = (everybody[0], [FEW_FAST])
    assert told() == [by_day, by_day, everybody]

    for number in (1, 2):
        eats(world, number, "halal", fasts=True)
    by_day = ({"Fasts: eats after sunset": 3}, [FEW_EAT])  # one is left who eats
    assert told() == [by_day, by_day, everybody]


def test_of_few_people_nothing_is_counted_and_a_lost_key_says_nothing(world: Delivered) -> None:
    eats(world, 0, "jain")
    destroy_data_key(world.people[0].person)

    (meal,) = shown(officer_of(world), "delivery:meals")["meals"]
    assert ("Said nothing", 1) in meal.counts
    assert "Jain" not in dict(meal.counts)

    for one in world.people[:2]:
        one.attendance, one.room = "online", ""
        one.save(update_fields=["attendance", "room"])
    (meal,) = shown(officer_of(world), "delivery:meals")["meals"]

    assert (meal.sitting.people, meal.counts) == (2, [])
    assert meal.notes == ["Too few to count without naming somebody: the office tells the kitchen."]


def test_papers_are_printed_in_both_languages(world: Delivered) -> None:
    client = officer_of(world)

    for language in ("en", "id"):
        for address in (
            reverse("delivery:day_paper", args=[CODE]),
            reverse("delivery:meals_file", args=[CODE, "pdf"]),
        ):
            answer = client.get(address, headers={"Accept-Language": language})
            assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


DAY = 29


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sheet_asks_as_often_for_one_row_as_for_three(
    world: Delivered, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for one in world.people[:rows]:
        note_presence(slot=world.slot(), participant=one, mark=Mark.EXCUSED, actor=world.sari, at=EIGHT)
    client = officer_of(world)
    client.get(reverse("delivery:day", args=[CODE]))

    with django_assert_num_queries(DAY):
        client.get(reverse("delivery:day", args=[CODE]))


def test_my_tasks_lead_to_the_sheet_of_today(world: Delivered) -> None:
    today = coordinator_of(world).get(reverse("portal:tasks"))
    with time_machine.travel(EIGHT + dt.timedelta(days=1)):
        tomorrow = coordinator_of(world).get(reverse("portal:tasks"))

    assert "SMI-2018: the sheet of the day" in today.content.decode()
    assert "the sheet of the day" not in tomorrow.content.decode()
