"""What waits for people in this room: plans to write, and plans of which an office should know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from balai.followup.enums import ANSWERING, Months, PlanState
from balai.followup.models.times import ASKED_UNTIL, DAYS, day_in, waves_of
from balai.followup.queries.country_reports import report_writers, reports_told_of, took_part
from balai.followup.queries.plans import own_participations, state_of
from balai.followup.queries.tracking import answers_of, holders_of, plans_to_follow
from balai.followup.rules.planning import WRITTEN_IN
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.followup.models import Plan
    from balai.people.access import SignedInRequest
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

A_DAY = dt.timedelta(days=1)


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Open things of the reader as somebody who takes part."""
    person = request.user.person
    if person is None:
        return ()
    return list(_of_participants(person.merged_into or person, at))


def _of_participants(person: Person, at: dt.datetime) -> Iterator[Move]:
    if not took_part(person):  # as most readers
        return
    yield from _reports_to_write(person)
    participations = list(own_participations(person))
    yield from _to_follow(_followed([one for one in participations if _is_submitted(one)], at), at)
    for one in participations:
        if one.edition.status not in WRITTEN_IN:
            continue
        plan = getattr(one, "action_plan", None)
        state = state_of(plan, one.answer)  # type: ignore[attr-defined] # the question tells it
        code = {"code": one.edition.code}
        ends_on = one.edition.ends_on
        is_late = ends_on is not None and at.date() > ends_on
        if state in {PlanState.NONE, PlanState.DRAFT}:
            yield Move(
                state="late" if is_late else "due",
                what=gettext("%(code)s: write your action plan") % code,
                why=gettext("It is presented before the end; your supervisor endorses it."),
                by=wording.brief_day(ends_on) if ends_on else "",
                deed=Deed(label=gettext("Go on"), url=_address(one)),
            )
        elif state in {PlanState.RETURNED, PlanState.DECLINED}:
            yield Move(
                state="due",
                what=gettext("%(code)s: change your action plan") % code,
                why=gettext("It came back with what should be changed."),
                deed=Deed(label=gettext("Read it"), url=_address(one)),
            )


def _reports_to_write(person: Person) -> Iterator[Move]:
    """The reports of their countries that are not handed in, by the first day."""
    writers = [one for one in report_writers(person) if one.edition.status in WRITTEN_IN]
    told = reports_told_of(writers)
    for one in writers:
        is_done = told.get((one.edition_id, one.country_id))
        if is_done is False:
            yield Move(
                state="due",
                what=gettext("%(code)s: change the report of your country") % {"code": one.edition.code},
                why=gettext("It came back with what should be changed."),
                deed=Deed(
                    label=gettext("Read it"), url=reverse("followup:own_country_report", args=[one.pk])
                ),
            )
        elif not is_done:
            starts_on = one.edition.starts_on
            yield Move(
                state="due",
                what=gettext("%(code)s: write the report of your country") % {"code": one.edition.code},
                why=gettext("You write it together with the others of your country."),
                by=wording.brief_day(starts_on) if starts_on else "",
                deed=Deed(label=gettext("Go on"), url=reverse("followup:own_country_report", args=[one.pk])),
            )


def _is_submitted(participant: Participant) -> bool:
    plan = getattr(participant, "action_plan", None)
    return plan is not None and not plan.is_open


def _followed(participants: Sequence[Participant], at: dt.datetime) -> Sequence[Plan]:
    """Their plans, of editions that were held and ended so that something is asked now, as letters ask."""
    if not participants:
        return ()
    day, earliest = at.date(), dt.timedelta(days=DAYS[Months.TWELVE]) + ASKED_UNTIL
    ended = {"ends_from": day - earliest - A_DAY, "ends_to": day + A_DAY}  # in whichever zone
    rows = plans_to_follow(**ended).filter(participant__in=participants)
    return list(rows.order_by("-participant__edition__starts_on", "pk"))


def _to_follow(plans: Sequence[Plan], at: dt.datetime) -> Iterator[Move]:
    """The first step and the three times of submitted plans that their authors still keep."""
    answers, holders = (answers_of(plans), holders_of(plans)) if plans else ({}, {})
    for plan in plans:
        if plan.pk in holders:
            continue
        edition = plan.participant.edition
        today, code = day_in(edition, at), {"code": edition.code}
        for wave in waves_of(edition):
            told = answers.get(plan.pk, {}).get(wave.months, {})
            if wave.is_asked(today) and not any(voice in told for voice in ANSWERING):
                yield Move(
                    state="late" if wave.is_over(today) else "due",
                    what=gettext("%(code)s: tell how your action plan goes") % code,
                    why=gettext("Five minutes: how far each activity is, and what stood in the way."),
                    by=wording.brief_day(wave.due_on),
                    deed=Deed(
                        label=gettext("Tell it"),
                        url=reverse("followup:report", args=[plan.pk, wave.months]),
                    ),
                )
        if plan.first_step_done_on is None and _is_time_for_first_step(edition, today):
            yield Move(
                state="due",
                what=gettext("%(code)s: is your first step done?") % code,
                why=gettext("It comes within two weeks of the end; say on which day it was done."),
                deed=Deed(label=gettext("Tell it"), url=reverse("followup:plan", args=[plan.pk])),
            )


def _is_time_for_first_step(edition: Edition, today: dt.date) -> bool:
    """From the day after the end until people are asked how the plan goes."""
    waves = waves_of(edition)
    return bool(waves) and edition.ends_on is not None and edition.ends_on < today < waves[0].opens_on


def _address(participant: object) -> str:
    plan = getattr(participant, "action_plan", None)
    if plan is not None:
        return reverse("followup:plan", args=[plan.pk])
    return reverse("followup:begin", args=[participant.pk])  # type: ignore[attr-defined] # a participant
