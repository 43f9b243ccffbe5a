"""What the workbench asks: which nominees, who is locked, what if, and what the panel says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.nominations.enums import Sex, Track
from balai.selection.enums import Place
from balai.selection.models import SelectionPlan
from balai.selection.queries.workbench import Asked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    SelectionPlanForm = forms.ModelForm[SelectionPlan]
else:
    SelectionPlanForm = forms.ModelForm  # which cannot be subscripted at run time

MOST_POINTS = 100


class PoolFilter(forms.Form):
    """Which nominees to show."""

    is_filter = True

    q = forms.CharField(label=_("Name, office or reference"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)
    track = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *Track.choices])
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("Any")), *Sex.choices])

    def __init__(self, *args: Any, countries: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("Any")), *countries]  # type: ignore[attr-defined] # it is a ChoiceField

    def asked(self, *, show: str, after: str) -> Asked:
        """The question, with what cannot be left out rather than obeyed."""
        self.is_valid()
        clean = self.cleaned_data
        return Asked(
            show=show,
            words=clean.get("q", ""),
            country=clean.get("country", ""),
            track=clean.get("track", ""),
            sex=clean.get("sex", ""),
            after=after,
        )


class LockForm(forms.Form):
    """Whether somebody is in or out beforehand."""

    FREE = "free"

    place = forms.ChoiceField(
        label=_("Whatever the points"),
        choices=[
            (Place.SELECTED.value, _("In")),
            (Place.NOT_SELECTED.value, _("Out")),
            (FREE, _("Leave it to the points")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Fit to be read by the person: it stands in their sentence and in the minutes."),
    )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("place") not in {None, self.FREE} and not clean.get("reason"):
            self.add_error("reason", _("Say why."))
        return clean


class WishForm(forms.Form):
    """What if: other places, rules left out, one person more in or out."""

    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=999)
    without = forms.MultipleChoiceField(
        label=_("Leave out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    nominee = forms.ChoiceField(label=_("One person"), required=False)
    place = forms.ChoiceField(
        label=_("That person is"), required=False, choices=[("in", _("In")), ("out", _("Out"))]
    )

    def __init__(
        self,
        *args: Any,
        limits: Iterable[tuple[str, str]],
        nominees: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["without"].choices = list(limits)  # type: ignore[attr-defined] # it is a ChoiceField
        self.fields["nominee"].choices = [("", _("Nobody")), *nominees]  # type: ignore[attr-defined] # as above

    def wish(self, places: int | None) -> dict[str, Any]:
        """What is asked other than the edition does."""
        clean = self.cleaned_data
        wish: dict[str, Any] = {}
        if clean["places"] != places:
            wish["places"] = clean["places"]
        if clean["without"]:
            wish["without"] = sorted(clean["without"])
        if clean["nominee"]:
            wish["locks"] = {clean["nominee"]: clean["place"] or "in"}
        return wish


class PlanForm(SelectionPlanForm):
    """How an edition is selected; days and hours are those of the edition's clock."""

    MOMENTS = ("scores_due_at", "meets_at")

    spread = forms.IntegerField(
        label=_("A third reader reads from a spread of"),
        min_value=1,
        max_value=MOST_POINTS,
        help_text=_("Points of 100 between the highest and the lowest score."),
    )
    scores_due_at_day = forms.DateField(
        label=_("Day on which scores are due"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    scores_due_at_hour = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    meets_at_day = forms.DateField(
        label=_("Day on which the panel meets"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From its beginning on, scores after the meeting are taken."),
    )
    meets_at_hour = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = SelectionPlan
        fields = ["readers", "spread", "shows_country", "reserves", "seed"]
        labels = {
            "readers": _("Readers of each dossier"),
            "shows_country": _("Readers see country, employer and position"),
            "reserves": _("How many reserves"),
            "seed": _("Number for the lots"),
        }
        help_texts = {
            "seed": _("Publish it before the scores are in; among equals the lots drawn with it decide."),
        }

    def __init__(self, *args: Any, zone: ZoneInfo, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        self.initial["spread"] = self.instance.spread // 10
        for name in self.MOMENTS:
            moment = getattr(self.instance, name)
            if moment:
                there = moment.astimezone(zone)
                self.initial[f"{name}_day"], self.initial[f"{name}_hour"] = there.date(), there.time()

    def clean_spread(self) -> int:
        points: int = self.cleaned_data["spread"]
        return 10 * points

    @property
    def values(self) -> dict[str, Any]:
        """By the names of the plan's columns; a day without an hour is meant as its end."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        for name in self.MOMENTS:
            day, hour = self.cleaned_data[f"{name}_day"], self.cleaned_data[f"{name}_hour"]
            found[name] = dt.datetime.combine(day, hour or dt.time(23, 59), self.zone) if day else None
        return found


class SendForm(forms.Form):
    """Laying a proposal before the panel; a decision that is replaced needs a reason."""

    correction = forms.CharField(
        label=_("Why the decision is corrected"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class VerdictForm(forms.Form):
    """What the panel decides of one person otherwise than proposed."""

    place = forms.ChoiceField(label=_("Place"), choices=Place.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why the panel decides so"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the minutes. Back to what was proposed needs none."),
    )


class SwapForm(forms.Form):
    """Why one person takes the place of another."""

    reason = forms.CharField(
        label=_("Why the panel decides so"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class MeetingForm(forms.Form):
    """What the minutes say of the meeting."""

    held_on = forms.DateField(
        label=_("Day of the meeting"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    chair = forms.CharField(
        label=_("Chair"), max_length=200, help_text=_("The office, such as Director of Cooperation.")
    )
    remarks = forms.CharField(
        label=_("Remarks"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )
