"""Who cannot come to a session, and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.directory.models import ResourcePerson
from balai.directory.queries import live
from balai.kernel.translated import TranslatedFormField
from balai.programmes.enums import Task

if TYPE_CHECKING:
    from balai.timetable.models import Slot


class ReplaceForm(forms.Form):
    """Those who teach it, everybody else of the directory, and the reason that people are told."""

    absent = forms.ModelChoiceField(label=_("Who cannot come"), queryset=ResourcePerson.objects.none())
    person = forms.ModelChoiceField(label=_("Who stands in"), queryset=ResourcePerson.objects.none())
    reason = TranslatedFormField(
        label=_("Reason"),
        max_length=200,
        help_text=_("People whose sessions change read it in their language. Write both."),
    )

    def __init__(self, *args: Any, slot: Slot, **options: Any) -> None:
        super().__init__(*args, **options)
        parts = list(slot.people.all())
        teach = [one.resource_person_id for one in parts if one.task != Task.SUBSTITUTE]
        named = [one.resource_person_id for one in parts if one.task == Task.SUBSTITUTE]
        everybody = live(ResourcePerson.objects.all()).select_related("person").order_by("person__name", "pk")
        self.fields["absent"].queryset = everybody.filter(pk__in=teach)  # type: ignore[attr-defined] # of a choice
        self.fields["person"].queryset = everybody.exclude(pk__in=teach)  # type: ignore[attr-defined] # as above
        if len(teach) == 1:
            self.fields["absent"].initial = teach[0]
        if named:  # who was asked beforehand to be ready
            self.fields["person"].initial = named[0]
