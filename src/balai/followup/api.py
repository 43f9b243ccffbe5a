"""Action plans and what became of them, over the API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Field, Router, Schema, Status
from ninja.errors import AuthorizationError
from pydantic import AfterValidator, HttpUrl, UrlConstraints

from balai.followup.enums import ANSWERING, Answer, Months, Obstacle, PlanState, Progress, Voice
from balai.followup.models import FollowUp, Plan
from balai.followup.models.times import waves_of
from balai.followup.queries.board import summary_of, whole_edition
from balai.followup.queries.comparison import FEWEST, NO_LONGER_KEPT, TOO_FEW, comparison_of
from balai.followup.queries.plans import endorsement_of, people_with_plans, plans_of, state_of, with_all
from balai.followup.queries.tracking import answers_of
from balai.followup.rules.access import KEEPERS, READERS, may_keep_plans
from balai.followup.services.planning import newest_of
from balai.followup.services.presenting import score_plan
from balai.followup.services.tracking import Said, report
from balai.kernel import clock
from balai.kernel.bodies import Day, Number, Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.programmes.rules import readable_editions

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition

router = Router()
READ = needs(TokenScope.PROGRAMMES_READ, *READERS)
KEEP = needs(TokenScope.PROGRAMMES_WRITE, *KEEPERS)
OWN = needs(TokenScope.OWN_READ)
OWN_DEEDS = needs(TokenScope.OWN_WRITE)


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


def _edition(request: Caller, code: str, *, keeps: bool = False) -> Edition:
    grants = [grant for grant in request.grants if grant.role in READERS]
    edition: Edition = get_object_or_404(readable_editions(grants), code=code)
    if keeps:
        enforce(may_keep_plans(request.grants, edition))
    return edition


def _plan(edition: Edition, key: UUID) -> Plan:
    return get_object_or_404(with_all(Plan.objects.filter(participant__edition=edition)), pk=key)


@router.get("{code}/plans", response=PlanPage, operation_id="list_plans", **READ)
def list_plans(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """How far everybody's plan is, by name; those without one too."""
    edition = _edition(request, code)
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
    plan = _plan(_edition(request, code), key)
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
    plan = _plan(_edition(request, code, keeps=True), key)
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


class ToldActivity(Schema):
    """How far one activity of a plan is, as it was told."""

    what: str
    state: Progress
    words: str


class ToldIndicator(Schema):
    """A figure as it was measured; both are null where nobody took it."""

    name: str
    unit: str | None
    baseline: Decimal | None
    target: Decimal | None
    value: Decimal | None
    measured_on: date | None


class FollowUpOut(Schema):
    """What one voice told of a plan for one time; of several versions each is there."""

    id: UUID
    plan: UUID
    participant: UUID
    name: str
    country: str
    months: Months
    voice: Voice
    version: int
    due_on: date
    at: datetime
    is_late: bool
    told_by: str
    activities: list[ToldActivity]
    indicators: list[ToldIndicator]
    obstacles: list[Obstacle]
    obstacle_words: str
    women_reached: int | None
    men_reached: int | None
    helped: str
    links: list[str]


class FollowUpPage(Schema):
    """Some of what was told, in the order of time, and where the next page begins."""

    items: list[FollowUpOut]
    after: str


class WaveOut(Schema):
    """What is known at one time: of how many submitted plans there is an answer, and how many were late."""

    months: Months
    due_on: date
    plans: int
    answered: int
    late: int
    silent: int
    supervisors: int
    active: int
    given_up: int


class FollowUpSummaryOut(Schema):
    """An edition in figures; who did not answer is counted, and left out of no number."""

    people: int
    submitted: int
    endorsed: int
    steps_in_time: int
    steps_late: int
    handed_over: int
    waves: list[WaveOut]
    women_reached: int
    men_reached: int
    plans_that_counted_people: int
    obstacles: dict[str, int]


class SaidActivity(Schema):
    """How far one activity is, in the order of the plan."""

    state: Progress
    words: Annotated[Word, Field(max_length=300)] = ""


class SaidIndicator(Schema):
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


@router.get("{code}/follow-ups", response=FollowUpPage, operation_id="list_follow_ups", **READ)
def list_follow_ups(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """Everything that was told of the plans of an edition after 3, 6 and 12 months, every version of it."""
    edition = _edition(request, code)
    rows = FollowUp.objects.filter(plan__participant__edition=edition).select_related("plan__participant")
    page = page_of(rows, order=("at", "id"), after=after)
    return {"items": [_told(row) for row in page.rows], "after": page.after}


def _told(row: FollowUp) -> dict[str, Any]:
    names = (
        *("id", "months", "voice", "due_on", "at", "is_late", "told_by", "activities", "indicators"),
        *("obstacles", "obstacle_words", "women_reached", "men_reached", "helped", "links"),
    )
    someone = row.plan.participant
    return {
        **{name: getattr(row, name) for name in names},
        "plan": row.plan_id,
        "version": row.number,
        "participant": someone.pk,
        "name": someone.name,
        "country": someone.country_id,
    }


@router.get(
    "{code}/follow-ups/summary", response=FollowUpSummaryOut, operation_id="get_follow_up_summary", **READ
)
def get_follow_up_summary(request: Caller, code: Word) -> dict[str, Any]:
    """Of how many plans it was told how they go, at each time; who did not answer is counted."""
    edition = _edition(request, code)
    summary = summary_of(edition, whole_edition(edition))
    names = ("plans", "answered", "late", "silent", "supervisors", "active", "given_up")
    return {
        **{
            name: getattr(summary, name)
            for name in ("people", "submitted", "endorsed", "steps_in_time", "steps_late", "handed_over")
        },
        "waves": [
            {
                "months": one.wave.months,
                "due_on": one.wave.due_on,
                **{name: getattr(one, name) for name in names},
            }
            for one in summary.waves
        ],
        "women_reached": summary.women,
        "men_reached": summary.men,
        "plans_that_counted_people": summary.counting,
        "obstacles": {code.value: number for code, number in summary.obstacles},
    }


class ShareOut(Schema):
    """How many of those who answered said yes, and the bounds of that share in per cent (Wilson, 95 %)."""

    yes: int
    of: int
    low: int | None
    high: int | None


class GroupAnswersOut(Schema):
    """What one group said a year later; of fewer than five answers no shares are told."""

    asked: int
    answered: int
    declined: int
    shares: dict[str, ShareOut]


class ComparisonOut(Schema):
    """Both groups; they were chosen by a panel and not by lot, so a difference is a hint and no proof.

    ``note`` says in words what is not told; both groups are null once the answers are past their term.
    """

    participants: GroupAnswersOut | None
    reserves: GroupAnswersOut | None
    note: str


@router.get("{code}/comparison", response=ComparisonOut, operation_id="get_comparison", **READ)
def get_comparison(request: Caller, code: Word) -> dict[str, Any]:
    """Participants beside those of the reserve list who did not take part, by the same three questions."""
    found = comparison_of(_edition(request, code), on=clock.now().date())
    if found is None:
        return {"participants": None, "reserves": None, "note": gettext(NO_LONGER_KEPT)}
    is_small = any(one.answered < FEWEST for one in found.values())
    told: dict[str, Any] = {
        group.value: {
            "asked": one.asked,
            "answered": one.answered,
            "declined": one.declined,
            "shares": {
                name: {"yes": share.yes, "of": share.of, "low": share.low, "high": share.high}
                for name, share in one.shares.items()
            },
        }
        for group, one in found.items()
    }
    return {**told, "note": gettext(TOO_FEW) if is_small else ""}


def _person(request: Caller) -> Person:
    """The caller as a person; a program is nobody (403)."""
    if request.auth.person is None:
        raise AuthorizationError
    return request.auth.person


@router.get("my-plans", response=list[MyPlanOut], operation_id="list_my_plans", **OWN)
def list_my_plans(request: Caller) -> list[dict[str, Any]]:
    """The caller's own plans, and when it is asked how they go."""
    plans = list(plans_of(_person(request)).order_by("-begun_at", "pk")[:50])
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
    person = _person(request)
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
    return Status(201, _told(told))
