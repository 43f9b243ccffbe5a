"""The running of a day over the API: its sheet with meals, the visits that need a list, and an incident.

Names of a gate list and what was told of an incident are for pages alone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.errors import AuthorizationError

from balai.delivery.adapters.day_sheet import day_shown, days_with, sheet_of
from balai.delivery.enums import IncidentKind
from balai.delivery.forms.incidents import LONGEST, ReportForm, own_sessions
from balai.delivery.queries.gates import visits_of
from balai.delivery.queries.incidents import REPORTERS, editions_to_report_in
from balai.delivery.queries.presence import editions_for, slots_seen_by
from balai.delivery.rules.presence import READERS, SEES
from balai.delivery.services.incidents import report_incident
from balai.directory.models import Site
from balai.kernel import clock
from balai.kernel.bodies import Day, Number, TimeOfDay, Word
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from balai.delivery.adapters.day_sheet import DayMeal, DaySheet
    from balai.delivery.models import Incident
    from balai.delivery.queries.gates import Visit

router = Router()


class DaySessionOut(Schema):
    """A session of the day; `phase` is past, now, or nothing for what is ahead."""

    code: str
    title: str
    time: str
    place: str
    groups: str
    people: str
    phase: str
    there: int
    expected: int


class DayRideOut(Schema):
    """A ride, with who sits in which vehicle in words."""

    time: str
    way: str
    vehicles: list[str]


class DietCountOut(Schema):
    """How many eat in one way; of too few nobody is counted."""

    way: str
    number: int


class DayMealOut(Schema):
    """A meal at one site, in numbers and without names; `notes` tell what the counts leave out."""

    time: str
    meal: str
    place: str
    people: int
    counts: list[DietCountOut]
    notes: list[str]


class DayAwayOut(Schema):
    """Somebody who is excused from sessions of the day, or was not there."""

    name: str
    country: str
    state: str
    sessions: str


class DayOut(Schema):
    """One day as the caller sees it, in the language that is asked for: all of it, or a centre's part."""

    edition: str
    on: date
    zone: str
    is_fasting: bool
    sessions: list[DaySessionOut]
    rides: list[DayRideOut]
    meals: list[DayMealOut]
    away: list[DayAwayOut]
    open: list[str]


class GateVisitOut(Schema):
    """A visit to a site that wants names beforehand; `is_open` until a list with these people was sent."""

    site: str
    on: date
    due_on: date
    people: int
    sent_at: datetime | None
    is_open: bool


class IncidentIn(Schema):
    """What happened, by the clock of the edition; every word of it is sealed."""

    kind: IncidentKind
    severity: Annotated[Number, Field(ge=1, le=5)]
    happened_on: Day
    happened_time: TimeOfDay
    site: Annotated[Word, Field(max_length=60)] = ""
    participants: Annotated[list[UUID], Field(max_length=100)] = []
    account: Annotated[Word, Field(min_length=1, max_length=LONGEST)]
    measures: Annotated[Word, Field(max_length=LONGEST)] = ""


class IncidentOut(Schema):
    """An incident without a word of what was told."""

    id: UUID
    kind: IncidentKind
    severity: int
    happened_at: datetime
    reported_at: datetime


@router.get(
    "{code}/days/{on}",
    response=DayOut,
    operation_id="get_day",
    **needs(TokenScope.PROGRAMMES_READ, *sorted(SEES)),
)
def get_day(request: Caller, code: Word, on: date) -> dict[str, Any]:
    """Show one day of an edition: sessions, rides, meals, who is away, and what is open."""
    edition = get_object_or_404(editions_for(request.grants, READERS), code=code)
    is_whole = covers(request.grants, READERS, edition)
    seen = list(slots_seen_by(request.grants, edition, is_whole=is_whole))
    try:
        day_shown(days_with(seen, ZoneInfo(edition.time_zone)), on.isoformat(), on)
    except LookupError as error:
        raise Http404 from error
    return _day(sheet_of(edition, seen, on, is_whole=is_whole, at=clock.now()))


def _day(sheet: DaySheet) -> dict[str, Any]:
    return {
        "edition": sheet.edition.code,
        "on": sheet.on,
        "zone": sheet.zone,
        "is_fasting": sheet.is_fasting,
        "sessions": [
            {
                "code": line.code,
                "title": line.title,
                "time": line.time,
                "place": line.place,
                "groups": line.who,
                "people": line.people,
                "phase": line.phase,
                "there": line.there,
                "expected": line.expected,
            }
            for line in sheet.lines
        ],
        "rides": [
            {"time": ride.time, "way": ride.way, "vehicles": list(ride.vehicles)} for ride in sheet.rides
        ],
        "meals": [_meal(meal) for meal in sheet.meals],
        "away": [
            {"name": one.name, "country": one.country, "state": one.state, "sessions": one.sessions}
            for one in sheet.away
        ],
        "open": [one.what for one in sheet.open],
    }


def _meal(meal: DayMeal) -> dict[str, Any]:
    return {
        "time": meal.time,
        "meal": str(meal.sitting.label),
        "place": meal.place,
        "people": meal.sitting.people,
        "counts": [{"way": way, "number": number} for way, number in meal.counts],
        "notes": meal.notes,
    }


@router.get(
    "{code}/gate-visits",
    response=list[GateVisitOut],
    operation_id="list_gate_visits",
    **needs(TokenScope.PROGRAMMES_READ, *sorted(READERS)),
)
def list_gate_visits(request: Caller, code: Word) -> list[dict[str, Any]]:
    """List the visits of an edition that need a list of names, with when it is due."""
    edition = get_object_or_404(editions_for(request.grants, READERS), code=code)
    if not covers(request.grants, READERS, edition):
        raise Http404
    return [_visit(one) for one in visits_of(edition)]


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "site": visit.site.code,
        "on": visit.on,
        "due_on": visit.due_on,
        "people": visit.people,
        "sent_at": visit.sent.sent_at if visit.sent else None,
        "is_open": visit.is_open,
    }


@router.post(
    "{code}/incidents",
    response={201: IncidentOut},
    operation_id="report_incident",
    url_name="report_incident",
    **needs(TokenScope.OWN_WRITE, *sorted(REPORTERS)),
)
def report(request: Caller, code: Word, given: IncidentIn) -> Status[Incident]:
    """Report an incident: the office of an edition, health officers, and coordinators at their own centre."""
    person = request.auth.person
    if person is None:
        raise AuthorizationError
    edition = get_object_or_404(editions_to_report_in(request.grants), code=code)
    at = clock.now()
    site = Site.objects.filter(code=given.site).first() if given.site else None
    said = given.dict() | {"site": (site.pk if site else given.site) or None}
    form = ReportForm(said, edition=edition, at=at, own=own_sessions(request.grants, edition))
    if not form.is_valid():
        raise ValidationError({name: list(faults) for name, faults in form.errors.items()})
    kept = report_incident(
        edition=edition,
        kind=given.kind,
        severity=given.severity,
        happened_at=form.happened_at,
        site=form.cleaned_data["site"],
        participants=list(form.cleaned_data["participants"]),
        account=given.account,
        measures=given.measures,
        actor=person.merged_into or person,
        at=at,
    )
    return Status(201, kept)
