"""Forms on accounts and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from balai.people.enums import Role, TokenScope
from balai.people.models import EVERYWHERE, Account
from balai.people.registries import scope_kinds

if TYPE_CHECKING:
    from datetime import datetime


class TokenForm(forms.Form):
    """What a new token is for, what it may do, and until when."""

    label = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("As in: monthly figures."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=TokenScope, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("half a year")), (365, _("a year"))],
    )


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone as a place: “Asia/Jakarta”."""
    return [
        (zone, zone.replace("_", " "))
        for zone in sorted(available_timezones())
        if "/" in zone or zone == "UTC"
    ]


def scope_choices(at: datetime) -> list[tuple[Any, Any]]:
    """Everywhere, and each thing that a role can be bound to, by kind."""
    kinds = [
        (kind.label, [(f"{word}:{key}", name) for key, name in kind.choices(at=at)])
        for word, kind in scope_kinds.items()
    ]
    return [(EVERYWHERE, _("Everywhere")), *kinds]


class OwnDetailsForm(forms.Form):
    """What somebody may change about themselves."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As it shall be written in letters."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)


class AcceptForm(OwnDetailsForm):
    """Opening an account by a link."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("12 characters or more; a few words that only you would put together are best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, fixed_email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed_email:
            self.fields["email"].disabled = True
            self.initial["email"] = fixed_email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if password := values.get("password"):
            try:
                validate_password(password, Account(email=values.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values


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
