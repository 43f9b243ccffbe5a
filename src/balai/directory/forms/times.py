"""The week of a site, and the days of a resource person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import AvailabilityKind
from balai.directory.forms.fields import Day, TimeOfDay
from balai.directory.services.times import Days, Opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.directory.models import Site

WEEKDAYS = [
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
]  # fmt: skip
STRETCHES = 2
"""As many stretches of a day as the form of a week has room for."""
SPARE_ROWS = 3


class WeekForm(forms.Form):
    """The week of a site: two stretches for each day; a day without any is closed."""

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        known: dict[int, list[Any]] = {}
        for row in site.opening_hours.all():
            known.setdefault(row.weekday, []).append(row)
        initial = {
            self._name(day, number, end): getattr(row, end)
            for day, rows in known.items()
            for number, row in enumerate(rows[:STRETCHES])
            for end in ("opens", "closes")
        }
        super().__init__(*args, **{"initial": initial, **options})
        for day, word in enumerate(WEEKDAYS):
            for number in range(STRETCHES):
                for end, label in (("opens", _("opens")), ("closes", _("closes"))):
                    self.fields[self._name(day, number, end)] = forms.TimeField(
                        required=False, widget=TimeOfDay(**{"aria-label": f"{word}, {label}"})
                    )

    @staticmethod
    def _name(day: int, number: int, end: str) -> str:
        return f"day{day}_{number}_{end}"

    def days(self) -> Iterable[tuple[StrOrPromise, Sequence[tuple[forms.BoundField, forms.BoundField]]]]:
        """Each day with its pairs of fields, for the page."""
        for day, word in enumerate(WEEKDAYS):
            yield (
                word,
                [
                    (self[self._name(day, number, "opens")], self[self._name(day, number, "closes")])
                    for number in range(STRETCHES)
                ],
            )

    def clean(self) -> dict[str, Any]:
        for day in range(len(WEEKDAYS)):
            for number in range(STRETCHES):
                opens, closes = (
                    self.cleaned_data.get(self._name(day, number, end)) for end in ("opens", "closes")
                )
                if bool(opens) != bool(closes):
                    self.add_error(
                        self._name(day, number, "closes" if opens else "opens"),
                        _("%(day)s: give both the opening and the closing, or neither.")
                        % {"day": WEEKDAYS[day]},
                    )
        return self.cleaned_data

    @property
    def hours(self) -> list[Opening]:
        """What was written."""
        found = (
            (day, *(self.cleaned_data[self._name(day, number, end)] for end in ("opens", "closes")))
            for day in range(len(WEEKDAYS))
            for number in range(STRETCHES)
        )
        return [Opening(day, opens, closes) for day, opens, closes in found if opens and closes]


class StretchForm(forms.Form):
    """Some days, and what a resource person said about them."""

    since = forms.DateField(label=_("First day"), required=False, widget=Day)
    until = forms.DateField(label=_("Last day"), required=False, widget=Day)
    kind = forms.ChoiceField(
        label=_("What was said"), required=False, choices=[("", "–"), *AvailabilityKind.choices]
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = [self.cleaned_data.get(name) for name in ("since", "until", "kind")]
        if any(given) and not all(given):
            self.add_error(None, _("Give the first day, the last day and what was said, or clear the row."))
        return self.cleaned_data


StretchFormSet = forms.formset_factory(StretchForm, extra=SPARE_ROWS, max_num=200, validate_max=True)


def days_in(forms_of_rows: Iterable[forms.Form]) -> list[Days]:
    """The rows that were filled in."""
    return [
        Days(row["since"], row["until"], AvailabilityKind(row["kind"]), row["note"])
        for row in (form.cleaned_data for form in forms_of_rows)
        if row.get("since")
    ]
