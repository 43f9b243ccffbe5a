"""What is asked when a plan is answered, returned, presented and scored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.followup.enums import Answer, Promise
from balai.followup.models import YearAnswer
from balai.followup.models.plan import MOST_POINTS
from balai.followup.queries.comparison import QUESTIONS
from balai.followup.rules.planning import must_say_why

POINTS = [(str(number), str(number)) for number in range(MOST_POINTS + 1)]


class AnswerForm(forms.Form):
    """What a supervisor says to a plan."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=Answer.choices, widget=forms.RadioSelect)
    promises = forms.MultipleChoiceField(
        label=_("What you promise, if you endorse it"),
        choices=Promise.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(
        label=_("What should be changed, or why not"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    signed_name = forms.CharField(label=_("Your name, as a signature"), max_length=200)

    def clean(self) -> None:
        """Who does not endorse says why."""
        answer = self.cleaned_data.get("answer", "")
        if answer and (refusal := must_say_why(answer, self.cleaned_data.get("remark", ""))):
            self.add_error("remark", str(refusal.message))


class ReturnForm(forms.Form):
    """What should be changed."""

    because = forms.CharField(
        label=_("What should be changed"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The participant reads this, in a letter and on the page of the plan."),
    )


class PresentationForm(forms.Form):
    """When a plan was presented."""

    on = forms.DateField(label=_("Presented on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class ScoreForm(forms.Form):
    """The sheet of one listener."""

    listener = forms.CharField(
        label=_("Who listened"),
        max_length=120,
        help_text=_("An office or a person. Given again, a sheet takes the place of the earlier one."),
    )
    relevance = forms.TypedChoiceField(label=_("Relevance"), choices=POINTS, coerce=int)
    feasibility = forms.TypedChoiceField(label=_("Feasibility"), choices=POINTS, coerce=int)
    clarity = forms.TypedChoiceField(label=_("Clarity"), choices=POINTS, coerce=int)
    sustainability = forms.TypedChoiceField(label=_("Sustainability"), choices=POINTS, coerce=int)
    comment = forms.CharField(
        label=_("Comment for the participant"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    @property
    def points(self) -> dict[str, Any]:
        """What was given for each question."""
        return {
            name: self.cleaned_data[name]
            for name in ("relevance", "feasibility", "clarity", "sustainability")
        }


class SuccessorForm(forms.Form):
    """Who goes on with a plan."""

    name = forms.CharField(label=_("Name of the successor"), max_length=200)
    title = forms.CharField(label=_("Position"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address of the successor"))
    because = forms.CharField(
        label=_("What the successor should know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Where things stand, whom to ask. It is in the letter."),
    )


class TakeOverForm(forms.Form):
    """What a successor says, with a name."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("I go on with this plan")), ("no", _("I cannot take it over"))],
        widget=forms.RadioSelect,
    )
    signed_name = forms.CharField(label=_("Your name, as a signature"), max_length=200)


YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]


class YearForm(forms.Form):
    """Three questions, and whether the answers may be counted."""

    agrees = forms.ChoiceField(
        label=_("May your answers be counted?"),
        choices=[("yes", _("Yes, as a number without my name")), ("no", _("No, ask me no more"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in QUESTIONS:
            self.fields[name] = forms.ChoiceField(
                label=question_of(name), choices=YES_OR_NO, widget=forms.RadioSelect, required=False
            )

    def clean(self) -> None:
        """Who is counted answers all three."""
        if self.cleaned_data.get("agrees") == "yes":
            for name in QUESTIONS:
                if not self.cleaned_data.get(name):
                    self.add_error(name, _("Answer all three, or say that you are not to be counted."))

    @property
    def answers(self) -> dict[str, bool]:
        """By question."""
        return {name: self.cleaned_data[name] == "yes" for name in QUESTIONS}


def question_of(name: str) -> str:
    """How a question reads."""
    return str(YearAnswer._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # a column has it
