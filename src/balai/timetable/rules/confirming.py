"""When a session may be confirmed or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from balai.timetable.models import Confirmation


def may_answer(confirmation: Confirmation, *, is_confirmed: bool, reason: str) -> Refusal | None:
    """While the session is held at that time; who declines says why."""
    slot = confirmation.session.last_slot
    holds = slot is not None and not confirmation.session.is_cancelled
    if not holds or slot is None or slot.begins_at != confirmation.begins_at:
        return Refusal("confirmation.overtaken", _("This session is no longer held at that time."))
    if not is_confirmed and not reason.strip():
        return Refusal(
            "confirmation.no_reason", _("Say why it cannot be held: the office looks for another time.")
        )
    return None
