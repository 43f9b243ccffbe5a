"""What administrators write about their office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balai.office.enums import MailSecurity

if TYPE_CHECKING:
    from balai.office.models import MailServer, Office


class OrganisationForm(forms.Form):
    """What the office is called, and the paper it writes on; name and letterhead once per language."""

    short_name = forms.CharField(
        label=_("Short name"),
        max_length=40,
        help_text=_("For the head of pages, such as Centre for Ceramics."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A PNG or JPEG picture of at most 2 MB. It stands in the head of pages."),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Organisation, in %(language)s") % {"language": language},
                max_length=200,
                required=code == settings.LANGUAGE_CODE,
            )
            self.fields[f"letterhead_{code}"] = forms.CharField(
                label=_("Letterhead, in %(language)s") % {"language": language},
                max_length=600,
                required=False,
                widget=forms.Textarea({"rows": 4}),
                help_text=_("Address, telephone and whatever else stands at the foot of your letters."),
            )
        if not has_logo:
            del self.fields["remove_logo"]
        self.order_fields([*(f"name_{code}" for code, _name in settings.LANGUAGES), "short_name", "logo"])

    @staticmethod
    def facts(office: Office) -> dict[str, Any]:
        """What the form shows of an office."""
        return {
            "short_name": office.short_name,
            **{f"name_{code}": office.name.get(code, "") for code, _name in settings.LANGUAGES},
            **{f"letterhead_{code}": office.letterhead.get(code, "") for code, _name in settings.LANGUAGES},
        }

    def by_language(self, field: str) -> dict[str, str]:
        """The answers to a field that is asked once per language."""
        return {code: self.cleaned_data[f"{field}_{code}"] for code, _name in settings.LANGUAGES}


class PlaceForm(forms.Form):
    """Where the office is, on the earth and on the network, and what it speaks."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of letters"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A letter is written in the language of its reader, if it is among these."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("In which the office counts days and years.")
    )
    public_address = forms.CharField(
        label=_("Public address"),
        max_length=200,
        required=False,
        help_text=_(
            "Under which people reach this installation, such as https://balai.example. Certificates and calendars carry it for ever."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            help_text=self.fields["time_zone"].help_text,
            choices=[(zone, zone.replace("_", " ")) for zone in ["UTC", *zones]],
        )

    @staticmethod
    def facts(office: Office, zone: str) -> dict[str, Any]:
        """What the form shows of an office."""
        return {"languages": office.languages, "time_zone": zone, "public_address": office.public_address}


class MailForm(forms.Form):
    """Who mails come from, and the server that takes them."""

    sender = forms.EmailField(label=_("Sender of mails"), help_text=_("Answers come back to this address."))
    host = forms.CharField(
        label=_("Mail server"),
        max_length=200,
        required=False,
        help_text=_("Such as mail.example. Without one, letters wait in the mailbox of this installation."),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)
    security = forms.ChoiceField(
        label=_("Protection"), choices=MailSecurity.choices, initial=MailSecurity.TLS
    )
    user = forms.CharField(label=_("User name"), max_length=200, required=False)
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_("Leave empty to keep the one on record."),
    )

    @staticmethod
    def facts(office: Office, server: MailServer | None) -> dict[str, Any]:
        """What the form shows; never the password."""
        shown: dict[str, Any] = {"sender": office.mail_sender}
        if server is not None:
            shown |= {
                "host": server.host,
                "port": server.port,
                "security": server.security,
                "user": server.user,
            }
        return shown


class TestMailForm(forms.Form):
    """Where a test mail goes."""

    to = forms.EmailField(label=_("Send a test mail to"))
