"""When the tasks of an edition's practice may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.timetable.rules.planning import OVER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.delivery.models.practice import PracticeTask
    from balai.programmes.models import Edition

SIGNED_FOR = frozenset({"steps", "unit", "machine", "site"})
"""What a signature is about."""


def may_keep_tasks_of(edition: Edition) -> Refusal | None:
    """Until the edition is reported or cancelled, or while it comes from elsewhere as it stands there."""
    if edition.status in OVER and edition.practice_tasks.filter(sign_offs__isnull=False).exists():
        return Refusal("practice.over", _("This edition is over. What was signed stays as it was."))
    return None


def may_change_steps(task: PracticeTask, values: Mapping[str, Any]) -> Refusal | None:
    """Steps, unit, machine and site stay once somebody has signed for them; texts around them may change."""
    if not SIGNED_FOR & set(values) or not task.sign_offs.exists():
        return None
    return Refusal(
        "practice.task_is_signed",
        _("“%(code)s” is signed off already. Enter another task for what is done differently.")
        % {"code": task.code},
    )
