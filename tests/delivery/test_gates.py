"""Gate lists: when they are due, who stands in them, what was sent, and who has dropped out since."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from balai.audit.models import Look
from balai.delivery.adapters.daily import gate_lists_due
from balai.delivery.models import GateList, GateName
from balai.delivery.queries.gates import visits_of
from balai.delivery.queries.materials import editions_reached, reach_of
from balai.delivery.services.gates import note_gate_list_sent
from balai.delivery.services.sample import life_of_days
from balai.directory.models import DeclaredDay, Site
from balai.kernel.identity import uuid7
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import put
from balai.kernel.translated import TranslatedText
from balai.nominations.models import Profile
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, Task
from balai.programmes.models import Edition
from balai.selection.enums import EndReason, ParticipantState
from balai.selection.services.participating import end_participation
from balai.selection.services.sample.moments import REFERENCE
from balai.timetable.models import Session, Slot, SlotPerson, Timetable
from balai.timetable.services.publishing import publish_timetable
from tests.delivery.factories import EIGHT
from tests.directory.factories import ResourcePersonFactory, SiteFactory
from tests.people.factories import GrantFactory, account_with
from tests.programmes.factories import ActivityFactory, ActivityPersonFactory, EditionFactory
from tests.timetable.factories import draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.delivery.queries.gates import Visit
    from tests.delivery.factories import Delivered

CODE = "SMI-2018"
VISIT = dt.date(2018, 7, 24)
FRIDAY = dt.datetime(2018, 7, 20, 3, tzinfo=dt.UTC)
ADDRESS = [CODE, "bblm", "2018-07-24"]


@pytest.fixture(autouse=True)
def _before_the_visit(world: Delivered) -> Iterator[None]:
    """The centre wants names two working days before Tuesday: on Friday, for the weekend does not count."""
    Site.objects.filter(code="bblm").update(gate_lead_days=2)
    with time_machine.travel(FRIDAY, tick=False):
        yield


def visit_of(world: Delivered) -> Visit:
    (visit,) = visits_of(world.edition)
    return visit


def sent(world: Delivered, **more: object) -> GateList:
    values = {"sent_to": "Security desk, by mail", "has_passports": False, "at": FRIDAY} | more
    site = Site.objects.get(code="bblm")
    return note_gate_list_sent(edition=world.edition, site=site, on=VISIT, actor=world.sari, **values)  # type: ignore[arg-type] # as named


def office(world: Delivered, role: Role = Role.SECRETARIAT) -> Client:
    client = Client()
    client.force_login(account_with(role, scope=world.edition.scope))
    return client


def test_a_list_is_due_working_days_before_and_names_who_comes_in_person(world: Delivered) -> None:
    one = world.people[3]
    one.attendance, one.room = "online", ""
    one.save(update_fields=["attendance", "room"])

    visit = visit_of(world)

    assert (visit.on, visit.due_on, visit.sent) == (VISIT, dt.date(2018, 7, 20), None)
    assert [each.pk for each in visit.participants] == [each.pk for each in world.people[:3]]
    assert [each.person.name for each in visit.others] == ["Anwar Siregar"]


def test_a_declared_day_off_brings_the_day_forward(world: Delivered) -> None:
    words = {"en": "A feast", "id": "Hari raya"}
    DeclaredDay.objects.create(
        country_id="ID", kind="holiday", name=words, since=dt.date(2018, 7, 20), until=dt.date(2018, 7, 20)
    )

    assert visit_of(world).due_on == dt.date(2018, 7, 19)


def test_what_was_sent_stays_and_who_drops_out_or_joins_is_told(world: Delivered) -> None:
    first = sent(world)
    assert (first.due_on, first.names.count(), visit_of(world).is_open) == (dt.date(2018, 7, 20), 5, False)

    end_participation(
        participant_id=world.people[0].pk,
        to=ParticipantState.WITHDRAWN,
        why=EndReason.HEALTH,
        note="",
        actor=world.sari,
        at=FRIDAY,
    )
    changed = visit_of(world)

    assert (changed.gone, changed.new, changed.is_open) == ([world.people[0].name], [], True)
    sent(world, at=FRIDAY + dt.timedelta(hours=1))
    assert (visit_of(world).is_open, GateList.objects.count()) == (False, 2)
    for stays in (GateList.objects.all(), GateName.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            stays.delete()


def test_it_is_not_noted_after_the_visit_nor_to_nobody(world: Delivered) -> None:
    with pytest.raises(RuleViolationError) as refused:
        sent(world, at=EIGHT + dt.timedelta(days=1))
    assert refused.value.refusal.code == "gate_list.over"
    with pytest.raises(ValidationError):
        sent(world, sent_to="  ")


def test_numbers_of_passports_are_looked_at_one_by_one_and_only_when_asked_for(world: Delivered) -> None:
    profile, _made = Profile.objects.get_or_create(person=world.people[0].person)
    profile.name_in_passport = "KARMA CHODEN"
    put(profile, "passport", {"number": "G0123456"})
    profile.save()
    client = office(world)

    plain = client.get(reverse("delivery:gate_file", args=[*ADDRESS, "xlsx"]))
    assert not Look.objects.exists()
    full = client.post(reverse("delivery:gate_file_with_passports", args=[*ADDRESS, "xlsx"]))

    def rows(content: bytes) -> list[tuple[object, ...]]:
        return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))

    assert rows(plain.content)[:2] == [
        ("Number", "Name", "Nationality", "Comes as"),
        ("1", "KARMA CHODEN", "Bhutan", "Participant"),
    ]
    assert rows(full.content)[1] == ("1", "KARMA CHODEN", "Bhutan", "Participant", "G0123456")
    look = Look.objects.get()
    assert (look.field, look.purpose) == ("profile.passport", "gate_list")
    paper = client.post(reverse("delivery:gate_file_with_passports", args=[*ADDRESS, "pdf"]))
    assert paper.content.startswith(b"%PDF-")


def test_pages_note_it_and_tasks_and_the_sheet_of_the_day_tell_of_it(world: Delivered) -> None:
    client = office(world)
    tasks = reverse("portal:tasks")
    assert "Gate list of Centre for Metal" in client.get(tasks).content.decode()
    assert client.get(reverse("delivery:gates", args=[CODE])).context["rows"][0]["state"].word == "Due"

    page = reverse("delivery:gate_list", args=ADDRESS)
    assert client.post(page, {"sent_to": ""}).status_code == 422
    assert client.post(page, {"sent_to": "Security desk", "has_passports": "on"}).status_code == 302

    assert "Gate list of Centre for Metal" not in client.get(tasks).content.decode()
    assert client.get(page).context["state"].word == "Sent"
    gates = client.get(reverse("delivery:day", args=[CODE]), {"on": "2018-07-24"}).context["sheet"].gates
    assert [(one.site, one.state.word) for one in gates] == [("Centre for Metal", "Sent")]


def test_the_sample_sends_each_list_once(world: Delivered) -> None:
    Edition.objects.update(code=REFERENCE)

    for stage in life_of_days():
        if "gates" in stage.name:
            stage.do()

    assert [(one.visit_on, one.sent_at.date()) for one in GateList.objects.all()] == [
        (VISIT, dt.date(2018, 6, 26))
    ]


def test_a_substitute_stands_in_no_list_and_has_no_materials(world: Delivered) -> None:
    part = SlotPerson.objects.filter(slot=world.slot()).get()
    eko = ResourcePersonFactory.create(code="eko")
    lecture = world.edition.activities.get(code="LEC-1")
    ActivityPersonFactory.create(activity=lecture, resource_person=eko, task=Task.SUBSTITUTE)
    publish_timetable(
        timetable=draft(world.edition), reason=TranslatedText(en="Again."), actor=world.sari, at=FRIDAY
    )
    assert SlotPerson.objects.filter(slot=world.slot(), resource_person=eko).exists()

    assert [one.pk for one in visit_of(world).others] == [part.resource_person_id]
    for person, number in ((part.resource_person.person, 1), (eko.person, 0)):
        reach = reach_of(person, [], world.edition, readers=(), keepers=())
        assert (world.slot().session_id in reach.taught) == bool(number)
        assert editions_reached(person, [], readers=()).count() == number


def test_who_reads_another_edition_and_hosts_a_session_of_this_one_sees_no_whole_lists(
    world: Delivered,
) -> None:
    site = Site.objects.get(code="bblm")
    account = account_with(Role.SECRETARIAT, Role.PROGRAMME_OFFICER, scope=EditionFactory.create().scope)
    here = f"organisation:{site.organisation_id}"
    GrantFactory.create(person=account.person, role=Role.CENTRE_COORDINATOR, scope=here)
    client = Client()
    client.force_login(account)

    assert client.get(reverse("delivery:presence", args=[CODE])).status_code == 200
    for name, arguments in (
        ("gates", [CODE]),
        ("gate_list", ADDRESS),
        ("conflicts", [CODE]),
        ("terms", [CODE]),
    ):
        assert client.get(reverse(f"delivery:{name}", args=arguments)).status_code == 404


def test_who_reads_an_edition_and_hosts_elsewhere_registers_no_device(world: Delivered) -> None:
    account = account_with(Role.SECRETARIAT, scope=world.edition.scope)
    elsewhere = f"organisation:{SiteFactory.create().organisation_id}"
    GrantFactory.create(person=account.person, role=Role.CENTRE_COORDINATOR, scope=elsewhere)
    client = Client()
    client.force_login(account)

    answer = client.post(reverse("delivery:register", args=[CODE]), {"name": "Tablet"})
    assert (answer.status_code, answer.json()["code"]) == (409, "device.not_yours")


def test_tasks_ask_as_often_for_one_edition_as_for_three(
    world: Delivered, django_assert_num_queries: Any
) -> None:
    request = Mock(grants=list(GrantFactory.create_batch(1, role=Role.SECRETARIAT)))
    with CaptureQueriesContext(connection) as one:
        assert len(gate_lists_due(request, at=FRIDAY)) == 1
    slot = world.slot()
    for months in (3, 6):
        far = EditionFactory.create(status=EditionStatus.PREPARATION)
        lecture = ActivityFactory.create(edition=far, module=None, code="LEC-1", session_type_id="LEC")
        timetable = Timetable.objects.get(pk=slot.timetable_id)
        timetable.pk, timetable.edition = uuid7(), far
        timetable.state, timetable.published_at, timetable.published_by = "draft", None, ""
        timetable.save(force_insert=True)
        begins = slot.begins_at + dt.timedelta(days=30 * months)
        Slot.objects.create(
            timetable=timetable,
            session=Session.objects.create(edition=far, activity=lecture, code="LEC-1"),
            begins_at=begins,
            ends_at=begins + slot.lasts,
            site=slot.site,
        )
        timetable.state, timetable.published_at = "published", FRIDAY
        timetable.published_by = world.sari.reference
        timetable.save()

    with django_assert_num_queries(len(one)):
        assert len(gate_lists_due(request, at=FRIDAY)) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_row_as_for_three(
    world: Delivered, rows: int, django_assert_num_queries: object
) -> None:
    for hours in range(rows):
        sent(world, at=FRIDAY + dt.timedelta(hours=hours))
    client = office(world)
    for view, arguments, number in (
        ("delivery:gates", [CODE], GATES),
        ("delivery:gate_list", ADDRESS, GATE_LIST),
    ):
        address = reverse(view, args=arguments)
        client.get(address)
        with django_assert_num_queries(number):  # type: ignore[operator] # pytest-django's
            client.get(address)


GATES, GATE_LIST = 14, 18
