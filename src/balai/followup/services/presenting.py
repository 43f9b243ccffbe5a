"""Plans before their audience: the day on which they were presented, and what listeners gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.followup.models import PlanScore
from balai.followup.rules.planning import may_present
from balai.followup.services.planning import locked
from balai.kernel.refusal import enforce

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from uuid import UUID

    from balai.followup.models import Plan

QUESTIONS = ("relevance", "feasibility", "clarity", "sustainability")


@transaction.atomic
def present_plan(*, plan_id: UUID, on: dt.date, actor: str, at: dt.datetime) -> Plan:
    """Note on which day a submitted plan was presented; noted again, the later word holds.

    Raises:
        RuleViolationError: ``plan.not_submitted``.
    """
    plan = locked(plan_id)
    enforce(may_present(plan))
    plan.presented_on = on
    plan.save(update_fields=["presented_on"])
    record(actor=actor, action="plan.presented", subject=plan.reference, at=at, detail={"on": on.isoformat()})
    return plan


@transaction.atomic
def score_plan(  # noqa: PLR0913 -- each is named where it is called
    *, plan_id: UUID, listener: str, points: Mapping[str, int], comment: str = "", actor: str, at: dt.datetime
) -> PlanScore:
    """Keep the sheet of one listener; given again, it takes the place of their earlier one.

    Args:
        plan_id: a submitted plan.
        listener: whose sheet it is, an office or a person.
        points: 0 to 5 for each of :data:`QUESTIONS`.
        comment: the participant reads it.
        actor: who enters it.
        at: the moment.

    Raises:
        RuleViolationError: ``plan.not_submitted``.
    """
    plan = locked(plan_id)
    enforce(may_present(plan))
    given = {name: points[name] for name in QUESTIONS}
    score, _is_new = PlanScore.objects.update_or_create(
        plan=plan,
        listener=listener.strip(),
        defaults={**given, "comment": comment, "at": at, "actor": actor},
    )
    record(actor=actor, action="plan.scored", subject=plan.reference, at=at)
    return score
