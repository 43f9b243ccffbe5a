"""Alumni who were invited to do something for the next edition of their series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import Purpose
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.people.models import Person
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from uuid import UUID


class AlumniInvitation(IdentifiedModel):
    """One letter to one alumnus for one purpose: the database refuses a second of the same."""

    edition: models.ForeignKey[Edition, Edition] = models.ForeignKey(
        Edition, models.CASCADE, related_name="alumni_invitations"
    )
    person: models.ForeignKey[Person, Person] = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    invited_at = models.DateTimeField(_("invited"))
    invited_by = models.CharField(max_length=MAX_LENGTH)
    sent_at = models.DateTimeField(_("written"), null=True)

    class Meta:
        db_table = "balai_alumni_invitation"
        constraints = [
            is_one_of("purpose", Purpose, name="alumni_invitation_purpose_is_known"),
            models.UniqueConstraint(
                fields=["edition", "person", "purpose"], name="alumnus_is_invited_once_for_a_purpose"
            ),
            holds_references("invited_by", name="alumni_invitation_invited_by_is_a_reference"),
        ]
        indexes = [
            models.Index(
                fields=["edition", "id"], condition=Q(sent_at=None), name="alumni_invitation_unsent"
            ),
            models.Index(fields=["invited_at", "id"], name="alumni_invitation_by_moment"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        person_id: UUID

    def __str__(self) -> str:
        return f"{self.person_id}: {self.purpose}"
