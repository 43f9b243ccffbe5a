"""Drafts: what the engine placed, as rows; and rows, as the engine reads them.

Nothing becomes a draft that the independent checker refuses.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.directory.models import Machine, Room, Site
from balai.engine.entries import from_json, to_json
from balai.engine.timetabling import check
from balai.engine.timetabling.problem import Problem
from balai.engine.timetabling.result import Placement
from balai.engine.timetabling.result import Timetable as Plan
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.programmes.enums import Task
from balai.programmes.models import ActivityPerson
from balai.timetable.enums import Proof, TimetableState
from balai.timetable.models import Session, Slot, SlotMachine, SlotPerson, StandIn, Timetable
from balai.timetable.services.hours import Axis
from balai.timetable.services.running import YARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.directory.models import ResourcePerson
    from balai.engine.timetabling.problem import Session as Asked
    from balai.engine.timetabling.result import Outcome
    from balai.programmes.models import Activity, Edition, Group


READ = 4
"""Problems that a process keeps as it has read them."""
_READ: dict[str, Problem] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """In one session somebody takes the place of another; all else is as in the version before.

    Attributes:
        substitute: whether the one who is replaced is named as a substitute, and is one again.
    """

    session: Session
    absent: ResourcePerson
    person: ResourcePerson
    substitute: bool


def plain(problem: Problem) -> dict[str, Any]:
    """A problem as the engine writes it."""
    found: dict[str, Any] = json.loads(to_json(problem))
    return found


def digest_of(problem: Mapping[str, Any]) -> str:
    """What tells two problems apart."""
    return hashlib.sha256(json.dumps(problem, sort_keys=True).encode()).hexdigest()


def problem_of(timetable: Timetable) -> Problem:
    """What a version was planned from; of the last few, each is read once by a process.

    A problem does not change, and its digest is of all it says; to read one of 400 sessions takes longer than
    to hold a move against every rule.
    """
    found = _READ.get(timetable.problem_digest)  # once: another thread may throw it out meanwhile
    if found is None:
        if "problem" in timetable.get_deferred_fields():  # both, for it may have been pinned meanwhile
            timetable.refresh_from_db(fields=["problem", "problem_digest"])
        found = problem_in(timetable.problem)
        for digest in list(_READ)[: max(len(_READ) + 1 - READ, 0)]:
            _READ.pop(digest, None)
        _READ[timetable.problem_digest] = found
    return found


def problem_in(written: Mapping[str, Any]) -> Problem:
    """A problem that was kept as plain data."""
    return from_json(Problem, json.dumps(written))


def axis_for(problem: Problem, edition: Edition) -> Axis:
    """The days of a problem, in the edition's own time."""
    return Axis(starts_on=problem.starts_on, days=problem.days, zone=ZoneInfo(edition.time_zone))


def room_name(slot: Slot) -> str | None:
    """How the engine calls the place of a slot; its site and room are fetched with it."""
    return place_name(slot.site.code if slot.site else None, slot.room.code if slot.room else None)


def place_name(site: str | None, room: str | None) -> str | None:
    """The same by codes."""
    return f"{site}.{room or YARD}" if site else None


def place_of(room: str | None) -> tuple[Site | None, Room | None]:
    """The records behind the engine's name of a place."""
    if room is None:
        return None, None
    code, _dot, name = room.partition(".")
    site = Site.objects.get(code=code)
    return site, None if name == YARD else Room.objects.get(site=site, code=name)


def plan_of(slots: Iterable[Slot], axis: Axis) -> Plan:
    """What a version holds, as the engine reads it; sessions, sites and rooms are fetched with the slots."""
    placements = [
        Placement(session=slot.session.code, begins=axis.minute(slot.begins_at), room=room_name(slot))
        for slot in slots
    ]
    return Plan(placements=tuple(sorted(placements, key=lambda one: one.session)))


def plan_in(timetable: Timetable, axis: Axis) -> Plan:
    """The same of a version, in one question that fetches nothing else."""
    rows = Slot.objects.filter(timetable=timetable)
    placements = [
        Placement(session=code, begins=axis.minute(begins_at), room=place_name(site, room))
        for code, begins_at, site, room in rows.values_list(
            "session__code", "begins_at", "site__code", "room__code"
        )
    ]
    return Plan(placements=tuple(sorted(placements, key=lambda one: one.session)))


def slots_of(timetable: Timetable | UUID) -> list[Slot]:
    """The slots of a version with what planning asks of them; sessions share their activities and places."""
    rows = Slot.objects.filter(timetable=timetable).select_related("session")
    found = rows.prefetch_related("session__activity", "site", "room")
    return list(found.order_by("begins_at", "session__code"))


def keep_draft(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    problem: Problem,
    plan: Plan,
    outcome: Outcome | None = None,
    follows: Timetable | None = None,
    replacement: Replacement | None = None,
    pinned: Iterable[str] = (),
    given_up: Sequence[Mapping[str, str]] = (),
    reason: TranslatedText | None = None,
    actor: str,
    at: datetime,
) -> Timetable:
    """Keep a plan as the next version of an edition's timetable, in the transaction of its deed.

    Args:
        edition: locked by the deed.
        problem: what the plan answers; it is checked by this.
        plan: a place for every session.
        outcome: where the plan comes from the planner: its bound, seed and work.
        follows: the version that it changes.
        replacement: people, groups and machines are those of ``follows`` but for this, whatever the
            curriculum says by now; without it they are those of the curriculum.
        pinned: codes of sessions that the office has pinned.
        given_up: limits that the problem leaves out for this plan, by language.
        reason: why it is there.
        actor: a reference.
        at: the moment.

    Raises:
        RuleViolationError: ``timetable.refused_by_checker``.
    """
    is_known = follows is not None and follows.state == TimetableState.PUBLISHED
    refuse_what_breaks(problem, plan, edition=edition, published=follows if is_known else None, at=at)
    points = {rule: count for rule, count in check.costs(problem, plan).items() if count}
    objective = sum(points.values())
    bound = outcome.bound if outcome and outcome.bound is not None else 0
    last = Timetable.objects.filter(edition=edition).aggregate(last=Max("version"))["last"] or 0
    written = plain(problem)
    timetable = Timetable.objects.create(
        edition=edition,
        version=last + 1,
        follows=follows,
        problem=written,
        problem_digest=digest_of(written),
        status=Proof.OPTIMAL if bound == objective else Proof.FEASIBLE,
        objective=objective,
        bound=bound,
        costs=points,
        seed=outcome.seed if outcome else 0,
        work=outcome.work if outcome else None,
        seconds=outcome.seconds if outcome else 0,
        is_reproducible=outcome.is_reproducible if outcome else True,
        versions=dict(outcome.versions) if outcome else {},
        given_up=[dict(one) for one in given_up],
        reason=reason or TranslatedText(),
        made_at=at,
        made_by=actor,
    )
    slots = _write_slots(timetable, problem, plan, set(pinned))
    if replacement is not None and follows is not None:
        _copy_parts(follows, slots, replacement)
    else:
        _write_parts(timetable, slots)
        write_machines(edition, problem, plan, slots)
    record(
        actor=actor,
        action="timetable.drafted",
        subject=timetable.reference,
        at=at,
        detail={"edition": edition.reference, "version": timetable.version, "points": objective},
    )
    return timetable


def refuse_what_breaks(
    problem: Problem, plan: Plan, *, edition: Edition, published: Timetable | None, at: datetime
) -> None:
    """Stop what the independent checker finds wrong.

    Raises:
        RuleViolationError: ``timetable.refused_by_checker``.
    """
    found = broken_in(problem, plan, edition=edition, published=published, at=at)
    if found:
        raise RuleViolationError(
            Refusal(
                "timetable.refused_by_checker",
                _("This breaks rule %(rule)s of the rulebook.") % {"rule": found[0].rule},
            )
        )


def broken_in(
    problem: Problem, plan: Plan, *, edition: Edition, published: Timetable | None, at: datetime
) -> list[check.Breach]:
    """What the independent checker finds wrong, apart from sessions that have begun where people know them.

    Whoever repairs a day while it runs can change nothing of those.
    """
    found = check.breaches(problem, plan)
    if not found or published is None:
        return found
    axis = axis_for(problem, edition)
    return check.breaches_around(
        problem, plan, before=plan_in(published, axis), frozen_until=max(axis.minute(at), 0)
    )


def refuse_what_has_begun(
    problem: Problem, plan: Plan, *, edition: Edition, published: Timetable, at: datetime
) -> None:
    """Stop a repair that came too late: a session that it moves has begun since, or would have (T42).

    Raises:
        RuleViolationError: ``timetable.begun_meanwhile``.
    """
    axis = axis_for(problem, edition)
    was = {one.session: one for one in plan_in(published, axis).placements}
    moved = [(one, was.get(one.session, one)) for one in plan.placements if was.get(one.session) != one]
    begun = sorted(one.session for one, old in moved if min(one.begins, old.begins) < axis.minute(at))
    if begun:
        raise RuleViolationError(
            Refusal(
                "timetable.begun_meanwhile",
                _("Too late to move %(sessions)s. Report what is in the way again.")
                % {"sessions": ", ".join(begun)},
            )
        )


def _write_slots(timetable: Timetable, problem: Problem, plan: Plan, pinned: set[str]) -> dict[str, Slot]:
    edition = timetable.edition
    axis = axis_for(problem, edition)
    asked = {one.id: one for one in problem.sessions}
    sessions = _sessions(edition, asked)
    sites = {one.code: one for one in Site.objects.filter(code__in=[site.id for site in problem.sites])}
    rooms = {
        f"{one.site.code}.{one.code}": one
        for one in Room.objects.filter(site__in=sites.values()).select_related("site")
    }
    where = {room.id: room.site for room in problem.rooms}
    slots = {
        one.session: Slot(
            timetable=timetable,
            session=sessions[one.session],
            begins_at=axis.moment(one.begins),
            ends_at=axis.moment(one.begins + asked[one.session].minutes),
            site=sites[where[one.room]] if one.room else None,
            room=rooms.get(one.room) if one.room else None,
            leaves=sites.get(asked[one.session].leaves or ""),
            is_pinned=one.session in pinned,
        )
        for one in plan.placements
    }
    Slot.objects.bulk_create(slots.values())
    return slots


def _sessions(edition: Edition, asked: Mapping[str, Asked]) -> dict[str, Session]:
    """The lasting sessions of an edition by code; those that are new are made."""
    activities = {one.code: one for one in edition.activities.all()}
    known = {one.code: one for one in Session.objects.filter(edition=edition, code__in=asked)}
    new = [
        Session(edition=edition, activity=activities[one.activity], code=code)
        for code, one in asked.items()
        if code not in known
    ]
    Session.objects.bulk_create(new)
    return known | {one.code: one for one in new}


def groups_invited(edition: Edition) -> Callable[[str, Activity], list[Group]]:
    """A question by code and activity of a session: one group's own, those that are named, or all."""
    groups: list[Group] = list(edition.groups.order_by("order", "code"))
    by_code = {group.code: group for group in groups}
    named: dict[UUID, list[Group]] = defaultdict(list)
    for activity in edition.activities.prefetch_related("groups"):
        named[activity.pk] = list(activity.groups.all())

    def invited(code: str, activity: Activity) -> list[Group]:
        own = by_code.get(code.removeprefix(f"{activity.code}-"))
        return [own] if own and code != activity.code else (named[activity.pk] or groups)

    return invited


def _write_parts(timetable: Timetable, slots: Mapping[str, Slot]) -> None:
    edition, invited = timetable.edition, groups_invited(timetable.edition)
    through = Slot.groups.through
    through.objects.bulk_create(
        through(slot_id=slot.pk, group_id=group.pk)
        for code, slot in slots.items()
        for group in invited(code, slot.session.activity)
    )
    of_activity: dict[UUID, list[Slot]] = defaultdict(list)
    for slot in slots.values():
        of_activity[slot.session.activity_id].append(slot)
    stand_ins = {
        (one.session_id, one.absent_id): one.person_id
        for one in StandIn.objects.filter(session__edition=edition)
    }
    parts: dict[tuple[UUID, UUID], SlotPerson] = {}
    named_parts = list(ActivityPerson.objects.filter(activity__edition=edition).order_by("pk"))
    # Substitutes come last: one who stands in has the task of the other, and is not named a second time.
    for part in sorted(named_parts, key=lambda one: one.task == Task.SUBSTITUTE):
        for slot in of_activity[part.activity_id]:
            key = part.resource_person_id
            person = stand_ins.get((slot.session_id, key), key)
            parts.setdefault(
                (slot.pk, person), SlotPerson(slot=slot, resource_person_id=person, task=part.task)
            )
    SlotPerson.objects.bulk_create(parts.values())


def _copy_parts(before: Timetable, slots: Mapping[str, Slot], replacement: Replacement) -> None:
    """Give each session whom and what it has in the version before; in one of them somebody is replaced."""
    of_session = {slot.session_id: slot for slot in slots.values()}
    through = Slot.groups.through
    groups = through.objects.filter(slot__timetable=before).values_list("slot__session", "group")
    through.objects.bulk_create(
        through(slot_id=of_session[session].pk, group_id=group) for session, group in groups
    )
    machines = SlotMachine.objects.filter(slot__timetable=before)
    SlotMachine.objects.bulk_create(
        SlotMachine(slot=of_session[session], machine_id=machine, unit=unit)
        for session, machine, unit in machines.values_list("slot__session", "machine", "unit")
    )
    people = SlotPerson.objects.filter(slot__timetable=before).order_by("pk")
    rows = list(people.values_list("slot__session", "resource_person", "task"))
    if replacement.substitute:
        rows.append((replacement.session.pk, replacement.absent.pk, Task.SUBSTITUTE))
    parts: dict[tuple[UUID, UUID], SlotPerson] = {}
    for session, key, task in sorted(rows, key=lambda one: one[2] == Task.SUBSTITUTE):
        is_replaced = task != Task.SUBSTITUTE and (session, key) == (
            replacement.session.pk,
            replacement.absent.pk,
        )
        person = replacement.person.pk if is_replaced else key
        parts.setdefault(
            (session, person),
            SlotPerson(slot=of_session[session], resource_person_id=person, task=task),
        )
    SlotPerson.objects.bulk_create(parts.values())


def write_machines(edition: Edition, problem: Problem, plan: Plan, slots: Mapping[str, Slot]) -> None:
    """Give each session its machines by number: the first that are free, in the order of beginnings."""
    machines = {
        f"{one.site.code}.{one.code}": one
        for one in Machine.objects.filter(activity_needs__activity__edition=edition)
        .select_related("site")
        .distinct()
    }
    asked = {one.id: one for one in problem.sessions}
    free_from: dict[str, list[int]] = {one.id: [0] * one.quantity for one in problem.machines}
    rows = []
    for one in sorted(plan.placements, key=lambda placement: (placement.begins, placement.session)):
        session = asked[one.session]
        for need in session.machines:
            units = free_from[need.machine]
            ready = [number for number, minute in enumerate(units) if minute <= one.begins][: need.count]
            for number in ready:
                units[number] = one.begins + session.minutes
                rows.append(
                    SlotMachine(slot=slots[one.session], machine=machines[need.machine], unit=number + 1)
                )
    SlotMachine.objects.bulk_create(rows)
