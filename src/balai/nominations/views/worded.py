"""What a section holds, in words: labels, and values as people read them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext

from balai.nominations.enums import DocumentKind, Section
from balai.nominations.forms.application import SectionForm


def labels_of(section: str) -> dict[str, object]:
    """What the fields of a section are called."""
    if section == Section.DOCUMENTS:
        return dict(DocumentKind.choices)
    if section == Section.EMPLOYER:
        return {}
    return {name: field.label for name, field in SectionForm(section=section).fields.items()}


def rows_of(part: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    """Labels with values as people read them; what is empty is left out."""
    fields = SectionForm(section=part).fields
    found = []
    for name, field in fields.items():
        value = values.get(name)
        if value is None or value in ("", []):  # nought and no are answers
            continue
        found.append((str(capfirst(field.label or name)), worded(field, value)))
    return found


def worded(field: Any, value: Any) -> str:
    """One value in words."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    choices = {key: str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        return "\n".join(
            "; ".join(str(part) for part in one) if isinstance(one, list) else choices.get(one, str(one))
            for one in value
        )
    if isinstance(field, forms.DateField):  # what is sealed or was sent holds days as texts
        day = dt.date.fromisoformat(value) if isinstance(value, str) else value
        return formats.date_format(day, "j M Y")
    return choices.get(value, str(value))
