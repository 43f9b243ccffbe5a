"""What may be done with a plan, and when it is complete."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.followup.enums import Answer, Part
from balai.followup.models import parts
from balai.followup.models.times import FIRST_STEP_DAYS
from balai.kernel.refusal import Refusal
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from balai.followup.models import Plan, PlanEndorsement
    from balai.followup.models.plan import PlanRow
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

WRITTEN_IN = frozenset(
    {EditionStatus.PREPARATION, EditionStatus.RUNNING, EditionStatus.CLOSED, EditionStatus.REPORTED}
)
"""When plans are written: from the weeks before the programme to the weeks after it."""

MOST_ROWS = 30


def may_begin(participant: Participant, *, is_asked: bool, has_plan: bool) -> Refusal | None:
    """Everybody who takes part in an edition that asks for a plan, once."""
    if not is_asked:
        return Refusal("plan.not_asked", _("This programme asks for no action plan."))
    if not participant.is_confirmed:
        return Refusal("plan.has_left", _("Who has left the programme writes no plan in it."))
    if participant.edition.status not in WRITTEN_IN:
        return Refusal(
            "plan.not_now", _("Plans are written while a programme is prepared and runs, and soon after.")
        )
    if has_plan:
        return Refusal("plan.begun", _("You have a plan in this programme already."))
    return None


def may_inherit(plan: Plan | None) -> Refusal | None:
    """An earlier plan of the same country that was submitted; the question has found it, or not."""
    if plan is not None:
        return None
    return Refusal(
        "plan.not_to_be_inherited",
        _("Choose a submitted plan of an earlier edition of the same series, of your own country."),
    )


def may_write(plan: Plan) -> Refusal | None:
    """While it is open."""
    if not plan.participant.is_confirmed:
        return Refusal("plan.has_left", _("Who has left the programme writes no plan in it."))
    if plan.is_open:
        return None
    return Refusal(
        "plan.submitted", _("This plan is submitted. Take it back to change it, until it is endorsed.")
    )


def may_add_row(number: int) -> Refusal | None:
    """A plan with more than thirty lines is none."""
    if number < MOST_ROWS:
        return None
    return Refusal("plan.too_many_rows", _("Thirty are enough. Remove one to add another."))


def must_be_newest(seen: int, now: int, *, is_same_writer: bool) -> Refusal | None:
    """Two devices that write one step are told, and neither overwrites the other unseen."""
    if seen == now or is_same_writer:
        return None
    return Refusal(
        "plan.changed_meanwhile",
        _(
            "This step was saved on another device meanwhile. What you typed here is kept below; "
            "what was saved there stands beside it. Save again to keep yours."
        ),
    )


def lacking_in(
    plan: Plan, activities: Iterable[PlanRow], indicators: Iterable[PlanRow]
) -> Mapping[Part, list[tuple[PlanRow | None, str]]]:
    """What is still empty, by step: the row where it is one of a row, and the column.

    A step of rows without any lacks its first: told as a column without a row.
    """
    found: dict[Part, list[tuple[PlanRow | None, str]]] = {}
    for part in Part:
        needed = parts.NEEDED[part]
        if part in parts.COLUMNS:
            found[part] = [(None, name) for name in needed if _is_empty(getattr(plan, name))]
            continue
        rows = list(activities if part == Part.ACTIVITIES else indicators)
        found[part] = [(row, name) for row in rows for name in needed if _is_empty(getattr(row, name))]
        if not rows:
            found[part] = [(None, needed[0])]
    return found


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def may_submit(
    plan: Plan,
    lacking: Mapping[Part, list[tuple[PlanRow | None, str]]],
    *,
    own_addresses: Iterable[str],
) -> Refusal | None:
    """Complete, with a first step in time, and a supervisor who is somebody else."""
    if refusal := may_write(plan):
        return refusal
    if any(lacking.values()):
        return Refusal("plan.incomplete", _("Something is still empty. The list of steps says what."))
    if plan.supervisor_email.lower() in set(own_addresses):
        return Refusal(
            "plan.own_address", _("Give the address of your supervisor: nobody endorses their own plan.")
        )
    ends_on = last_day_of(plan.participant.edition)
    latest = ends_on + dt.timedelta(days=FIRST_STEP_DAYS) if ends_on else None
    if latest and plan.first_step_on and plan.first_step_on > latest:
        return Refusal(
            "plan.first_step_too_late",
            _("The first step comes within two weeks of the end: by %(day)s. Make it smaller, or sooner.")
            % {"day": latest.isoformat()},
        )
    return None


def last_day_of(edition: Edition) -> dt.date | None:
    """The day from which what comes afterwards is counted."""
    return edition.ends_on


def may_take_back(plan: Plan, endorsement: PlanEndorsement | None) -> Refusal | None:
    """What is submitted, while nobody has endorsed it."""
    if plan.is_open:
        return Refusal("plan.not_submitted", _("This plan is not submitted."))
    if endorsement is not None and endorsement.answer == Answer.YES:
        return Refusal(
            "plan.endorsed",
            _("Your supervisor has endorsed this plan. It stays as it is."),
        )
    return None


def may_present(plan: Plan) -> Refusal | None:
    """What was submitted is presented and scored."""
    if plan.is_open:
        return Refusal("plan.not_submitted", _("This plan is not submitted."))
    return None


def may_ask_supervisor(plan: Plan, endorsement: PlanEndorsement | None) -> Refusal | None:
    """About what is submitted, and not again once it is answered."""
    if plan.is_open:
        return Refusal("plan.not_submitted", _("This plan is not submitted."))
    if endorsement is not None and endorsement.answered_at is not None:
        return Refusal("plan.answered", _("Your supervisor has answered."))
    return None


def may_open_endorsement(endorsement: PlanEndorsement | None, *, at: dt.datetime) -> Refusal | None:
    """A link is good until it expires, and while its question was not put away."""
    if endorsement is None:
        return Refusal(
            "plan_endorsement.unknown",
            _("This link is not known. Check that it was copied whole, or ask for a new one."),
        )
    if endorsement.put_away_at is not None:
        return Refusal(
            "plan_endorsement.put_away",
            _("The plan was changed since, or a newer link was sent. Use the newest letter."),
        )
    if at >= endorsement.expires_at and endorsement.answered_at is None:
        return Refusal(
            "plan_endorsement.expired", _("This link has expired. Ask the participant for a new one.")
        )
    return None


def may_answer(endorsement: PlanEndorsement | None, *, at: dt.datetime) -> Refusal | None:
    """Once; to answer otherwise, another link is asked for."""
    refusal = may_open_endorsement(endorsement, at=at)
    if refusal is not None or endorsement is None:
        return refusal
    if endorsement.answered_at is not None:
        return Refusal("plan_endorsement.answered", _("This question is answered."))
    return None


def must_say_why(answer: str, remark: str) -> Refusal | None:
    """Who does not endorse says what is missing."""
    if answer != Answer.YES and not remark.strip():
        return Refusal("plan_endorsement.no_remark", _("Say what should be changed, or why not."))
    return None
