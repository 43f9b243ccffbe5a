"""The daily running of the sample programme: names for the gates of sites, and one small incident."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import EntryKind, IncidentKind
from balai.delivery.queries.gates import visits_of
from balai.delivery.rules.gates import may_note_sent
from balai.delivery.services.gates import note_gate_list_sent
from balai.delivery.services.incidents import add_entry, close_incident, report_incident
from balai.kernel.sample import Stage
from balai.selection.services.sample.moments import officer_of_sample

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

GATES = (dt.datetime(2018, 6, 26, 3, tzinfo=dt.UTC), dt.datetime(2018, 7, 22, 11, tzinfo=dt.UTC))
"""After the timetable is published, and after it is repaired."""


def life_of_gates(edition: Edition) -> list[Stage]:
    """Lists are sent once there is a timetable, and those that differ after its repair again."""
    return [
        Stage(
            name=f"sample:delivery:gates-{number}",
            label=_("sites are sent the names of their visitors"),
            at=at,
            do=partial(_send, edition, at),
        )
        for number, at in enumerate(GATES, 1)
    ]


def report_illness(edition: Edition, one: Participant, *, actor: Person, morning: dt.datetime) -> None:
    """Somebody has a cold for a day; a doctor looks after them, and it is closed in the evening."""
    incident = report_incident(
        edition=edition,
        kind=IncidentKind.ILLNESS,
        severity=2,
        happened_at=morning,
        site=None,
        participants=[one],
        account="A cold with a temperature in the morning. Stays at the hotel today.",
        measures="The doctor of the hotel came. Rest, and water.",
        actor=actor,
        at=morning + dt.timedelta(hours=2),
    )
    evening = morning + dt.timedelta(hours=12)
    add_entry(
        incident=incident,
        kind=EntryKind.FOLLOW_UP,
        text="Well again in the evening. Comes tomorrow.",
        actor=actor,
        at=evening,
    )
    close_incident(incident=incident, actor=actor, at=evening)


def _send(edition: Edition, at: dt.datetime) -> None:
    edition.refresh_from_db()
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()
    for visit in visits_of(edition):
        if visit.is_open and may_note_sent(visit, edition, today=today) is None:
            note_gate_list_sent(
                edition=edition,
                site=visit.site,
                on=visit.on,
                sent_to="Security, by mail",
                has_passports=False,
                actor=officer_of_sample(),
                at=at,
            )
