"""Reporting an incident, and adding to one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import EntryKind, IncidentKind
from balai.delivery.models.incident import EARLIEST, TOO_EARLY
from balai.delivery.queries.incidents import READERS
from balai.delivery.queries.presence import expected_at, slots_seen_by
from balai.directory.models import Site
from balai.programmes.queries.scopes import covers
from balai.selection.models import Participant
from balai.selection.queries.offers import confirmed
from balai.timetable.enums import TimetableState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot

SEVERITIES = (
    (1, _("1: of no consequence")),
    (2, _("2: dealt with on the spot")),
    (3, _("3: a day or more is lost")),
    (4, _("4: hospital, police or embassy")),
    (5, _("5: a matter of life")),
)
LONGEST = 4_000


def own_sessions(grants: Sequence[Grant], edition: Edition) -> list[Slot] | None:
    """The sessions to which reports of a coordinator are bound; None for those who read incidents."""
    if covers(grants, READERS, edition):
        return None
    return list(slots_seen_by(grants, edition, is_whole=False))


class ReportForm(forms.Form):
    """What happened; every word of it is sealed.

    Args:
        edition: in which it happened.
        at: the moment; the day and time that the form begins with.
        own: of who sees a part of the edition, its sessions: other sites and people are not named.
    """

    kind = forms.ChoiceField(label=_("Kind"), choices=IncidentKind.choices)
    severity = forms.TypedChoiceField(label=_("Severity"), choices=SEVERITIES, coerce=int)
    happened_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput({"type": "date", "min": str(EARLIEST.date())}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST.date(), message=TOO_EARLY)],
    )
    happened_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), required=False, empty_label="–"
    )
    participants = forms.ModelMultipleChoiceField(
        label=_("Whom it concerns"),
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    account = forms.CharField(
        label=_("What happened"), max_length=LONGEST, widget=forms.Textarea({"rows": 5})
    )
    measures = forms.CharField(
        label=_("Measures so far"), max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        edition: Edition,
        at: dt.datetime,
        own: Collection[Slot] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(edition.time_zone)
        sites = Site.objects.filter(
            slots__timetable__edition=edition, slots__timetable__state=TimetableState.PUBLISHED
        )
        people = confirmed(edition)
        if own is not None:
            sites = sites.filter(pk__in={slot.site_id for slot in own})
            expected = expected_at(own).values()
            people = people.filter(pk__in={one.pk for there in expected for one in there})
        self.fields["site"].queryset = sites.distinct().order_by("code")  # type: ignore[attr-defined] # of a choice
        self.fields["participants"].queryset = people.select_related("person")  # type: ignore[attr-defined] # as above
        there = at.astimezone(self.zone)
        self.fields["happened_on"].initial = there.date()
        self.fields["happened_time"].initial = there.time()

    @property
    def happened_at(self) -> dt.datetime:
        """By the clock of the edition, whatever the server's is."""
        said = self.cleaned_data
        return dt.datetime.combine(said["happened_on"], said["happened_time"], self.zone)


class EntryForm(forms.Form):
    """What is added to an incident."""

    kind = forms.ChoiceField(label=_("What is told"), choices=EntryKind.choices)
    text = forms.CharField(label=_("In words"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, is_open: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        allowed = [one for one in EntryKind if is_open or one == EntryKind.CORRECTION]
        choices = [(one.value, one.label) for one in allowed if one != EntryKind.ACCOUNT]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined] # it is a ChoiceField
