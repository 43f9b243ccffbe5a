"""Opening an account; and the library's forms of signing in, with our words and no label twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as library
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from balai.people.forms.own import OwnDetailsForm
from balai.people.models import Account, Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

PASSWORD_HELP = _("12 characters or more; a few words that only you would put together are best.")
CODE_HELP = _("Six digits, as the app shows them.")
TOO_MANY = "too_many_login_attempts"
"""What the library says on a form where elsewhere it answers 429."""


class OurWords:
    """Gives fields of the library our labels, and takes away what repeats them inside the field."""

    words: ClassVar[Mapping[str, tuple[str | Promise, str | Promise]]] = {}
    """Label and help of each field; an empty help leaves the library's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined] # a form is mixed in
            field.widget.attrs.pop("placeholder", None)
            label, help_text = self.words.get(name, ("", ""))
            field.label = label or field.label
            field.help_text = help_text or field.help_text


def once_more_later(error: forms.ValidationError) -> Exception:
    """What to raise instead: for too many tries the page that says so, as for all other limits."""
    if getattr(error, "code", None) == TOO_MANY:
        return ImmediateHttpResponse(respond_429(context.request))
    return error


class SignInForm(OurWords, library.LoginForm):
    """The log-in page."""

    words: ClassVar = {
        "login": (_("E-mail address"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Stay signed in on this device for 12 hours"), ""),
    }

    def clean(self) -> Any:
        try:
            return super().clean()  # type: ignore[no-untyped-call]  # the library's
        except forms.ValidationError as error:
            raise once_more_later(error) from error


class AddressForm(OurWords, library.ResetPasswordForm):
    """Asking for a link to a new password."""

    words: ClassVar = {"email": (_("E-mail address"), "")}


class CodeRequestForm(OurWords, library.RequestLoginCodeForm):
    """Asking for a code by mail."""

    words: ClassVar = {"email": (_("E-mail address"), "")}

    def clean_email(self) -> Any:
        try:
            return super().clean_email()
        except forms.ValidationError as error:
            raise once_more_later(error) from error


class CodeForm(OurWords, library.ConfirmLoginCodeForm):
    """The code that came by mail."""

    words: ClassVar = {"code": (_("Code"), _("Eight letters and digits, as the mail shows them."))}


class MoreAddressForm(OurWords, library.AddEmailForm):
    """One more address of an account."""

    words: ClassVar = {"email": (_("E-mail address"), "")}


class NewPasswordForm(OurWords, library.ResetPasswordKeyForm):
    """A new password after a forgotten one."""

    words: ClassVar = {
        "password1": (_("New password"), PASSWORD_HELP),
        "password2": (_("New password, once more"), ""),
    }


class FirstPasswordForm(OurWords, library.SetPasswordForm):
    """A password for an account that has none."""

    words: ClassVar = NewPasswordForm.words


class ChangedPasswordForm(OurWords, library.ChangePasswordForm):
    """Another password than now."""

    words: ClassVar = {"oldpassword": (_("Password until now"), ""), **NewPasswordForm.words}


class ConfirmForm(OurWords, library.ReauthenticateForm):
    """Confirming oneself with the password."""

    words: ClassVar = {"password": (_("Password"), "")}


class SecondFactorForm(OurWords, AuthenticateForm):
    """The second factor at sign-in."""

    words: ClassVar = {"code": (_("Code"), _("Six digits of the app, or eight of a recovery code."))}


class ConfirmByCodeForm(OurWords, ReauthenticateForm):
    """Confirming oneself with a code."""

    words: ClassVar = SecondFactorForm.words


class AppForm(OurWords, ActivateTOTPForm):
    """The first code of a new app."""

    words: ClassVar = {"code": (_("Code"), CODE_HELP)}


class RenameForm(OurWords, EditWebAuthnForm):
    """Another name for a passkey."""

    words: ClassVar = {"name": (_("Name"), "")}


class PasskeyForm(AddWebAuthnForm):
    """A new passkey; unless one does not want it, it lets in alone, as the log-in page offers."""

    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        initial=True,
        help_text=_("The device then asks for your finger, face or number each time."),
    )


class AcceptForm(OwnDetailsForm):
    """Opening an account by a link."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
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
                who = Person(name=values.get("name", ""))
                validate_password(password, Account(email=values.get("email", ""), person=who))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values
