"""What the pages of timetables show when they are looked at: a small edition, its draft, its publication."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from balai.directory.models import ResourcePerson, Site
from balai.kernel.translated import TranslatedText
from balai.office.models import Office
from balai.programmes.enums import Publicity
from balai.programmes.models import Edition
from balai.timetable.enums import SearchKind, SearchState
from balai.timetable.models import Confirmation, Search, Slot
from balai.timetable.services.addressing import give_calendar_address
from balai.timetable.services.drafting import problem_in
from balai.timetable.services.grouping import form_groups
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.repairing import report_hindrance
from balai.timetable.services.searching import ask_for_timetable, begin_search
from balai.timetable.services.vehicles import give_vehicles, write_vehicle
from tests.browser.sign_in import account_of
from tests.directory.factories import country
from tests.people.factories import PersonFactory
from tests.programmes.factories import session_type
from tests.timetable.factories import (
    AT,
    NOON,
    at,
    draft,
    no_way,
    one_remedy,
    one_way,
    participant,
    riding_until,
    small_edition,
)

if TYPE_CHECKING:
    from balai.timetable.models import Timetable

CODE = "SMI-2018"
REPAIR = UUID("0190a0a0-0000-7000-8000-000000000901")
REFUSED = "?day=1&time=780&room=bblm.workshop"
"""Practice of group A when that of group B is held."""
RIDE = "201807240200-201807240600-bbk-bblm"
"""Group B's, in the middle of the day."""


def keep_an_edition() -> Edition:
    """An edition to plan, with its search at work."""
    for code in ("BT", "ID", "LA"):
        country(code)
    for kind in ("LEC", "PRA"):
        session_type(kind)
    edition = small_edition()
    Site.objects.filter(code="bblm").update(colour=3)
    return edition


def keep_a_search() -> None:
    """Nothing is planned yet, and the planner is asked; it says so only where a worker runs."""
    edition = keep_an_edition()
    search = ask_for_timetable(edition=edition, actor=None, at=AT)
    Search.objects.filter(pk=search.pk).update(state=SearchState.FAILED, failure="The solver ended.")


def keep_a_draft() -> Timetable:
    """A draft with a pin."""
    timetable = draft(keep_an_edition())
    Slot.objects.filter(timetable=timetable, session__code="PRA-1-A").update(is_pinned=True)
    return timetable


def keep_two_drafts() -> None:
    """Two drafts, in which one session is held at different times."""
    edition = keep_an_edition()
    draft(edition)
    draft(edition, PRA_1_B=at(1, 14))


def keep_groups() -> None:
    """Four people in two groups."""
    edition = keep_an_edition()
    for number in (1, 2, 3, 4):
        participant(edition, number, "BT" if number < 3 else "LA")
    form_groups(edition=edition, division="practice", actor=None, at=AT)


def keep_published() -> Timetable:
    """What is published, and a centre that declined."""
    timetable = draft(keep_an_edition())
    publish_timetable(timetable=timetable, actor=PersonFactory.create(), at=AT)
    Confirmation.objects.filter(session__code="PRA-1-B", site__isnull=False).update(
        state="declined", reason="An audit", answered_at=AT, answered_by="system"
    )
    return timetable


def keep_rides() -> Timetable:
    """Two rides, one of which has a vehicle."""
    timetable = riding_until(keep_an_edition(), 13)
    officer = PersonFactory.create()
    publish_timetable(timetable=timetable, actor=officer, at=AT)
    edition = timetable.edition
    write_vehicle(
        edition=edition,
        plate="D 7012 AB",
        seats=12,
        driver="Asep Sunandar",
        driver_phone="+62 812 5550 0101",
        actor=officer,
        at=AT,
    )
    give_vehicles(edition=edition, actor=officer, at=AT)
    write_vehicle(edition=edition, plate="D 1 XY", seats=1, actor=officer, at=AT)
    return timetable


def keep_a_repair() -> None:
    """One way to repair what is published."""
    timetable = keep_published()
    search = report_hindrance(
        edition=timetable.edition,
        site=Site.objects.get(code="bblm"),
        begins_at=NOON,
        ends_at=NOON.replace(hour=9),
        reason=TranslatedText(en="An audit"),
        actor=PersonFactory.create(),
        at=AT,
    )
    Search.objects.filter(pk=search.pk).update(
        id=REPAIR, state=SearchState.DONE, status="repaired", answered_at=AT, answer=one_way()
    )


@transaction.atomic
def keep_no_way() -> None:
    """No way to repair it, and what could be given up instead."""
    keep_a_repair()
    search = Search.objects.get(pk=REPAIR)
    Search.objects.filter(pk=REPAIR).update(status="infeasible", answer=no_way())
    begin_search(
        edition=search.edition,
        problem=problem_in(search.problem),
        kind=SearchKind.EXPLAIN,
        before=search.before,
        frozen_until=search.frozen_until,
        actor=None,
        at=AT,
    )
    Search.objects.filter(kind=SearchKind.EXPLAIN).update(
        state=SearchState.DONE, status="infeasible", answered_at=AT, answer=one_remedy()
    )


def keep_own_sessions() -> None:
    """The one who looks is the trainer, and has confirmed one of three sessions."""
    edition = keep_an_edition()
    ResourcePerson.objects.filter(code="anwar").update(person=account_of("resource_person").person)
    publish_timetable(timetable=draft(edition), actor=PersonFactory.create(), at=AT)
    Confirmation.objects.filter(session__code="LEC-1", resource_person__isnull=False).update(
        state="confirmed", answered_at=AT, answered_by="system"
    )


def keep_a_calendar_address() -> None:
    """The one who looks has an address for their calendar."""
    Office.objects.update_or_create(defaults={"public_address": "https://balai.example"})
    person = account_of("participant").person
    assert person is not None
    give_calendar_address(person=person, at=AT)


def keep_open_to_all() -> None:
    """What is published of an edition that everybody may see."""
    Edition.objects.filter(pk=keep_published().edition_id).update(publicity=Publicity.PUBLIC)
