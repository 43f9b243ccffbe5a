"""Telling how a plan goes: each telling a version that stays, with its evidence, and the first step."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from balai.audit.services import record
from balai.followup.enums import Part
from balai.followup.models import FollowUp, FollowUpEvidence
from balai.followup.models.times import day_in, wave_of
from balai.followup.queries.tracking import holders_of
from balai.followup.rules.handing import may_speak
from balai.followup.rules.tracking import (
    may_note_first_step,
    may_report,
    must_be_measured,
    must_name_obstacle,
    must_tell_of_all,
)
from balai.followup.services.planning import locked, plain_of
from balai.kernel.files import keep, remove
from balai.kernel.refusal import enforce
from balai.kernel.scanning import scan
from balai.kernel.uploads import DOCUMENTS, JPEG, PNG, recognize

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from balai.followup.enums import Months, Voice
    from balai.followup.models import Plan, PlanSubmission

PHOTOS = (JPEG, PNG)
UNMEASURED = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A paper, or a photo with its caption, on which everybody agrees to be shown."""

    content: bytes
    name: str
    is_photo: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an answer says.

    Attributes:
        activities: of each activity of the plan, in its order, how far it is and a word to it.
        indicators: of each indicator the value and the day on which it was measured, or neither.
        obstacles: codes of what stood in the way.
        women_reached, men_reached: so far; None where nobody counted.
        links: to evidence.
        uploads: evidence itself.
    """

    activities: Sequence[tuple[str, str]]
    indicators: Sequence[tuple[Decimal | None, dt.date | None]] = ()
    obstacles: Sequence[str] = ()
    obstacle_words: str = ""
    women_reached: int | None = None
    men_reached: int | None = None
    helped: str = ""
    links: Sequence[str] = ()
    uploads: Sequence[Upload] = field(default=())


def report(  # noqa: PLR0913 -- each is named where it is called
    *,
    plan_id: UUID,
    months: Months,
    voice: Voice,
    said: Said,
    told_by: str,
    actor: str,
    at: dt.datetime,
) -> FollowUp:
    """Tell how a plan goes; told before by this voice for the same time, this is a further version.

    The scanner is asked before the transaction, so that nobody waits for it while holding a lock.

    Raises:
        RuleViolationError: ``upload.…``, ``plan.not_submitted``, ``plan.handed_over``, ``follow_up.no_days``,
            ``follow_up.too_early``, ``follow_up.activities``, ``follow_up.measured`` or
            ``follow_up.obstacle``.
        UnreadableError: there is evidence, and the key of the plan's author was destroyed.
    """
    for upload in said.uploads:
        recognize(upload.content, name=upload.name, accept=PHOTOS if upload.is_photo else DOCUMENTS)
        scan(upload.content)
    return _report(
        plan_id=plan_id, months=months, voice=voice, said=said, told_by=told_by, actor=actor, at=at
    )


@transaction.atomic
def _report(  # noqa: PLR0913 -- as above
    *,
    plan_id: UUID,
    months: Months,
    voice: Voice,
    said: Said,
    told_by: str,
    actor: str,
    at: dt.datetime,
) -> FollowUp:
    plan = locked(plan_id)
    edition = plan.participant.edition
    wave, today = wave_of(edition, months), day_in(edition, at)
    enforce(may_report(plan, wave, on=today))
    enforce(may_speak(voice, holders_of([plan]).get(plan.pk)))
    assert wave is not None  # noqa: S101 -- the rule has refused None
    submission = plan.submissions.latest("number")
    rows, figures = rows_of(submission)
    enforce(must_tell_of_all([state for state, _words in said.activities], of=len(rows)))
    enforce(must_be_measured(said.indicators, of=len(figures), on=today))
    enforce(must_name_obstacle(said.obstacles, said.obstacle_words))
    last = plan.follow_ups.filter(months=months, voice=voice).aggregate(last=Max("number"))["last"] or 0
    told = FollowUp.objects.create(
        plan=plan,
        submission=submission,
        months=months,
        voice=voice,
        number=last + 1,
        due_on=wave.due_on,
        at=at,
        is_late=wave.is_over(today),
        actor=actor,
        told_by=told_by,
        activities=[
            {"what": row["what"], "state": state, "words": words}
            for row, (state, words) in zip(rows, said.activities, strict=True)
        ],
        indicators=[
            {**figure, "value": plain_of(value), "measured_on": plain_of(day)}
            for figure, (value, day) in zip(figures, chain(said.indicators, repeat(UNMEASURED)), strict=False)
        ],
        obstacles=sorted(set(said.obstacles)),
        obstacle_words=said.obstacle_words,
        women_reached=said.women_reached,
        men_reached=said.men_reached,
        helped=said.helped,
        links=list(said.links),
    )
    for upload in said.uploads:
        _keep(told, plan, upload, at=at)
    record(
        actor=actor,
        action="plan.followed_up",
        subject=plan.reference,
        at=at,
        detail={"months": int(months), "voice": voice.value, "version": told.number},
    )
    return told


def rows_of(submission: PlanSubmission) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The activities and indicators of a submission about which is asked; none once its author was erased."""
    names = ("name", "unit", "baseline", "target")
    figures = [{name: row.get(name) for name in names} for row in submission.content.get(Part.INDICATORS, ())]
    return list(submission.content.get(Part.ACTIVITIES, ())), figures


def _keep(told: FollowUp, plan: Plan, upload: Upload, *, at: dt.datetime) -> None:
    owner = plan.participant.person
    kept = keep(
        upload.content, name=upload.name, owner=owner, accept=PHOTOS if upload.is_photo else DOCUMENTS
    )
    FollowUpEvidence.objects.create(
        follow_up=told,
        person=owner,
        is_photo=upload.is_photo,
        is_agreed_to=upload.is_photo,
        caption=upload.caption,
        file=kept.id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        kept_at=at,
    )


@transaction.atomic
def take_evidence_away(*, evidence_id: UUID, actor: str, at: dt.datetime) -> None:
    """Remove a photo or paper with its file, because a consent was withdrawn; what was told stays.

    Raises:
        FollowUpEvidence.DoesNotExist: it is gone already.
    """
    rows = FollowUpEvidence.objects.select_for_update(of=("self",)).select_related("follow_up__plan")
    evidence = rows.get(pk=evidence_id)
    remove(evidence.kept)
    plan = evidence.follow_up.plan
    evidence.delete()
    record(actor=actor, action="plan.evidence_removed", subject=plan.reference, at=at)


@transaction.atomic
def note_first_step(*, plan_id: UUID, on: dt.date, actor: str, at: dt.datetime) -> Plan:
    """Note on which day the first step was done; noted again, the later word holds.

    Raises:
        RuleViolationError: ``plan.not_submitted`` or ``follow_up.not_yet``.
    """
    plan = locked(plan_id)
    enforce(may_note_first_step(plan, on, on=day_in(plan.participant.edition, at)))
    plan.first_step_done_on = on
    plan.save(update_fields=["first_step_done_on"])
    record(
        actor=actor,
        action="plan.first_step_done",
        subject=plan.reference,
        at=at,
        detail={"on": on.isoformat()},
    )
    return plan
