"""The one word for an offer, with its sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.selection.enums import OfferKind, OfferState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from balai.selection.models import Offer
    from balai.ui.parts import State

MARKS: dict[str, State] = {
    OfferState.SENT: "wait",
    OfferState.ACCEPTED: "ok",
    OfferState.DECLINED: "block",
    OfferState.LAPSED: "late",
    OfferState.WITHDRAWN: "block",
    OfferState.OVERTAKEN: "info",
    OfferState.CLOSED: "info",
}


def mark_of(offer: Offer) -> tuple[State, StrOrPromise]:
    """Of a place what was answered, or that the person left; of other letters what they said."""
    participant = getattr(offer, "participant", None)
    if participant is not None and not participant.is_confirmed:
        return "block", participant.get_state_display()
    if offer.kind != OfferKind.PLACE:
        return "info", offer.get_kind_display()
    return MARKS[offer.state], offer.get_state_display()
