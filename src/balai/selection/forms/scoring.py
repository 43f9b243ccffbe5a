"""What a panel member and the office of an edition fill in for the scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.selection.enums import ConflictKind, Recommendation
from balai.selection.models.panel import HIGHEST_MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Person
    from balai.programmes.models import RubricCriterion

MARK = "mark-"


class DeclarationForm(forms.Form):
    """For which countries a panel member does not score."""

    countries = forms.MultipleChoiceField(
        label=_("I do not score nominees of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your own country, and every country that you speak for or work for. Often none."),
    )
    is_complete = forms.BooleanField(
        label=_("I have named every conflict of interest that I know of, and say so when I find another.")
    )

    def __init__(self, *args: Any, countries: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["countries"].choices = list(countries)  # type: ignore[attr-defined] # it is a ChoiceField


class ConflictForm(forms.Form):
    """Why a reader does not score one nominee."""

    kind = forms.ChoiceField(
        label=_("Why"),
        choices=[(one.value, one.label) for one in ConflictKind if one != ConflictKind.COUNTRY],
        widget=forms.RadioSelect,
    )


class ScoreForm(forms.Form):
    """A mark for each criterion of the rubric, with what each mark means; a comment; a recommendation."""

    def __init__(self, *args: Any, criteria: Iterable[RubricCriterion], **options: Any) -> None:
        super().__init__(*args, **options)
        for criterion in criteria:
            meanings = {one.score: str(one.text) for one in criterion.anchors.all()}
            self.fields[f"{MARK}{criterion.code}"] = forms.TypedChoiceField(
                label=f"{criterion.title} · {criterion.weight}",
                choices=[
                    (str(mark), f"{mark}: {meanings[mark]}" if mark in meanings else str(mark))
                    for mark in range(HIGHEST_MARK + 1)
                ],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment"),
            max_length=2000,
            required=False,
            widget=forms.Textarea({"rows": 4}),
            help_text=_("For the panel and the office; no nominee and no country reads it."),
        )
        self.fields["recommendation"] = forms.ChoiceField(
            label=_("I recommend"),
            choices=Recommendation.choices,
            required=False,
            widget=forms.RadioSelect,
        )

    @property
    def marks(self) -> dict[str, int]:
        """The marks given, by the code of the criterion."""
        return {
            name.removeprefix(MARK): value
            for name, value in self.cleaned_data.items()
            if name.startswith(MARK) and value is not None
        }


class ReaderForm(forms.Form):
    """Who reads a dossier in somebody's place, or as the third."""

    member = forms.ChoiceField(label=_("Panel member"))
    why = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, members: Iterable[Person], is_third: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member"].choices = [(str(one.pk), one.name) for one in members]  # type: ignore[attr-defined] # it is a ChoiceField
        if is_third:
            del self.fields["why"]
