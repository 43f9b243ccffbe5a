"""The forms in which a plan is written, for each step and row: what is sound is taken, the rest is told.

Nothing is asked for at once: what is needed before submitting is told on the page of the plan, so that a form
that saves itself never complains of what is still empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from balai.followup.enums import Part
from balai.followup.models import Plan, PlanActivity, PlanIndicator, parts
from balai.followup.models.plan import SDG_TARGET
from balai.nominations.forms.application import formfield

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

OURS = ("version", "writer")
MODELS: Mapping[str, type[Plan | PlanActivity | PlanIndicator]] = {
    Part.ACTIVITIES: PlanActivity,
    Part.INDICATORS: PlanIndicator,
}
SPANS: Mapping[str, tuple[str, str, StrOrPromise]] = {
    Part.ACTIVITIES: ("starts_on", "ends_on", _("It ends before it begins.")),
    Part.INDICATORS: ("baseline_on", "due_on", _("The target is due before the baseline was taken.")),
}
"""Two days of a row, the first not after the second; neither is kept without the other being sound."""


class StepForm(forms.Form):
    """One step of a plan, or one row of a step.

    ``version`` is of what the form showed, ``writer`` names this opening of the page: who saves again from
    the same page overtakes nobody.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    writer = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part, **options: Any) -> None:
        super().__init__(*args, **options)
        self.part = part
        names = parts.COLUMNS.get(part) or parts.ROWS[part]
        made = fields_for_model(MODELS.get(part, Plan), fields=names, formfield_callback=formfield)
        for name in names:
            field = made[name]
            field.widget.attrs.setdefault("autocomplete", "off")
            self.fields[name] = field
            field.required = False

    def shown(self) -> list[forms.BoundField]:
        """The fields to draw, with what is needed before submitting marked."""
        for name in parts.NEEDED[self.part]:
            self.fields[name].required = True
        return [self[name] for name in self.fields if name not in OURS]

    @property
    def values(self) -> dict[str, Any]:
        """What is sound, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OURS}

    def clean_sdg_target(self) -> str:
        target = str(self.cleaned_data["sdg_target"]).strip().lower()
        if target and not re.fullmatch(SDG_TARGET, target):
            raise ValidationError(_("Write the target as 9.3 or 8.a."))
        return target

    def clean(self) -> None:
        """Two days that do not follow each other are both left as they were."""
        if self.part not in SPANS:
            return
        first, second, words = SPANS[self.part]
        since, until = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if since and until and until < since:
            self.add_error(second, words)
        if first in self.errors or second in self.errors:
            self.cleaned_data.pop(first, None)
            self.cleaned_data.pop(second, None)
