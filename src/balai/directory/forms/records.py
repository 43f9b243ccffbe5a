"""What each kind of record holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import URLField
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import AccessTag, CanteenTag, Language, OrganisationRole, ProtectionTag
from balai.directory.forms.fields import (
    CodeField,
    CountryCodesField,
    CountryField,
    Day,
    TimeOfDay,
    TopicsField,
    some_of,
)
from balai.directory.models import (
    Body,
    Closure,
    Contact,
    Country,
    DeclaredDay,
    Machine,
    Membership,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    Technology,
    Topic,
    TravelTime,
    VisaRoute,
)
from balai.directory.queries import live
from balai.directory.services.records import fingerprint

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class RecordForm(ModelForm):
    """What one kind of record holds; remembers which version the writer saw."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, CountryField | TopicsField):
                field.offer()
            elif isinstance(field, forms.DateField):
                field.widget = Day()
            elif isinstance(field, forms.TimeField):
                field.widget = TimeOfDay()
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = "2"
        if not self.instance._state.adding:  # noqa: SLF001 -- documented, whatever its name says
            self.initial["seen"] = fingerprint(self.instance)
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = _("Short name for files and commands; empty: made from the name.")

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints on what is in use need to know that this is, though no field asks it.

        Django documents no other way to widen what a form's record is judged by; its stubs leave this out.
        """
        return super()._get_validation_exclusions() - {"archived_at"}  # type: ignore[no-any-return, misc]

    def clean(self) -> dict[str, Any] | None:
        """Make a code where none was written."""
        values = super().clean() or self.cleaned_data
        if "code" in self.fields and not values.get("code") and "code" not in self.errors:
            values["code"] = self._free_code(values)
        return values

    def _free_code(self, values: dict[str, Any]) -> str:
        words = values.get("abbreviation") or str(values.get("name") or values.get("title") or "")
        first = slugify(words)[:34].strip("-_") or str(self._meta.model.__name__).lower()
        taken = set(
            self._meta.model._default_manager.filter(code__startswith=first).values_list("code", flat=True)
        )
        return next(
            code for code in (first, *(f"{first}-{n}" for n in range(2, 10_000))) if code not in taken
        )

    @property
    def values(self) -> dict[str, Any]:
        """What was written, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def blame(self, error: ValidationError) -> None:
        """Put what the deed found wrong where it belongs."""
        by_field: dict[str, list[ValidationError]] = (
            error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        )
        for name, errors in by_field.items():
            for one in errors:
                self.add_error(name if name in self.fields else None, one)


def https_first(column: Any, **options: Any) -> forms.Field:
    """An address that is written without its scheme is taken to be a safe one."""
    if isinstance(column, URLField):
        options["assume_scheme"] = "https"
    field: forms.Field = column.formfield(**options)
    return field


class OrganisationForm(RecordForm):
    """An organisation."""

    parent = CodeField(
        live(Organisation.objects.all()), suggest="organisations", required=False, label=_("Part of")
    )
    body = forms.ModelChoiceField(
        live(Body.objects.all()).order_by("code"),
        required=False,
        label=_("Works for"),
        help_text=_("The body whose secretariat or centre this is."),
    )
    country = CountryField(
        label=_("Country"), help_text=_("Of an embassy: the country that it represents, wherever it stands.")
    )
    languages = some_of(Language, _("Languages"), _("In which one can write to it."))
    roles = some_of(OrganisationRole, _("Roles"))
    accredited_to = CountryCodesField(
        required=False,
        label=_("Accredited to"),
        help_text=_(
            "Of an embassy: where it represents its country, as codes such as ID, TH. It gets a copy of each "
            "invitation between its country and one of these."
        ),
    )

    class Meta:
        model = Organisation
        formfield_callback = https_first
        fields = [
            "name", "abbreviation", "code", "kind", "parent", "body", "country", "city", "address",
            "accredited_to", "website", "description", "roles", "languages", "source", "certainty",
        ]  # fmt: skip


class ContactForm(RecordForm):
    """An office that can be written to."""

    class Meta:
        model = Contact
        fields = ["office", "function", "email", "telephone"]


class SiteForm(RecordForm):
    """A site."""

    organisation = CodeField(
        live(Organisation.objects.all()), suggest="organisations", label=_("Organisation")
    )
    country = CountryField(label=_("Country"))
    time_zone = forms.CharField(label=_("Time zone"), max_length=64, help_text=_("Such as Asia/Jakarta."))
    accessibility = some_of(AccessTag, _("Accessibility"))
    canteen = some_of(CanteenTag, _("Canteen"), _("What it can serve; nothing: there is no canteen."))
    protection = some_of(ProtectionTag, _("Protective equipment"), _("What every visitor must wear."))

    class Meta:
        model = Site
        fields = [
            "name", "code", "organisation", "country", "city", "address", "latitude", "longitude", "time_zone",
            "description", "colour", "largest_group", "gate_lead_days", "photo_rule", "protection",
            "prayer_place", "friday_break_from", "friday_break_until", "accessibility", "accessibility_note",
            "canteen", "source", "certainty",
        ]  # fmt: skip


class ClosureForm(RecordForm):
    """Days on which a site is closed."""

    class Meta:
        model = Closure
        fields = ["since", "until", "reason"]


class RoomForm(RecordForm):
    """A room of a site."""

    is_step_free = forms.NullBooleanField(
        label=_("Reached without steps"),
        widget=forms.Select(choices=[("unknown", _("Not known")), ("true", _("Yes")), ("false", _("No"))]),
    )

    class Meta:
        model = Room
        fields = ["name", "code", "kind", "capacity", "is_step_free", "equipment"]


class TravelTimeForm(RecordForm):
    """A way from a site to another."""

    destination = CodeField(live(Site.objects.all()), suggest="sites", label=_("To"))

    class Meta:
        model = TravelTime
        fields = ["destination", "mode", "minutes", "source", "certainty"]


class MachineForm(RecordForm):
    """A machine of a site."""

    def __init__(self, *args: Any, whole: Site | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        site = whole or self.instance.site
        room: Any = self.fields["room"]
        room.queryset = live(site.rooms.all()).order_by("code")

    class Meta:
        model = Machine
        fields = [
            "name", "code", "room", "model", "serial", "quantity", "trainees_per_machine", "safety_class",
            "consumables", "description", "source", "certainty",
        ]  # fmt: skip


class TechnologyForm(RecordForm):
    """A technology that an organisation offers."""

    organisation = CodeField(
        live(Organisation.objects.all()), suggest="organisations", label=_("Organisation")
    )
    topics = TopicsField()

    class Meta:
        model = Technology
        fields = [
            "title", "code", "organisation", "description", "readiness", "topics", "source", "certainty",
        ]  # fmt: skip


class TopicForm(RecordForm):
    """A topic."""

    class Meta:
        model = Topic
        fields = ["name", "code"]


class ResourcePersonForm(RecordForm):
    """The card of a resource person; whose it is stays."""

    organisation = CodeField(
        live(Organisation.objects.all()), suggest="organisations", required=False, label=_("Organisation")
    )
    topics = TopicsField()
    languages = some_of(Language, _("Languages"), _("In which one can teach."))

    class Meta:
        model = ResourcePerson
        fields = [
            "code", "organisation", "function", "topics", "languages", "honorarium_class", "about", "source",
            "certainty",
        ]  # fmt: skip


class NewResourcePersonForm(ResourcePersonForm):
    """A new card, with the person it is of."""

    person_name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As it shall be written in letters.")
    )
    person_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Of somebody whom Balai knows already, the card is given to that person."),
    )
    field_order = ["person_name", "person_email"]

    def _free_code(self, values: dict[str, Any]) -> str:
        return super()._free_code({"name": values.get("person_name", "")})


class CountryForm(RecordForm):
    """What an office may correct of a country; its codes are those of ISO 3166-1."""

    class Meta:
        model = Country
        fields = ["name", "short_name", "capital", "latitude", "longitude"]


class BodyForm(RecordForm):
    """A body that countries belong to."""

    parent = forms.ModelChoiceField(
        live(Body.objects.all()).order_by("code"), required=False, label=_("Part of")
    )

    class Meta:
        model = Body
        formfield_callback = https_first
        fields = [
            "name", "abbreviation", "code", "kind", "parent", "description", "website", "source", "certainty",
        ]  # fmt: skip


class MembershipForm(RecordForm):
    """A country's membership in a body."""

    country = CountryField(label=_("Country"))

    class Meta:
        model = Membership
        fields = [
            "country", "since", "since_precision", "until", "until_precision", "source", "certainty",
        ]  # fmt: skip


class DeclaredDayForm(RecordForm):
    """Days that a country declared off, or worked."""

    country = CountryField(label=_("Country"))

    class Meta:
        model = DeclaredDay
        fields = ["country", "since", "until", "kind", "name", "source", "certainty"]


class VisaRouteForm(RecordForm):
    """A rule on who enters a host country how."""

    host = CountryField(label=_("Host country"))
    nationality = CountryField(
        label=_("Nationality"), required=False, help_text=_("Empty: all that no other rule names.")
    )
    residence = CountryField(
        label=_("Country of residence"), required=False, help_text=_("Empty: wherever they live.")
    )

    class Meta:
        model = VisaRoute
        fields = [
            "host", "nationality", "passport_type", "residence", "route", "lead_days", "since", "until", "note",
            "source", "certainty",
        ]  # fmt: skip
