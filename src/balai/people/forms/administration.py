"""What administrators write about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balai.people.enums import EVERYWHERE, Role
from balai.people.registries import scope_kinds

if TYPE_CHECKING:
    from datetime import datetime


def scope_choices(at: datetime) -> list[tuple[Any, Any]]:
    """Everywhere, and each thing that a role can be bound to, by kind."""
    kinds = [
        (kind.label, [(f"{word}:{key}", name) for key, name in kind.choices(at=at)])
        for word, kind in scope_kinds.items()
    ]
    return [(EVERYWHERE, _("Everywhere")), *kinds]


class GrantForm(forms.Form):
    """A role and where it holds."""

    role = forms.ChoiceField(label=_("Role"), choices=Role)
    scope = forms.ChoiceField(label=_("Where"))

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = scope_choices(at)


class InviteForm(GrantForm):
    """A person who shall get an account, and their first role."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "language", "role", "scope")


class MergeForm(forms.Form):
    """The other record of the same person."""

    kept = forms.UUIDField(
        label=_("Number of the record to keep"), help_text=_("It stands on the page of the other record.")
    )
