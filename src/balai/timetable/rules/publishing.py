"""When a version may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.timetable.rules.planning import may_plan, must_be_draft

if TYPE_CHECKING:
    from balai.kernel.translated import TranslatedText
    from balai.timetable.models import Timetable


def may_publish(timetable: Timetable, before: Timetable | None, reason: TranslatedText) -> Refusal | None:
    """A draft that anybody can work out again, and for a replacement, what people are told."""
    if refusal := must_be_draft(timetable) or may_plan(timetable.edition):
        return refusal
    if not timetable.is_reproducible:
        return Refusal(
            "timetable.not_reproducible",
            _("This was planned against the clock. Plan it under a limit of work, and publish that."),
        )
    if before is not None and not reason.says_something:
        return Refusal("timetable.no_reason", _("Say why the published timetable changes: people are told."))
    return None
