"""The daily running of the sample programme: sites are sent the names of their visitors."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from balai.delivery.queries.gates import visits_of
from balai.delivery.rules.gates import may_note_sent
from balai.delivery.services.gates import note_gate_list_sent
from balai.kernel.sample import Stage
from balai.selection.services.sample.moments import officer_of_sample

if TYPE_CHECKING:
    from balai.programmes.models import Edition

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
