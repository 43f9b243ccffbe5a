"""Publishing a version: judged once more, booked by the database, told to calendars."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.kernel.translated import TranslatedText
from balai.programmes.enums import Task
from balai.programmes.models import ActivityPerson, Edition
from balai.timetable.enums import SearchKind, TimetableState
from balai.timetable.models import Booking, Confirmation, Session, Slot, SlotPerson, StandIn, Timetable
from balai.timetable.queries.plans import published_timetable, slots_in
from balai.timetable.rules.publishing import may_publish
from balai.timetable.services.building import build
from balai.timetable.services.changes import Change
from balai.timetable.services.drafting import (
    axis_for,
    broken_in,
    plan_of,
    problem_of,
    refuse_what_breaks,
    refuse_what_has_begun,
    slots_of,
)
from balai.timetable.services.telling import tell
from balai.timetable.services.vehicles import leave_rides_that_are_gone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person


@transaction.atomic
def publish_timetable(
    *, timetable: Timetable, reason: TranslatedText | None = None, actor: Person, at: datetime
) -> list[Change]:
    """Publish a draft in place of what was published.

    Args:
        timetable: a draft.
        reason: what people are told, each in their language; needed where another version is replaced.
        actor: who publishes.
        at: the moment.

    Returns:
        What changed, session by session.

    Raises:
        RuleViolationError: ``timetable.…`` of :func:`may_publish`; ``timetable.refused_by_checker`` or
            ``timetable.outdated`` where rules are broken by now; ``timetable.begun_meanwhile`` where a
            repair moves what has begun since; ``timetable.outdated_stand_in`` where it
            would undo that somebody stands in, or no longer does; ``timetable.double_booked``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=timetable.edition_id)
    timetable = Timetable.objects.select_related("edition").get(pk=timetable.pk)
    before = published_timetable(edition)
    reason = reason or TranslatedText()
    enforce(may_publish(timetable, before, reason))
    slots = slots_of(timetable)
    _keep_stand_ins(timetable, slots)
    _judge(timetable, slots, before, at=at)
    if before is not None:
        before.state = TimetableState.SUPERSEDED
        before.superseded_at = at
        before.save(update_fields=["state", "superseded_at"])
    timetable.state = TimetableState.PUBLISHED
    timetable.published_at = at
    timetable.published_by = actor.reference
    timetable.reason = reason or timetable.reason
    try:
        with transaction.atomic():
            timetable.save(update_fields=["state", "published_at", "published_by", "reason"])
    except IntegrityError as error:
        raise RuleViolationError(Refusal("timetable.double_booked", _taken(error))) from error
    changes = _tell_calendars(edition.pk, slots, at=at)
    _ask_to_confirm(slots, at=at)
    detail: dict[str, str | int] = {
        "edition": edition.reference,
        "version": timetable.version,
        "changes": len(changes),
    }
    freed = leave_rides_that_are_gone(edition, list(slots_in(timetable)))
    if freed:
        detail["vehicles_freed"] = freed
    record(
        actor=actor.reference,
        action="timetable.published",
        subject=timetable.reference,
        at=at,
        detail=detail,
    )
    tell(timetable, changes, is_first=before is None, actor=actor.reference, at=at)
    return changes


def _keep_stand_ins(timetable: Timetable, slots: Sequence[Slot]) -> None:
    """Stop a draft that was overtaken: it was made before somebody stood in for another, or stopped doing so.

    That publishes a version of its own; so only drafts that are older than one of these can undo it.
    """
    later = Timetable.objects.filter(edition=timetable.edition_id, version__gt=timetable.version)
    if not later.exclude(state=TimetableState.DRAFT).exists():
        return
    named: dict[UUID, set[UUID]] = defaultdict(set)
    for part in ActivityPerson.objects.filter(activity__edition=timetable.edition_id).exclude(
        task=Task.SUBSTITUTE
    ):
        named[part.activity_id].add(part.resource_person_id)
    stand_ins: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    for one in StandIn.objects.filter(session__edition=timetable.edition_id):
        stand_ins[one.session_id][one.absent_id] = one.person_id
    teach: dict[UUID, set[UUID]] = defaultdict(set)
    for row in SlotPerson.objects.filter(slot__timetable=timetable).exclude(task=Task.SUBSTITUTE):
        teach[row.slot_id].add(row.resource_person_id)
    undone = []
    for slot in slots:
        own, instead = named[slot.session.activity_id], stand_ins[slot.session_id]
        stand_in = {instead[key] for key in own & instead.keys()}
        if stand_in - teach[slot.pk] or teach[slot.pk] - stand_in - (own - instead.keys()):
            undone.append(slot.session.code)
    if undone:
        raise RuleViolationError(
            Refusal(
                "timetable.outdated_stand_in",
                _(
                    "Since this was planned, others teach %(sessions)s: somebody stands in, or no longer does. "
                    "Plan again; what is pinned stays."
                )
                % {"sessions": ", ".join(undone)},
            )
        )


def _judge(timetable: Timetable, slots: Sequence[Slot], before: Timetable | None, *, at: datetime) -> None:
    """Hold the plan against what it was planned from, and against how things are by now."""
    edition, problem = timetable.edition, problem_of(timetable)
    plan = plan_of(slots, axis_for(problem, edition))
    refuse_what_breaks(problem, plan, edition=edition, published=before, at=at)
    if before is not None and timetable.made_by_search.filter(kind=SearchKind.REPAIR).exists():
        refuse_what_has_begun(problem, plan, edition=edition, published=before, at=at)
    if timetable.given_up:
        return  # the office was told which limits it has to see to
    found = broken_in(build(edition).problem, plan, edition=edition, published=before, at=at)
    if found:
        raise RuleViolationError(
            Refusal(
                "timetable.outdated",
                _(
                    "Something changed since this was planned: %(sessions)s would break rule %(rule)s. "
                    "Plan again; what is pinned stays."
                )
                % {"sessions": ", ".join(found[0].sessions) or "–", "rule": found[0].rule},
            )
        )


def _taken(error: IntegrityError) -> str:
    """Whatever is booked already, in the words of the constraint."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in Booking._meta.constraints:
        if constraint.name == name:
            return str(constraint.violation_error_message)
    raise error


def _tell_calendars(edition: UUID, slots: Sequence[Slot], *, at: datetime) -> list[Change]:
    """Number what changed of each session; what is gone is cancelled, and stays in calendars."""
    known = {
        session.pk: session
        for session in Session.objects.filter(edition=edition).select_related(
            "activity", "last_slot__site", "last_slot__room"
        )
    }
    parts = _parts(
        [slot.pk for slot in slots] + [one.last_slot_id for one in known.values() if one.last_slot_id]
    )
    found, held = [], set()
    for slot in slots:
        session = known[slot.session_id]
        held.add(session.pk)
        before = None if session.is_cancelled else session.last_slot
        is_same = before is not None and _said(before, parts) == _said(slot, parts)
        if not is_same:
            found.append(Change(session=session, before=before, after=slot))
            session.sequence += session.last_slot is not None
            session.changed_at = at
        session.last_slot = slot
        session.is_cancelled = False
    for session in known.values():
        if session.pk not in held and session.last_slot is not None and not session.is_cancelled:
            found.append(Change(session=session, before=session.last_slot, after=None))
            session.is_cancelled = True
            session.sequence += 1
            session.changed_at = at
    Session.objects.bulk_update(known.values(), ["sequence", "changed_at", "last_slot", "is_cancelled"])
    return found


def _parts(slots: Sequence[UUID | None]) -> Mapping[UUID, set[UUID]]:
    """Resource persons and groups of slots."""
    found: dict[UUID, set[UUID]] = {}
    people = SlotPerson.objects.filter(slot__in=slots).values_list("slot", "resource_person")
    groups = Slot.groups.through.objects.filter(slot__in=slots).values_list("slot", "group")
    for slot, part in [*people, *groups]:
        found.setdefault(slot, set()).add(part)
    return found


def _said(slot: Slot, parts: Mapping[UUID, set[UUID]]) -> tuple[object, ...]:
    """What calendars say of a slot."""
    return (slot.begins_at, slot.ends_at, slot.site_id, slot.room_id, frozenset(parts.get(slot.pk, ())))


def _ask_to_confirm(slots: Sequence[Slot], *, at: datetime) -> None:
    """Ask centres and resource persons for what they were not asked yet."""
    rows = [
        Confirmation(
            session_id=slot.session_id,
            begins_at=slot.begins_at,
            ends_at=slot.ends_at,
            site_id=slot.site_id,
            asked_at=at,
        )
        for slot in slots
        if slot.site_id is not None
    ]
    by_pk = {slot.pk: slot for slot in slots}
    rows += [
        Confirmation(
            session_id=by_pk[part.slot_id].session_id,
            begins_at=by_pk[part.slot_id].begins_at,
            ends_at=by_pk[part.slot_id].ends_at,
            resource_person_id=part.resource_person_id,
            asked_at=at,
        )
        for part in SlotPerson.objects.filter(slot__in=by_pk)
    ]
    Confirmation.objects.bulk_create(rows, ignore_conflicts=True)
