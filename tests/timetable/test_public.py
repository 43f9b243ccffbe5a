from __future__ import annotations

import datetime as dt
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags
from icalendar import Calendar

from balai.audit.models import Deed
from balai.directory.models import ResourcePerson
from balai.kernel.translated import TranslatedText
from balai.office.models import Office
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.timetable.models import Session
from balai.timetable.services.publishing import publish_timetable
from tests.people.factories import account_with
from tests.programmes.factories import GroupFactory
from tests.timetable.factories import AT, at, draft, officer

if TYPE_CHECKING:
    from django.test import Client

    from balai.people.models import Person

QUERIES_OF_A_DRAWN_DAY = 4
QUERIES_OF_A_DAY = 19  # seven of them keep it
"""Edition, version, groups, what it was planned around, its days, six of what is shown, the office."""
QUERIES_OF_FEED = 4
"""The edition, the sessions, their groups, and the office’s address."""


@pytest.fixture
def sari(edition: Edition) -> Person:
    return officer(edition)


@pytest.fixture
def shown(edition: Edition, sari: Person) -> Edition:
    """The small edition, published and open to everybody."""
    Office.objects.create(public_address="https://balai.example")
    Edition.objects.filter(pk=edition.pk).update(publicity="public")
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)
    return edition


def page(name: str, **asked: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(f'schedule:{name}', args=['SMI-2018'])}?{query}"


def events(answer: Any) -> dict[str, tuple[int, str, dt.datetime]]:
    """Number, state and beginning of each entry, by its identifier."""
    found: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    return {
        str(one["UID"]): (int(one["SEQUENCE"]), str(one.get("STATUS")), one["DTSTART"].dt.astimezone(dt.UTC))
        for one in found
    }


def test_a_day_fetches_its_own_sessions_and_nothing_of_the_planning(
    client: Client, shown: Edition, django_assert_num_queries: Any
) -> None:
    """What a version was planned from came with every session once, and took most of the time."""
    with django_assert_num_queries(QUERIES_OF_A_DAY) as asked:
        first = client.get(page("timetable", day="2018-07-24"))
    with django_assert_num_queries(QUERIES_OF_A_DRAWN_DAY):
        again = client.get(page("timetable", day="2018-07-24"))

    assert not [one["sql"] for one in asked.captured_queries if '"balai_timetable"."problem",' in one["sql"]]
    assert [one.on for one in first.context["days"]] == [dt.date(2018, 7, 24)]
    assert again.content == first.content


def test_what_is_published_anew_is_shown_at_once(client: Client, shown: Edition, sari: Person) -> None:
    """Though what is drawn of a version is kept for a minute, for each day, group and language."""
    day = page("timetable", day="2018-07-24")
    before = client.get(day).content.decode()
    other = client.get(f"/id{day.removeprefix('/en')}").content.decode()
    publish_timetable(
        timetable=draft(shown, PRA_1_B=at(1, 14)), reason=TranslatedText(en="Audit"), actor=sari, at=AT
    )
    after = client.get(day).content.decode()

    assert ("14:00–16:00" in before, "14:00–16:00" in after) == (False, True)
    assert ("Makan siang" in before, "Makan siang" in other) == (False, True)
    GroupFactory.create(edition=shown, code="Z", name={"en": "Group Z"})  # it has no sessions, and so no days
    assert client.get(page("timetable", group="Z")).status_code == HTTPStatus.OK
    for unknown in ({"group": "no-such"}, {"day": "2018-07-31"}, {"group": "Z", "day": "2018-07-24"}):
        assert client.get(page("timetable", **unknown)).status_code == HTTPStatus.NOT_FOUND


def test_everybody_reads_titles_times_places_and_parts_but_no_names(client: Client, shown: Edition) -> None:
    text = client.get(page("timetable")).content.decode()

    assert text.count("CNC practice") >= 2
    assert ("09:00–11:00" in text, "CNC workshop" in text, "Leads: " in text) == (True, True, True)
    assert ("Anwar" in text, '"subEvent"' in text, "<script src" in text) == (False, True, False)
    only = client.get(page("timetable", group="A")).content.decode()
    assert ("Group B" in only.split("<h2", 1)[1], "Theory of cutting" in only) == (False, True)
    assert text.index("12:00–13:00</b> Lunch") < text.index("13:00–15:00")
    grid = client.get(page("timetable", show="grid")).content.decode()
    assert grid.count("Theory of cutting") >= 2


def test_the_page_of_the_edition_leads_to_its_timetable(client: Client, shown: Edition) -> None:
    text = client.get(reverse("public:edition", args=["SMI-2018"])).content.decode()

    assert text.count(f'href="{reverse("schedule:timetable", args=["SMI-2018"])}"') == 2


def test_what_is_internal_or_not_published_is_not_there(
    client: Client, edition: Edition, sari: Person
) -> None:
    Edition.objects.filter(pk=edition.pk).update(publicity="public")
    assert client.get(page("timetable")).status_code == HTTPStatus.NOT_FOUND
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)
    Edition.objects.filter(pk=edition.pk).update(publicity="internal")
    for name in ("timetable", "calendar"):
        assert client.get(page(name)).status_code == HTTPStatus.NOT_FOUND


def test_the_feed_keeps_identifiers_numbers_changes_and_tells_what_is_cancelled(
    client: Client, shown: Edition, sari: Person
) -> None:
    first = events(client.get(page("calendar")))
    assert {one[:2] for one in first.values()} == {(0, "CONFIRMED")}

    publish_timetable(
        timetable=draft(shown, PRA_1_B=at(1, 14)), reason=TranslatedText(en="Audit"), actor=sari, at=AT
    )
    second = events(client.get(page("calendar")))
    moved = str(Session.objects.get(code="PRA-1-B").pk)
    assert second == first | {moved: (1, "CONFIRMED", dt.datetime(2018, 7, 24, 7, tzinfo=dt.UTC))}

    Session.objects.filter(code="LEC-1").update(is_cancelled=True, sequence=1)
    with_cancelled = Calendar.from_ical(client.get(page("calendar")).content)
    lecture = Session.objects.get(code="LEC-1")
    assert lecture.last_slot is not None
    assert len(with_cancelled.walk("VEVENT")) in {
        2,
        3,
    }  # it is left out a month after it would have been held
    group = events(client.get(page("calendar", group="B")))
    assert moved in group
    assert str(Session.objects.get(code="PRA-1-A").pk) not in group
    assert len(events(client.get(page("calendar", site="nowhere")))) == 0


@pytest.mark.parametrize("more", [0, 197])
def test_a_feed_is_asked_in_a_constant_number_of_questions(
    client: Client, shown: Edition, more: int, django_assert_num_queries: Any
) -> None:
    known = Session.objects.get(code="LEC-1")
    Session.objects.bulk_create(
        Session(
            edition=shown,
            activity=known.activity,
            code=f"LEC-1{number}",
            last_slot=known.last_slot,
            changed_at=AT,
        )
        for number in range(more)
    )
    client.get(page("calendar"))

    with django_assert_num_queries(QUERIES_OF_FEED):
        answer = client.get(page("calendar"), headers={"host": "forged.example"})

    assert len(events(answer)) == 3 + more
    told = Calendar.from_ical(answer.content)
    assert told["URL"] == f"https://balai.example{page('calendar').rstrip('?')}"


def test_without_a_public_address_there_is_no_calendar_and_none_is_offered(
    client: Client, shown: Edition
) -> None:
    assert reverse("schedule:calendar", args=["SMI-2018"]) in client.get(page("timetable")).content.decode()
    Office.objects.update(public_address="")

    assert client.get(page("calendar")).status_code == HTTPStatus.CONFLICT
    text = client.get(page("timetable")).content.decode()
    assert reverse("schedule:calendar", args=["SMI-2018"]) not in text


def test_ones_own_calendar_has_a_secret_address_until_its_owner_takes_another_or_none(
    client: Client, shown: Edition
) -> None:
    account = account_with(Role.RESOURCE_PERSON, scope=shown.scope)
    ResourcePerson.objects.filter(code="anwar").update(person=account.person)
    client.force_login(account)
    form = reverse("timetable:own_calendar_address")
    anybody = type(client)()

    def given(do: str) -> str:
        client.post(form, {"do": do})
        found = re.search(r'href="https://balai\.example(/[^"]+\.ics)"', client.get(form).content.decode())
        return found[1] if found else ""

    assert ".ics" not in client.get(form).content.decode()
    first = given("give")
    assert len(events(anybody.get(first))) == 3
    assert anybody.get(f"{first[:-5]}x.ics").status_code == HTTPStatus.NOT_FOUND
    second = given("give")
    assert anybody.get(first).status_code == HTTPStatus.NOT_FOUND
    assert len(events(anybody.get(second))) == 3
    assert given("revoke") == ""
    assert anybody.get(second).status_code == HTTPStatus.NOT_FOUND
    deeds = Deed.objects.filter(action__startswith="calendar_address.").order_by("at", "pk")
    assert [one.action.rpartition(".")[2] for one in deeds] == ["given", "revoked", "given", "revoked"]


def test_what_is_next_stands_first_then_today_then_the_other_days(client: Client, shown: Edition) -> None:
    account = account_with(Role.RESOURCE_PERSON, scope=shown.scope)
    ResourcePerson.objects.filter(code="anwar").update(person=account.person)

    def told(moment: dt.datetime, view: str = "timetable:mine") -> str:
        with time_machine.travel(moment, tick=False):
            client.force_login(account)  # a session does not last for days
            return " ".join(strip_tags(client.get(reverse(view)).content.decode()).split())

    early = told(dt.datetime(2018, 7, 24, 0, 30, tzinfo=dt.UTC))
    assert "Next, in 30 min 08:00 Theory of cutting Centre for Metal" in early
    assert early.index("Next, in") < early.index("Today, Tuesday 24 July") < early.index("09:00–11:00")
    midday = told(dt.datetime(2018, 7, 24, 3, tzinfo=dt.UTC))
    assert "Now 09:00 CNC practice Centre for Metal Room CNC workshop Who comes Group A" in midday
    assert account.person is not None
    assert f"{account.person.name} (Leads)" in midday
    after = told(dt.datetime(2018, 7, 26, 3, tzinfo=dt.UTC))
    assert ("Days that are over" in after, "Next" in after) == (True, False)
    tasks = told(dt.datetime(2018, 7, 23, 23, tzinfo=dt.UTC), "portal:tasks")
    assert (
        "Theory of cutting Classroom, Centre for Metal" in tasks,
        "3 sessions wait for your answer" in tasks,
    ) == (
        True,
        True,
    )
