"""What the board tells of the exchange."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.exchange.queries.exchange import interest_counts
from balai.followup.adapters.lights import SHOWN_IN, end_of
from balai.programmes.registries import Light, OpenThing, Owner
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from balai.programmes.models import Edition

ANSWERED_WITHIN = dt.timedelta(days=30)
"""After the last day of the edition; who hears nothing for a month asks no more."""


def interest_light(edition: Edition, *, at: dt.datetime) -> Light:
    """Everybody who wants a technology has an answer of its centre; one question."""
    end = end_of(edition)
    due = end + ANSWERED_WITHIN if end else None
    number, answered = interest_counts(edition) if edition.status in SHOWN_IN else (0, 0)
    missing = number - answered
    things = (
        [
            OpenThing(
                owner=Owner.CENTRES,
                what=_("Answer those who want a technology"),
                why=ngettext("%(number)d interest waits.", "%(number)d interests wait.", missing)
                % {"number": missing},
                due_at=due,
                is_waiting=due is None or at < due,
                deed=Deed(label=_("Open the exchange"), url=reverse("exchange:edition", args=[edition.code])),
            )
        ]
        if missing
        else []
    )
    return Light(
        title=_("Technology exchange"),
        rule=_("Everybody who wants a technology of a centre has its answer within a month of the end."),
        owner=Owner.CENTRES,
        due_at=due,
        ready=answered,
        of=number,
        open=things,
    )
