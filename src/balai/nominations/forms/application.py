"""The forms of an application, one for each section; each takes what is sound and says what is not.

Nothing is asked for at once: what is needed before sending is told on the page of the application. So a form
that saves itself never complains of what is still empty.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.directory.models import Country
from balai.kernel.uploads import DOCUMENTS
from balai.nominations.enums import (
    DocumentKind,
    PassportKind,
    PhotoConsent,
    Section,
    Signatory,
    Support,
)
from balai.nominations.models import Application, Endorsement, Profile
from balai.nominations.models import sections as parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

YES_OR_NO = [
    ("", "–"),
    ("true", pgettext_lazy("value of a condition", "yes")),
    ("false", pgettext_lazy("value of a condition", "no")),
]
ROWS = {
    "duties": 5,
    "problem": 6,
    "why_me": 5,
    "outcomes": 4,
    "use_after": 5,
}
AUTOCOMPLETE = {
    "given_names": "given-name",
    "family_name": "family-name",
    "birth_on": "bday",
    "email": "email",
    "mobile": "tel",
    "home_address": "street-address",
}
"""What a browser may fill in for the person (WCAG 1.3.5)."""


class RowsField(forms.CharField):
    """A list written line by line, its parts apart by semicolons: each line becomes a list of texts."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > 30:
            raise ValidationError(_("At most thirty lines."))
        return [[part.strip()[:200] for part in line.split(";")] for line in lines]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join("; ".join(str(part) for part in row) for row in value)
        return value

    def validate(self, value: Any) -> None:
        """Any list will do; what has to be there is asked before sending."""

    def run_validators(self, value: Any) -> None:
        """As above."""


class YesOrNoField(forms.TypedChoiceField):
    """A question that may stay open: yes, no, or nothing said."""

    def prepare_value(self, value: Any) -> Any:
        """The choice that stands for what is kept."""
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def yes_or_no(label: StrOrPromise, help_text: StrOrPromise = "") -> YesOrNoField:
    """A question that may stay open."""
    return YesOrNoField(
        label=capfirst(label),
        choices=YES_OR_NO,
        required=False,
        coerce=lambda value: value == "true",
        empty_value=None,
        help_text=help_text,
    )


def day(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DateField:
    """A day; a sealed part keeps it as a text."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def text(label: StrOrPromise, most: int, *, rows: int = 0, help_text: StrOrPromise = "") -> forms.CharField:
    """A text of a sealed part."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=most, widget=widget, help_text=help_text)


def ticked(label: StrOrPromise, choices: list[tuple[str, StrOrPromise]]) -> forms.MultipleChoiceField:
    """Any of several."""
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )


def sealed_fields(section: str) -> dict[str, forms.Field]:
    """The fields of sealed parts, by their keys."""
    if section == Section.PASSPORT:
        return {
            "number": text(_("Passport number"), 20),
            "kind": forms.ChoiceField(
                label=_("Kind of passport"), required=False, choices=[("", "–"), *PassportKind.choices]
            ),
            "issued_on": day(_("Issued on")),
            "issued_by": text(_("Issued by"), 120),
            "zone": text(
                _("Machine-readable zone"),
                120,
                rows=3,
                help_text=_(
                    "The two lines of 44 characters at the foot of the page with your photo, beginning with P. "
                    "They are compared with what you typed. They are not read from the scan."
                ),
            ),
            "national_id": text(_("National identity number"), 40),
        }
    if section == Section.NEEDS:
        return {
            "diet": ticked(
                _("What you eat"),
                [
                    ("halal", _("Halal")),
                    ("vegetarian", _("Vegetarian")),
                    ("vegan", _("Vegan")),
                    ("jain", _("Jain")),
                    ("no-beef", _("No beef")),
                    ("no-pork", _("No pork")),
                    ("no-lactose", _("No lactose")),
                    ("no-gluten", _("No gluten")),
                    ("no-nuts", _("No nuts")),
                ],
            ),
            "diet_note": text(_("Anything else about meals"), 300),
            "allergies": text(_("Allergies"), 500, rows=2, help_text=_("To what, and how severe they are.")),
            "access": ticked(
                _("Access"),
                [
                    ("mobility", _("Walking or standing")),
                    ("vision", _("Seeing")),
                    ("hearing", _("Hearing")),
                    ("other", _("Something else")),
                ],
            ),
            "access_note": text(
                _("What helps you"),
                500,
                rows=2,
                help_text=_("So that it is there. Nobody is left out for it."),
            ),
            "room": forms.ChoiceField(
                label=pgettext_lazy("to sleep in", "Room"),
                required=False,
                choices=[
                    ("", "–"),
                    ("twin", _("A shared room is fine")),
                    ("single", _("I need a room of my own")),
                ],
            ),
            "smokes": yes_or_no(_("you smoke")),
            "practice": ticked(
                _("Practice of faith for which you ask time or a place"),
                [
                    ("prayer-room", _("A room for prayer")),
                    ("friday", _("Friday prayer")),
                    ("sunday", _("Sunday service")),
                    ("fasting", _("Days of fasting")),
                    ("other", _("Something else")),
                ],
            ),
            "practice_note": text(_("Anything else about it"), 300),
        }
    if section == Section.HEALTH:
        return {
            "fit_to_travel": forms.BooleanField(label=_("I am fit to travel."), required=False),
            "conditions": text(_("Conditions or medication that a physician should know of"), 1000, rows=3),
            "vaccinations": text(_("Vaccinations"), 500, rows=2),
            "insurance_read": forms.BooleanField(
                label=_("I have read what the insurance does not cover."), required=False
            ),
        }
    return {}


class SectionForm(forms.Form):
    """One section. Built from the columns and sealed keys that the section has.

    ``version`` is of the section as shown, ``writer`` names this opening of the page: who saves again from
    the same page overtakes nobody.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    writer = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.section = section
        sealed = sealed_fields(section)
        own: dict[str, forms.Field] = {}
        for model, table in ((Profile, parts.PROFILE), (Application, parts.APPLICATION)):
            names = table.get(section, ())
            made = fields_for_model(model, fields=names, formfield_callback=formfield)
            own |= {name: made[name] for name in names if name in made}
            own |= {name: self.more[name]() for name in names if name in self.more}
        for name, field in {**sealed, **own}.items():
            if name in ROWS:
                field.widget.attrs["rows"] = ROWS[name]
            if name in AUTOCOMPLETE:
                field.widget.attrs["autocomplete"] = AUTOCOMPLETE[name]
            elif not isinstance(
                field.widget, forms.Select | forms.CheckboxInput | forms.CheckboxSelectMultiple
            ):
                field.widget.attrs.setdefault("autocomplete", "off")
            self.fields[name] = field
        order = [*sealed, *own]
        if section == Section.PASSPORT:
            order.insert(order.index("issued_on") + 1, "passport_until")
        if section == Section.LEARNING:
            order = list(parts.PROFILE[section])
        self.order_fields(["version", "writer", *order])

    more: ClassVar[Mapping[str, Any]] = {
        "studies": lambda: RowsField(
            label=_("Studies"),
            help_text=_("A line for each: institution; country; degree; field; from; to."),
            widget=forms.Textarea({"rows": 3}),
        ),
        "trainings": lambda: RowsField(
            label=_("Earlier training courses"),
            help_text=_("A line for each: title; who offered it; country; year."),
            widget=forms.Textarea({"rows": 3}),
        ),
    }

    def full_clean(self) -> None:
        """Judge what was typed; what is needed before sending is only marked, not asked for here."""
        needed = parts.NEEDED.get(self.section, ())
        for name in self.fields:
            if name not in ("version", "writer"):
                self.fields[name].required = False
        super().full_clean()
        self._mark(needed)

    def _mark(self, needed: tuple[str, ...]) -> None:
        for name in needed:
            if name in self.fields:
                self.fields[name].required = True

    def shown(self) -> list[forms.BoundField]:
        """The fields to draw, with what is needed marked."""
        self._mark(parts.NEEDED.get(self.section, ()))
        for name in self.fields:
            if name not in parts.NEEDED.get(self.section, ()):
                self.fields[name].required = False
        return [self[name] for name in self.fields if name not in ("version", "writer")]

    @property
    def values(self) -> dict[str, Any]:
        """What is sound, by name; days of sealed parts as texts, for what is sealed is JSON."""
        sealed = {key for keys in parts.SEALED.get(self.section, {}).values() for key in keys}
        return {
            name: value.isoformat() if name in sealed and isinstance(value, dt.date) else value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "writer")
        }

    def clean_birth_on(self) -> dt.date | None:
        born: dt.date | None = self.cleaned_data["birth_on"]
        if born is not None and not 1900 <= born.year <= 2015:
            raise ValidationError(_("This is no year of birth of somebody who works."))
        return born

    def clean_nearest_airport(self) -> str:
        code = str(self.cleaned_data["nearest_airport"]).upper()
        if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise ValidationError(_("Three letters, as on a ticket."))
        return code


OF_THEIR_OWN: Mapping[str, Any] = {
    "has_read_demands": lambda: forms.BooleanField(
        label=_("I have read what the activities demand."), required=False
    ),
    "photo_consent": lambda: forms.ChoiceField(
        label=_("Pictures and words of you may be shown"),
        required=False,
        choices=PhotoConsent.choices,
        widget=forms.RadioSelect,
    ),
}
"""Columns whose field is not the usual one of their kind."""


def formfield(column: Any, **options: Any) -> forms.Field | None:
    """The field of a column: choices may stay open, days have the browser's own field."""
    name = column.name
    label = capfirst(column.verbose_name)
    if name in {"studies", "trainings"}:
        return None
    if name in {"nationality", "duty_country"}:
        return CountryField(label=label, required=False, help_text=column.help_text)
    if name in OF_THEIR_OWN:
        own: forms.Field = OF_THEIR_OWN[name]()
        return own
    kind = column.get_internal_type()
    if kind in {"BooleanField", "DateField"}:
        ask = yes_or_no if kind == "BooleanField" else day
        return ask(label, column.help_text)
    made: forms.Field = column.formfield(**options)
    made.required = False
    if kind == "TextField":
        made.widget = forms.Textarea({"rows": 3, "maxlength": column.max_length})
        made.max_length = column.max_length  # type: ignore[attr-defined] # a text has it
    return made


class CountryField(forms.ChoiceField):
    """A country by its name; the list is asked for once, when the field is drawn or read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=countries, **options)


def countries() -> list[tuple[str, str]]:
    """Every country of the directory, by name."""
    rows = sorted((str(one.brief_name), one.code) for one in Country.objects.all())
    return [("", "–"), *((code, name) for name, code in rows)]


class SendApplicationForm(forms.Form):
    """The declarations: each is agreed to by itself."""

    def __init__(self, *args: Any, texts: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for purpose, words in texts.items():
            self.fields[purpose] = forms.BooleanField(
                label=words, error_messages={"required": _("Agree to this to send the application.")}
            )


class ReturnForm(forms.Form):
    """What is missing in an application, and where."""

    because = forms.CharField(
        label=_("What is missing"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The nominee reads this sentence, in the letter and in the application."),
    )
    sections = forms.MultipleChoiceField(
        label=_("In these sections"),
        choices=Section.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=_("Days to complete it"), min_value=1, max_value=60, initial=3)


class DocumentForm(forms.Form):
    """One document."""

    kind = forms.ChoiceField(label=_("Which document"), choices=DocumentKind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, a photo (JPEG or PNG) or a Word document without macros."),
        widget=forms.FileInput(
            {"accept": ",".join(extension for one in DOCUMENTS for extension in one.extensions)}
        ),
    )
    issued_on = day(_("Issued on"), _("For papers that must not be old."))


class RequiredDocumentsForm(forms.Form):
    """Which documents nominees of an edition have to send."""

    asked = ticked(_("Asked for"), list(DocumentKind.choices))
    may_follow = ticked(_("May follow after the application was sent"), list(DocumentKind.choices))

    def clean_asked(self) -> list[str]:
        asked: list[str] = self.cleaned_data["asked"]
        if not asked:
            raise ValidationError(_("Ask for one document at least: the passport is needed to travel."))
        return asked


class StatementRequestForm(forms.Form):
    """Whom to ask for the employer's part."""

    signatory = forms.ChoiceField(label=_("Who signs"), choices=Signatory.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("Position"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address"))


STATEMENT_FIELDS = ("mission", "why_this_course", "issue", "why_this_person", "plan")

if TYPE_CHECKING:
    EndorsementForm = forms.ModelForm[Endorsement]
else:
    EndorsementForm = forms.ModelForm


class StatementForm(EndorsementForm):
    """The employer's part: why, what for, what is promised, and a signature."""

    support = forms.MultipleChoiceField(
        label=_("What you promise"),
        choices=Support.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_relevant = forms.BooleanField(label=_("The course is relevant to the duties of the nominee."))
    is_released = forms.BooleanField(label=_("The nominee is released with pay for the whole time."))
    returns_to_post = forms.BooleanField(label=_("The nominee returns to the post afterwards."))
    signed_name = forms.CharField(label=_("Your name, as a signature"), max_length=200)

    class Meta:
        model = Endorsement
        fields = ["title", "phone", *STATEMENT_FIELDS, "support"]
        widgets = {name: forms.Textarea({"rows": 4}) for name in STATEMENT_FIELDS}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("title", "why_this_course", "why_this_person", "issue", "plan"):
            self.fields[name].required = True

    def _post_clean(self) -> None:
        """The row is written by a deed; its constraints are asked there."""

    @property
    def values(self) -> dict[str, Any]:
        """What was written, by column."""
        return dict(self.cleaned_data)
