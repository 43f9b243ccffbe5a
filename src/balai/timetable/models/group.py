"""Who is in which group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.programmes.models import Group
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID


class GroupMember(IdentifiedModel):
    """A participant goes with a group.

    ``division`` repeats that of the group, held by a foreign key over both, so that the database itself
    refuses a participant two groups of one division, and a group of another edition.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="groups")
    division = models.SlugField(max_length=24)

    class Meta:
        db_table = "balai_group_member"
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "division"],
                name="group_member_of_one_group_in_a_division",
                violation_error_message=_("This participant is in another group of this division already."),
            ),
        ]
        indexes = [models.Index(fields=["group", "participant"], name="group_member_by_group")]

    if TYPE_CHECKING:
        group_id: UUID
        participant_id: UUID

    def __str__(self) -> str:
        return f"{self.group_id}: {self.participant_id}"
