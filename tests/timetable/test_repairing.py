from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter
from balai.directory.models import ResourcePerson, Site
from balai.engine.timetabling.result import Placement, Repair
from balai.engine.timetabling.result import Timetable as Plan
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.people.models import Person
from balai.people.services.erasing import erase_person
from balai.timetable.enums import SearchState
from balai.timetable.models import Confirmation, GroupMember, Hindrance, Search, Session, SlotPerson
from balai.timetable.services.building import build
from balai.timetable.services.confirming import answer_session
from balai.timetable.services.consequences import consequences_of
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.relaxing import take_remedy
from balai.timetable.services.repairing import (
    alternatives_of,
    explanation_of,
    report_hindrance,
    take_alternative,
)
from balai.timetable.services.searching import cancel_search, work_out
from balai.timetable.services.vehicles import give_vehicles, write_vehicle
from tests.directory.factories import ResourcePersonFactory, RoomFactory, SiteFactory
from tests.people.factories import GrantFactory, PersonFactory, account_with
from tests.programmes.factories import ActivityFactory
from tests.timetable.factories import (
    AT,
    ROOM,
    at,
    draft,
    officer,
    one_way,
    participant,
    plan,
    riding_until,
)

if TYPE_CHECKING:
    from django.test import Client

    from balai.programmes.models import Edition
    from balai.timetable.models import Timetable

NOON, FOUR = (dt.datetime(2018, 7, 24, hour, tzinfo=dt.UTC) for hour in (5, 9))
"""12:00 and 16:00 in Jakarta, on the day of practice."""


@pytest.fixture
def sari(edition: Edition) -> Person:
    return officer(edition)


@pytest.fixture
def published(edition: Edition, sari: Person) -> Timetable:
    timetable = draft(edition)
    publish_timetable(timetable=timetable, actor=sari, at=AT)
    timetable.refresh_from_db()
    return timetable


def reported(edition: Edition, sari: Person, **more: Any) -> Search:
    what: dict[str, Any] = more or {"site": Site.objects.get(code="bblm")}
    return report_hindrance(
        edition=edition,
        begins_at=NOON,
        ends_at=FOUR,
        reason=TranslatedText(en="Audit"),
        actor=sari,
        at=AT,
        **what,
    )


def test_a_centre_that_cancels_an_afternoon_moves_one_session_and_that_is_proven_least(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    search = reported(edition, sari)
    work_out(search_id=search.pk, at=AT)
    search.refresh_from_db()

    ways = alternatives_of(search)
    assert (search.state, search.failure) == (SearchState.DONE, "")
    assert [change.session for change in ways[0].changes] == ["PRA-1-B"]
    assert ways[0].is_proven
    taken = take_alternative(search=search, number=1, actor=sari, at=AT)
    assert (taken.follows, taken.reason, taken.version) == (published, {"en": "Audit"}, 2)
    changes = publish_timetable(timetable=taken, reason=TranslatedText(en="Audit"), actor=sari, at=AT)
    assert [one.session.code for one in changes] == ["PRA-1-B"]


def test_buses_and_meals_of_a_way_are_counted_before_it_is_taken(
    edition: Edition, published: Timetable
) -> None:
    other = SiteFactory.create(code="bbk", name={"en": "Centre for Ceramics"})
    RoomFactory.create(site=other, code="hall", kind="workshop", capacity=6)
    practice = edition.activities.get(code="PRA-1")
    practice.sites.add(other)
    problem, held = build(edition).problem, {one.session: one for one in plan().placements}
    elsewhere = held | {"PRA-1-B": Placement(session="PRA-1-B", begins=at(1, 14), room="bbk.hall")}
    later = held | {"PRA-1-B": Placement(session="PRA-1-B", begins=at(2, 8), room=ROOM)}
    ways = [
        Repair(
            timetable=Plan(placements=tuple(one.values())),
            disturbance=0,
            bound=0,
            is_proven=True,
            changes=(),
            costs=(),
        )
        for one in (elsewhere, later, held)
    ]

    moved, put_off, same = consequences_of(published, problem, ways)

    (ride,) = moved.rides
    assert (ride.before, str(ride.ride.destination), ride.ride.groups, ride.ride.seats) == (
        None,
        "Centre for Ceramics",
        ("B",),
        2,
    )
    assert (ride.ride.from_at.hour, ride.ride.until_at.hour) == (2, 7)
    assert (moved.meals, put_off.rides, same.rides, same.meals) == ([], [], [], [])
    assert [(one.begins_at.day, one.site.code, one.before, one.after) for one in put_off.meals] == [
        (25, "bblm", 0, 2)
    ]


def test_rides_and_meals_of_a_session_that_was_added_are_told_and_so_is_who_drives(
    edition: Edition, sari: Person
) -> None:
    published = riding_until(edition, 13)
    publish_timetable(timetable=published, actor=sari, at=AT)
    write_vehicle(edition=edition, plate="D 1", seats=2, driver="Asep", actor=sari, at=AT)
    give_vehicles(edition=edition, actor=sari, at=AT)
    added = ActivityFactory.create(
        edition=edition, code="LEC-2", session_type_id="LEC", minutes=30, title={"en": "Glazes"}
    )
    added.sites.add(Site.objects.get(code="bbk"))
    problem = build(edition).problem
    held = {
        "LEC-1": Placement(session="LEC-1", begins=at(1, 8), room="bbk.hall"),
        "LEC-2": Placement(session="LEC-2", begins=at(1, 11), room="bbk.hall"),
        "PRA-1-A": Placement(session="PRA-1-A", begins=at(2, 8), room=ROOM),
        "PRA-1-B": Placement(session="PRA-1-B", begins=at(1, 13), room=ROOM),
    }
    way = Repair(
        timetable=Plan(placements=tuple(held.values())),
        disturbance=0,
        bound=0,
        is_proven=True,
        changes=(),
        costs=(),
    )

    (around,) = consequences_of(published, problem, [way])

    assert around.added == ["LEC-2"]
    assert [
        (one.ride.groups, one.ride.from_at.hour, one.is_gone, [vehicle.told for vehicle in one.vehicles])
        for one in around.rides
    ] == [(("A",), 2, True, ["D 1, Asep"]), (("B",), 4, False, [])]
    assert [(one.begins_at.day, one.site.code, one.before, one.after) for one in around.meals] == [
        (24, "bbk", 2, 4),
        (24, "bblm", 2, 0),
        (25, "bblm", 0, 2),
    ]


@time_machine.travel(AT, tick=False)
def test_a_way_that_is_found_first_is_shown_and_taken_while_others_are_looked_for(
    edition: Edition, sari: Person, published: Timetable, client: Client
) -> None:
    search = reported(edition, sari)
    working = Search.objects.filter(pk=search.pk)
    working.update(state=SearchState.WORKING)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    page = reverse("timetable:repair", args=["SMI-2018", search.pk])
    assert "Take way" not in client.get(page).content.decode()
    seen = client.get(page).context["seen"]
    assert client.get(page, {"seen": seen}).status_code == HTTPStatus.NO_CONTENT

    working.update(answer=one_way())

    told = " ".join(client.get(page, {"seen": seen}).content.decode().split())
    assert ("Take way 1" in told, "Others are looked for" in told, "No ride changes." in told) == (
        True,
        True,
        True,
    )
    assert "Wednesday 25 July 2018, 12:00–13:00, Centre for Metal: 2 people instead of 0" in told
    client.post(reverse("timetable:take", args=["SMI-2018", search.pk, 1]))
    search.refresh_from_db()
    assert (search.state, search.status) == (SearchState.DONE, "repaired")
    assert search.timetable is not None
    assert search.timetable.version == 2


@time_machine.travel(AT, tick=False)
def test_where_no_way_is_found_the_page_says_what_stands_in_the_way_and_the_way_out(
    edition: Edition, sari: Person, published: Timetable, client: Client
) -> None:
    """The centre cancels both days of practice: somebody has to open it after all."""
    search = report_hindrance(
        edition=edition,
        site=Site.objects.get(code="bblm"),
        begins_at=NOON - dt.timedelta(hours=3),
        ends_at=FOUR + dt.timedelta(days=1),
        reason=TranslatedText(en="Audit"),
        actor=sari,
        at=AT,
    )
    work_out(search_id=search.pk, at=AT)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    page = reverse("timetable:repair", args=["SMI-2018", search.pk])
    told = " ".join(client.get(page).content.decode().split())
    assert (
        "Centre for Metal</span>, Tuesday 24 July 2018, 09:00 – Wednesday 25 July 2018, 16:00: Audit" in told
    )
    assert "CNC practice (A), 24 July, 09:00–11:00: Centre for Metal is not open all that time." in told
    assert "On 24 July it is open 08:00–09:00." in told
    assert "What could be given up is looked for." in told

    explanation = explanation_of(search := Search.objects.get(pk=search.pk))
    assert explanation is not None
    work_out(search_id=explanation.pk, at=AT)
    answer = client.get(page)
    told = " ".join(answer.content.decode().split())
    assert "Centre for Metal opens longer on 2" in told
    assert "What clashes" in told
    assert answer.context["is_at_work"] is False
    with pytest.raises(RuleViolationError, match="remedy_of_repair"):
        take_remedy(search=Search.objects.get(pk=explanation.pk), number=1, actor=sari, at=AT)

    client.post(reverse("timetable:remedy", args=["SMI-2018", explanation.pk, 1]))
    again = Search.objects.get(kind="repair", state=SearchState.WAITING)
    work_out(search_id=again.pk, at=AT)
    told = " ".join(
        client.get(reverse("timetable:repair", args=["SMI-2018", again.pk])).content.decode().split()
    )
    assert "For this repair, the office sees to it that:" in told
    draft = take_alternative(search=Search.objects.get(pk=again.pk), number=1, actor=sari, at=AT)
    assert [one["id"] for one in draft.given_up] != [""]
    assert publish_timetable(timetable=draft, reason=TranslatedText(en="Audit"), actor=sari, at=AT) != []


def test_what_is_reported_while_a_session_runs_is_repaired_around_it_and_published(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    """The practice of group A began at 9:00, and is held to its end though the centre closes at 10:00."""
    now = NOON - dt.timedelta(hours=2)
    search = report_hindrance(
        edition=edition,
        site=Site.objects.get(code="bblm"),
        begins_at=now,
        ends_at=FOUR,
        reason=TranslatedText(en="Audit"),
        actor=sari,
        at=now,
    )
    work_out(search_id=search.pk, at=now)

    taken = take_alternative(search=Search.objects.get(pk=search.pk), number=1, actor=sari, at=now)
    changes = publish_timetable(timetable=taken, reason=TranslatedText(en="Audit"), actor=sari, at=now)

    assert [one.session.code for one in changes] == ["PRA-1-B"]


def test_what_breaks_a_rule_is_excused_only_where_it_has_begun_and_stays(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    draft_of_both = draft(edition)
    now = NOON - dt.timedelta(hours=2)
    report_hindrance(
        edition=edition,
        site=Site.objects.get(code="bblm"),
        begins_at=now,
        ends_at=FOUR,
        reason=TranslatedText(en="Audit"),
        actor=sari,
        at=now,
    )

    with pytest.raises(RuleViolationError, match="outdated") as refused:
        publish_timetable(timetable=draft_of_both, reason=TranslatedText(en="Audit"), actor=sari, at=now)

    assert "PRA-1-B" in str(refused.value.refusal.message)


def test_a_search_that_is_called_off_keeps_no_ways(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    search = reported(edition, sari)
    Search.objects.update(state=SearchState.WORKING, answer=one_way())

    cancel_search(search=search, actor=sari, at=AT)

    search.refresh_from_db()
    assert (search.state, alternatives_of(search)) == (SearchState.CANCELLED, ())


def test_only_those_whose_sessions_change_are_written_to(edition: Edition, sari: Person, keys: None) -> None:
    inside, outside = (participant(edition, number) for number in (1, 2))
    for one, code in ((inside, "B"), (outside, "A")):
        GroupMember.objects.create(group=edition.groups.get(code=code), participant=one, division="practice")
    Person.objects.filter(pk=inside.person_id).update(language="id")
    site = Site.objects.get(code="bblm")
    coordinator = GrantFactory.create(
        role=Role.CENTRE_COORDINATOR, scope=f"organisation:{site.organisation_id}"
    ).person
    anwar = ResourcePerson.objects.get(code="anwar").person
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)
    first = set(Letter.objects.filter(kind="timetable.published").values_list("person", flat=True))
    assert first == {inside.person_id, outside.person_id, coordinator.pk, anwar.pk}

    publish_timetable(
        timetable=draft(edition, PRA_1_B=at(1, 14)), reason=TranslatedText(en="Audit"), actor=sari, at=AT
    )

    told = {one.person_id: one.text for one in Letter.objects.filter(kind="timetable.changed")}
    assert told.keys() == {inside.person_id, coordinator.pk, anwar.pk}
    assert "14:00–16:00" in told[anwar.pk]
    assert ("instead of" in told[anwar.pk], "Theory of cutting" in told[anwar.pk]) == (True, False)
    assert "The reason: Audit\n" in told[anwar.pk]
    assert "Alasannya: Audit (dalam bahasa Inggris)\n" in told[inside.person_id]

    both = TranslatedText(en="Audit", id="Pemeriksaan")
    publish_timetable(timetable=draft(edition), reason=both, actor=sari, at=AT + dt.timedelta(hours=1))

    again = Letter.objects.filter(kind="timetable.changed").order_by("-pk")
    assert "Alasannya: Pemeriksaan\n" in again.filter(person=inside.person_id)[0].text


def test_who_speaks_instead_is_named_to_all_and_struck_when_erased(
    edition: Edition, sari: Person, keys: None
) -> None:
    one = participant(edition, 1)
    GroupMember.objects.create(group=edition.groups.get(code="B"), participant=one, division="practice")
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)
    second, speaker = draft(edition), PersonFactory.create(name="Budi Santoso")
    SlotPerson.objects.filter(slot__timetable=second).update(
        resource_person=ResourcePersonFactory.create(code="budi", person=speaker)
    )
    publish_timetable(timetable=second, reason=TranslatedText(en="Illness"), actor=sari, at=AT)
    letter = Letter.objects.get(kind="timetable.changed", person=one.person)
    assert ", with Budi Santoso\n" in letter.text
    Letter.objects.update(state=LetterState.ACCEPTED)

    erase_person(person=speaker, actor=None, at=AT)

    letter.refresh_from_db()
    assert (", with [erased]\n" in letter.text, "Budi" in letter.html) == (True, False)


def test_what_is_reported_names_one_thing_and_a_stretch(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    with pytest.raises(ValidationError):
        report_hindrance(
            edition=edition,
            begins_at=FOUR,
            ends_at=NOON,
            reason=TranslatedText(en="Audit"),
            actor=sari,
            at=AT,
            site=Site.objects.get(code="bblm"),
        )
    assert not Hindrance.objects.exists()


def test_without_something_published_nothing_is_repaired(edition: Edition, sari: Person) -> None:
    with pytest.raises(RuleViolationError, match="not_published"):
        reported(edition, sari)


def test_a_way_is_not_taken_once_another_version_is_published(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    search = reported(edition, sari, session=Session.objects.get(code="PRA-1-B"))
    work_out(search_id=search.pk, at=AT)
    search.refresh_from_db()
    Hindrance.objects.all().delete()
    publish_timetable(
        timetable=draft(edition, PRA_1_B=at(1, 14)), reason=TranslatedText(en="Other"), actor=sari, at=AT
    )

    for number, code in ((1, "timetable.overtaken"), (9, "timetable.no_such_way")):
        with pytest.raises(RuleViolationError, match=code):
            take_alternative(search=search, number=number, actor=sari, at=AT)


def test_a_way_is_neither_taken_nor_published_once_what_it_moves_has_begun(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    """The practice of group B begins at 13:00; the way puts it a day later."""
    search = reported(edition, sari)
    Search.objects.filter(pk=search.pk).update(state=SearchState.WORKING, answer=one_way())
    one, later = NOON + dt.timedelta(hours=1), NOON + dt.timedelta(minutes=61)

    with pytest.raises(RuleViolationError, match="begun_meanwhile") as refused:
        take_alternative(search=search, number=1, actor=sari, at=later)
    assert "PRA-1-B" in str(refused.value.refusal.message)
    taken = take_alternative(search=search, number=1, actor=sari, at=one)
    with pytest.raises(RuleViolationError, match="begun_meanwhile"):
        publish_timetable(timetable=taken, reason=TranslatedText(en="Audit"), actor=sari, at=later)
    assert publish_timetable(timetable=taken, reason=TranslatedText(en="Audit"), actor=sari, at=one) != []


def test_a_session_is_declined_with_a_reason_and_only_while_it_holds(
    edition: Edition, sari: Person, published: Timetable
) -> None:
    asked = Confirmation.objects.get(session__code="PRA-1-B", site__isnull=False)

    with pytest.raises(RuleViolationError, match="no_reason"):
        answer_session(confirmation=asked, is_confirmed=False, reason=" ", actor=sari, at=AT)
    answer_session(confirmation=asked, is_confirmed=False, reason="Audit", actor=sari, at=AT)
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.answered_at) == ("declined", "Audit", AT)
    publish_timetable(
        timetable=draft(edition, PRA_1_B=at(1, 14)), reason=TranslatedText(en="Audit"), actor=sari, at=AT
    )
    with pytest.raises(RuleViolationError, match="overtaken"):
        answer_session(confirmation=asked, is_confirmed=True, actor=sari, at=AT)


@time_machine.travel(AT, tick=False)
def test_a_coordinator_declines_and_the_officer_repairs_by_pages(
    edition: Edition, sari: Person, published: Timetable, client: Client
) -> None:
    site = Site.objects.get(code="bblm")
    host = account_with(Role.CENTRE_COORDINATOR, scope=f"organisation:{site.organisation_id}")
    client.force_login(host)
    asked = Confirmation.objects.get(session__code="PRA-1-B", site=site)
    page = client.get(reverse("timetable:mine")).content.decode()
    assert (page.count('value="yes"'), "Tuesday 24 July" in page) == (3, True)
    with time_machine.travel(AT + dt.timedelta(days=30), tick=False):
        client.force_login(host)
        over = client.get(reverse("timetable:mine")).content.decode()
    assert ('value="yes"' in over, "wait for your answer" in over, "Tuesday 24 July" in over) == (
        False,
        False,
        True,
    )
    client.force_login(host)
    address = reverse("timetable:answer", args=[asked.pk])
    assert client.post(address, {"answer": "no"}).status_code == HTTPStatus.CONFLICT
    client.post(address, {"answer": "no", "reason": "Audit of the workshop"})

    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    assert (
        "Audit of the workshop" in client.get(reverse("timetable:bench", args=["SMI-2018"])).content.decode()
    )
    form = reverse("timetable:hinder", args=["SMI-2018"])
    wrong = client.post(
        form,
        {
            "site": "bblm",
            "person": "anwar",
            "on": "2018-07-24",
            "begins": "12:00",
            "ends": "16:00",
            "reason_en": "x",
        },
    )
    assert (wrong.status_code, "Choose one" in wrong.content.decode()) == (422, True)
    client.post(
        form, {"site": "bblm", "on": "2018-07-24", "begins": "12:00", "ends": "16:00", "reason_en": "Audit"}
    )
    search = Search.objects.get()
    ways = reverse("timetable:repair", args=["SMI-2018", search.pk])
    assert "It waits for a worker." in client.get(ways).content.decode()
    work_out(search_id=search.pk, at=AT)
    told = " ".join(client.get(ways).content.decode().split())
    assert ("1 session moves" in told, "Proven: no smaller change" in told) == (True, True)
    taken = client.post(reverse("timetable:take", args=["SMI-2018", search.pk, 1]))
    assert taken["Location"] == reverse("timetable:publish", args=["SMI-2018", 2])
    assert client.post(taken["Location"], {"reason_en": "Audit"}).status_code == HTTPStatus.FOUND
    assert Session.objects.get(code="PRA-1-B").sequence == 1
