"""Changes of a draft by hand: move, pin, take back; each judged by the checker before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.engine.timetabling import check
from balai.engine.timetabling.problem import DAY, Pin
from balai.engine.timetabling.result import Timetable as Plan
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.models import Edition
from balai.timetable.enums import Proof
from balai.timetable.models import Slot, SlotMachine, Timetable
from balai.timetable.rules.planning import may_plan, must_be_draft
from balai.timetable.services.drafting import (
    axis_for,
    digest_of,
    place_of,
    plain,
    plan_in,
    problem_of,
    room_name,
    write_machines,
)
from balai.timetable.services.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from balai.engine.timetabling.check import Breach
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.problem import Session as Asked
    from balai.engine.timetabling.result import Placement
    from balai.people.models import Person
    from balai.timetable.services.hours import Axis

TRIED = 60
"""Places that are held against all rules in the search for the nearest that fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What would become of a move.

    Attributes:
        reasons: why it cannot be, in words; empty if it can.
        rules: their codes in the rulebook.
        points: of the whole timetable after it; none if it cannot be.
        before: points as they are.
        nearest: where it fits, nearest to what was asked; asked for only when it cannot be.
        remarks: what is to be minded where it fits, in words: time that participants keep free of work.
    """

    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    points: int | None
    before: int
    nearest: Placement | None = None
    remarks: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A draft as the engine sees it."""

    timetable: Timetable
    problem: Problem
    axis: Axis
    plan: Plan
    wording: Wording

    @property
    def asked(self) -> Mapping[str, Asked]:
        return self.wording.sessions


def bench_of(timetable: Timetable, names: Mapping[str, str] | None = None) -> Bench:
    """A version with everything that judging a change needs; its edition is fetched with it."""
    problem = problem_of(timetable)
    axis = axis_for(problem, timetable.edition)
    return Bench(
        timetable=timetable,
        problem=problem,
        axis=axis,
        plan=plan_in(timetable, axis),
        wording=Wording(problem, names),
    )


def judge_move(bench: Bench, code: str, *, begins: int, room: str | None, nearest: bool = True) -> Verdict:
    """Say whether a session could be held elsewhere, and if not, why not and where it could."""
    plan = moved(bench.plan, code, begins, room)
    found = check.breaches(bench.problem, plan)
    said = {bench.wording.breach(one, plan, about=code): one.rule for one in found}
    if not found:
        points = sum(check.costs(bench.problem, plan).values())
        return Verdict(
            reasons=(),
            rules=(),
            points=points,
            before=bench.timetable.objective,
            remarks=bench.wording.remarks(bench.asked[code], begins),
        )
    fitting = next(_fitting(bench, code, begins), None) if nearest else None
    return Verdict(
        reasons=tuple(said),
        rules=tuple(dict.fromkeys(said.values())),
        points=None,
        before=bench.timetable.objective,
        nearest=fitting,
    )


def moved(plan: Plan, code: str, begins: int, room: str | None) -> Plan:
    """The same plan with one session elsewhere."""
    return Plan(
        placements=tuple(
            replace(one, begins=begins, room=room) if one.session == code else one for one in plan.placements
        )
    )


def _fitting(bench: Bench, code: str, wanted: int) -> Iterator[Placement]:
    """Places that keep every rule, the nearest to a moment first."""
    session = bench.asked[code]
    now = next(one for one in bench.plan.placements if one.session == code)
    busy, taken = _busy(bench, session), _taken(bench, session)
    attendants = {*session.groups, *session.people}
    breaches, alone = check.breaches_of(bench.problem), _circle(bench, {code})
    own = _circle(
        bench, {one.id for one in bench.problem.sessions if attendants & {*one.groups, *one.people}}
    )
    starts = [
        begins
        for begins in range(0, bench.problem.days * DAY, bench.problem.grid)
        if begins != now.begins and _is_free(session, begins, busy)
    ]
    tried = 0
    for begins in sorted(starts, key=lambda begins: (abs(begins - wanted), begins)):
        for room in session.rooms or (None,):
            if not _is_apart(begins, begins + session.minutes, taken[room]):
                continue
            if alone.refuses(code, begins, room):
                continue
            if tried == TRIED:
                return
            tried += 1
            if own.refuses(code, begins, room):
                continue
            if not breaches(moved(bench.plan, code, begins, room)):
                yield replace(now, begins=begins, room=room)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Circle:
    """Some sessions: where one breaks a rule among these it breaks it among all, and that is told sooner."""

    plan: Plan
    breaches: Callable[[Plan], Sequence[Breach]]

    def refuses(self, code: str, begins: int, room: str | None) -> bool:
        found = self.breaches(moved(self.plan, code, begins, room))
        return any(code in one.sessions for one in found)


def _circle(bench: Bench, names: Collection[str]) -> _Circle:
    sessions = tuple(
        replace(one, after=tuple(name for name in one.after if name in names))
        for one in bench.problem.sessions
        if one.id in names
    )
    return _Circle(
        plan=Plan(placements=tuple(one for one in bench.plan.placements if one.session in names)),
        breaches=check.breaches_of(replace(bench.problem, sessions=sessions)),
    )


def _taken(bench: Bench, session: Asked) -> Mapping[str | None, Sequence[tuple[int, int]]]:
    """When others are in the rooms that it may use."""
    found: dict[str | None, list[tuple[int, int]]] = {room: [] for room in session.rooms or (None,)}
    for one in bench.plan.placements:
        if one.room is not None and one.room in found and one.session != session.id:
            found[one.room].append((one.begins, one.begins + bench.asked[one.session].minutes))
    return found


def _busy(bench: Bench, session: Asked) -> list[tuple[int, int]]:
    """When its groups and people are elsewhere."""
    asked = bench.asked
    attendants = {*session.groups, *session.people}
    return [
        (one.begins, one.begins + asked[one.session].minutes)
        for one in bench.plan.placements
        if one.session != session.id and attendants & {*asked[one.session].groups, *asked[one.session].people}
    ]


def _is_free(session: Asked, begins: int, busy: Sequence[tuple[int, int]]) -> bool:
    ends = begins + session.minutes
    within = not session.windows or any(one.begins <= begins and ends <= one.ends for one in session.windows)
    return within and _is_apart(begins, ends, busy)


def _is_apart(begins: int, ends: int, others: Sequence[tuple[int, int]]) -> bool:
    return all(last <= begins or ends <= first for first, last in others)


@transaction.atomic
def move_session(  # noqa: PLR0913 -- each is named where it is called
    *, timetable: Timetable, code: str, begins: int, room: str | None, actor: Person, at: datetime
) -> Timetable:
    """Hold a session of a draft elsewhere.

    Args:
        timetable: a draft.
        code: of the session.
        begins: minutes since midnight of the first day, local time.
        room: as the engine calls it; None for a session without a place.
        actor: who moves it.
        at: the moment.

    Raises:
        RuleViolationError: ``timetable.published``, ``timetable.over``, or ``timetable.does_not_fit`` with
            what it breaks in words.
        LookupError: there is no such session in it.
    """
    bench, slot = _open(timetable, code)
    verdict = judge_move(bench, code, begins=begins, room=room, nearest=False)
    if not verdict.fits:
        raise RuleViolationError(Refusal("timetable.does_not_fit", " ".join(verdict.reasons)))
    _put(bench, slot, begins, room)
    _count(bench, moved(bench.plan, code, begins, room), [*bench.timetable.moves, _noted(bench, code)])
    record(
        actor=actor.reference,
        action="timetable.session_moved",
        subject=bench.timetable.reference,
        at=at,
        detail={"session": code, "minute": begins},
    )
    return bench.timetable


@transaction.atomic
def pin_session(
    *, timetable: Timetable, code: str, is_pinned: bool, actor: Person, at: datetime
) -> Timetable:
    """Have a session stay where it is when the planner plans again, or let it go.

    Raises:
        RuleViolationError: ``timetable.published``, ``timetable.over``, or ``timetable.fixed`` where the
            curriculum itself sets the time.
        LookupError: there is no such session in it.
    """
    bench, slot = _open(timetable, code)
    activity = slot.session.activity
    if not is_pinned and activity.begins_at is not None and activity.day:
        raise RuleViolationError(
            Refusal("timetable.fixed", _("The curriculum sets its time. Change the activity to move it."))
        )
    if slot.is_pinned == is_pinned:
        return bench.timetable
    pin = Pin(begins=bench.axis.minute(slot.begins_at), room=room_name(slot)) if is_pinned else None
    problem = replace(
        bench.problem,
        sessions=tuple(replace(one, pin=pin) if one.id == code else one for one in bench.problem.sessions),
    )
    slot.is_pinned = is_pinned
    slot.save(update_fields=["is_pinned"])
    draft = bench.timetable
    draft.problem = plain(problem)
    draft.problem_digest = digest_of(draft.problem)
    if not is_pinned:  # the bound was proven with the pin, and says nothing without it
        draft.bound = 0
        draft.status = Proof.OPTIMAL if draft.objective == 0 else Proof.FEASIBLE
    draft.save(update_fields=["problem", "problem_digest", "bound", "status"])
    record(
        actor=actor.reference,
        action="timetable.session_pinned" if is_pinned else "timetable.session_let_go",
        subject=draft.reference,
        at=at,
        detail={"session": code},
    )
    return draft


@transaction.atomic
def take_back(*, timetable: Timetable, actor: Person, at: datetime) -> Timetable:
    """Take the last move back.

    Raises:
        RuleViolationError: ``timetable.published``, ``timetable.nothing_to_take_back``, or
            ``timetable.does_not_fit`` where a pin that was set since is in the way.
    """
    moves: list[dict[str, Any]] = list(timetable.moves)
    if not moves:
        raise RuleViolationError(
            Refusal("timetable.nothing_to_take_back", _("Nothing was moved by hand in this draft."))
        )
    last = moves[-1]
    bench, slot = _open(timetable, last["session"])
    verdict = judge_move(bench, last["session"], begins=last["begins"], room=last["room"], nearest=False)
    if not verdict.fits:
        raise RuleViolationError(Refusal("timetable.does_not_fit", " ".join(verdict.reasons)))
    _put(bench, slot, last["begins"], last["room"])
    _count(bench, moved(bench.plan, last["session"], last["begins"], last["room"]), moves[:-1])
    record(
        actor=actor.reference,
        action="timetable.move_taken_back",
        subject=bench.timetable.reference,
        at=at,
        detail={"session": last["session"]},
    )
    return bench.timetable


def _open(timetable: Timetable, code: str) -> tuple[Bench, Slot]:
    """A draft that may change, locked, and its slot."""
    Edition.objects.select_for_update(of=("self",)).get(pk=timetable.edition_id)
    draft = Timetable.objects.select_related("edition").defer("problem").get(pk=timetable.pk)
    enforce(must_be_draft(draft) or may_plan(draft.edition))
    bench = bench_of(draft)
    rows = Slot.objects.select_related("session__activity", "site", "room")
    slot = rows.filter(timetable=draft, session__code=code).first()
    if slot is None:
        raise LookupError(code)
    return bench, slot


def _noted(bench: Bench, code: str) -> dict[str, Any]:
    """Where a session was before it was moved."""
    was = next(one for one in bench.plan.placements if one.session == code)
    return {"session": code, "begins": was.begins, "room": was.room}


def _put(bench: Bench, slot: Slot, begins: int, room: str | None) -> None:
    slot.begins_at = bench.axis.moment(begins)
    slot.ends_at = bench.axis.moment(begins + bench.asked[slot.session.code].minutes)
    slot.site, slot.room = place_of(room)
    slot.save(update_fields=["begins_at", "ends_at", "site", "room"])


def _count(bench: Bench, plan: Plan, moves: list[dict[str, Any]]) -> None:
    """Count the costs of what it is now, and give machines out again."""
    draft = bench.timetable
    points = {rule: count for rule, count in check.costs(bench.problem, plan).items() if count}
    draft.costs, draft.objective, draft.moves = points, sum(points.values()), moves
    draft.status = Proof.OPTIMAL if draft.objective == draft.bound else Proof.FEASIBLE
    draft.is_by_hand = bool(moves)
    draft.save(update_fields=["costs", "objective", "moves", "status", "is_by_hand"])
    if bench.problem.machines:
        SlotMachine.objects.filter(slot__timetable=draft).delete()
        slots = Slot.objects.filter(timetable=draft).select_related("session").only("session__code")
        write_machines(draft.edition, bench.problem, plan, {slot.session.code: slot for slot in slots})
