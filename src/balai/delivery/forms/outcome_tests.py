"""The questions of a form as fields, none of which must be answered; and the days of the tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from balai.delivery.rules.outcome_tests import Shown
from balai.programmes.forms.editions import date_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.delivery.models import FormQuestion
    from balai.selection.models import Participant

DAYS = ("before_from", "before_until", "after_from", "after_until")
MOST_SEED = 999_999


def _signer(participant: Participant, occasion: str) -> Signer:
    return Signer(salt=f"delivery.test {participant.pk} {occasion}")


def page_says(shown: Shown, participant: Participant, occasion: str) -> str:
    """What a page carries of the questions on it; signed, so that nobody chooses the form they get."""
    drawn = shown.drawn_at.isoformat() if shown.drawn_at else ""
    return _signer(participant, occasion).sign_object([shown.form, drawn])


def was_shown(said: str, participant: Participant, occasion: str) -> Shown:
    """The questions of the page that somebody sends; of no form, where what it says was not signed."""
    try:
        form, drawn = _signer(participant, occasion).unsign_object(said)
    except BadSignature:
        return Shown(form="", drawn_at=None)
    return Shown(form=form, drawn_at=datetime.fromisoformat(drawn) if drawn else None)


class AnswersForm(forms.Form):
    """One answer for each question, or several where several are right."""

    def __init__(self, *args: Any, places: Sequence[FormQuestion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        for place in places:
            question = place.question
            choices = [(str(one.number), str(one.text)) for one in question.options.all()]
            field: forms.Field = (
                forms.MultipleChoiceField(
                    choices=choices, widget=forms.CheckboxSelectMultiple, required=False
                )
                if question.asks_for_several
                else forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False)
            )
            field.label = str(question.text)
            self.fields[str(place.number)] = field

    @property
    def questions(self) -> list[tuple[FormQuestion, forms.BoundField]]:
        """Each place with its buttons."""
        return [(place, self[str(place.number)]) for place in self.places]

    @property
    def given(self) -> dict[str, list[int]]:
        """By the number of the question, the numbers of what was chosen."""
        found = {}
        for name, value in self.cleaned_data.items():
            chosen = value if isinstance(value, list) else [value] if value else []
            if chosen:
                found[name] = [int(one) for one in chosen]
        return found


class TestDaysForm(forms.Form):
    """On which days the tests are open."""

    before_from = date_field(_("Test before: from"))
    before_until = date_field(_("until, and including"))
    after_from = date_field(_("Test after: from"))
    after_until = date_field(_("until, and including"))
    seed = forms.IntegerField(
        label=_("Number of the lots"),
        min_value=1,
        max_value=MOST_SEED,
        initial=1,
        help_text=_("The same number and bank give the same forms; it is kept with the draw."),
    )
