"""Briefing participants, signing off what they practised, and signing it as the participant.

What comes from a device without network carries a nonce and the time of the device. Sent again it is the
same deed, told once; and since nothing is overwritten, it does not matter which device is heard first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.delivery.enums import SignedBy, Signer
from balai.delivery.models.practice import (
    PracticeProduct,
    PracticeSignature,
    SafetyBriefing,
    SignOff,
)
from balai.delivery.queries.practice import briefing_for
from balai.delivery.rules.practice import (
    may_practise,
    must_be_briefed,
    must_be_known,
    must_be_strokes,
    must_fit,
    must_say_why,
)
from balai.kernel.files import keep, remove
from balai.kernel.refusal import enforce
from balai.kernel.restricted import put
from balai.kernel.scanning import scan
from balai.kernel.uploads import JPEG, PNG, recognize
from balai.selection.models import Participant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.delivery.enums import Level
    from balai.delivery.models.practice import (
        PracticeTask,
    )
    from balai.people.models import Person

PHOTOS = (JPEG, PNG)
Strokes = list[list[list[int]]]


# --- safety --------------------------------------------------------------------------------------------


@transaction.atomic
def give_briefing(  # noqa: PLR0913 -- each is named where it is called
    *,
    nonce: UUID,
    participant: Participant,
    task: PracticeTask,
    protection: Sequence[str] = (),
    for_whole_site: bool = False,
    actor: Person,
    given_at: datetime,
    at: datetime,
) -> SafetyBriefing:
    """Record that a participant was told of the dangers at a task, understood them and agreed.

    Args:
        nonce: made by the device; one that is known already does nothing.
        participant: who was briefed.
        task: whose machine, or site, it was about.
        protection: what was handed out, as words of :class:`balai.directory.enums.ProtectionTag`.
        for_whole_site: whether it was about every machine of the site of this class and milder.
        actor: the supervisor.
        given_at: when, by the device's clock; what lies ahead of ``at`` counts as now.
        at: when this is recorded.

    Raises:
        RuleViolationError: ``practice.over``, ``practice.other_edition`` or ``practice.left``.
    """
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    enforce(may_practise(task, locked))
    known = SafetyBriefing.objects.filter(nonce=nonce).first()
    machine = None if for_whole_site else task.machine
    same = SafetyBriefing.objects.filter(
        participant=locked,
        site=task.site_id,
        machine=machine,
        safety_class=task.safety_class,
        withdrawn_at=None,
    )
    if found := known or same.first():
        return found
    briefing = SafetyBriefing.objects.create(
        nonce=nonce,
        participant=locked,
        site_id=task.site_id,
        machine=machine,
        safety_class=task.safety_class,
        protection=sorted(protection),
        given_by=actor,
        given_at=min(given_at, at),
        received_at=at,
    )
    record(
        actor=actor.reference,
        action="safety_briefing.given",
        subject=locked.reference,
        at=at,
        detail={"briefing": str(briefing.pk), "task": task.reference},
    )
    return briefing


@transaction.atomic
def withdraw_briefing(*, briefing: SafetyBriefing, actor: Person, at: datetime) -> SafetyBriefing:
    """Let a briefing count no longer, as after a breach of safety; a second time does nothing."""
    found = SafetyBriefing.objects.select_for_update(of=("self",)).get(pk=briefing.pk)
    if found.withdrawn_at is not None:
        return found
    found.withdrawn_at, found.withdrawn_by = at, actor.reference
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        actor=actor.reference,
        action="safety_briefing.withdrawn",
        subject=f"participant:{found.participant_id}",
        at=at,
        detail={"briefing": str(found.pk)},
    )
    return found


# --- signing -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a supervisor signs.

    Attributes:
        nonce: made by the device.
        level: of the whole.
        results: by number of step, a word of :class:`balai.delivery.enums.StepResult`.
        minutes: at the machine.
        measured: of the product, in the task's unit.
        signed_at: by the device's clock.
        corrects: the sign-off that the supervisor had before them; and ``why`` it is corrected.
        supervisor, participant: signatures as they were drawn; None where somebody signs with a button.
    """

    nonce: UUID
    level: Level
    results: Mapping[int, str] = field(default_factory=dict)
    minutes: int = 0
    attempts: int = 1
    is_excused: bool = False
    measured: Decimal | None = None
    note: str = ""
    signed_at: datetime
    corrects: UUID | None = None
    why: str = ""
    supervisor: Strokes | None = None
    participant: Strokes | None = None


@transaction.atomic
def sign_practice(
    *, participant: Participant, task: PracticeTask, entry: Entry, actor: Person, at: datetime
) -> SignOff:
    """Sign off what a participant practised, or correct what was signed: a further row, the old one stays.

    Args:
        participant: who practised; the row is locked, so that two clicks sign once.
        task: what; its steps are those that are judged.
        entry: what is signed, with the signatures.
        actor: the supervisor, who signs with this deed.
        at: when it is recorded. A device's time that lies ahead of it counts as now.

    Raises:
        RuleViolationError: ``practice.…`` of :mod:`balai.delivery.rules.practice`.
        UnreadableError: the key of one who signed was destroyed.
    """
    locked = (
        Participant.objects.select_for_update(of=("self",)).select_related("person").get(pk=participant.pk)
    )
    if found := SignOff.objects.filter(nonce=entry.nonce).first():
        return found
    steps = list(task.steps.all())
    live = SafetyBriefing.objects.filter(participant=locked, site=task.site_id, withdrawn_at=None)
    enforce(
        may_practise(task, locked)
        or must_be_briefed(task, briefing_for(task, live))
        or must_fit(
            task,
            steps,
            level=entry.level,
            results=entry.results,
            minutes=entry.minutes,
            attempts=entry.attempts,
            measured=entry.measured,
            is_excused=entry.is_excused,
        )
        or must_say_why(is_correction=entry.corrects is not None, why=entry.why)
    )
    signed = SignOff.objects.filter(participant=locked, task=task)
    corrected = signed.filter(pk=entry.corrects).first() if entry.corrects else None
    enforce(must_be_known(corrected) if entry.corrects else None)
    sign_off = SignOff.objects.create(
        nonce=entry.nonce,
        participant=locked,
        task=task,
        level=entry.level,
        results={str(number): result for number, result in sorted(entry.results.items())},
        minutes=entry.minutes,
        attempts=entry.attempts,
        is_excused=entry.is_excused,
        measured=entry.measured,
        note=entry.note.strip(),
        supervisor=actor,
        signed_at=min(entry.signed_at, at),
        received_at=at,
        corrects=corrected,
        why=entry.why.strip() if corrected else "",
    )
    _sign(sign_off, Signer.SUPERVISOR, actor, entry.supervisor, at=sign_off.signed_at)
    if entry.participant is not None:
        _sign(sign_off, Signer.PARTICIPANT, locked.person, entry.participant, at=sign_off.signed_at)
    record(
        actor=actor.reference,
        action="practice.corrected" if corrected else "practice.signed",
        subject=locked.reference,
        at=at,
        detail={"sign_off": str(sign_off.pk), "task": task.reference, "level": entry.level.value},
    )
    return sign_off


def _sign(
    sign_off: SignOff, signer: Signer, person: Person, strokes: Strokes | None, *, at: datetime
) -> PracticeSignature:
    signature = PracticeSignature(
        sign_off=sign_off,
        signer=signer,
        person=person,
        by=SignedBy.ACCOUNT if strokes is None else SignedBy.DRAWN,
        signed_at=at,
    )
    if strokes is not None:
        enforce(must_be_strokes(strokes))
        put(signature, "strokes", strokes)
    signature.save()
    return signature


@transaction.atomic
def sign_as_participant(*, sign_off: SignOff, actor: Person, at: datetime) -> PracticeSignature:
    """Sign one's own sign-off with a button, where the signature was not drawn on the supervisor's tablet.

    A second time does nothing.
    """
    locked = SignOff.objects.select_for_update(of=("self",)).get(pk=sign_off.pk)
    found = PracticeSignature.objects.filter(sign_off=locked, signer=Signer.PARTICIPANT).first()
    if found is not None:
        return found
    signature = _sign(locked, Signer.PARTICIPANT, actor, None, at=at)
    record(
        actor=actor.reference,
        action="practice.signed_by_participant",
        subject=f"participant:{locked.participant_id}",
        at=at,
        detail={"sign_off": str(locked.pk)},
    )
    return signature


def keep_product(
    *, sign_off: SignOff, content: bytes, name: str, actor: Person, at: datetime
) -> PracticeProduct:
    """Keep the photo of a product, sealed with the participant's key; once there is one, that stays.

    The scanner is asked before the transaction, so that nobody waits for it while holding a lock.

    Raises:
        RuleViolationError: ``upload.…``.
        UnreadableError: the participant's key was destroyed.
    """
    recognize(content, name=name, accept=PHOTOS)
    scan(content)
    return _keep_product(sign_off=sign_off, content=content, name=name, actor=actor, at=at)


@transaction.atomic
def _keep_product(
    *, sign_off: SignOff, content: bytes, name: str, actor: Person, at: datetime
) -> PracticeProduct:
    rows: Any = SignOff.objects.select_for_update(of=("self",)).select_related("participant__person")
    locked: SignOff = rows.get(pk=sign_off.pk)
    if found := PracticeProduct.objects.filter(sign_off=locked).first():
        return found
    kept = keep(content, name=name, owner=locked.participant.person, accept=PHOTOS)
    product = PracticeProduct.objects.create(
        sign_off=locked,
        person=locked.participant.person,
        file=kept.id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        kept_at=at,
        kept_by=actor.reference,
    )
    record(
        actor=actor.reference,
        action="practice.photo_kept",
        subject=locked.participant.reference,
        at=at,
        detail={"sign_off": str(locked.pk)},
    )
    return product


# --- forgetting ----------------------------------------------------------------------------------------


def forget_strokes(signatures: QuerySet[PracticeSignature]) -> int:
    """Take away what was drawn; that somebody signed, how and when stays."""
    return signatures.update(strokes=None)


@transaction.atomic
def forget_products(products: QuerySet[PracticeProduct]) -> int:
    """Remove photos with their files, once the transaction around is committed."""
    rows = list(products)
    for row in rows:
        remove(row.kept)
    PracticeProduct.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
