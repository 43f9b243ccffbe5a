"""Practice on a device without network: what it takes along, and taking in what it queued.

The device keeps the safety gate with the tasks and refuses what they refuse; the server refuses it again,
since meanwhile somebody may have left or a briefing may have been withdrawn. What is refused goes back to the
device with the reason, and is kept there until somebody has looked at it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.delivery.enums import Level
from balai.delivery.models import Device, PracticeProduct, SafetyBriefing, SignOff
from balai.delivery.queries.practice import (
    counting,
    covers,
    history_of,
    is_signed_twice,
    practising,
    tasks_signed_by,
    whole_tasks,
)
from balai.delivery.rules.practice import may_practise, may_sign_practice
from balai.delivery.rules.presence import may_use_device
from balai.delivery.services.practice import give_briefing, keep_product, sign_practice
from balai.delivery.services.terms import terms_of
from balai.directory.enums import ProtectionTag, SafetyClass
from balai.kernel.crypto import UnreadableError
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.people.queries import grants_live_at, identities_of
from balai.selection.models import Participant
from balai.timetable.models import GroupMember

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from balai.delivery.models import PracticeTask
    from balai.delivery.services.practice import Entry
    from balai.people.models import Grant, Person

MOST_NOTES = 100
"""In one request."""
UNNAMED = UUID(int=0)
"""Where a note is about nothing of a kind: no row has this key."""
NOT_THERE = Refusal("practice.unknown", _("The task or the participant is not there, or is not yours."))
ENDED = Refusal("device.ended", _("This device was ended. Register it again."))
NO_KEY = Refusal("practice.unreadable", _("The data of this person were erased."))


# --- what it takes along -------------------------------------------------------------------------------


@transaction.atomic
def practice_bundle_for(
    *, device: Device, tasks: Iterable[PracticeTask], person: Person, at: datetime
) -> dict[str, Any]:
    """What a device takes along: tasks with their rules, names, who is briefed and what is signed.

    Minimal: of a participant the name, the country and the groups; of a sign-off the level alone. The device
    encrypts it and forgets it after the days that the edition's terms say.

    Args:
        device: which is marked as heard of.
        tasks: that its owner signs, whole.
        person: its owner, who is shown names.
        at: the moment of the download.

    Raises:
        RuleViolationError: ``device.ended``.
    """
    enforce(may_use_device(device, at=at))
    expires_at = at + timedelta(days=terms_of(device.edition_id).keeps_days)
    Device.objects.filter(pk=device.pk).update(last_seen_at=at, expires_at=expires_at)
    tasks, people = list(tasks), list(practising(device.edition_id))
    groups: dict[UUID, list[str]] = {}
    members = GroupMember.objects.filter(participant__in=people).order_by("group__code")
    for participant, group in members.values_list("participant", "group__code"):
        groups.setdefault(participant, []).append(group)
    briefings = list(SafetyBriefing.objects.filter(participant__in=people, withdrawn_at=None))
    signed = counting(SignOff.objects.filter(task__in=tasks, participant__in=people))
    record(
        actor=person.reference,
        action="device.took_names",
        subject=device.reference,
        at=at,
        detail={"people": len(people), "tasks": len(tasks)},
    )
    return {
        "format": 1,
        "device": str(device.pk),
        "made_at": at.isoformat(),
        "expires_at": expires_at.isoformat(),
        "tasks": [_task(task) for task in tasks],
        "people": [
            {
                "id": str(one.pk),
                "name": one.name,
                "country": str(one.country),
                "groups": groups.get(one.pk, []),
            }
            for one in people
        ],
        "briefed": [
            {"task": str(task), "person": str(who)}
            for task, who in sorted(
                {(task.pk, one.participant_id) for task in tasks for one in briefings if covers(one, task)}
            )
        ],
        "signed": [
            {
                "task": str(one.task_id),
                "person": str(one.participant_id),
                "nonce": str(one.nonce),
                "level": one.level,
            }
            for one in signed
        ],
    }


def _task(task: PracticeTask) -> dict[str, Any]:
    activity = task.activity
    return {
        "id": str(task.pk),
        "title": str(task.title),
        "place": " · ".join(str(one.name) for one in (task.site, task.machine) if one),
        "needs_briefing": task.safety_class != SafetyClass.OPEN,
        "highest": Level.OBSERVED if task.safety_class == SafetyClass.SHOWN else task.highest,
        "minutes": task.minutes,
        "measure": f"{task.measure} ({task.unit})" if task.unit else "",
        "protection": [str(ProtectionTag(one).label) for one in (activity.protection if activity else ())],
        "groups": [
            {"code": one.code, "name": str(one.name or one.code)}
            for one in (activity.groups.order_by("order", "code") if activity else ())
        ],
        "steps": [
            {
                "number": step.number,
                "text": str(step.text),
                "criterion": str(step.criterion),
                "is_critical": step.is_critical,
            }
            for step in task.steps.all()
        ],
    }


# --- taking in -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeNote:
    """One thing that a device queued.

    Attributes:
        nonce: made by the device.
        noted_at: by the device's clock.
        task, participant: whom and what a briefing or a sign-off is about.
        entry: what was signed, or None for a briefing.
        photo: of a product, or None; then ``sign_off`` is the nonce of what it belongs to.
    """

    nonce: UUID
    noted_at: datetime
    task: UUID = UNNAMED
    participant: UUID = UNNAMED
    entry: Entry | None = None
    corrects: UUID = UNNAMED
    photo: bytes | None = None
    sign_off: UUID = UNNAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenNote:
    """What became of a note: kept, known already, or refused; and whether two now signed blindly."""

    nonce: UUID
    is_new: bool = False
    refused: Refusal | None = None
    is_twice: bool = False


def take_practice_notes(
    *, device: Device, notes: Iterable[PracticeNote], offset: timedelta, at: datetime
) -> list[TakenNote]:
    """Take in briefings, sign-offs and photos, each for itself, in the order of their moments.

    One that is refused stops no other. The same note sent again changes nothing and is answered as known.

    Args:
        device: whose owner signs. What was noted after it was ended is refused.
        notes: at most :data:`MOST_NOTES`.
        offset: server's clock minus device's, by which moments are corrected.
        at: when this is recorded.
    """
    grants = list(grants_live_at(at).filter(person__in=identities_of(device.person)))
    ordered = sorted(notes, key=lambda one: (one.noted_at, one.photo is not None))
    return [_take(one, device=device, grants=grants, offset=offset, at=at) for one in ordered]


def _take(
    note: PracticeNote, *, device: Device, grants: list[Grant], offset: timedelta, at: datetime
) -> TakenNote:
    """What becomes of one note; what is known already is answered before anything is asked of it."""
    if any(model.objects.filter(nonce=note.nonce).exists() for model in (SignOff, SafetyBriefing)):
        return TakenNote(nonce=note.nonce)
    moment = note.noted_at + offset
    try:
        enforce(ENDED if device.ended_at is not None and moment >= device.ended_at else None)
        if note.photo is not None:
            return _take_photo(note, note.photo, device=device, at=at)
        task = whole_tasks(tasks_signed_by(grants)).filter(edition=device.edition_id, pk=note.task).first()
        who = Participant.objects.filter(edition=device.edition_id, pk=note.participant).first()
        if task is None or who is None:
            return TakenNote(nonce=note.nonce, refused=NOT_THERE)
        enforce(may_sign_practice(grants, task) or may_practise(task, who))
        return _take_of(note, task, who, device=device, moment=min(moment, at), at=at)
    except RuleViolationError as violation:
        return TakenNote(nonce=note.nonce, refused=violation.refusal)
    except UnreadableError:
        return TakenNote(nonce=note.nonce, refused=NO_KEY)


def _take_of(  # noqa: PLR0913 -- each is named where it is called
    note: PracticeNote,
    task: PracticeTask,
    who: Participant,
    *,
    device: Device,
    moment: datetime,
    at: datetime,
) -> TakenNote:
    actor = device.person
    if note.entry is None:
        give_briefing(
            nonce=note.nonce,
            participant=who,
            task=task,
            protection=task.activity.protection if task.activity else (),
            actor=actor,
            given_at=moment,
            at=at,
        )
        return TakenNote(nonce=note.nonce, is_new=True)
    before = SignOff.objects.filter(nonce=note.corrects, participant=who, task=task).first()
    entry = replace(note.entry, corrects=before.pk if before else None, signed_at=moment)
    sign_practice(participant=who, task=task, entry=entry, actor=actor, at=at)
    return TakenNote(nonce=note.nonce, is_new=True, is_twice=is_signed_twice(history_of(task, who)))


def _take_photo(note: PracticeNote, photo: bytes, *, device: Device, at: datetime) -> TakenNote:
    own = SignOff.objects.filter(task__edition=device.edition_id, supervisor=device.person)
    sign_off = own.filter(nonce=note.sign_off).first()
    if sign_off is None:
        raise RuleViolationError(NOT_THERE)
    if PracticeProduct.objects.filter(sign_off=sign_off).exists():
        return TakenNote(nonce=note.nonce)
    keep_product(sign_off=sign_off, content=photo, name="product.jpg", actor=device.person, at=at)
    return TakenNote(nonce=note.nonce, is_new=True)
