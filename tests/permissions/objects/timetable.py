"""What the pages of timetables are tried with: a small edition of one's own, whose lecture is marked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import time_machine
from django.forms import model_to_dict

from balai.directory.models import ResourcePerson, Site
from balai.kernel.translated import TranslatedText
from balai.office.models import Office
from balai.programmes.enums import Publicity
from balai.programmes.models import Edition, Group
from balai.timetable.enums import SearchState, TimetableState
from balai.timetable.forms.terms import TermsForm
from balai.timetable.models import (
    CalendarAddress,
    Confirmation,
    GroupMember,
    PlanningTerms,
    Search,
    Slot,
    StandIn,
    Timetable,
    Vehicle,
    VehicleRide,
)
from balai.timetable.services.addressing import give_calendar_address, token_for
from balai.timetable.services.moving import move_session
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.repairing import report_hindrance
from balai.timetable.services.searching import ask_for_timetable
from balai.timetable.services.vehicles import take_vehicles, write_vehicle
from tests.directory.factories import ResourcePersonFactory, country
from tests.people.factories import PersonFactory
from tests.permissions.world import EDITION, MARKER, Aim, aims
from tests.programmes.factories import EditionFactory, session_type
from tests.timetable.factories import (
    AT,
    NOON,
    ROOM,
    at,
    draft,
    one_remedy,
    one_way,
    participant,
    riding_until,
    small_edition,
)
from tests.timetable.looks import RIDE

if TYPE_CHECKING:
    from tests.permissions.world import Seen, World


def an_edition(title: str = MARKER) -> Edition:
    """The edition of one's own; its title, and its lecture's, are marked where only its people see it."""
    for code in ("BT", "ID"):
        country(code)
    for code in ("LEC", "PRA"):
        session_type(code)
    return small_edition(title, pk=EDITION, title={"en": title})


def a_draft(name: str = "", **more: Any) -> Aim:
    """Something about its draft, or about a session in it."""
    timetable = draft(an_edition())
    own = {"code": timetable.edition.code, "version": timetable.version}
    return Aim(own=own | {"name": name} if name else own, **more)


@aims("timetable:index")
def editions_to_plan(world: World) -> Aim:
    an_edition()
    return Aim()


@aims("timetable:bench")
def the_bench(world: World) -> Aim:
    return Aim(own={"code": draft(an_edition()).edition.code})


@aims("timetable:csv", "timetable:xlsx")
def a_version_as_a_sheet(world: World) -> Aim:
    return a_draft()


@aims("timetable:paper")
def a_version_on_paper(world: World) -> Aim:
    timetable = draft(an_edition())
    return Aim(own={"code": timetable.edition.code, "version": timetable.version, "kind": "days"})


@aims("timetable:own_paper")
def ones_own_list(world: World) -> Aim:
    """The list of what the reader teaches, but not that of the site, which others host."""
    edition = an_edition("Own things")
    ResourcePerson.objects.filter(code="anwar").update(person=world.person)
    publish_timetable(timetable=draft(edition), actor=PersonFactory.create(), at=AT)
    own = {"code": edition.code, "kind": "trainers"}
    return Aim(own=own, foreign=own | {"kind": "sites"})


@aims("timetable:compare", "timetable:compare_xlsx")
def comparing(world: World) -> Aim:
    edition = an_edition()
    draft(edition)
    return Aim(own={"code": draft(edition, PRA_1_B=at(1, 14)).edition.code})


@aims("timetable:terms")
def writing_terms(world: World) -> Aim:
    written = model_to_dict(PlanningTerms(), TermsForm.Meta.fields) | {"sites": 3}
    return Aim(
        own={"code": an_edition().code},
        data={name: str(value) for name, value in written.items()},
        effect=lambda _seen: PlanningTerms.objects.filter(sites=3).exists(),
    )


@aims("timetable:progress")
def how_far_it_is(world: World) -> Aim:
    return Aim(own={"code": an_edition().code})


@aims("timetable:plan")
def planning(world: World) -> Aim:
    return Aim(own={"code": an_edition().code}, effect=lambda _seen: Search.objects.exists())


@aims("timetable:cancel")
def calling_off(world: World) -> Aim:
    edition = an_edition()
    search = ask_for_timetable(edition=edition, actor=None, at=AT)
    return Aim(
        own={"code": edition.code, "key": search.pk},
        effect=lambda _seen: Search.objects.filter(state=SearchState.CANCELLED).exists(),
    )


@aims("timetable:back")
def taking_back(world: World) -> Aim:
    timetable = draft(an_edition())
    move_session(
        timetable=timetable, code="PRA-1-B", begins=at(2, 8), room=ROOM, actor=PersonFactory.create(), at=AT
    )
    return Aim(
        own={"code": timetable.edition.code, "version": timetable.version},
        effect=lambda _seen: Timetable.objects.filter(moves=[]).exists(),
    )


@aims("timetable:publish")
def publishing(world: World) -> Aim:
    return a_draft(
        data={"reason_en": "First"},
        effect=lambda _seen: Timetable.objects.filter(state=TimetableState.PUBLISHED).exists(),
    )


@aims("timetable:replace")
def having_somebody_stand_in(world: World) -> Aim:
    edition = an_edition()
    publish_timetable(timetable=draft(edition), actor=PersonFactory.create(), at=AT)
    anwar = ResourcePerson.objects.get(code="anwar")
    dewi = ResourcePersonFactory.create(code="dewi")
    return Aim(
        own={"code": edition.code, "name": "LEC-1"},
        data={"absent": str(anwar.pk), "person": str(dewi.pk), "reason_en": "Ill"},
        effect=lambda _seen: StandIn.objects.exists(),
        around=lambda: time_machine.travel(AT, tick=False),
    )


def rides() -> Edition:
    """Its timetable, published, with two rides; its lecture is marked, and so is where it is held."""
    timetable = riding_until(an_edition(), 13)
    Site.objects.filter(code="bbk").update(name={"en": MARKER})
    publish_timetable(timetable=timetable, actor=PersonFactory.create(), at=AT)
    edition: Edition = timetable.edition
    return edition


def a_bus(edition: Edition) -> Vehicle:
    return write_vehicle(
        edition=edition, plate="D 1", seats=6, driver=MARKER, actor=PersonFactory.create(), at=AT
    )


@aims("timetable:vehicles")
def writing_a_vehicle(world: World) -> Aim:
    edition = rides()
    a_bus(edition)
    return Aim(
        own={"code": edition.code},
        data={"plate": "D 2", "seats": "6"},
        effect=lambda _seen: Vehicle.objects.filter(plate="D 2").exists(),
    )


@aims("timetable:give_vehicles")
def giving_vehicles(world: World) -> Aim:
    edition = rides()
    a_bus(edition)
    return Aim(own={"code": edition.code}, effect=lambda _seen: VehicleRide.objects.exists())


@aims("timetable:remove_vehicle")
def removing_a_vehicle(world: World) -> Aim:
    edition = rides()
    return Aim(
        own={"code": edition.code, "key": a_bus(edition).pk},
        effect=lambda _seen: not Vehicle.objects.exists(),
    )


@aims("timetable:ride")
def taking_vehicles(world: World) -> Aim:
    edition = rides()
    return Aim(
        own={"code": edition.code, "key": RIDE},
        data={"vehicles": [str(a_bus(edition).pk)]},
        effect=lambda _seen: VehicleRide.objects.exists(),
    )


@aims("timetable:session")
def moving(world: World) -> Aim:
    def has_moved(_seen: Seen) -> bool:
        return Timetable.objects.exclude(moves=[]).exists()

    return a_draft("PRA-1-B", data={"day": "2", "time": str(at(0, 8)), "room": ROOM}, effect=has_moved)


@aims("timetable:pin")
def pinning(world: World) -> Aim:
    return a_draft(
        "PRA-1-A", data={"pinned": "yes"}, effect=lambda _seen: Slot.objects.filter(is_pinned=True).exists()
    )


@aims("timetable:groups")
def forming_groups(world: World) -> Aim:
    edition = an_edition()
    Group.objects.filter(edition=edition, code="A").update(name={"en": MARKER})
    participant(edition, 1)
    return Aim(
        own={"code": edition.code},
        data={"division": "practice"},
        effect=lambda _seen: GroupMember.objects.exists(),
    )


@aims("timetable:member")
def moving_somebody(world: World) -> Aim:
    edition = an_edition()
    member = GroupMember.objects.create(
        group=edition.groups.get(code="A"), participant=participant(edition, 1), division="practice"
    )
    return Aim(
        own={"code": edition.code, "key": member.pk},
        data={"group": "B"},
        effect=lambda _seen: GroupMember.objects.filter(group__code="B").exists(),
    )


# --- repair, and what is asked of people ----------------------------------------------------------------


def published(title: str = MARKER) -> Timetable:
    """Its draft, published."""
    timetable = draft(an_edition(title))
    publish_timetable(timetable=timetable, actor=PersonFactory.create(), at=AT)
    return timetable


@aims("timetable:hinder")
def reporting(world: World) -> Aim:
    return Aim(
        own={"code": published().edition.code},
        data={"site": "bblm", "on": "2018-07-24", "begins": "12:00", "ends": "16:00", "reason_en": "Audit"},
        effect=lambda _seen: Search.objects.exists(),
    )


def a_repair() -> Search:
    """One that waits to be worked out."""
    timetable = published()
    return report_hindrance(
        edition=timetable.edition,
        site=Site.objects.get(code="bblm"),
        begins_at=NOON,
        ends_at=NOON + dt.timedelta(hours=4),
        reason=TranslatedText(en="Audit"),
        actor=PersonFactory.create(),
        at=AT,
    )


@aims("timetable:repair")
def ways_to_repair(world: World) -> Aim:
    search = a_repair()
    return Aim(own={"code": search.edition.code, "key": search.pk})


@aims("timetable:take")
def taking_a_way(world: World) -> Aim:
    search = a_repair()
    Search.objects.filter(pk=search.pk).update(
        state=SearchState.DONE, status="repaired", answered_at=AT, answer=one_way()
    )
    return Aim(
        own={"code": search.edition.code, "key": search.pk, "number": 1},
        effect=lambda _seen: Timetable.objects.filter(version=2).exists(),
        around=lambda: time_machine.travel(AT, tick=False),  # while nothing that it moves has begun
    )


@aims("timetable:remedy")
def taking_a_remedy(world: World) -> Aim:
    edition = an_edition()
    search = ask_for_timetable(edition=edition, actor=None, at=AT)
    Search.objects.filter(pk=search.pk).update(
        kind="explain", state=SearchState.DONE, status="infeasible", answered_at=AT, answer=one_remedy()
    )
    return Aim(
        own={"code": edition.code, "key": search.pk, "number": 1},
        effect=lambda _seen: Timetable.objects.exclude(given_up=[]).exists(),
    )


@aims("timetable:mine")
def ones_own_sessions(world: World) -> Aim:
    published()
    return Aim()


@aims("timetable:answer")
def answering(world: World) -> Aim:
    edition = an_edition("Own things")
    ResourcePerson.objects.filter(code="anwar").update(person=world.person)
    publish_timetable(timetable=draft(edition), actor=PersonFactory.create(), at=AT)
    own = Confirmation.objects.get(resource_person__isnull=False, session__code="LEC-1")
    foreign = Confirmation.objects.get(site__isnull=False, session__code="LEC-1")
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"answer": "yes"},
        effect=lambda seen: Confirmation.objects.filter(pk=seen.arguments["key"], state="confirmed").exists(),
    )


# --- the same by program ---------------------------------------------------------------------------------


@aims("api:list_timetables", "api:list_searches")
def listing_by_program(world: World) -> Aim:
    return the_bench(world)


@aims("api:get_timetable")
def a_version_by_program(world: World) -> Aim:
    return a_draft()


@aims("api:judge_move")
def judging_by_program(world: World) -> Aim:
    return a_draft("PRA-1-B", query={"day": "2018-07-25", "time": "08:00"})


@aims("api:move_session")
def moving_by_program(world: World) -> Aim:
    return replace(moving(world), data={"day": "2018-07-25", "time": "08:00"})


@aims("api:pin_session")
def pinning_by_program(world: World) -> Aim:
    return replace(pinning(world), data={"is_pinned": True})


@aims("api:take_move_back")
def taking_back_by_program(world: World) -> Aim:
    return taking_back(world)


@aims("api:publish_timetable")
def publishing_by_program(world: World) -> Aim:
    return replace(publishing(world), data={"reason": {"en": "First"}})


@aims("api:make_search")
def planning_by_program(world: World) -> Aim:
    return replace(planning(world), data={"work": 5})


@aims("api:report_hindrance")
def reporting_by_program(world: World) -> Aim:
    aim = reporting(world)
    data = {name: value for name, value in aim.data.items() if name != "reason_en"}
    return replace(aim, data=data | {"reason": {"en": "Audit"}})


@aims("api:get_search")
def a_search_by_program(world: World) -> Aim:
    return taking_a_way_by_program(world)


@aims("api:cancel_search")
def calling_off_by_program(world: World) -> Aim:
    return calling_off(world)


@aims("api:take_way")
def taking_a_way_by_program(world: World) -> Aim:
    aim = taking_a_way(world)
    return replace(aim, own={"code": aim.own["code"], "key": aim.own["key"]}, data={"number": 1})


@aims("api:repair_with_remedy")
def repairing_with_a_remedy(world: World) -> Aim:
    search = a_repair()
    Search.objects.filter(pk=search.pk).update(
        kind="explain", state=SearchState.DONE, status="infeasible", answered_at=AT, answer=one_remedy()
    )
    return Aim(
        own={"code": search.edition.code, "key": search.pk},
        data={"number": 1},
        effect=lambda _seen: Search.objects.filter(kind="repair").exists(),
    )


@aims("api:list_vehicles")
def vehicles_by_program(world: World) -> Aim:
    edition = an_edition()
    a_bus(edition)
    return Aim(own={"code": edition.code})


@aims("api:list_rides")
def rides_by_program(world: World) -> Aim:
    edition = rides()
    bus = a_bus(edition)
    take_vehicles(edition=edition, key=RIDE, vehicles=[bus.pk], actor=PersonFactory.create(), at=AT)
    return Aim(own={"code": edition.code})


@aims("api:save_vehicle")
def writing_a_vehicle_by_program(world: World) -> Aim:
    return replace(writing_a_vehicle(world), data={"plate": "D 2", "seats": 6})


@aims("api:remove_vehicle")
def removing_a_vehicle_by_program(world: World) -> Aim:
    return removing_a_vehicle(world)


@aims("api:give_vehicles")
def giving_vehicles_by_program(world: World) -> Aim:
    return giving_vehicles(world)


@aims("api:take_vehicles")
def taking_vehicles_by_program(world: World) -> Aim:
    return taking_vehicles(world)


@aims("api:list_my_sessions", "api:list_my_confirmations")
def ones_own_by_program(world: World) -> Aim:
    return ones_own_sessions(world)


@aims("api:answer_my_confirmation")
def answering_by_program(world: World) -> Aim:
    return replace(answering(world), data={"is_confirmed": True})


# --- what everybody sees ----------------------------------------------------------------------------------


@aims("schedule:timetable", "schedule:calendar")
def what_is_published(world: World) -> Aim:
    edition = published("Theory of cutting").edition
    Edition.objects.filter(pk=edition.pk).update(publicity=Publicity.PUBLIC)
    hidden = EditionFactory.create(title={"en": MARKER})
    Office.objects.create(public_address="https://balai.example")  # calendars carry it
    return Aim(own={"code": edition.code}, foreign={"code": hidden.code})


@aims("schedule:paper")
def what_is_published_on_paper(world: World) -> Aim:
    edition = published("Theory of cutting").edition
    Edition.objects.filter(pk=edition.pk).update(publicity=Publicity.PUBLIC)
    return Aim(own={"code": edition.code, "kind": "days"}, foreign={"code": edition.code, "kind": "trainers"})


@aims("timetable:own_calendar")
def a_calendar_by_its_secret(world: World) -> Aim:
    published()
    Office.objects.create(public_address="https://balai.example")  # calendars carry it
    return Aim(own={"token": token_for(give_calendar_address(person=world.person, at=AT))})


@aims("timetable:own_calendar_address")
def where_ones_calendar_is(world: World) -> Aim:
    published()
    return Aim(
        data={"do": "give"},
        effect=lambda _seen: CalendarAddress.objects.filter(person=world.person).exists(),
    )
