"""What a reader asks for: which programmes, and how the pages look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from balai.kernel.filters import FilterForm

if TYPE_CHECKING:
    from collections.abc import Iterable


def language_choices() -> list[tuple[str, str]]:
    """Every language, named in itself."""
    return [(code, str(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES]


class PreferencesForm(forms.Form):
    """Language and appearance; kept in two cookies of this browser, not in the account."""

    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect, choices=language_choices)
    theme = forms.ChoiceField(
        label=_("Appearance"),
        widget=forms.RadioSelect,
        choices=[("auto", _("As this device")), ("light", _("Light")), ("dark", _("Dark"))],
    )


class DocumentsForm(FilterForm):
    """Which papers of an edition to show."""

    q = forms.CharField(label=_("Words of the title, language or recipient"), required=False, max_length=100)


class CatalogueForm(forms.Form):
    """Which programmes to show."""

    q = forms.CharField(label=_("Theme or words"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    country = forms.ChoiceField(label=_("Host country"), required=False)
    city = forms.CharField(label=pgettext_lazy("where", "Place"), required=False, max_length=60)
    open = forms.BooleanField(label=_("Open calls only"), required=False)

    def __init__(
        self, *args: Any, years: Iterable[int], hosts: Iterable[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*args, **named)
        offered: dict[str, list[tuple[object, object]]] = {
            "year": [("", _("Any year")), *((year, str(year)) for year in reversed([*years]))],
            "country": [("", _("Any country")), *hosts],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
