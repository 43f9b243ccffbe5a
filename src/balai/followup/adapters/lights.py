"""What the board tells of plans."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.followup.queries.plans import asks_for_plans, counts_of
from balai.programmes.enums import EditionStatus
from balai.programmes.registries import Light, OpenThing, Owner
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from balai.programmes.models import Edition

SHOWN_IN = frozenset(
    {EditionStatus.RUNNING, EditionStatus.CLOSED, EditionStatus.REPORTED, EditionStatus.EVALUATED}
)


def end_of(edition: Edition) -> dt.datetime | None:
    """The end of the last day, by the clock of the edition."""
    if edition.ends_on is None:
        return None
    return dt.datetime.combine(edition.ends_on, dt.time(17), tzinfo=ZoneInfo(edition.time_zone))


def plans_light(edition: Edition, *, at: dt.datetime) -> Light:
    """Everybody's plan is submitted, and endorsed at home; two questions."""
    due = end_of(edition)
    if edition.status not in SHOWN_IN or not asks_for_plans(edition):
        return _light(due, 0, 0, [])
    counts = counts_of(edition)
    missing = counts["people"] - counts["submitted"]
    waiting = counts["submitted"] - counts["endorsed"] - counts["declined"]
    deed = Deed(label=_("Open action plans"), url=reverse("followup:edition", args=[edition.code]))
    things = []
    if missing:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Have every action plan submitted"),
                why=ngettext("%(number)d plan is missing.", "%(number)d plans are missing.", missing)
                % {"number": missing},
                due_at=due,
                deed=deed,
            )
        )
    if waiting:
        things.append(
            OpenThing(
                owner=Owner.FOCAL_POINTS,
                what=_("Have action plans endorsed at home"),
                why=ngettext(
                    "%(number)d supervisor has not answered.",
                    "%(number)d supervisors have not answered.",
                    waiting,
                )
                % {"number": waiting},
                due_at=due + dt.timedelta(days=14) if due else None,
                is_waiting=due is None or at < due + dt.timedelta(days=14),
                deed=deed,
            )
        )
    return _light(due, counts["submitted"] - waiting, counts["people"], things)


def _light(due: dt.datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Action plans"),
        rule=_("Everybody who takes part has submitted an action plan, and the supervisor has answered."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )
