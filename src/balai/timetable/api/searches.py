"""Searches: having an edition planned or repaired by the worker, its answer, and taking one of its ways."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.kernel import clock
from balai.kernel.bodies import Day, Number, TimeOfDay, Word
from balai.kernel.translated import TranslatedText
from balai.people.authentication import Caller
from balai.timetable.api.common import KEEP, READ, WhereOut, Why, edition_asked, person_asking, place_out
from balai.timetable.api.versions import TimetableOut
from balai.timetable.enums import SearchKind, SearchState
from balai.timetable.forms.repairing import HindranceForm
from balai.timetable.models import Search
from balai.timetable.queries.plans import versions_of
from balai.timetable.services.consequences import consequences_of
from balai.timetable.services.drafting import axis_for, problem_in
from balai.timetable.services.naming import names_of
from balai.timetable.services.reading import read
from balai.timetable.services.relaxing import remedies_of, repair_with_remedy, take_remedy
from balai.timetable.services.repairing import (
    alternatives_of,
    explanation_of,
    obstacles_in,
    report_hindrance,
    take_alternative,
)
from balai.timetable.services.searching import ask_for_timetable, cancel_search, why_none
from balai.timetable.services.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Repair
    from balai.programmes.models import Edition
    from balai.timetable.models import Timetable
    from balai.timetable.services.consequences import RideChange
    from balai.timetable.services.hours import Axis

router = Router()
OF_A_SEARCH = "editions/{code}/searches/{uuid:key}"


class SearchFacts(Schema):
    """A question to the planner; `points` and `bound` are of the best timetable so far.

    `timetable` is the version that it, or the way that was taken, became.
    """

    id: UUID
    kind: SearchKind
    state: SearchState
    status: str
    points: int | None
    bound: int | None
    seed: int
    work: int
    asked_at: datetime
    answered_at: datetime | None
    failure: str
    timetable: int | None


class SearchOut(SearchFacts):
    """A search, read from its row."""

    @staticmethod
    def resolve_timetable(search: Any) -> int | None:
        """Its number."""
        return search.timetable.version if search.timetable else None


class MovedOut(Schema):
    """A session that a way to repair moves."""

    session: str
    before: WhereOut
    after: WhereOut


class StretchOut(Schema):
    """From when until when."""

    begins_at: datetime
    ends_at: datetime


class RideChangeOut(Schema):
    """A ride that is to be ordered (nothing before), called off (nothing after), or is at another time."""

    origin: str
    destination: str
    groups: list[str]
    seats: int
    before: StretchOut | None
    after: StretchOut | None


class MealChangeOut(StretchOut):
    """A lunch at one site, and how many people come to it before and after."""

    site: str
    before: int
    after: int


class WayOut(Schema):
    """A way to repair: what moves, whom it touches, and what is to be ordered anew. `number` takes it."""

    number: int
    is_proven: bool
    disturbance: int
    moves: list[MovedOut]
    added: list[str]
    gone: list[str]
    groups: list[str]
    people: list[str]
    sites: list[str]
    rides: list[RideChangeOut]
    meals: list[MealChangeOut]


class RemedyOut(Schema):
    """Limits that, given up, leave a timetable: in words. `number` takes it."""

    number: int
    is_proven: bool
    sentences: list[str]


class WholeSearchOut(SearchFacts):
    """A search with what it found: why there is no timetable, what could be given up, or ways to repair.

    Of a repair, `obstacles` is what of the published timetable cannot stay, `given_up` what a remedy leaves
    out for it, and `explained_by` the search that explains why no way was found.
    """

    obstacles: list[str]
    given_up: list[dict[str, str]]
    explained_by: UUID | None
    why: list[str]
    clash: list[str]
    remedies: list[RemedyOut]
    ways: list[WayOut]


class SearchIn(Schema):
    """The limit of work, where it is another than that of the edition's terms; ten take 1 to 3 seconds."""

    work: Annotated[Number, Field(ge=1, le=100_000)] | None = None


class HindranceIn(Schema):
    """What gets in the way, one of the three by its code, on a stretch of one day on the edition's clock.

    People whose sessions move read the reason, each in their language.
    """

    site: Annotated[Word, Field(max_length=60)] = ""
    person: Annotated[Word, Field(max_length=60)] = ""
    session: Annotated[Word, Field(max_length=60)] = ""
    on: Day
    begins: TimeOfDay
    ends: TimeOfDay
    reason: Why


class TakeIn(Schema):
    """Which of the ways or remedies that were found, from 1."""

    number: Annotated[Number, Field(ge=1, le=99)]


@router.get("editions/{code}/searches", response=list[SearchOut], operation_id="list_searches", **READ)
def list_searches(request: Caller, code: Word) -> list[Search]:
    """List what the planner was asked of an edition and how far it is, the newest first."""
    rows = Search.objects.filter(edition=edition_asked(request, code)).defer("problem", "answer")
    return list(rows.select_related("timetable").order_by("-asked_at", "-pk")[:100])


@router.post("editions/{code}/searches", response={201: SearchOut}, operation_id="make_search", **KEEP)
def make_search(request: Caller, code: Word, given: SearchIn) -> Status[Search]:
    """Have the programme planned by the worker; what is pinned in the latest version stays."""
    edition = edition_asked(request, code, keeps=True)
    search = ask_for_timetable(
        edition=edition,
        like=versions_of(edition).select_related("edition").first(),
        work=given.work,
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, search)


@router.post(
    "editions/{code}/hindrances",
    response={201: SearchOut},
    operation_id="report_hindrance",
    url_name="report_hindrance",
    **KEEP,
)
def hinder(request: Caller, code: Word, given: HindranceIn) -> Status[Search]:
    """Report what gets in the way of the published timetable; the least disturbance is worked out."""
    edition = edition_asked(request, code, keeps=True)
    said = {name: _written(value) for name, value in given.dict(exclude={"reason"}).items()}
    said |= {f"reason_{language}": given.reason.get(language, "") for language, _name in settings.LANGUAGES}
    form = HindranceForm(said, edition=edition)
    if not form.is_valid():
        raise ValidationError({name: list(faults) for name, faults in form.errors.items()})
    begins_at, ends_at = form.stretch
    search = report_hindrance(
        edition=edition,
        site=form.cleaned_data["site"],
        person=form.cleaned_data["person"],
        session=form.cleaned_data["session"],
        begins_at=begins_at,
        ends_at=ends_at,
        reason=TranslatedText(given.reason),
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, search)


def _written(value: object) -> str:
    """As somebody would type it: the form's times have no seconds."""
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


@router.get(OF_A_SEARCH, response=WholeSearchOut, operation_id="get_search", **READ)
def get_search(request: Caller, code: Word, key: UUID) -> WholeSearchOut:
    """Show how far a search is, and what it found; asked again until its state is `done`.

    Of a repair the ways come one by one; one that is there may be taken while others are looked for.
    """
    edition = edition_asked(request, code)
    search = _search(edition, key)
    (found, clash), remedies, ways = why_none(search), remedies_of(search), alternatives_of(search)
    facts = SearchOut.from_orm(search).dict() | {"given_up": search.given_up, "explained_by": None}
    if not (found or clash or remedies or search.before):
        return WholeSearchOut(**facts, obstacles=[], why=[], clash=[], remedies=[], ways=[])
    explanation = explanation_of(search) if search.kind == SearchKind.REPAIR else None
    facts["explained_by"] = explanation.pk if explanation else None
    problem = problem_in(search.problem)
    words, axis = Wording(problem, names_of(edition)), axis_for(problem, edition)
    return WholeSearchOut(
        **facts,
        obstacles=obstacles_in(search, problem, words),
        why=[read(one, words)[0] for one in found],
        clash=[words.kept(limit) for limit in clash],
        remedies=[
            RemedyOut(
                number=number,
                is_proven=one.is_proven,
                sentences=[words.given_up(limit) for limit in one.limits],
            )
            for number, one in enumerate(remedies, start=1)
        ],
        ways=_ways(search, problem, ways, axis),
    )


def _ways(search: Search, problem: Problem, ways: Sequence[Repair], axis: Axis) -> list[WayOut]:
    if search.before is None:
        return []
    around = consequences_of(search.before, problem, ways)
    return [
        WayOut(
            number=number,
            is_proven=way.is_proven,
            disturbance=way.disturbance,
            moves=[
                MovedOut(
                    session=one.session,
                    before=place_out(one.before, axis),
                    after=place_out(one.after, axis),
                )
                for one in way.changes
            ],
            added=list(more.added),
            gone=list(more.gone),
            groups=sorted({part for one in way.changes for name in one.groups for part in name.split("+")}),
            people=sorted({name for one in way.changes for name in one.people}),
            sites=sorted({name for one in way.changes for name in one.sites}),
            rides=[_ride(one) for one in more.rides],
            meals=[
                MealChangeOut(
                    begins_at=one.begins_at,
                    ends_at=one.ends_at,
                    site=one.site.code,
                    before=one.before,
                    after=one.after,
                )
                for one in more.meals
            ],
        )
        for number, (way, more) in enumerate(zip(ways, around, strict=True), start=1)
    ]


def _ride(change: RideChange) -> RideChangeOut:
    before, after = (
        StretchOut(begins_at=ride.from_at, ends_at=ride.until_at) if ride else None
        for ride in (change.before, None if change.is_gone else change.ride)
    )
    return RideChangeOut(
        origin=str(change.ride.origin),
        destination=str(change.ride.destination),
        groups=list(change.ride.groups),
        seats=change.ride.seats,
        before=before,
        after=after,
    )


@router.post(
    f"{OF_A_SEARCH}/cancel",
    response=SearchOut,
    operation_id="cancel_search",
    url_name="cancel_search",
    **KEEP,
)
def cancel(request: Caller, code: Word, key: UUID) -> Search:
    """Call a search off."""
    edition = edition_asked(request, code, keeps=True)
    cancel_search(search=_search(edition, key), actor=person_asking(request), at=clock.now())
    return _search(edition, key)


@router.post(
    f"{OF_A_SEARCH}/repair",
    response={201: SearchOut},
    operation_id="repair_with_remedy",
    url_name="repair_with_remedy",
    **KEEP,
)
def repair(request: Caller, code: Word, key: UUID, given: TakeIn) -> Status[Search]:
    """Where a repair found no way, give up what a remedy names, and have the smallest change worked out."""
    edition = edition_asked(request, code, keeps=True)
    search = repair_with_remedy(
        search=_search(edition, key), number=given.number, actor=person_asking(request), at=clock.now()
    )
    return Status(201, search)


@router.post(
    f"{OF_A_SEARCH}/take", response={201: TimetableOut}, operation_id="take_way", url_name="take_way", **KEEP
)
def take(request: Caller, code: Word, key: UUID, given: TakeIn) -> Status[Timetable]:
    """Make a way to repair, or the timetable of a remedy, a draft; publishing it is another deed."""
    edition = edition_asked(request, code, keeps=True)
    search = _search(edition, key)
    deed = take_alternative if search.kind == SearchKind.REPAIR else take_remedy
    draft = deed(search=search, number=given.number, actor=person_asking(request), at=clock.now())
    return Status(201, draft)


def _search(edition: Edition, key: UUID) -> Search:
    found: Search = get_object_or_404(
        Search.objects.select_related("timetable", "edition", "before__edition"), edition=edition, pk=key
    )
    return found
