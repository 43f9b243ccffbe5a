"""One's own plans: for which times it was told how they go, and telling it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.errors import AuthorizationError
from pydantic import AfterValidator, BaseModel, HttpUrl, UrlConstraints

from balai.followup.api.tracking import FollowUpOut, told_of
from balai.followup.enums import ANSWERING, Months, Obstacle, Progress, Voice
from balai.followup.models.times import waves_of
from balai.followup.queries.plans import plans_of
from balai.followup.queries.tracking import answers_of
from balai.followup.services.tracking import Said, report
from balai.kernel import clock
from balai.kernel.bodies import Day, Number, Word
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope

if TYPE_CHECKING:
    from balai.people.models import Person

router = Router()
OWN = needs(TokenScope.OWN_READ)
OWN_DEEDS = needs(TokenScope.OWN_WRITE)


class SaidActivity(Schema):
    """How far one activity is, in the order of the plan."""

    state: Progress
    words: Annotated[Word, Field(max_length=300)] = ""


class SaidIndicator(BaseModel):  # a Schema reads any object by its attributes: a word would have neither
    """A figure and the day on which it was measured; both or neither."""

    value: Annotated[Decimal, Field(max_digits=14, decimal_places=2)] | None = None
    measured_on: Day | None = None


LONGEST_LINK = 500


def _fits(link: HttpUrl) -> HttpUrl:
    """As it is kept: signs beyond ASCII take several there."""
    if len(str(link)) > LONGEST_LINK:
        raise ValueError("encoded, a link has at most 500 signs")
    return link


Link = Annotated[HttpUrl, UrlConstraints(max_length=LONGEST_LINK), AfterValidator(_fits)]


class FollowUpIn(Schema):
    """How one's own plan goes; told again for the same time, it is a further version."""

    months: Months
    activities: Annotated[list[SaidActivity], Field(max_length=30)]
    indicators: Annotated[list[SaidIndicator], Field(max_length=30)] = []
    obstacles: list[Obstacle] = []
    obstacle_words: Annotated[Word, Field(max_length=1000)] = ""
    women_reached: Annotated[Number, Field(ge=0, le=10_000_000)] | None = None
    men_reached: Annotated[Number, Field(ge=0, le=10_000_000)] | None = None
    helped: Annotated[Word, Field(max_length=1000)] = ""
    links: Annotated[list[Link], Field(max_length=10)] = []


class MyPlanOut(Schema):
    """A plan of the caller, and for which times it was told how it goes."""

    id: UUID
    edition: str
    title: str
    is_submitted: bool
    due_on: dict[int, date]
    told: list[int]


def caller_of(request: Caller) -> Person:
    """The caller as a person; a program is nobody (403)."""
    if request.auth.person is None:
        raise AuthorizationError
    return request.auth.person


@router.get("my-plans", response=list[MyPlanOut], operation_id="list_my_plans", **OWN)
def list_my_plans(request: Caller) -> list[dict[str, Any]]:
    """The caller's own plans, and when it is asked how they go."""
    plans = list(plans_of(caller_of(request)).order_by("-begun_at", "pk")[:50])
    answers = answers_of(plans)
    return [
        {
            "id": plan.pk,
            "edition": plan.participant.edition.code,
            "title": plan.title,
            "is_submitted": not plan.is_open,
            "due_on": {int(wave.months): wave.due_on for wave in waves_of(plan.participant.edition)},
            "told": sorted(
                months
                for months, voices in answers.get(plan.pk, {}).items()
                if any(voice in voices for voice in ANSWERING)
            ),
        }
        for plan in plans
    ]


@router.post(
    "my-plans/{uuid:key}/follow-ups",
    response={201: FollowUpOut},
    operation_id="tell_how_my_plan_goes",
    **OWN_DEEDS,
)
def tell_how_my_plan_goes(request: Caller, key: UUID, given: FollowUpIn) -> Status[dict[str, Any]]:
    """Tell how one's own plan goes: activities in the order of the plan, and what else was seen."""
    person = caller_of(request)
    plan = get_object_or_404(plans_of(person), pk=key)
    told = report(
        plan_id=plan.pk,
        months=given.months,
        voice=Voice.PARTICIPANT,
        said=Said(
            activities=[(one.state.value, one.words) for one in given.activities],
            indicators=[(one.value, one.measured_on) for one in given.indicators],
            obstacles=[one.value for one in given.obstacles],
            obstacle_words=given.obstacle_words,
            women_reached=given.women_reached,
            men_reached=given.men_reached,
            helped=given.helped,
            links=[str(one) for one in given.links],
        ),
        told_by=plan.participant.name,
        actor=request.auth.reference,
        at=clock.now(),
    )
    told.plan = plan
    return Status(201, told_of(told))
