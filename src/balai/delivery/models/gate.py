"""Gate lists: which names a site was given for a visit, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import ResourcePerson, Site
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.programmes.models import Edition
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID


class GateList(IdentifiedModel):
    """The names that were sent to a site for the visit of one day, as they were; never changed.

    A list that differs by now is sent again: the newest counts. Names are not copied: a row leads to the
    participant or resource person, so that who is erased is erased here too.

    Attributes:
        due_on: by when the site had to have it, as it was worked out on that day.
        sent_to: which office or address of the site, in a few words.
        has_passports: whether numbers of passports stood in it.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="gate_lists")
    site = models.ForeignKey(Site, models.PROTECT, related_name="gate_lists")
    visit_on = models.DateField(_("visit"))
    due_on = models.DateField(_("due"))
    sent_to = models.CharField(_("sent to"), max_length=200)
    has_passports = models.BooleanField(_("with numbers of passports"), default=False)
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_gate_list"
        constraints = [
            models.CheckConstraint(condition=~Q(sent_to=""), name="gate_list_is_sent_to_somebody"),
            holds_references("sent_by", name="gate_list_sent_by_is_a_reference", or_system=True),
        ]
        indexes = [
            models.Index(fields=["edition", "visit_on", "site", "-sent_at"], name="gate_list_of_visit")
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        site_id: UUID

    def __str__(self) -> str:
        return f"{self.site_id}: {self.visit_on}"

    @property
    def reference(self) -> str:
        """How the trail names this list."""
        return f"gate_list:{self.pk}"


class GateName(IdentifiedModel):
    """Somebody who stood in a list: a participant, or a resource person who comes along."""

    gate_list = models.ForeignKey(GateList, models.PROTECT, related_name="names")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="gate_names")
    resource_person = models.ForeignKey(ResourcePerson, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "balai_gate_name"
        constraints = [
            models.CheckConstraint(
                condition=Q(participant=None) ^ Q(resource_person=None), name="gate_name_is_of_one_person"
            ),
            models.UniqueConstraint(
                fields=["gate_list", "participant", "resource_person"],
                nulls_distinct=False,
                name="gate_name_once",
            ),
        ]

    if TYPE_CHECKING:
        gate_list_id: UUID
        participant_id: UUID | None
        resource_person_id: UUID | None

    def __str__(self) -> str:
        return f"{self.gate_list_id}: {self.participant_id or self.resource_person_id}"
