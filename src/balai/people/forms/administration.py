"""What administrators write about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balai.kernel.filters import FilterForm
from balai.people.enums import EVERYWHERE, Role
from balai.people.forms.own import OwnDetailsForm, TokenForm
from balai.people.registries import scope_kinds

if TYPE_CHECKING:
    from datetime import datetime


PEOPLE_ROLES = [(role.value, role.label) for role in Role if role is not Role.API_CLIENT]
"""The roles that people hold; that of a program comes with its account."""


def scope_choices(at: datetime) -> list[tuple[Any, Any]]:
    """Everywhere, and each thing that a role can be bound to, by kind."""
    kinds = [
        (kind.label, [(f"{word}:{key}", name) for key, name in kind.choices(at=at)])
        for word, kind in scope_kinds.items()
    ]
    return [(EVERYWHERE, _("Everywhere")), *kinds]


class GrantForm(forms.Form):
    """A role and where it holds."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *PEOPLE_ROLES])
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
    """The other record of the same person, chosen from a list."""

    kept = forms.UUIDField()


class PersonForm(OwnDetailsForm):
    """What an administrator corrects about somebody."""

    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("Where letters go."))
    field_order = ("name", "email", "language", "time_zone")


class PeopleFilter(FilterForm):
    """Whom the list of people shows, in which order."""

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("Every role and none")), *PEOPLE_ROLES]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("name", _("By name")),
            ("-name", _("By name, from the end")),
            ("newest", _("Newest first")),
        ],
    )


class SystemForm(TokenForm):
    """A system of others, and its first token."""

    label = forms.CharField(
        label=_("System"), max_length=100, help_text=_("As in: statistics of the ministry.")
    )
