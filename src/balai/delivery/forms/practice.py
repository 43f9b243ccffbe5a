"""What the page of a task takes in: who is briefed, and what is signed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Level, StepResult
from balai.delivery.models.practice import MOST_ATTEMPTS, MOST_MINUTES
from balai.delivery.services.practice import Entry
from balai.kernel.uploads import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.delivery.models.practice import PracticeStep, PracticeTask, SignOff

STEP = "step-"
LONGEST_DRAWING = MEGABYTE // 4
"""Characters of a signature as the browser sends it."""


class Drawn(forms.HiddenInput):
    """A signature, which the browser keeps nowhere (ui/keep.js)."""

    def __init__(self) -> None:
        super().__init__({"data-sealed": True})


class SignForm(forms.Form):
    """One participant's sign-off; begins with what counts now, where there is something to correct."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(label=_("Level of the whole"), choices=Level.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutes at the machine"), min_value=0, max_value=MOST_MINUTES, required=True
    )
    attempts = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=MOST_ATTEMPTS, initial=1)
    is_excused = forms.BooleanField(
        label=_("Did not work at it, for a good reason"),
        required=False,
        help_text=_("The reason is not written down. The level is “Observed”."),
    )
    measured = forms.DecimalField(label=_("Measured"), max_digits=10, decimal_places=3, required=False)
    photo = forms.FileField(
        label=_("Photo of the product"), required=False, help_text=_("JPEG or PNG, of the product alone.")
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    why = forms.CharField(label=_("Why it is corrected"), max_length=300, required=False)
    supervisor = forms.CharField(widget=Drawn, required=False, max_length=LONGEST_DRAWING)
    participant = forms.CharField(widget=Drawn, required=False, max_length=LONGEST_DRAWING)

    def __init__(
        self,
        *args: Any,
        task: PracticeTask,
        steps: Sequence[PracticeStep],
        before: SignOff | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.task, self.steps_of_task, self.before = task, steps, before
        for step in steps:
            self.fields[f"{STEP}{step.number}"] = forms.ChoiceField(
                label=f"{step.number}. {step.text}",
                help_text=str(step.criterion),
                choices=StepResult.choices,
                widget=forms.RadioSelect,
                required=False,
            )
        if not task.unit:
            del self.fields["measured"]
        else:
            self.fields["measured"].label = f"{task.measure} ({task.unit})"
        if before is None:
            del self.fields["why"]

    @property
    def steps(self) -> list[tuple[PracticeStep, forms.BoundField]]:
        """The steps with their buttons."""
        return [(step, self[f"{STEP}{step.number}"]) for step in self.steps_of_task]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """What is written about the whole."""
        names = ("minutes", "attempts", "measured", "is_excused", "photo", "note", "why")
        return [self[name] for name in names if name in self.fields]

    def entry(self, *, at: datetime) -> Entry:
        """What is signed, now."""
        given = self.cleaned_data
        return Entry(
            nonce=given["nonce"],
            level=Level(given["level"]),
            results=self._results(given),
            minutes=given["minutes"],
            attempts=given["attempts"],
            is_excused=given["is_excused"],
            measured=given.get("measured"),
            note=given["note"],
            signed_at=at,
            corrects=given["corrects"],
            why=given.get("why", ""),
            supervisor=_drawn(given["supervisor"]),
            participant=_drawn(given["participant"]),
        )

    def _results(self, given: Mapping[str, Any]) -> dict[int, str]:
        named = {step.number: given[f"{STEP}{step.number}"] for step in self.steps_of_task}
        return {number: result for number, result in named.items() if result}


def initial_for(before: SignOff | None, nonce: UUID, minutes: int) -> dict[str, Any]:
    """What the form begins with: what counts now, or the usual minutes."""
    if before is None:
        return {"nonce": nonce, "minutes": minutes, "attempts": 1}
    return {
        "nonce": nonce,
        "corrects": before.pk,
        "level": before.level,
        "minutes": before.minutes,
        "attempts": before.attempts,
        "is_excused": before.is_excused,
        "measured": before.measured,
        "note": before.note,
        **{f"{STEP}{number}": result for number, result in before.results.items()},
    }


def _drawn(text: str) -> Any:
    """A signature as the browser sends it; what is no JSON is refused with the rest of what is no line."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
