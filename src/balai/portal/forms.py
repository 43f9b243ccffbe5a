"""What a reader decides about the pages themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _


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
