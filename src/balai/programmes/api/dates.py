"""Deadlines, and the date finder, over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404
from ninja import Field, Schema, Status

from balai.kernel.bodies import Number, Truth, Word, Words
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller
from balai.programmes.api.common import KEEP, READ, WATCH, Day, Told_, by, edition_of, kept_by, router
from balai.programmes.models import DateSearch
from balai.programmes.queries import deadlines_in_order
from balai.programmes.rules.moves import may_search
from balai.programmes.services import finding


class DeadlineOut(Schema):
    """By when one level, in one country or for all, must have acted."""

    code: str
    level: str
    title: Words
    country: str | None
    at: datetime
    zone: str
    told_for: datetime | None

    @staticmethod
    def resolve_code(record: Any) -> str:
        """Of its plan."""
        return str(record.plan.code)

    @staticmethod
    def resolve_level(record: Any) -> str:
        """Of its plan."""
        return str(record.plan.level)

    @staticmethod
    def resolve_title(record: Any) -> dict[str, str]:
        """Of its plan."""
        return dict(record.plan.title)

    @staticmethod
    def resolve_country(record: Any) -> str | None:
        """Its code."""
        found: str | None = record.country_id
        return found


class ReasonOut(Schema):
    """What speaks against a window; `rule` is a code of the rulebook, D1 to D12, names are English.

    Of a Ramadan, each day with which it may begin and end; of a Friday, the time kept free for the prayer in
    each city, and when the sun is at its highest there; what an earlier version found does not say that.
    """

    rule: str
    since: date
    until: date
    cost: int
    country: str
    name: str
    certainty: str
    hijri_year: int | None = None
    first_days: list[date] = []
    last_days: list[date] = []
    blocks: list[str] = []
    noons: list[str] = []


class WindowOut(Schema):
    """Days in which an edition could be held, arrival and departure included; less cost is better."""

    first: date
    last: date
    cost: int
    reasons: list[ReasonOut]


class DateSearchOut(Schema):
    """What was asked, and what was found once `answered_at` is not null; the best windows first."""

    asked_at: datetime
    answered_at: datetime | None
    feasible_count: int = 0
    refused_count: int = 0
    feasible: list[WindowOut] = []
    refused: list[WindowOut] = []


class DeadlineList(Schema):
    """The deadlines of an edition, the first one at the top."""

    items: list[DeadlineOut]


class StretchIn(Schema):
    """Days with a name, such as a maintenance."""

    first: Day
    last: Day
    name: Told_


class DateQuestionIn(Schema):
    """What the date finder is asked: `weekdays` (0 is Monday) are those it may begin on, all if empty."""

    season_first: Day
    season_last: Day
    days: Annotated[Number, Field(ge=1, le=120)]
    weekdays: list[Annotated[Number, Field(ge=0, le=6)]] = []
    avoids_ramadan: Truth = False
    keeps_fridays: Truth = False
    exclusions: list[StretchIn] = []
    cautions: list[StretchIn] = []


@router.get("editions/{code}/deadlines", response=DeadlineList, operation_id="list_deadlines", **READ)
def list_deadlines(request: Caller, code: Word) -> dict[str, Any]:
    """List by when who must have acted, as worked out from the plan and the calendars."""
    edition = edition_of(request, code)
    prefetch_related_objects([edition], "deadline_plans__deadlines")
    return {"items": deadlines_in_order(edition)}


@router.post("editions/{code}/dates/search", response={201: DateSearchOut}, operation_id="find_dates", **KEEP)
def find_dates(request: Caller, code: Word, given: DateQuestionIn) -> Status[dict[str, Any]]:
    """Have windows for an edition looked for by a worker; look at the search again until it is answered."""
    edition = kept_by(request, code)
    question = given.dict()
    for name in ("exclusions", "cautions"):
        question[name] = [
            [one["first"].isoformat(), one["last"].isoformat(), one["name"]] for one in question[name]
        ]
    for name in ("season_first", "season_last"):
        question[name] = question[name].isoformat()
    enforce(may_search(question))
    return Status(201, _search(finding.ask_for_dates(edition=edition, question=question, **by(request))))


@router.get("editions/{code}/dates/search", response=DateSearchOut, operation_id="get_found_dates", **WATCH)
def get_found_dates(request: Caller, code: Word) -> dict[str, Any]:
    """Show what the date finder was asked last for an edition, and what it found."""
    return _search(get_object_or_404(DateSearch, edition=kept_by(request, code)))


@router.delete(
    "editions/{code}/dates/search", response={204: None}, operation_id="forget_found_dates", **KEEP
)
def forget_found_dates(request: Caller, code: Word) -> Status[None]:
    """Cancel a search that is under way, or put its answer away."""
    finding.forget_search(edition=kept_by(request, code), **by(request))
    return Status(204, None)


def _search(search: DateSearch) -> dict[str, Any]:
    return {"asked_at": search.asked_at, "answered_at": search.answered_at, **(search.answer or {})}
