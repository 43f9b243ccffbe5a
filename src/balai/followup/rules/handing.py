"""When a plan may go to a successor, and who speaks for it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.followup.enums import Voice
from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from balai.followup.models import HandOver, Plan


MOST_OFFERS = 3
"""Of one plan within a day: each is a letter of the office to an address that nobody has checked."""


def may_hand_over(
    plan: Plan,
    current: HandOver | None,
    *,
    to: str = "",
    own_addresses: Iterable[str] = (),
    offered_lately: int = 0,
) -> Refusal | None:
    """What is submitted, to somebody else than the author and the supervisor; one at a time, three a day."""
    if plan.is_open:
        return Refusal("plan.not_submitted", _("This plan is not submitted."))
    if current is not None and current.is_accepted:
        return Refusal(
            "hand_over.taken", _("%(name)s goes on with this plan already.") % {"name": current.name}
        )
    if to and to.lower() in {*own_addresses, plan.supervisor_email.lower()}:
        return Refusal(
            "hand_over.own_address", _("Name somebody who is neither yourself nor your supervisor.")
        )
    if offered_lately >= MOST_OFFERS:
        return Refusal(
            "hand_over.too_often",
            _(
                "This plan was offered three times within a day. Try again tomorrow, or ask the successor "
                "to look for the letter."
            ),
        )
    return None


def may_open_hand_over(found: HandOver | None, *, at: dt.datetime) -> Refusal | None:
    """A link is good until it expires, and while the plan is offered to or with this successor."""
    if (
        found is None
        or found.plan.is_open
        or (found.put_away_at is not None and found.is_accepted is not False)
    ):
        return Refusal(
            "hand_over.unknown", _("This link is not known, or the plan is no longer offered to you.")
        )
    if found.answered_at is None and at >= found.expires_at:
        return Refusal("hand_over.expired", _("This link has expired. Ask who sent it for a new one."))
    return None


def may_answer_hand_over(found: HandOver | None, *, at: dt.datetime) -> Refusal | None:
    """Once."""
    if refusal := may_open_hand_over(found, at=at):
        return refusal
    if found is not None and found.answered_at is not None:
        return Refusal("hand_over.answered", _("This question is answered."))
    return None


def may_speak(voice: Voice, holder: HandOver | None) -> Refusal | None:
    """After a hand-over the successor tells how the plan goes, and the author no longer does."""
    if voice == Voice.PARTICIPANT and holder is not None:
        return Refusal(
            "plan.handed_over",
            _("%(name)s goes on with this plan, and tells how it goes.") % {"name": holder.name},
        )
    if voice == Voice.SUCCESSOR and holder is None:
        return Refusal("plan.not_handed_over", _("This plan is with its author."))
    return None
