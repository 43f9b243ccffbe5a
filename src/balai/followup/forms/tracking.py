"""What is asked about a plan some months later; one page on a telephone, which works without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from balai.followup.enums import Obstacle, Progress
from balai.followup.rules.tracking import must_be_measured, must_name_obstacle
from balai.followup.services.tracking import Said, Upload

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from balai.followup.models import FollowUp

MOST_LINKS = 10
ACTIVITY, ACTIVITY_WORDS, VALUE, MEASURED = "activity-", "activity-words-", "value-", "measured-"


class FollowUpForm(forms.Form):
    """How far each activity is, what was measured, what stood in the way, who was reached, what helped.

    It asks about the rows of a submission, and begins with what the same voice told before.
    """

    obstacles = forms.MultipleChoiceField(
        label=_("What stood in the way?"),
        choices=Obstacle.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    obstacle_words = forms.CharField(
        label=_("What it was, in a sentence"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    women_reached = forms.IntegerField(
        label=_("Women reached so far"), required=False, min_value=0, max_value=10_000_000
    )
    men_reached = forms.IntegerField(
        label=_("Men reached so far"), required=False, min_value=0, max_value=10_000_000
    )
    helped = forms.CharField(
        label=_("What helped?"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    links = forms.CharField(
        label=_("Links to evidence"),
        required=False,
        help_text=_("A line for each: a page, a video, a newspaper."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Mapping[str, Any]],
        indicators: Sequence[Mapping[str, Any]],
        before: FollowUp | None,
        today: dt.date,
        **options: Any,
    ) -> None:
        options["initial"] = initial_of(before, activities, indicators, today)
        super().__init__(*args, **options)
        self.rows, self.figures, self.today = activities, indicators, today
        for number, row in enumerate(activities):
            self.fields[f"{ACTIVITY}{number}"] = forms.ChoiceField(
                label=row.get("what", ""), choices=Progress.choices, widget=forms.RadioSelect
            )
            self.fields[f"{ACTIVITY_WORDS}{number}"] = forms.CharField(
                label=_("A word to it"), required=False, max_length=300
            )
        for number, figure in enumerate(indicators):
            unit = figure.get("unit")
            label = f"{figure.get('name', '')} ({unit})" if unit else figure.get("name", "")
            self.fields[f"{VALUE}{number}"] = forms.DecimalField(
                label=label,
                help_text=_("Was %(baseline)s, shall be %(target)s.")
                % {"baseline": figure.get("baseline") or "–", "target": figure.get("target") or "–"},
                required=False,
                max_digits=14,
                decimal_places=2,
            )
            self.fields[f"{MEASURED}{number}"] = forms.DateField(
                label=_("Measured on"),
                required=False,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            )

    @property
    def activity_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each activity with the word to it."""
        return [
            (self[f"{ACTIVITY}{number}"], self[f"{ACTIVITY_WORDS}{number}"])
            for number in range(len(self.rows))
        ]

    @property
    def indicator_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each figure with the day on which it was measured."""
        return [
            (self[f"{VALUE}{number}"], self[f"{MEASURED}{number}"]) for number in range(len(self.figures))
        ]

    @property
    def obstacle_fields(self) -> list[forms.BoundField]:
        """What stood in the way."""
        return [self["obstacles"], self["obstacle_words"]]

    @property
    def reach_fields(self) -> list[forms.BoundField]:
        """Whom it reached and what helped."""
        return [self["women_reached"], self["men_reached"], self["helped"], self["links"]]

    def clean_links(self) -> list[str]:
        """A line for each; web addresses alone."""
        found = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(found) > MOST_LINKS:
            raise ValidationError(_("Ten links are enough."))
        check = URLValidator(schemes=["http", "https"])
        for line in found:
            check(line)
            if len(line) > 500:
                raise ValidationError(_("This link is too long."))
        return found

    def clean(self) -> None:
        """A figure has its day, which has come; what else stood in the way is said."""
        for number in range(len(self.figures)):
            value = self.cleaned_data.get(f"{VALUE}{number}")
            day = self.cleaned_data.get(f"{MEASURED}{number}")
            if value is None:
                self.cleaned_data[f"{MEASURED}{number}"] = None
            elif refusal := must_be_measured([(value, day)], of=1, on=self.today):
                self.add_error(f"{MEASURED}{number}", str(refusal.message))
        obstacles = self.cleaned_data.get("obstacles", [])
        words = self.cleaned_data.get("obstacle_words", "")
        if refusal := must_name_obstacle(obstacles, words):
            self.add_error("obstacle_words", str(refusal.message))

    @property
    def uploads(self) -> list[Upload]:
        """Evidence that came along; none where nobody is signed in."""
        return []

    @property
    def said(self) -> Said:
        """What was told."""
        data = self.cleaned_data
        return Said(
            activities=[
                (data[f"{ACTIVITY}{number}"], data[f"{ACTIVITY_WORDS}{number}"])
                for number in range(len(self.rows))
            ],
            indicators=[
                (data[f"{VALUE}{number}"], data[f"{MEASURED}{number}"]) for number in range(len(self.figures))
            ],
            obstacles=data["obstacles"],
            obstacle_words=data["obstacle_words"],
            women_reached=data["women_reached"],
            men_reached=data["men_reached"],
            helped=data["helped"],
            links=data["links"],
            uploads=self.uploads,
        )


class FollowUpWithEvidenceForm(FollowUpForm):
    """The same with files, for those who are signed in: a link alone takes none."""

    photo = forms.FileField(
        label=_("Photo of what came of it"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
    )
    caption = forms.CharField(label=_("What the photo shows"), required=False, max_length=200)
    is_agreed_to = forms.BooleanField(
        label=_("Everybody on the photo agrees that it is shown to the organisers"), required=False
    )
    paper = forms.FileField(
        label=_("Paper"), required=False, help_text=_("PDF, DOCX, JPEG or PNG, at most 20 MB.")
    )

    @property
    def evidence_fields(self) -> list[forms.BoundField]:
        """A photo and a paper; more of them come with a further answer."""
        return [self["photo"], self["caption"], self["is_agreed_to"], self["paper"]]

    def clean(self) -> None:
        """A photo has its caption and its consent."""
        super().clean()
        if not self.cleaned_data.get("photo"):
            return
        if not self.cleaned_data.get("caption"):
            self.add_error("caption", _("Say what the photo shows, for those who do not see it."))
        if not self.cleaned_data.get("is_agreed_to"):
            self.add_error("is_agreed_to", _("A photo is kept only if everybody on it agrees."))

    @property
    def uploads(self) -> list[Upload]:
        """The photo and the paper."""
        data, found = self.cleaned_data, []
        if photo := data["photo"]:
            found.append(
                Upload(content=photo.read(), name=photo.name, is_photo=True, caption=data["caption"])
            )
        if paper := data["paper"]:
            found.append(Upload(content=paper.read(), name=paper.name))
        return found


class SignedFollowUpForm(FollowUpForm):
    """The same for those who hold a link, with their name."""

    told_by = forms.CharField(label=_("Your name, as a signature"), max_length=200)


class FirstStepForm(forms.Form):
    """On which day the first step was done."""

    on = forms.DateField(
        label=_("I did the first step on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def initial_of(
    before: FollowUp | None,
    activities: Sequence[Mapping[str, Any]],
    indicators: Sequence[Mapping[str, Any]],
    today: dt.date,
) -> dict[str, Any]:
    """What the form begins with: what the voice told last, of rows that still say the same."""
    told = {row["what"]: row for row in before.activities} if before else {}
    taken = {row["name"]: row for row in before.indicators} if before else {}
    found: dict[str, Any] = {}
    for number, activity in enumerate(activities):
        if row := told.get(activity.get("what")):
            found |= {f"{ACTIVITY}{number}": row["state"], f"{ACTIVITY_WORDS}{number}": row["words"]}
    for number, figure in enumerate(indicators):
        row = taken.get(figure.get("name"), {})
        found[f"{VALUE}{number}"] = row.get("value")
        found[f"{MEASURED}{number}"] = row.get("measured_on") or today
    if before is not None:
        names = ("obstacles", "obstacle_words", "women_reached", "men_reached", "helped")
        found |= {name: getattr(before, name) for name in names}
        found["links"] = "\n".join(before.links)
    return found
