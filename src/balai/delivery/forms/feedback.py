"""The questions of a questionnaire as a form; none must be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import FeedbackKind
from balai.delivery.models.feedback import LONGEST_VOICE
from balai.delivery.queries.questionnaires import FIVE, TEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.delivery.queries.questionnaires import Part

LONGEST_WORD = 40


class FeedbackForm(forms.Form):
    """Buttons for each question, then a word, or a few sentences with consent to be quoted."""

    def __init__(self, *args: Any, parts: Sequence[Part], kind: FeedbackKind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parts = parts
        for part in parts:
            for question in part.questions:
                self.fields[question.key] = forms.ChoiceField(
                    label=question.label,
                    choices=question.scale.choices,
                    widget=forms.RadioSelect,
                    required=False,
                )
        if kind == FeedbackKind.PULSE:
            self.fields["voice"] = forms.CharField(
                label=_("One word"), max_length=LONGEST_WORD, required=False
            )
            return
        self.fields["voice"] = forms.CharField(
            label=_("In your own words: what was most useful, what was least, what should change"),
            max_length=LONGEST_VOICE,
            widget=forms.Textarea({"rows": 5}),
            required=False,
        )
        self.fields["may_be_quoted"] = forms.BooleanField(
            label=_("These words may be quoted, without my name"), required=False
        )

    @property
    def sections(self) -> list[tuple[Part, list[tuple[forms.BoundField, bool]]]]:
        """Each part with its buttons, and whether these say numbers, which are short."""
        return [
            (part, [(self[one.key], one.scale in {FIVE, TEN}) for one in part.questions])
            for part in self.parts
        ]

    @property
    def words(self) -> list[forms.BoundField]:
        """What is written."""
        return [self[name] for name in ("voice", "may_be_quoted") if name in self.fields]

    @property
    def given(self) -> dict[str, str]:
        """By question, what was chosen."""
        keys = [question.key for part in self.parts for question in part.questions]
        return {key: self.cleaned_data[key] for key in keys if self.cleaned_data.get(key)}
