"""What somebody asks of a list."""

from __future__ import annotations

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """Which rows of a list to show; its field for words is called ``q``."""

    is_filter = True
    """Nothing has to be filled in, so no field says that it is optional."""

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, by the argument of the question; what cannot be is left out, not obeyed."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name) for name in self.fields if name != "q"}
        given = {name: value for name, value in found.items() if value not in {None, "", False}}
        return given | ({"words": words} if (words := self.cleaned_data.get("q")) else {})
