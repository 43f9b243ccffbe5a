"""Writing a question of the bank: what is asked, its answers, which of them are right, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.delivery.rules.outcome_tests import MOST_OPTIONS
from balai.kernel.translated import TranslatedFormField
from balai.programmes.models import Outcome

if TYPE_CHECKING:
    from balai.delivery.models import BankQuestion
    from balai.programmes.models import Edition

SHOWN = 4
"""So many answers a question has as a rule; more are there when they are wanted."""


class QuestionForm(forms.Form):
    """A question with up to eight answers; those that say nothing are left out.

    Args:
        edition: whose bank it is.
        question: that is corrected, with its answers fetched; its code stays.
        outcome: of a new one, with which the form begins.
    """

    outcome = forms.ModelChoiceField(label=_("Outcome"), queryset=Outcome.objects.none())
    code = forms.CharField(
        label=_("Code"), max_length=24, help_text=_("Capital letters, digits and hyphens; it stays the same.")
    )
    text = TranslatedFormField(label=_("Question"), lines=3, max_length=600)
    explanation = TranslatedFormField(
        label=_("Why it is so"),
        lines=3,
        max_length=1000,
        required=False,
        help_text=_("Shown with one’s own result, after the close."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("Where it comes from, or “Assumed”.")
    )

    def __init__(
        self,
        *args: Any,
        edition: Edition,
        question: BankQuestion | None = None,
        outcome: Outcome | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.initial["outcome"] = outcome
        if question is not None:
            self.initial.update(
                outcome=question.outcome_id,
                text=question.text,
                explanation=question.explanation,
                source=question.source,
            )
            for one in question.options.all():
                self.initial[f"answer_{one.number}"] = one.text
                self.initial[f"right_{one.number}"] = one.is_right
            del self.fields["code"]
        self.fields["outcome"].queryset = edition.outcomes.order_by("order", "code")  # type: ignore[attr-defined] # of a choice
        for number in range(1, MOST_OPTIONS + 1):
            self.fields[f"answer_{number}"] = TranslatedFormField(
                label=_("Answer %(number)d") % {"number": number}, max_length=300, required=False
            )
            self.fields[f"right_{number}"] = forms.BooleanField(
                label=_("Answer %(number)d is right") % {"number": number}, required=False
            )

    @property
    def head(self) -> list[forms.BoundField]:
        """What is asked, and of what."""
        return [self[name] for name in ("outcome", "code", "text") if name in self.fields]

    @property
    def answers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The first answers, each with whether it is right."""
        return [self._answer(number) for number in range(1, SHOWN + 1)]

    @property
    def more_answers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [self._answer(number) for number in range(SHOWN + 1, MOST_OPTIONS + 1)]

    @property
    def has_more(self) -> bool:
        """Whether one of the further answers says something."""
        return any(any(bound.value() or ()) for bound, _right in self.more_answers)

    @property
    def reasons(self) -> list[forms.BoundField]:
        return [self[name] for name in ("explanation", "source")]

    def _answer(self, number: int) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"answer_{number}"], self[f"right_{number}"]

    def clean(self) -> dict[str, Any]:
        """An answer that is ticked as right says something."""
        said = super().clean() or {}
        for number in range(1, MOST_OPTIONS + 1):
            if said.get(f"right_{number}") and not said.get(f"answer_{number}"):
                self.add_error(f"answer_{number}", _("This answer is right, and says nothing."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        """As the bank takes it."""
        said = self.cleaned_data
        options = [
            {"text": said[f"answer_{number}"], "is_right": said[f"right_{number}"]}
            for number in range(1, MOST_OPTIONS + 1)
            if said[f"answer_{number}"]
        ]
        names = ("outcome", "code", "text", "explanation", "source")
        return {name: said[name] for name in names if name in said} | {"options": options}
