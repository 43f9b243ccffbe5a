from __future__ import annotations

from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.correspondence.models import Letter
from balai.kernel.bundle.importing import import_bundle
from balai.kernel.jobs import enqueue
from balai.people.enums import Role
from balai.people.models import Grant, Person
from balai.people.services.sample import create_cast, demo_email
from balai.programmes.models import Edition
from balai.selection.models import Participant
from balai.selection.services.sample.way import RUN_SAMPLE
from balai.timetable.models import Booking, GroupMember, Hindrance, Session, Timetable
from balai.timetable.queries.own import slots_for
from balai.timetable.services import sample
from balai.timetable.tasks import show_sample
from tests.timetable.factories import AT, participant

BUNDLE = Path(__file__).parents[2] / "examples" / "colombo-plan-2018"


@pytest.mark.slow
def test_the_sample_forms_groups_plans_publishes_and_repairs(db: None, keys: None) -> None:
    create_cast(AT)
    import_bundle(BUNDLE, actor=None, at=AT)
    edition = Edition.objects.get(code=sample.REFERENCE)
    edition.quotas.all().delete()
    Edition.objects.filter(pk=edition.pk).update(status="preparation")
    edition.refresh_from_db()
    for number in range(1, 5):
        participant(edition, number, "BT")
    assert not sample.run_sample(print)  # places are free
    Edition.objects.filter(pk=edition.pk).update(places=4, host_places=0)
    told: list[str] = []

    while sample.run_sample(told.append):
        pass

    assert told == list(sample.STAGES)
    assert GroupMember.objects.count() == Participant.objects.count() == 4
    versions = list(Timetable.objects.order_by("version").values_list("state", flat=True))
    assert versions == ["superseded", "published"]
    assert Hindrance.objects.get().site is not None
    moved = Session.objects.filter(sequence=1)
    assert 0 < moved.count() < 20
    assert Booking.objects.exists()
    assert Letter.objects.filter(kind="timetable.changed").exists()
    coordinator = Person.objects.get(account__email=demo_email(Role.CENTRE_COORDINATOR))
    hosted = slots_for(coordinator, Grant.objects.filter(person=coordinator, until=None))
    assert {slot.site.code for slot in hosted if slot.site} == {sample.CENTRE}


def test_the_timetable_waits_for_the_pool_and_for_nothing_else(db: None) -> None:
    assert not sample.is_expected()
    enqueue(RUN_SAMPLE)

    assert sample.is_expected()
    show_sample()

    assert (
        ProcrastinateJob.objects.filter(task_name=sample.SHOW_SAMPLE, scheduled_at__isnull=False).count() == 1
    )
