"""Fields and inputs that the forms of this room share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Country, Topic
from balai.directory.queries import in_order_of_names, live

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    ModelChoiceField = forms.ModelChoiceField[Any]
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField[Any]
else:
    ModelChoiceField = forms.ModelChoiceField
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField


class SuggestInput(forms.TextInput):
    """Asks for a code and, where there is a script, offers what fits while one types."""

    template_name = "directory/suggest.html"

    def __init__(self, url: StrOrPromise) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"})
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"suggest_url": self.url}


class CodeField(ModelChoiceField):
    """One of many records, named by its code: a list of 20,000 is nothing to choose from."""

    def __init__(self, queryset: QuerySet[Any], *, suggest: str, **options: Any) -> None:
        super().__init__(
            queryset,
            to_field_name="code",
            widget=SuggestInput(reverse_lazy(f"directory:suggest_{suggest}")),
            **options,
        )
        self.error_messages["invalid_choice"] = _("Nothing in use has the code “%(value)s”.")

    def to_python(self, value: Any) -> Any:
        code = value.strip().lower() if isinstance(value, str) else value
        try:
            return super().to_python(code)
        except forms.ValidationError as error:
            if self.queryset is not None and self.queryset.model._default_manager.filter(code=code).exists():
                raise forms.ValidationError(
                    _("What has the code “%(value)s” is archived. Take it back into use, or name another."),
                    code="archived",
                    params={"value": code},
                ) from error
            raise

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, UUID) and self.queryset is not None:  # what a model's form knows of its record
            found = self.queryset.model._default_manager.filter(pk=value).first()
            return getattr(found, "code", "")
        return super().prepare_value(value)


class CountryField(ModelChoiceField):
    """One of the countries, in the order of their names."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Country.objects.none(), **options)

    def offer(self, rows: QuerySet[Country] | None = None) -> None:
        """Ask anew, in the language of this request."""
        self.queryset = in_order_of_names(Country.objects.all() if rows is None else rows)


class CountryCodesField(forms.CharField):
    """Countries by their codes, in one line, as in “ID, TH”: two hundred boxes are nothing to choose from."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[str]:
        codes = set(re.findall(r"[^\s,;]+", super().clean(value).upper()))
        unknown = codes - set(Country.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown:
            raise forms.ValidationError(
                _("These are no codes of countries: %(codes)s."),
                params={"codes": ", ".join(sorted(unknown))},
            )
        return sorted(codes)


class TopicsField(ModelMultipleChoiceField):
    """Some of the topics in use."""

    def __init__(self) -> None:
        super().__init__(
            Topic.objects.none(), required=False, label=_("Topics"), widget=forms.CheckboxSelectMultiple
        )

    def offer(self) -> None:
        self.queryset = in_order_of_names(live(Topic.objects.all()))


def some_of(choices: Any, label: StrOrPromise, help_text: StrOrPromise = "") -> forms.MultipleChoiceField:
    """Some words of an enumeration."""
    return forms.MultipleChoiceField(
        choices=choices,
        required=False,
        label=label,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class Day(forms.DateInput):
    """A date as browsers choose it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeOfDay(forms.TimeInput):
    """A time of day as browsers choose it."""

    input_type = "time"

    def __init__(self, **attributes: str) -> None:
        super().__init__(attributes, format="%H:%M")
