"""What was told of plans after 3, 6 and 12 months, and what it comes to."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from ninja import Router, Schema

from balai.followup.api.common import READ, edition_asked
from balai.followup.enums import Months, Obstacle, Progress, Voice
from balai.followup.models import FollowUp
from balai.followup.queries.board import summary_of, whole_edition
from balai.followup.queries.comparison import FEWEST, NO_LONGER_KEPT, TOO_FEW, comparison_of
from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.kernel.paging import page_of
from balai.people.authentication import Caller

router = Router()


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


@router.get("{code}/follow-ups", response=FollowUpPage, operation_id="list_follow_ups", **READ)
def list_follow_ups(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """Everything that was told of the plans of an edition after 3, 6 and 12 months, every version of it."""
    edition = edition_asked(request, code)
    rows = FollowUp.objects.filter(plan__participant__edition=edition).select_related("plan__participant")
    page = page_of(rows, order=("at", "id"), after=after)
    return {"items": [told_of(row) for row in page.rows], "after": page.after}


def told_of(row: FollowUp) -> dict[str, Any]:
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
    edition = edition_asked(request, code)
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
    found = comparison_of(edition_asked(request, code), on=clock.now().date())
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
