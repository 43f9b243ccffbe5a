"""What a form would send as it stands: for tests that change one thing and send the rest back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django import forms


def sent_by(form: forms.BaseForm) -> dict[str, Any]:
    """The names and texts of every input of a form, as a browser sends them."""
    sent: dict[str, Any] = {}
    for field in form:
        value = field.value()
        widget: Any = field.field.widget
        if hasattr(widget, "decompress"):
            parts = zip(widget.languages, widget.decompress(value), strict=True)
            sent |= {f"{field.html_name}_{language}": part or "" for language, part in parts}
        elif value is not None:
            shown = field.field.prepare_value(value)
            sent[field.html_name] = widget.format_value(shown) if not isinstance(shown, list) else shown
    return {name: value for name, value in sent.items() if value is not None}
