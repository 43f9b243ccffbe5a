"""What the office asks: whom to show, and for what alumni are invited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import Purpose
from balai.alumni.queries.alumni import MOST_EDITIONS, countries_shown, editions_with_alumni, topics_shown
from balai.kernel.filters import FilterForm


class DirectoryFilter(FilterForm):
    """Whom of the directory to show."""

    q = forms.CharField(label=_("Name or organisation"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    edition = forms.ChoiceField(label=_("Edition"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things: dict[str, dict[str, Any]] = {
            "country": {one.code: one for one in countries_shown()},
            "topic": {one.code: one for one in topics_shown()},
            "edition": {one.code: one for one in editions_with_alumni()[:MOST_EDITIONS]},
        }
        labels = {"country": "brief_name", "topic": "name", "edition": "code"}
        for name, rows in self.things.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as declared above
            field.choices = [
                ("", _("All")),
                *((code, str(getattr(one, labels[name]))) for code, one in rows.items()),
            ]


class InviteForm(forms.Form):
    """For what alumni are invited."""

    purposes = forms.MultipleChoiceField(
        label=_("What they are asked to do"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
