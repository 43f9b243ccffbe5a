"""Policy markers, chosen by words: for each what it is to an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from balai.programmes.enums import PolicyMarker
from balai.programmes.models.edition import POLICY_MARKERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class MarkersWidget(forms.Widget):
    """A list to choose from for each marker; the value is that of the record: ``["1:2", "4:1"]``."""

    template_name = "programmes/markers.html"
    use_fieldset = True

    def get_context(
        self, name: str, value: Iterable[str] | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        marked = dict(one.split(":", 1) for one in value or ())
        shared = {key: given for key, given in (attrs or {}).items() if key in {"class", "aria-invalid"}}
        context["widget"]["choices"] = [
            {
                "id": f"id_{name}_{marker}",
                "label": marker.label,
                "control": forms.Select(
                    choices=[("", _("Not looked at")), *marker.significances],
                ).render(f"{name}_{marker}", marked.get(marker, ""), {"id": f"id_{name}_{marker}", **shared}),
            }
            for marker in PolicyMarker
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        sent = ((marker, data.get(f"{name}_{marker}", "")) for marker in PolicyMarker)
        return [f"{marker}:{significance}" for marker, significance in sent if significance]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{marker}" in data for marker in PolicyMarker)


class MarkersField(forms.Field):
    """Markers with their significance."""

    widget = MarkersWidget

    def to_python(self, value: list[str] | None) -> list[str]:
        for one in value or ():
            if one not in POLICY_MARKERS:
                raise ValidationError(_("Choose from the list what each marker is to this edition."))
        return list(value or ())
