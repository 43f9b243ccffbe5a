"""Forms about series, pledges, editions and what is decided about them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Country
from balai.kernel.filters import FilterForm
from balai.kernel.translated import TranslatedFormField, TranslatedText
from balai.people.forms.own import zone_choices
from balai.programmes.enums import BookletChapter, EditionStatus, Mode
from balai.programmes.forms.markers import MarkersField
from balai.programmes.models import CompletionRule, Edition, Lesson, Pledge, Series, SessionType
from balai.programmes.registries import parts_in_order
from balai.programmes.rules.parts import may_come_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

DATE = {"type": "date"}
SORTS = {"new": ("-sorts_on", "-id"), "old": ("sorts_on", "id"), "code": ("code", "id")}


def date_field(label: Any, *, required: bool = True, **options: Any) -> forms.DateField:
    """A day; browsers offer a calendar for it."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(DATE, format="%Y-%m-%d"), **options
    )


class WordList(forms.CharField):
    """Some short texts with commas between them, as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [part.strip() for part in (super().to_python(value) or "").split(",") if part.strip()]


class EditionFilter(FilterForm):
    """Which editions to show, in what order."""

    q = forms.CharField(label=_("Words, code or city"), required=False, max_length=100)
    series = forms.ChoiceField(label=_("Series"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Every status")), *EditionStatus.choices]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("new", _("Newest first")), ("old", _("Oldest first")), ("code", _("By code"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["series"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        every = Series.objects.order_by("code").values_list("code", flat=True)
        field.choices = [("", _("Every series")), *((code, code) for code in every)]


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """What is offered again and again."""

    class Meta:
        model = Series
        fields = ("code", "title", "scheme", "body", "pillar", "summary", "publicity")


class SessionTypeForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """What planning must know of a kind of session."""

    comes_after = WordList(
        label=_("Only after these"),
        required=False,
        help_text=_("Codes of other kinds with commas, such as SAF, LEC."),
    )

    class Meta:
        model = SessionType
        fields = (
            "code",
            "name",
            "family",
            "minutes_least",
            "minutes_most",
            "counted",
            "is_contact",
            "needs_room",
            "needs_resource_person",
            "needs_machines",
            "needs_supervisor",
            "needs_sign_off",
            "needs_transport",
            "needs_gate_list",
            "comes_after",
            "most_in_a_row",
            "most_in_half_a_day",
            "rule",
            "order",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance._state.adding:  # noqa: SLF001 -- documented, whatever its name says
            del self.fields["code"]  # it is the key that activities and bundles name

    def clean_comes_after(self) -> list[str]:
        """Every code is that of another kind."""
        codes: list[str] = self.cleaned_data["comes_after"]
        if refusal := may_come_after(codes, own=self.instance.code):
            raise ValidationError(refusal.message)
        return codes


class PledgeForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """What was promised at a meeting."""

    class Meta:
        model = Pledge
        fields = (
            "code",
            "body",
            "country",
            "meeting",
            "place",
            "year",
            "held_from",
            "held_until",
            "text",
            "valid_until",
            "source",
            "certainty",
        )
        widgets = {
            name: forms.DateInput(DATE, format="%Y-%m-%d")
            for name in ("held_from", "held_until", "valid_until")
        }


class DefinitionForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """What defines an edition; dates, status and mode have deeds of their own."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    cities = WordList(
        label=_("Cities"), required=False, help_text=_("In the order of the visit, with commas.")
    )
    languages = WordList(label=_("Working languages"), help_text=_("Codes with commas, such as en, id."))
    interpretation = WordList(
        label=_("Interpreted into"), required=False, help_text=_("Codes with commas, such as fr, ar.")
    )
    sdg_targets = WordList(
        label=_("SDG targets"), required=False, help_text=_("With commas, such as 17.9, 8.3, 9.3.")
    )
    sector_codes = WordList(
        label=_("Sector codes"), required=False, help_text=_("Of the DAC list, with commas, such as 32130.")
    )
    policy_markers = MarkersField(
        label=_("Policy markers"),
        required=False,
        help_text=_("What aid data asks of each edition, by the markers of the OECD."),
    )

    class Meta:
        model = Edition
        fields = (
            "number",
            "title",
            "theme",
            "summary",
            "objective",
            "target_group",
            "country",
            "time_zone",
            "cities",
            "languages",
            "interpretation",
            "places",
            "host_places",
            "smallest_group",
            "publicity",
            "known_participants",
            "sdg_targets",
            "sector_codes",
            "policy_markers",
            "source",
            "certainty",
        )

    def _post_clean(self) -> None:
        """The deed judges the row as a whole; judged twice, every fault would be told twice."""


class NewEditionForm(forms.Form):
    """What an edition needs to begin with."""

    series = forms.ModelChoiceField(Series.objects.order_by("code"), label=_("Series"))
    code = forms.CharField(label=_("Code"), max_length=24, help_text=_("Such as SMI-2018."))
    number = forms.IntegerField(label=_("Number in the series"), required=False, min_value=1)
    title = TranslatedFormField(label=_("Title"))
    country = forms.ModelChoiceField(Country.objects.order_by("code"), label=_("Host country"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)


class DatesForm(forms.Form):
    """The days of an edition."""

    arrives_on = date_field(_("Day of arrival"))
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"))
    departs_on = date_field(_("Day of departure"))

    def clean(self) -> dict[str, Any]:
        """Told here and not by the database, so that it stands at the day that is wrong."""
        days = super().clean() or {}
        names = list(self.fields)[:4]
        for earlier, later in itertools.pairwise(names):
            if days.get(earlier) and days.get(later) and days[later] < days[earlier]:
                message = _("This day lies before the one above: %(day)s.")
                self.add_error(later, ValidationError(message, params={"day": days[earlier].isoformat()}))
        return days


class ReasonForm(forms.Form):
    """Why something is decided; it stands in the letters to all whom it concerns."""

    reason = TranslatedFormField(
        label=_("Reason"),
        lines=3,
        max_length=2000,
        help_text=_("It stands in the letter to each, in their language. Write both."),
    )


class MoveForm(DatesForm, ReasonForm):
    """Other days, and why."""

    field_order = ("arrives_on", "starts_on", "ends_on", "departs_on", "reason")


class ConvertForm(ReasonForm):
    """Another way to hold an edition, and why."""

    mode = forms.ChoiceField(label=_("Held now"), choices=Mode, widget=forms.RadioSelect)
    field_order = ("mode", "reason")


class MandatesForm(forms.Form):
    """Under which pledges an edition is held: one of those that are offered, or of those that it has.

    Args:
        offered: what somebody looked for.
        held: mandates that the edition has; they are offered always, so that looking for others loses none.
    """

    pledges = forms.ModelMultipleChoiceField(
        Pledge.objects.none(),
        label=_("Pledges"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, offered: QuerySet[Pledge], held: QuerySet[Pledge]) -> None:
        super().__init__(data, initial={"pledges": held})
        chooser: Any = self.fields["pledges"]
        either = Pledge.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=held.values("pk")))
        chooser.queryset = either.order_by("-year", "code")


class CompletionForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """What somebody must have done to complete an edition."""

    class Meta:
        model = CompletionRule
        fields = ("least_presence_percent", "needs_required_activities", "needs_safety", "note")


class BookletTextsForm(forms.Form):
    """The chapters of the booklet that the office writes; an empty one has the words that Balai ships."""

    def __init__(self, *args: Any, shipped: Mapping[str, Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for chapter in BookletChapter:
            self.fields[chapter.value] = TranslatedFormField(
                label=chapter.label,
                required=False,
                lines=4,
                max_length=6000,
                help_text=_("Without words of yours: “%(begin)s…”")
                % {"begin": str(TranslatedText(shipped[chapter]))[:80]},
            )


class LessonForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """What an edition taught its organisers."""

    class Meta:
        model = Lesson
        fields = ("text", "source", "is_demanded", "owner_role", "due_on")
        widgets = {"due_on": forms.DateInput(DATE, format="%Y-%m-%d")}


class AnswerForm(forms.Form):
    """What was done about a lesson."""

    answer = TranslatedFormField(label=_("What was done, or why nothing was"), lines=3, max_length=1000)


class OverrideForm(forms.Form):
    """Going on although a light is not green, under one's own name."""

    reason = forms.CharField(label=_("Why it may go on"), widget=forms.Textarea({"rows": 3}), max_length=1000)


class CloneForm(forms.Form):
    """The next edition: what it is called, when it begins, and what it takes over."""

    code = forms.CharField(label=_("Code"), max_length=24)
    number = forms.IntegerField(label=_("Number in the series"), required=False, min_value=1)
    title = TranslatedFormField(label=_("Title"))
    starts_on = date_field(_("First day"), help_text=_("Every other day moves by as much."))
    parts = forms.MultipleChoiceField(
        label=_("Take over"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(name, f"{part.label} ({part.count(edition)})") for name, part in parts_in_order()]


class FindDatesForm(forms.Form):
    """What the date finder is asked."""

    season_first = date_field(_("Not before"))
    season_last = date_field(_("Not after"))
    days = forms.IntegerField(label=_("Days, with arrival and departure"), min_value=1, max_value=120)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("It may begin on"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (0, _("Monday")),
            (1, _("Tuesday")),
            (2, _("Wednesday")),
            (3, _("Thursday")),
            (4, _("Friday")),
            (5, _("Saturday")),
            (6, _("Sunday")),
        ],
    )
    avoids_ramadan = forms.BooleanField(
        label=_("Keep out of Ramadan: there are meals or heavy practice by day"), required=False
    )
    keeps_fridays = forms.BooleanField(label=_("Mind the Friday prayer at the sites"), required=False)
    exclusions = forms.CharField(
        label=_("Days that cannot be"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line, such as: 2019-07-01 2019-07-05 Maintenance at the centre"),
    )
    cautions = forms.CharField(
        label=_("Days to avoid if possible"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line, such as: 2019-04-17 2019-04-17 General election"),
    )

    def clean_exclusions(self) -> list[list[str]]:
        return self._stretches("exclusions")

    def clean_cautions(self) -> list[list[str]]:
        return self._stretches("cautions")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last, days = (values.get(name) for name in ("season_first", "season_last", "days"))
        if first and last and days and (last - first).days + 1 < days:
            self.add_error("season_last", _("So many days do not fit between these two."))
        if first and last and (last - first).days > 2 * 366:
            self.add_error("season_last", _("Ask for two years at most."))
        return values

    def _stretches(self, name: str) -> list[list[str]]:
        stretches = []
        for line in self.cleaned_data[name].splitlines():
            if not line.strip():
                continue
            first, last, what = [*line.split(maxsplit=2), "", "", ""][:3]
            try:
                days = [forms.DateField(input_formats=["%Y-%m-%d"]).clean(day) for day in (first, last)]
            except ValidationError:
                days = []
            if not days or days[1] < days[0] or not what:
                message = _("“%(line)s”: write the first day, the last day and what it is.")
                raise ValidationError(message, params={"line": line})
            stretches.append([first, last, what])
        return stretches


def language_names(codes: Sequence[str]) -> str:
    """Languages by name, in the reader's own."""
    known = dict(settings.LANGUAGES)
    return ", ".join(
        str(get_language_info(code)["name_translated"]) if code in known else code for code in codes
    )
