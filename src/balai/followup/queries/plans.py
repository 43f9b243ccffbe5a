"""Questions about plans: one's own, those of an edition, earlier ones of a country, and how each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Avg, BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from balai.followup.enums import Answer, PlanState
from balai.followup.models import Plan, PlanEndorsement, PlanScore
from balai.people.queries import identities_of
from balai.programmes.enums import AssessmentKind
from balai.programmes.models import Assessment
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition


def asks_for_plans(edition: Edition | UUID) -> bool:
    """Whether an edition names an action plan among its assessments."""
    return Assessment.objects.filter(edition=edition, kind=AssessmentKind.ACTION_PLAN).exists()


def asked_for_plans() -> QuerySet[Participant]:
    """Everybody who takes part in an edition that asks for plans."""
    asks = Assessment.objects.filter(edition=OuterRef("edition"), kind=AssessmentKind.ACTION_PLAN)
    return Participant.objects.filter(Exists(asks), state=ParticipantState.CONFIRMED)


def own_participations(person: Person) -> QuerySet[Participant]:
    """Where somebody takes or took part and a plan is asked for, under each identity, the newest first."""
    rows = asked_for_plans().filter(person__in=identities_of(person))
    rows = rows.annotate(answer=newest_answer("action_plan"))
    return rows.select_related("edition__series", "country", "action_plan", "nomination").order_by(
        "-edition__starts_on", "pk"
    )


def plans_of(person: Person) -> QuerySet[Plan]:
    """Somebody's own plans."""
    return with_all(Plan.objects.filter(participant__person__in=identities_of(person)))


def with_all(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """With whom a plan is of, for pages and letters."""
    return rows.select_related(
        "participant__edition__series",
        "participant__country",
        "participant__person__merged_into",
        "participant__nomination",
        "inherits_from__participant__edition",
    )


def plans_about(persons: Collection[Person]) -> QuerySet[Plan]:
    """Plans of persons, for what is held of them."""
    return Plan.objects.filter(participant__person__in=persons)


def newest_answer(plan: str) -> Subquery:
    """What the supervisor said to the newest version; nothing while nobody is asked, empty while it waits."""
    asked = PlanEndorsement.objects.filter(submission__plan=OuterRef(plan), put_away_at=None)
    return Subquery(asked.order_by("-submission__number").values("answer")[:1])


def endorsement_of(plan: Plan) -> PlanEndorsement | None:
    """The question about the newest version that counts, answered or not."""
    asked = PlanEndorsement.objects.filter(submission__plan=plan, put_away_at=None)
    return asked.select_related("submission").order_by("-submission__number").first()


def state_of(plan: Plan | None, answer: str | None) -> PlanState:
    """How far a plan is.

    Args:
        plan: or none.
        answer: as :func:`newest_answer` gives it.
    """
    if plan is None:
        return PlanState.NONE
    if plan.is_open:
        return PlanState.RETURNED if plan.returned_at else PlanState.DRAFT
    if answer == Answer.YES:
        return PlanState.ENDORSED
    return PlanState.DECLINED if answer == Answer.NO else PlanState.SUBMITTED


def people_with_plans(edition: Edition | None = None) -> QuerySet[Participant]:
    """Who takes part, with plan, the supervisor's answer, and points of twenty; not ordered.

    ``answer`` and ``points`` are told of each; both are nothing where there is none.
    """
    scores = PlanScore.objects.filter(plan=OuterRef("action_plan")).order_by().values("plan")
    points = scores.annotate(mean=Avg(F("relevance") + F("feasibility") + F("clarity") + F("sustainability")))
    rows = Participant.objects.filter(state=ParticipantState.CONFIRMED)
    if edition is not None:
        rows = rows.filter(edition=edition)
    return rows.select_related("country", "action_plan").annotate(
        answer=newest_answer("action_plan"), points=Subquery(points.values("mean"))
    )


def counts_of(edition: Edition) -> dict[str, int]:
    """How many people an edition has, and how many of their plans are how far; one question."""
    counted: dict[str, Any] = people_with_plans(edition).aggregate(
        people=Count("pk"),
        begun=Count("pk", filter=Q(action_plan__isnull=False)),
        submitted=Count("pk", filter=Q(action_plan__submitted_at__isnull=False)),
        endorsed=Count("pk", filter=Q(answer=Answer.YES, action_plan__submitted_at__isnull=False)),
        declined=Count("pk", filter=Q(answer=Answer.NO, action_plan__submitted_at__isnull=False)),
        presented=Count("pk", filter=Q(action_plan__presented_on__isnull=False)),
    )
    return counted


def earlier_plans(participant: Participant) -> QuerySet[Plan]:
    """Submitted plans of the participant's country in earlier editions of the series.

    First those of the same organisation, as the country wrote it in the nominations; then the newest.
    """
    edition = participant.edition
    employer = participant.nomination.employer
    rows = Plan.objects.filter(
        submitted_at__isnull=False,
        participant__country=participant.country_id,
        participant__edition__series=edition.series_id,
        participant__edition__sorts_on__lt=edition.sorts_on,
    )
    same = Q(participant__nomination__employer__iexact=employer) & ~Q(participant__nomination__employer="")
    is_same = ExpressionWrapper(same, output_field=BooleanField())
    return with_all(rows).order_by(is_same.desc(), "-participant__edition__starts_on", "pk")
