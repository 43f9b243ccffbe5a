"""What an office writes, decides and withdraws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.certificates.enums import Outcome, RevocationReason
from balai.certificates.models import Design, Signatory
from balai.certificates.services.wording import GAP, GAPS
from balai.kernel.refusal import RuleViolationError
from balai.office.services.images import read_logo

if TYPE_CHECKING:
    DesignModelForm = forms.ModelForm[Design]
    SignatoryModelForm = forms.ModelForm[Signatory]
else:
    DesignModelForm = SignatoryModelForm = forms.ModelForm  # which cannot be subscripted at run time

LANGUAGES = [("en", _("English")), ("id", _("Indonesian"))]


class DesignForm(DesignModelForm):
    """The wording, in both languages."""

    language = forms.ChoiceField(label=_("First language"), choices=LANGUAGES)

    class Meta:
        model = Design
        fields = ["title", "before", "after", "language", "place", "dated_on"]

    def clean(self) -> dict[str, Any] | None:
        """A gap that nobody knows is refused here; whether all are filled is seen when a batch is checked."""
        given = super().clean() or {}
        for field in ("before", "after"):
            for text in (given.get(field) or {}).values():
                unknown = [gap for gap in GAP.findall(text) if gap not in GAPS]
                if unknown:
                    self.add_error(
                        field,
                        _("There is no {%(gap)s}. Known are: %(gaps)s.")
                        % {"gap": unknown[0], "gaps": ", ".join(f"{{{gap}}}" for gap in GAPS)},
                    )
        return given


class SignatoryForm(SignatoryModelForm):
    """One office that signs."""

    picture = forms.FileField(
        label=_("Logo of the organisation"), help_text=_("PNG or JPEG."), required=False
    )

    class Meta:
        model = Signatory
        fields = ["order", "organisation", "office"]

    def clean_picture(self) -> bytes:
        """The logo drawn anew, so that it holds nothing but a picture."""
        upload = self.cleaned_data["picture"]
        if upload is None:
            return b""
        try:
            return read_logo(upload.read())
        except RuleViolationError as error:
            raise forms.ValidationError(str(error.refusal.message)) from error


class DecisionForm(forms.Form):
    """How the edition ended for somebody."""

    outcome = forms.ChoiceField(label=_("Result"), choices=Outcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "Needed where you decide otherwise than the rule, or where it is silent. The participant reads it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )


class AppealForm(forms.Form):
    """What a participant says against the decision."""

    text = forms.CharField(
        label=_("Why the decision should be another"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
    )


class AnswerForm(forms.Form):
    """The answer to an appeal."""

    outcome = forms.ChoiceField(
        label=_("Result from now on"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("Answer to the participant"), widget=forms.Textarea(attrs={"rows": 5}), max_length=600
    )


class WithdrawForm(forms.Form):
    """What becomes of a certificate that was issued."""

    WAYS = [
        ("reissue", _("Replace it by one that says what is known now")),
        ("revoke", _("Withdraw it")),
    ]

    way = forms.ChoiceField(label=_("What shall be done"), choices=WAYS, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Reason of a withdrawal"),
        help_text=_("Everybody who checks the certificate reads it."),
        choices=[("", "—"), *RevocationReason.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Note for the office"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any] | None:
        """A withdrawal says why."""
        given = super().clean() or {}
        if given.get("way") == "revoke" and not given.get("reason"):
            self.add_error("reason", _("Choose why it is withdrawn."))
        return given
