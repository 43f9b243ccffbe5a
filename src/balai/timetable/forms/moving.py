"""Where a session is to be moved: a day, a time on the grid, a room that it may use."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.engine.timetabling.problem import DAY
from balai.kernel.translated import TranslatedFormField
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.problem import Session as Asked

MINUTES_OF_AN_HOUR = 60


class MoveForm(forms.Form):
    """A day, a time and, where there are several, a room."""

    day = forms.TypedChoiceField(label=_("Day"), coerce=int)
    time = forms.TypedChoiceField(label=_("Time"), coerce=int)
    room = forms.ChoiceField(label=_("Room"), required=False)

    def __init__(
        self, *args: object, problem: Problem, session: Asked, names: Mapping[str, str], **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # as Django's own
        days = [(day, problem.starts_on + dt.timedelta(days=day)) for day in range(problem.days)]
        self.fields["day"].choices = [(str(day), wording.long_day(on)) for day, on in days]  # type: ignore[attr-defined] # a choice
        self.fields["time"].choices = [  # type: ignore[attr-defined] # a choice
            (str(minute), wording.clock(dt.time(minute // MINUTES_OF_AN_HOUR, minute % MINUTES_OF_AN_HOUR)))
            for minute in range(6 * MINUTES_OF_AN_HOUR, 22 * MINUTES_OF_AN_HOUR, problem.grid)
        ]
        rooms = [(room, names.get(room, room)) for room in session.rooms]
        self.fields["room"].choices = rooms  # type: ignore[attr-defined] # a choice
        if len(rooms) < 2:
            self.fields["room"].widget = forms.HiddenInput()
            self.initial.setdefault("room", rooms[0][0] if rooms else "")

    @property
    def begins(self) -> int:
        """The moment that was chosen, as the engine counts it."""
        day: int = self.cleaned_data["day"]
        minute: int = self.cleaned_data["time"]
        return day * DAY + minute

    @property
    def place(self) -> str | None:
        """The room that was chosen, as the engine calls it."""
        return self.cleaned_data["room"] or None


class PublishForm(forms.Form):
    """What people are told."""

    reason = TranslatedFormField(
        label=_("Why it changes"),
        max_length=300,
        required=False,
        help_text=_("People whose sessions change read it in their language. Write both."),
    )
