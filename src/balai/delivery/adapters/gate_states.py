"""How gate lists stand, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.delivery.queries.gates import SOON
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from balai.delivery.queries.gates import Visit
    from balai.ui.parts import State


@dataclass(frozen=True, slots=True, kw_only=True)
class GateState:
    """How a list stands: its look and what it is called."""

    state: State
    word: str


def state_of(visit: Visit, *, today: dt.date) -> GateState:
    """Sent, changed since, due, late, ahead, or over without a list."""
    if visit.sent is not None and not visit.is_changed:
        return GateState(state="ok", word=gettext("Sent"))
    if visit.on < today:
        is_sent = visit.sent is not None
        return GateState(state="wait", word=gettext("Changed since") if is_sent else gettext("Not sent"))
    if visit.sent is not None:
        return GateState(state="late", word=gettext("Changed since: send it again"))
    if visit.due_on < today:
        return GateState(state="late", word=gettext("Late"))
    if visit.due_on - SOON <= today:
        return GateState(state="due", word=gettext("Due"))
    return GateState(state="wait", word=gettext("Not due yet"))


def rows_of(visits: Sequence[Visit], *, today: dt.date) -> list[dict[str, object]]:
    """Visits as a list shows them."""
    return [
        {
            "visit": one,
            "on": wording.brief_day(one.on),
            "due": wording.brief_day(one.due_on),
            "state": state_of(one, today=today),
        }
        for one in visits
    ]
