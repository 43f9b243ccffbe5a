"""Keeping the tasks of an edition's practice: entered and changed, with their steps, by file and by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.delivery.models.practice import PracticeStep, PracticeTask
from balai.delivery.rules.practice_tasks import may_change_steps, may_keep_tasks_of
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.programmes.services.cloning import copy_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from balai.programmes.registries import Carrying

STEPS = "steps"


@transaction.atomic
def enter_task(*, values: Mapping[str, Any], actor: str, at: datetime) -> PracticeTask:
    """Enter a task of an edition, with its steps in their order.

    Args:
        values: its columns, and ``steps``: for each its text, criterion and whether it is critical.
        actor: who.
        at: the moment.

    Raises:
        RuleViolationError: ``practice.over``.
        ValidationError: a value cannot be; by field.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=values["edition"].pk)
    enforce(may_keep_tasks_of(edition))
    task = PracticeTask()
    _write(task, values)
    _write_steps(task, values.get(STEPS) or ())
    _tell(task, "entered", actor=actor, at=at)
    return task


@transaction.atomic
def change_task(*, task: PracticeTask, values: Mapping[str, Any], actor: str, at: datetime) -> PracticeTask:
    """Change some columns of a task, or its steps as a whole.

    Raises:
        RuleViolationError: ``practice.over``, or ``practice.task_is_signed`` for its steps and its measure.
        ValidationError: a value cannot be; by field.
    """
    Edition.objects.select_for_update(of=("self",)).get(pk=task.edition_id)
    found = PracticeTask.objects.select_related("edition").get(pk=task.pk)
    enforce(may_keep_tasks_of(found.edition) or may_change_steps(found, values))
    _write(found, values)
    if STEPS in values:
        found.steps.all().delete()
        _write_steps(found, values[STEPS] or ())
    _tell(found, "changed", actor=actor, at=at)
    return found


def _write(task: PracticeTask, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name != STEPS:
            setattr(task, name, value)
    task.full_clean()
    task.save()


def _write_steps(task: PracticeTask, steps: Sequence[Mapping[str, Any]]) -> None:
    for number, step in enumerate(steps, start=1):
        row = PracticeStep(
            task=task,
            number=number,
            text=step["text"],
            criterion=step.get("criterion") or {},
            is_critical=bool(step.get("is_critical")),
        )
        row.full_clean()
        row.save()


def _tell(task: PracticeTask, what: str, *, actor: str, at: datetime) -> None:
    record(
        actor=actor,
        action=f"edition.practice_task_{what}",
        subject=f"edition:{task.edition_id}",
        at=at,
        detail={"code": task.code},
    )


def copy_tasks(carrying: Carrying) -> None:
    """Copy the tasks of the old edition with their steps; activity and outcome are the copies of theirs."""
    tasks = list(carrying.old.practice_tasks.select_related("activity", "outcome").prefetch_related("steps"))
    copy_rows(tasks, carrying, points=("activity", "outcome"))
    PracticeStep.objects.bulk_create(
        PracticeStep(
            task=carrying.copies[PracticeTask, task.pk],
            number=step.number,
            text=step.text,
            criterion=step.criterion,
            is_critical=step.is_critical,
        )
        for task in tasks
        for step in task.steps.all()
    )
