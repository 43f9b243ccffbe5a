"""What a nominee says who accepts or declines, and why somebody leaves or is let go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.programmes.enums import Mode
from balai.selection.enums import (
    Attendance,
    DeclineReason,
    Diet,
    EndReason,
    KeptDays,
    NameReason,
    PhotoLevel,
    RoomWish,
)
from balai.selection.services.answering import Answers

GROUPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (_("How you take part"), ("attendance", "room")),
    (_("Food and needs"), ("diet", "fasts", "allergies", "access", "faith")),
    (_("In an emergency"), ("emergency_name", "relation", "phone", "language")),
    (_("Photos and press"), ("photos",)),
    (_("Your word"), ("agrees_to_data", "agrees_to_terms", "signed_as")),
)
ONLINE_TOO = frozenset({Mode.HYBRID, Mode.ONLINE})
COMES = {"attendance": Attendance.IN_PERSON}


class AcceptanceForm(forms.Form):
    """Everything that is needed to receive somebody; what is sealed says so."""

    attendance = forms.ChoiceField(
        label=_("I take part"),
        choices=Attendance.choices,
        widget=forms.RadioSelect,
        initial=COMES["attendance"],
    )
    room = forms.ChoiceField(
        label=pgettext_lazy("to sleep in", "Room"),
        choices=RoomWish.choices,
        widget=forms.RadioSelect,
        initial=RoomWish.TWIN,
    )
    diet = forms.MultipleChoiceField(
        label=_("I eat"),
        choices=Diet.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Sealed. Kitchens are told numbers and no names."),
    )
    fasts = forms.BooleanField(
        label=_("I fast in Ramadan"),
        required=False,
        help_text=_("Sealed. In that month kitchens are told how many do not eat by day, and no names."),
    )
    allergies = forms.CharField(label=_("Allergies"), max_length=300, required=False)
    access = forms.CharField(
        label=_("What helps me to take part"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Such as a lift, large print or captions. Sealed, for those who arrange it."),
    )
    faith = forms.CharField(
        label=_("Prayer, services and fasting"),
        max_length=300,
        required=False,
        help_text=_(
            "Sealed, for those who receive you. Days that you keep free of work you can say in My programme "
            "when you have confirmed."
        ),
    )
    emergency_name = forms.CharField(label=_("Whom we call"), max_length=200)
    relation = forms.CharField(label=_("Who that is to you"), max_length=100)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, help_text=_("With the code of the country, such as +975.")
    )
    language = forms.CharField(label=_("Language that is spoken there"), max_length=60, required=False)
    photos = forms.ChoiceField(
        label=_("Photos of me and my words"), choices=PhotoLevel.choices, widget=forms.RadioSelect
    )
    agrees_to_data = forms.BooleanField(label=_("I agree to the use of my data"), required=False)
    agrees_to_terms = forms.BooleanField(label=_("I accept the terms above"), required=False)
    signed_as = forms.CharField(
        label=_("Your name, in place of a signature"), max_length=200, help_text=_("As in the passport.")
    )

    def __init__(self, *args: Any, mode: str, data_text: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agrees_to_data"].help_text = data_text
        if mode not in ONLINE_TOO:
            choices = [(one.value, one.label) for one in Attendance if one != Attendance.ONLINE]
            self.fields["attendance"].choices = choices  # type: ignore[attr-defined] # it is a ChoiceField

    def clean_phone(self) -> str:
        """A number with the code of its country."""
        number: str = self.cleaned_data["phone"].strip()
        if not number.startswith("+") or sum(letter.isdigit() for letter in number) < 7:
            raise forms.ValidationError(
                _("Begin with + and the code of the country, such as +975 17 123 456.")
            )
        return number

    def groups(self) -> list[tuple[object, list[forms.BoundField]]]:
        """The fields in their parts."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    @property
    def answers(self) -> Answers:
        """What was said, as the deed takes it."""
        said = self.cleaned_data
        return Answers(
            attendance=Attendance(said["attendance"]),
            room=RoomWish(said["room"]) if said["attendance"] == Attendance.IN_PERSON else None,
            photos=PhotoLevel(said["photos"]),
            signed_as=said["signed_as"],
            agrees_to_terms=said["agrees_to_terms"],
            agrees_to_data=said["agrees_to_data"],
            needs={name: said[name] for name in ("diet", "fasts", "allergies", "access", "faith")},
            emergency={
                "name": said["emergency_name"],
                "relation": said["relation"],
                "phone": said["phone"],
                "language": said["language"],
            },
        )


class DeclineForm(forms.Form):
    """Why a place is not taken."""

    why = forms.ChoiceField(label=_("Why"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("For the office and your country.")
    )


class LeaveForm(forms.Form):
    """Why somebody who has confirmed does not come."""

    why = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (one.value, one.label) for one in EndReason if one not in {EndReason.CONDUCT, EndReason.NO_SHOW}
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("For the office and your country.")
    )


class KeptDaysForm(forms.Form):
    """Which days somebody keeps free of work; none is an answer too."""

    days = forms.TypedMultipleChoiceField(
        label=_("I keep free of work"),
        choices=KeptDays.choices,
        coerce=KeptDays,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick nothing to say nothing, or to take back what you said."),
    )


class ReleaseForm(forms.Form):
    """Why a participant does not come, as the office notes it, and what becomes of the costs."""

    who = forms.ChoiceField(
        label=_("Who decided it"),
        choices=[
            ("withdrawn", _("The participant, the employer or the country")),
            ("released", _("The office takes the place back")),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.ChoiceField(label=_("Why"), choices=EndReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Reason in words"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("It stays on record with your name. Nothing about health, please."),
    )
    recovers_cost = forms.TypedChoiceField(
        label=_("Costs are claimed back from the sponsoring agency"),
        choices=[("", _("Not decided")), ("yes", _("They are claimed")), ("no", _("They are not claimed"))],
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    recovery_note = forms.CharField(label=_("What is claimed, from whom"), max_length=300, required=False)


class NameForm(forms.Form):
    """How lists and papers name a participant."""

    name = forms.CharField(label=_("Name in lists"), max_length=200)
    honorific = forms.CharField(
        label=_("How the person is addressed"),
        max_length=40,
        required=False,
        help_text=_("It stands before the name on papers, such as Ms. or Dr."),
    )
    name_in_passport = forms.CharField(
        label=_("Name as the passport prints it"), max_length=200, required=False
    )
    name_on_certificate = forms.CharField(
        label=_("Name for the certificate"),
        max_length=200,
        required=False,
        help_text=_("If the person wants another than in the passport."),
    )
    name_native = forms.CharField(label=_("Name in the person’s own script"), max_length=200, required=False)
    why = forms.ChoiceField(
        label=_("Why it is corrected"), choices=NameReason.choices, widget=forms.RadioSelect
    )


class ReasonForm(forms.Form):
    """Why an offer is taken back."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The nominee is told this reason, and it stays on record with your name."),
    )
