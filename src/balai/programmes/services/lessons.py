"""Lessons: recorded in one edition, tasks of the next until they are settled there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.programmes.models import Edition, Lesson
from balai.programmes.services.editions import change_judged, save_judged

if TYPE_CHECKING:
    from datetime import datetime

    from balai.kernel.translated import TranslatedText


@transaction.atomic
def record_lesson(*, edition: Edition, actor: str, at: datetime, **values: Any) -> Lesson:
    """Record what an edition taught its organisers; it gets the next number, if it has none from elsewhere.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)  # one number at a time
    if "number" not in values:
        values["number"] = (edition.lessons.aggregate(last=Max("number"))["last"] or 0) + 1
    lesson = Lesson(edition=edition, **values)
    save_judged(lesson)
    record(actor=actor, action="lesson.recorded", subject=lesson.reference, at=at)
    return lesson


@transaction.atomic
def change_lesson(*, lesson: Lesson, actor: str, at: datetime, **values: Any) -> Lesson:
    """Correct a lesson that is not settled yet.

    Raises:
        RuleViolationError: ``lesson.settled``.
        ValidationError: a value cannot be; by field.
    """
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    _require_open(lesson)
    change_judged(lesson, values, action="lesson.changed", actor=actor, at=at)
    return lesson


@transaction.atomic
def settle_lesson(*, lesson: Lesson, answer: TranslatedText, actor: str, at: datetime) -> Lesson:
    """Say what the edition that took a lesson up did about it.

    Raises:
        RuleViolationError: ``lesson.settled``, ``lesson.not_taken_up`` or ``lesson.no_answer``.
    """
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    _require_open(lesson)
    if lesson.taken_up_in_id is None:
        raise RuleViolationError(
            Refusal("lesson.not_taken_up", _("No edition has taken this lesson up yet. Clone the next one."))
        )
    if not answer:
        raise RuleViolationError(Refusal("lesson.no_answer", _("Say what was done, or why nothing was.")))
    lesson.answer, lesson.done_at = answer, at
    lesson.save(update_fields=["answer", "done_at"])
    record(
        actor=actor,
        action="lesson.settled",
        subject=lesson.reference,
        at=at,
        detail={"edition": str(lesson.taken_up_in_id)},
    )
    return lesson


def _require_open(lesson: Lesson) -> None:
    if lesson.done_at is not None:
        raise RuleViolationError(Refusal("lesson.settled", _("This lesson was settled already.")))
