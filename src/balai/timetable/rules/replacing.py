"""Whether somebody may stand in for a resource person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.programmes.enums import Task
from balai.timetable.rules.planning import may_plan

if TYPE_CHECKING:
    from datetime import datetime

    from balai.directory.models import ResourcePerson
    from balai.kernel.translated import TranslatedText
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


def may_replace(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    slot: Slot | None,
    absent: ResourcePerson,
    person: ResourcePerson,
    reason: TranslatedText,
    *,
    at: datetime,
) -> Refusal | None:
    """In a session that is published and not over, for one of those who teach it, with the reason."""
    if refusal := may_plan(edition):
        return refusal
    if slot is None or slot.ends_at <= at:
        return Refusal("timetable.session_over", _("This session is over. It stays as it was."))
    teach = {part.resource_person_id for part in slot.people.all() if part.task != Task.SUBSTITUTE}
    if absent.pk not in teach:
        return Refusal("timetable.does_not_teach", _("This person does not teach this session."))
    if person.pk in teach:
        return Refusal("timetable.teaches_already", _("Choose somebody who does not teach this session yet."))
    if not reason.says_something:
        return Refusal("timetable.no_reason", _("Say why the published timetable changes: people are told."))
    return None


def must_be_of_activity(task: str | None) -> Refusal | None:
    """Whom somebody stands in for still teaches by the curriculum: else the next plan would undo it.

    Args:
        task: of the one who is missed, in the activity by now; none where they are not in it.
    """
    if task is None or task == Task.SUBSTITUTE:
        return Refusal(
            "timetable.curriculum_changed",
            _("The curriculum names others for this activity by now. Plan again, and publish that."),
        )
    return None
