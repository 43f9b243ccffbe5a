"""Changes of a draft by hand: asking whether a session fits elsewhere, moving, pinning, taking back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404
from ninja import Field, Query, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Day, TimeOfDay, Truth, Word
from balai.people.authentication import Caller
from balai.timetable.api.common import (
    KEEP,
    READ,
    Version,
    WhereOut,
    person_asking,
    place_out,
    timetable_asked,
)
from balai.timetable.api.versions import SessionOut, TimetableOut
from balai.timetable.forms.moving import MoveForm
from balai.timetable.models import Slot
from balai.timetable.queries.plans import slots_in
from balai.timetable.services.moving import bench_of, judge_move, move_session, pin_session, take_back
from balai.timetable.services.naming import names_of

if TYPE_CHECKING:
    from balai.timetable.models import Timetable
    from balai.timetable.services.moving import Bench

router = Router()
OF_A_VERSION = "editions/{code}/versions/{version}"

Room = Annotated[Word, Field(max_length=100)]


class MoveIn(Schema):
    """A day and a time on the edition's clock and grid; of several rooms, one as `site.room`."""

    day: Day
    time: TimeOfDay
    room: Room | None = None


class PinIn(Schema):
    """Whether it stays where it is when the programme is planned again."""

    is_pinned: Truth


class FitOut(Schema):
    """Whether a session could be held elsewhere: why not, or the points of the whole timetable after it.

    `rules` are codes of the rulebook; `remarks` tell in words of time that participants keep free, and name
    nobody; `nearest` is where it fits, nearest to what was asked.
    """

    fits: bool
    reasons: list[str]
    rules: list[str]
    remarks: list[str]
    points: int | None
    points_now: int
    nearest: WhereOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A draft, and where a session of it should go."""

    bench: Bench
    begins: int
    room: str | None


@router.get(
    f"{OF_A_VERSION}/sessions/{{name}}/fit",
    response=FitOut,
    operation_id="judge_move",
    url_name="judge_move",
    **READ,
)
def judge(request: Caller, code: Word, version: Version, name: Word, place: Query[MoveIn]) -> FitOut:
    """Say whether a session could be held elsewhere, why not in words, and where it could."""
    asked = _asked(timetable_asked(request, code, version), name, place)
    verdict = judge_move(asked.bench, name, begins=asked.begins, room=asked.room)
    return FitOut(
        fits=verdict.fits,
        reasons=list(verdict.reasons),
        rules=list(verdict.rules),
        remarks=list(verdict.remarks),
        points=verdict.points,
        points_now=verdict.before,
        nearest=place_out(verdict.nearest, asked.bench.axis) if verdict.nearest else None,
    )


@router.post(
    f"{OF_A_VERSION}/sessions/{{name}}/move",
    response=SessionOut,
    operation_id="move_session",
    url_name="move_session",
    **KEEP,
)
def move(request: Caller, code: Word, version: Version, name: Word, given: MoveIn) -> Slot:
    """Hold a session of a draft elsewhere; what would break a rule is refused with the reason."""
    timetable = timetable_asked(request, code, version, keeps=True)
    asked = _asked(timetable, name, given)
    move_session(
        timetable=timetable,
        code=name,
        begins=asked.begins,
        room=asked.room,
        actor=person_asking(request),
        at=clock.now(),
    )
    return _slot(timetable, name)


@router.put(
    f"{OF_A_VERSION}/sessions/{{name}}/pin",
    response=SessionOut,
    operation_id="pin_session",
    url_name="pin_session",
    **KEEP,
)
def pin(request: Caller, code: Word, version: Version, name: Word, given: PinIn) -> Slot:
    """Have a session stay where it is when the programme is planned again, or let it go."""
    timetable = timetable_asked(request, code, version, keeps=True)
    try:
        pin_session(
            timetable=timetable,
            code=name,
            is_pinned=given.is_pinned,
            actor=person_asking(request),
            at=clock.now(),
        )
    except LookupError as error:
        raise Http404 from error
    return _slot(timetable, name)


@router.post(
    f"{OF_A_VERSION}/back",
    response=TimetableOut,
    operation_id="take_move_back",
    url_name="take_move_back",
    **KEEP,
)
def back(request: Caller, code: Word, version: Version) -> Timetable:
    """Take the last move by hand back."""
    timetable = timetable_asked(request, code, version, keeps=True)
    return take_back(timetable=timetable, actor=person_asking(request), at=clock.now())


def _asked(timetable: Timetable, name: str, given: MoveIn) -> Asked:
    """What the page's form makes of a day, a time and a room.

    Raises:
        Http404: no such session is in the version.
        ValidationError: outside the days, off the grid, or a room that the session may not use.
    """
    bench = bench_of(timetable, names_of(timetable.edition))
    session = bench.asked.get(name)
    if session is None:
        raise Http404
    room = given.room
    if room is None:
        room = next(one for one in bench.plan.placements if one.session == name).room or ""
    said: dict[str, Any] = {
        "day": (given.day - bench.problem.starts_on).days,
        "time": given.time.hour * 60 + given.time.minute,
        "room": room,
    }
    form = MoveForm(said, problem=bench.problem, session=session, names=bench.wording.names)
    if not form.is_valid():
        raise ValidationError({field: list(faults) for field, faults in form.errors.items()})
    return Asked(bench=bench, begins=form.begins, room=form.place)


def _slot(timetable: Timetable, name: str) -> Slot:
    return slots_in(timetable).get(session__code=name)
