"""Incidents: sealed, read by the office alone, never changed, and forgotten with whom they concern."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from balai.audit.models import Deed, Look
from balai.delivery.adapters.incidents import IncidentEraser, IncidentRetention, open_incidents
from balai.delivery.enums import EntryKind, IncidentKind
from balai.delivery.models import Incident, IncidentEntry
from balai.delivery.services.incidents import add_entry, close_incident, read_entries, report_incident
from balai.directory.models import Site
from balai.kernel.crypto import keyring
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import Sealed, destroy_data_key
from balai.people.enums import Role
from balai.people.models import LegalHold
from balai.people.queries import grants_held_by
from tests.delivery.factories import EIGHT, NIGHT
from tests.directory.factories import SiteFactory
from tests.people.factories import PersonFactory, account_with

if TYPE_CHECKING:
    from balai.people.access import SignedInRequest
    from balai.people.models import Account
    from tests.delivery.factories import Delivered

SECRET = "Cut on the left hand at the lathe."


def reported(world: Delivered, kind: IncidentKind = IncidentKind.ACCIDENT, **more: Any) -> Incident:
    values: dict[str, Any] = {
        "severity": 2,
        "happened_at": EIGHT,
        "site": world.slot().site,
        "participants": world.people[:1],
        "account": SECRET,
        "measures": "Bandaged.",
        "actor": world.sari,
        "at": NIGHT,
    } | more
    return report_incident(edition=world.edition, kind=kind, **values)


def visitor(world: Delivered, role: Role) -> Client:
    client = Client()
    client.force_login(account_with(role, scope=world.edition.scope))
    return client


def texts(incident: Incident, world: Delivered) -> list[str | None]:
    told = read_entries(incident, incident.entries.all(), actor=world.sari, at=NIGHT)
    return [text for _entry, text in told]


def test_what_is_told_is_sealed_and_the_trail_tells_no_word(world: Delivered) -> None:
    incident = reported(world)

    entries = list(incident.entries.order_by("pk"))
    assert [(one.kind, isinstance(one.text, Sealed)) for one in entries] == [
        (EntryKind.ACCOUNT, True),
        (EntryKind.MEASURE, True),
    ]
    deed = Deed.objects.get(subject=incident.reference)
    assert (deed.action, deed.detail) == ("incident.reported", {"edition": world.edition.reference})
    with pytest.raises(ValidationError):
        reported(world, account="  ")
    with pytest.raises(ValidationError):
        reported(world, happened_at=NIGHT + dt.timedelta(hours=1))


@pytest.mark.parametrize("year", ["0001", "1018"])
def test_a_slip_in_the_year_is_told_and_never_kept(world: Delivered, year: str) -> None:
    client = visitor(world, Role.PROGRAMME_OFFICER)
    said = {"kind": "loss", "severity": "1", "happened_time": "00:00", "account": "Lost."}
    with time_machine.travel(NIGHT, tick=False):
        client = visitor(world, Role.PROGRAMME_OFFICER)
        address = reverse("delivery:incident_report", args=[world.edition.code])
        answer = client.post(address, said | {"happened_on": f"{year}-01-01"})

    assert answer.status_code == 422
    assert "This is too long ago." in answer.content.decode()
    with pytest.raises(IntegrityError, match="incident_happened_in_our_time"), transaction.atomic():
        Incident.objects.create(
            edition=world.edition,
            kind=IncidentKind.LOSS,
            severity=1,
            happened_at=dt.datetime(int(year), 1, 2, tzinfo=dt.UTC),
            reported_at=NIGHT,
            reported_by="system",
        )


def test_each_reader_is_written_down_with_everybody_concerned(world: Delivered) -> None:
    incident = reported(world, participants=world.people[:2])

    assert texts(incident, world) == [SECRET, "Bandaged."]
    looks = Look.objects.values_list("subject", "field", "purpose")
    concerned = [one.person.reference for one in world.people[:2]]
    assert sorted(looks) == sorted(
        (subject, "incident_entry.text", "incident")
        for subject in (*concerned, incident.reference, incident.reference)
    )


def test_entries_are_added_and_after_closing_corrections_alone(world: Delivered) -> None:
    incident = reported(world)
    add_entry(incident=incident, kind=EntryKind.FOLLOW_UP, text="Insurer.", actor=world.sari, at=NIGHT)
    close_incident(incident=incident, actor=world.sari, at=NIGHT)

    for kind, code in ((EntryKind.MEASURE, "incident.closed"),):
        with pytest.raises(RuleViolationError) as refused:
            add_entry(incident=incident, kind=kind, text="Late.", actor=world.sari, at=NIGHT)
        assert refused.value.refusal.code == code
    with pytest.raises(RuleViolationError) as refused:
        close_incident(incident=incident, actor=world.sari, at=NIGHT)
    assert refused.value.refusal.code == "incident.closed_already"
    add_entry(incident=incident, kind=EntryKind.CORRECTION, text="Right hand.", actor=world.sari, at=NIGHT)

    assert incident.entries.count() == 4


def test_the_database_lets_nothing_be_changed(world: Delivered) -> None:
    incident = close_incident(incident=reported(world), actor=world.sari, at=NIGHT)
    entry = incident.entries.order_by("pk")[0]
    for change in (
        lambda: Incident.objects.filter(pk=incident.pk).update(severity=1),
        lambda: Incident.objects.filter(pk=incident.pk).update(closed_at=None, closed_by=""),
        lambda: Incident.objects.filter(pk=incident.pk).update(wrapped_key=b"", severity=1),
        lambda: IncidentEntry.objects.filter(pk=entry.pk).update(kind=EntryKind.MEASURE),
        lambda: IncidentEntry.objects.filter(pk=entry.pk).update(text=Sealed(b"other")),
        entry.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_words_go_with_the_last_whom_they_concern_or_in_time_and_for_good(
    world: Delivered, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = (one.person for one in world.people[:2])
    incident = reported(world, kind=IncidentKind.CONDUCT, participants=world.people[:2], actor=second)
    other = reported(world, kind=IncidentKind.LOSS, participants=(), actor=second)

    assert IncidentEraser()([second], at=NIGHT) == 1
    destroy_data_key(second)
    assert list(incident.participants.all()) == world.people[:1]
    assert texts(incident, world) == [SECRET, "Bandaged."]

    before = Incident.objects.values_list("wrapped_key", flat=True).get(pk=incident.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert IncidentEraser()([first], at=NIGHT) == 3
    assert (texts_left(incident), texts_left(other)) == (0, 2)
    incident.refresh_from_db()
    assert incident.is_forgotten
    assert incident.reference in keyring().destroyed
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(wrapped_key=before)
    with pytest.raises(RuleViolationError) as refused:
        add_entry(incident=incident, kind=EntryKind.MEASURE, text="More.", actor=world.sari, at=NIGHT)
    assert refused.value.refusal.code == "incident.forgotten"

    ended = world.edition.ends_on
    assert ended is not None
    assert list(IncidentRetention().expired(ended_before=ended)) == []
    due = list(IncidentRetention().expired(ended_before=ended + dt.timedelta(days=1)))
    assert (len(due), IncidentRetention().forget(due, at=NIGHT), texts_left(other)) == (1, 2, 0)


def test_a_hold_on_anybody_concerned_keeps_the_words(world: Delivered) -> None:
    first, second = (one.person for one in world.people[:2])
    incident = reported(world, participants=world.people[:2])
    double = PersonFactory.create(merged_into=second)
    hold = LegalHold.objects.create(
        person=double,
        reason="A claim.",
        until=NIGHT.date() + dt.timedelta(days=9_000),
        placed_at=NIGHT,
        placed_by=world.sari.reference,
    )
    assert world.edition.ends_on is not None
    after = world.edition.ends_on + dt.timedelta(days=1)

    assert IncidentEraser()([first], at=NIGHT) == 0
    assert {one.person_id for one in IncidentRetention().expired(ended_before=after)} == {second.pk}
    assert texts_left(incident) == 2

    LegalHold.objects.filter(pk=hold.pk).update(lifted_at=NIGHT, lifted_by=world.sari.reference)
    assert [one.person_id for one in IncidentRetention().expired(ended_before=after)] == [None]
    assert IncidentEraser()([first], at=NIGHT) == 1
    assert IncidentEraser()([second], at=NIGHT) == 3


def texts_left(incident: Incident) -> int:
    return incident.entries.filter(text__isnull=False).count()


def test_who_sees_what_and_nobody_else(world: Delivered) -> None:
    accident, loss = reported(world), reported(world, kind=IncidentKind.LOSS)

    def seen(role: Role) -> list[int]:
        client = visitor(world, role)
        found = [client.get(reverse("delivery:incidents"))]
        found += [client.get(reverse("delivery:incident", args=[one.pk])) for one in (accident, loss)]
        assert not any(SECRET in one.content.decode() for one in found)
        return [one.status_code for one in found]

    assert seen(Role.SECRETARIAT) == seen(Role.PROGRAMME_OFFICER) == [200, 200, 200]
    assert seen(Role.HEALTH_OFFICER) == [200, 200, 404]
    assert seen(Role.CENTRE_COORDINATOR) == [200, 404, 404]
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert seen(role) == [403, 403, 403]


@time_machine.travel(NIGHT, tick=False)
def test_a_coordinator_reports_at_the_own_centre_and_sees_what_they_told(world: Delivered) -> None:
    slot = world.slot("PRA-1-A")
    assert slot.site is not None
    centre = account_with(Role.CENTRE_COORDINATOR, scope=f"organisation:{slot.site.organisation_id}")
    client = Client()
    client.force_login(centre)
    address = reverse("delivery:incident_report", args=[world.edition.code])
    said = {
        "kind": "conduct",
        "severity": "3",
        "happened_on": "2018-07-24",
        "happened_time": "08:30",
        "account": SECRET,
    }
    form = client.get(address).context["form"]
    away = Site.objects.exclude(organisation=slot.site.organisation).first() or SiteFactory.create()
    assert client.post(address, said | {"site": str(away.pk)}).status_code == 422
    assert client.post(address, said | {"site": str(slot.site.pk)}).status_code == 302
    assert list(form.fields["site"].queryset) == [slot.site]
    incident = Incident.objects.get()
    add_entry(incident=incident, kind=EntryKind.MEASURE, text="Asked both.", actor=world.sari, at=NIGHT)

    page = reverse("delivery:incident", args=[incident.pk])
    opened = client.post(reverse("delivery:incident_read", args=[incident.pk])).content.decode()
    assert (SECRET in opened, "Asked both." in opened, "Measure taken" in opened) == (True, False, True)
    assert [one["text"] for one in client.get(page).context["entries"]] == [None]
    assert client.post(page, {"kind": "measure", "text": "Parted them."}).status_code == 302
    assert client.post(reverse("delivery:incident_close", args=[incident.pk])).status_code == 403
    assert open_incidents_of(centre) == 0
    whole = visitor(world, Role.SECRETARIAT).get(page).context["entries"]
    assert sorted(one["entry"].kind for one in whole) == ["account", "measure", "measure"]


def open_incidents_of(account: Account) -> int:
    """How many lines among the tasks of somebody ask for incidents."""
    request = RequestFactory().get("/")
    request.user = account
    request.grants = list(grants_held_by(account, at=NIGHT))  # type: ignore[attr-defined] # as the middleware
    return len(open_incidents(cast("SignedInRequest", request), at=NIGHT))


def test_an_officer_reports_reads_adds_and_closes(world: Delivered) -> None:
    client = visitor(world, Role.PROGRAMME_OFFICER)
    with time_machine.travel(NIGHT, tick=False):
        answer = client.post(
            reverse("delivery:incident_report", args=[world.edition.code]),
            {
                "kind": "illness",
                "severity": "3",
                "happened_on": "2018-07-24",
                "happened_time": "08:30",
                "participants": [str(world.people[0].pk)],
                "account": SECRET,
            },
        )
        assert answer.status_code == 302
        incident = Incident.objects.get()
        assert incident.happened_at == EIGHT + dt.timedelta(minutes=30)
        page = reverse("delivery:incident", args=[incident.pk])
        assert SECRET in client.post(reverse("delivery:incident_read", args=[incident.pk])).content.decode()
        assert client.post(page, {"kind": "measure", "text": ""}).status_code == 422
        assert client.post(page, {"kind": "measure", "text": "Clinic."}).status_code == 302
        client.post(reverse("delivery:incident_close", args=[incident.pk]))
        assert client.post(page, {"kind": "measure", "text": "More."}).status_code == 422
        assert client.post(page, {"kind": "correction", "text": "At nine."}).status_code == 302

    incident.refresh_from_db()
    assert (incident.is_open, incident.entries.count()) == (False, 3)


INCIDENTS = 8


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_asks_as_often_for_one_row_as_for_three(
    world: Delivered, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        reported(world)
    client = visitor(world, Role.SECRETARIAT)
    client.get(reverse("delivery:incidents"))
    with django_assert_num_queries(INCIDENTS):
        client.get(reverse("delivery:incidents"))
