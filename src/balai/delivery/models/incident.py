"""Incidents: what happened to whom, where and when, and what was done about it; sealed, and never changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.delivery.enums import EntryKind, IncidentKind
from balai.directory.models import Site
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.restricted import DataKeyOwner, RestrictedTextField
from balai.programmes.models import Edition
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID


EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Before it nothing happened that is reported here: the year is a slip."""
TOO_EARLY = _("This is too long ago. Look at the year.")


class Incident(IdentifiedModel, DataKeyOwner):
    """Something that happened: an illness, an accident, a loss, a breach of conduct, somebody missing.

    Kind, severity, place and moment stand open, so that the office finds it; every word about it is sealed,
    in :class:`IncidentEntry`, with a key of the incident's own: it is no one person's. It is closed once;
    what is told later is a further entry.

    Attributes:
        severity: from 1, of no consequence, to 5, a matter of life.
        participants: whom it concerns.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="incidents")
    kind = models.CharField(_("kind"), max_length=10, choices=IncidentKind)
    severity = models.PositiveSmallIntegerField(
        pgettext_lazy("of an incident", "severity"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    happened_at = models.DateTimeField(_("happened"))
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("site")
    )
    participants = models.ManyToManyField(
        Participant, related_name="incidents", db_table="balai_incident_participant", blank=True
    )
    reported_at = models.DateTimeField(_("reported"))
    reported_by = models.CharField(max_length=MAX_LENGTH)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_incident"
        constraints = [
            is_one_of("kind", IncidentKind, name="incident_kind_is_known"),
            models.CheckConstraint(
                condition=Q(severity__range=(1, 5)), name="incident_severity_is_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("reported_at")),
                name="incident_is_reported_after_it_happened",
                violation_error_message=_("This moment is still to come."),
            ),
            models.CheckConstraint(
                condition=Q(happened_at__gte=EARLIEST),
                name="incident_happened_in_our_time",
                violation_error_message=TOO_EARLY,
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="") | Q(closed_at__isnull=False) & ~Q(closed_by=""),
                name="incident_is_closed_by_somebody",
            ),
            holds_references("reported_by", name="incident_reported_by_is_a_reference", or_system=True),
        ]
        indexes = [
            models.Index(F("happened_at").desc(), F("id").desc(), name="incident_by_moment"),
            models.Index(fields=["edition", "closed_at"], name="incident_of_edition"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        site_id: UUID | None

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.kind}"

    @property
    def reference(self) -> str:
        """How the trail names this incident."""
        return f"incident:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_forgotten(self) -> bool:
        """Whether its key was destroyed, so that nothing told of it can be read or added."""
        return self.wrapped_key is not None and not bytes(self.wrapped_key)


OF_HEALTH = (IncidentKind.ILLNESS, IncidentKind.ACCIDENT)
"""Kinds that health officers see."""


class IncidentEntry(IdentifiedModel):
    """One thing told of an incident: what happened, a measure, what is to follow, a correction.

    Attributes:
        text: sealed with the incident's key; nothing once it was forgotten.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries")
    kind = models.CharField(_("what is told"), max_length=10, choices=EntryKind)
    text = RestrictedTextField(_("report of an incident"), owner="incident", null=True)
    written_at = models.DateTimeField(_("written"))
    written_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_incident_entry"
        constraints = [
            is_one_of("kind", EntryKind, name="incident_entry_kind_is_known"),
            holds_references("written_by", name="incident_entry_written_by_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["incident", "written_at"], name="incident_entry_in_order")]

    if TYPE_CHECKING:
        incident_id: UUID

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.kind}"
