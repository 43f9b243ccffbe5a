"""Action plans of an edition, and their scores."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.followup.api.common import READ, edition_asked
from balai.followup.enums import Answer, PlanState
from balai.followup.models import Plan
from balai.followup.queries.plans import endorsement_of, people_with_plans, state_of, with_all
from balai.followup.rules.access import KEEPERS
from balai.followup.services.planning import newest_of
from balai.followup.services.presenting import score_plan
from balai.kernel import clock
from balai.kernel.bodies import Number, Word
from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope

if TYPE_CHECKING:
    from balai.programmes.models import Edition

router = Router()
KEEP = needs(TokenScope.PROGRAMMES_WRITE, *KEEPERS)


class PlanLine(Schema):
    """How far the plan of a participant is; ``plan`` is null where none was begun."""

    participant: UUID
    name: str
    country: str
    plan: UUID | None
    title: str
    state: PlanState
    submitted_at: datetime | None
    presented_on: date | None
    points: float | None


class PlanPage(Schema):
    """Some participants with their plans by name, and where the next page begins."""

    items: list[PlanLine]
    after: str


class PlannedActivityOut(Schema):
    """One thing that will be done."""

    what: str
    learned_from: str
    responsible: str
    starts_on: date | None
    ends_on: date | None
    means: str
    milestone: str


class PlanIndicatorOut(Schema):
    """One figure by which the change is seen."""

    name: str
    unit: str
    baseline: Decimal | None
    baseline_on: date | None
    source: str
    target: Decimal | None
    due_on: date | None
    verification: str
    is_by_sex: bool | None


class PlanOut(Schema):
    """A plan as it was submitted last; of an open one the draft, which has version 0."""

    id: UUID
    participant: UUID
    name: str
    country: str
    state: PlanState
    version: int
    answer: Answer | None
    inherits_from: UUID | None
    title: str
    organisation: str
    problem: str
    causes: str
    goal: str
    purpose: str
    inputs: str
    support_wanted: str
    risks: str
    women_reached: int | None
    men_reached: int | None
    dissemination: str
    dissemination_on: date | None
    sdg_target: str
    first_step: str
    first_step_on: date | None
    activities: list[PlannedActivityOut]
    indicators: list[PlanIndicatorOut]


Points = Annotated[Number, Field(ge=0, le=5)]


class PlanScoreIn(Schema):
    """The sheet of one listener: 0 to 5 for each question."""

    listener: Annotated[Word, Field(min_length=1, max_length=120)]
    relevance: Points
    feasibility: Points
    clarity: Points
    sustainability: Points
    comment: Annotated[Word, Field(max_length=1000)] = ""


def _plan(edition: Edition, key: UUID) -> Plan:
    return get_object_or_404(with_all(Plan.objects.filter(participant__edition=edition)), pk=key)


@router.get("{code}/plans", response=PlanPage, operation_id="list_plans", **READ)
def list_plans(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """How far everybody's plan is, by name; those without one too."""
    edition = edition_asked(request, code)
    page = page_of(people_with_plans(edition), order=("name", "id"), after=after)
    items = []
    for row in page.rows:
        plan = getattr(row, "action_plan", None)
        items.append(
            {
                "participant": row.pk,
                "name": row.name,
                "country": row.country_id,
                "plan": plan.pk if plan else None,
                "title": plan.title if plan else "",
                "state": state_of(plan, row.answer),  # type: ignore[attr-defined] # the question tells it
                "submitted_at": plan.submitted_at if plan else None,
                "presented_on": plan.presented_on if plan else None,
                "points": row.points,  # type: ignore[attr-defined] # as above
            }
        )
    return {"items": items, "after": page.after}


@router.get("{code}/plans/{key}", response=PlanOut, operation_id="get_plan", **READ)
def get_plan(request: Caller, code: Word, key: UUID) -> dict[str, Any]:
    """What a plan says."""
    plan = _plan(edition_asked(request, code), key)
    said, number, _moment = newest_of(plan)
    asked = endorsement_of(plan)
    answer = asked.answer if asked else None
    return {
        **said,
        "id": plan.pk,
        "participant": plan.participant_id,
        "name": plan.participant.name,
        "country": plan.participant.country_id,
        "state": state_of(plan, answer),
        "version": number,
        "answer": (answer or None) if number else None,
        "inherits_from": plan.inherits_from_id,
    }


@router.put(
    "{code}/plans/{key}/scores",
    response={204: None},
    operation_id="score_plan",
    url_name="score_plan",
    **KEEP,
)
def score(request: Caller, code: Word, key: UUID, given: PlanScoreIn) -> Status[None]:
    """Keep the sheet of one listener; given again, it takes the place of the earlier one."""
    plan = _plan(edition_asked(request, code, keeps=True), key)
    points = given.model_dump(exclude={"listener", "comment"})
    score_plan(
        plan_id=plan.pk,
        listener=given.listener,
        points=points,
        comment=given.comment,
        actor=request.auth.reference,
        at=clock.now(),
    )
    return Status(204, None)


# --- afterwards --------------------------------------------------------------------------------------------
