"""What the board and the list of open things tell of a timetable, from nothing to what is in its way."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse

from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.programmes.registries import Owner
from balai.timetable.adapters.lights import timetable_fact, timetable_light
from balai.timetable.models import Confirmation
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.repairing import report_hindrance
from tests.people.factories import account_with
from tests.timetable.factories import AT, NOON, draft, officer

if TYPE_CHECKING:
    from django.test import Client

OF_A_LIGHT = 5
"""Versions, answers, what is in the way; and the edition with its deadlines, which the board has read."""


def as_it_is_now(edition: Edition) -> Edition:
    """Read anew, as each board reads it."""
    return Edition.objects.get(pk=edition.pk)


def told(edition: Edition) -> list[tuple[Owner, str]]:
    light = timetable_light(as_it_is_now(edition), at=AT)
    return [(one.owner, str(one.what)) for one in light.open]


def test_the_light_goes_from_nothing_to_green_and_tells_whose_move_it_is(
    edition: Edition, django_assert_num_queries: Any
) -> None:
    sari = officer(edition)
    assert told(edition) == [(Owner.OFFICER, "Plan the timetable")]
    timetable = draft(edition)
    assert told(edition) == [(Owner.OFFICER, "Publish the timetable")]
    assert timetable_fact(as_it_is_now(edition), at=AT) is None

    publish_timetable(timetable=timetable, actor=sari, at=AT)
    assert told(edition) == [
        (Owner.CENTRES, "3 sessions to confirm"),
        (Owner.PEOPLE, "3 sessions to confirm"),
    ]
    assert timetable_fact(as_it_is_now(edition), at=AT) == "timetable 1 is published"
    Confirmation.objects.update(state="confirmed", answered_at=AT, answered_by="system")
    with django_assert_num_queries(OF_A_LIGHT):
        light = timetable_light(as_it_is_now(edition), at=AT)
    assert (light.is_green, light.ready, light.of) == (True, 6, 6)

    Confirmation.objects.filter(session__code="LEC-1", site__isnull=False).update(
        state="declined", reason="Audit"
    )
    assert told(edition) == [(Owner.OFFICER, "1 session is declined")]
    report_hindrance(
        edition=edition,
        person=edition.activities.get(code="LEC-1").people.get().resource_person,
        begins_at=NOON,
        ends_at=NOON + dt.timedelta(hours=1),
        reason=TranslatedText(en="Ill"),
        actor=sari,
        at=AT + dt.timedelta(hours=1),
    )
    assert told(edition)[1:] == [(Owner.OFFICER, "Repair the timetable")]
    Edition.objects.filter(pk=edition.pk).update(status="closed")
    edition.refresh_from_db()
    assert timetable_light(edition, at=AT).is_green


@time_machine.travel(AT, tick=False)
@pytest.mark.parametrize("scope", ["all", "own"])
def test_whose_sessions_wait_is_asked_and_who_may_host_everything_hosts_every_centre(
    client: Client, edition: Edition, scope: str
) -> None:
    site = edition.activities.get(code="LEC-1").sites.get()
    host = account_with(
        Role.CENTRE_COORDINATOR, scope=f"organisation:{site.organisation_id}" if scope == "own" else scope
    )
    sari = officer(edition)
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=edition.scope))
    timetable = draft(edition)
    tasks = reverse("portal:tasks")
    assert "SMI-2018: publish the timetable" in client.get(tasks).content.decode()
    publish_timetable(timetable=timetable, actor=sari, at=AT)
    Confirmation.objects.filter(session__code="LEC-1", site=None).update(
        state="declined", reason="Ill", answered_at=AT, answered_by="system"
    )
    assert "SMI-2018: repair the timetable" in client.get(tasks).content.decode()

    client.force_login(host)
    assert "3 sessions wait for your answer" in client.get(tasks).content.decode()
    assert client.get(reverse("timetable:mine")).content.decode().count('value="yes"') == 3
