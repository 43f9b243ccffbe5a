"""What the board tells of plans."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.followup.models.times import day_in, waves_of
from balai.followup.queries.plans import asks_for_plans, counts_of
from balai.followup.queries.tracking import answered_in
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


def follow_up_light(edition: Edition, *, at: dt.datetime) -> Light:
    """Of every submitted plan it was told how it goes; no question before the first time, then two.

    A time is open from its day on for as long as people are asked; who has not answered by then is told as
    such on the page of the edition, and keeps no light red for ever.
    """
    today = day_in(edition, at)
    over = [wave for wave in waves_of(edition) if wave.is_over(today)]
    due = next((wave.due_on for wave in waves_of(edition) if not wave.is_over(today)), None)
    due_at = (
        dt.datetime.combine(due, dt.time(17), tzinfo=ZoneInfo(edition.time_zone)) if due is not None else None
    )
    if not over or edition.status not in SHOWN_IN:
        return _follow_up_light(due_at, 0, 0, [])
    plans = counts_of(edition)["submitted"]
    answered = answered_in(edition)
    things = [
        OpenThing(
            owner=Owner.FOCAL_POINTS,
            what=_("Have it told how action plans go: %(when)s") % {"when": str(wave.months.label).lower()},
            why=ngettext(
                "%(number)d of %(all)d plans has no answer.",
                "%(number)d of %(all)d plans have no answer.",
                missing,
            )
            % {"number": missing, "all": plans},
            due_at=dt.datetime.combine(wave.due_on, dt.time(17), tzinfo=ZoneInfo(edition.time_zone)),
            deed=Deed(label=_("Open action plans"), url=reverse("followup:follow_ups", args=[edition.code])),
        )
        for wave in over
        if wave.is_asked(today) and (missing := plans - answered.get(wave.months, 0)) > 0
    ]
    last = over[-1]
    return _follow_up_light(
        things[0].due_at if things else due_at, answered.get(last.months, 0), plans, things
    )


def _follow_up_light(due: dt.datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Follow-up of action plans"),
        rule=_("After 3, 6 and 12 months it is told of every action plan how it goes."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )
