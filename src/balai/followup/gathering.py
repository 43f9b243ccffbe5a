"""What waits for people in this room: plans to write, and plans of which an office should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from balai.followup.enums import PlanState
from balai.followup.queries.plans import own_participations, state_of
from balai.followup.rules.planning import WRITTEN_IN
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from balai.people.access import SignedInRequest
    from balai.people.models import Person


def waiting(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """Open things of the reader as somebody who takes part."""
    person = request.user.person
    if person is None:
        return ()
    return list(_of_participants(person.merged_into or person, at))


def _of_participants(person: Person, at: dt.datetime) -> Iterator[Move]:
    for one in own_participations(person).filter(edition__status__in=WRITTEN_IN):
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


def _address(participant: object) -> str:
    plan = getattr(participant, "action_plan", None)
    if plan is not None:
        return reverse("followup:plan", args=[plan.pk])
    return reverse("followup:begin", args=[participant.pk])  # type: ignore[attr-defined] # a participant
