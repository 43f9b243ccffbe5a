"""Who stands in for a resource person in one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import ResourcePerson
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.timetable.models.plan import Session

if TYPE_CHECKING:
    from uuid import UUID


class StandIn(IdentifiedModel):
    """In this session somebody takes the place of a resource person of its activity.

    The curriculum stays as it is: other sessions of the activity keep their person. Every plan that is made
    from now on has the one who stands in; versions that were published stay as they were.

    Attributes:
        absent: of the activity.
        person: who stands in.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="stand_ins")
    absent = models.ForeignKey(
        ResourcePerson, models.PROTECT, related_name="+", verbose_name=_("who cannot come")
    )
    person = models.ForeignKey(
        ResourcePerson, models.PROTECT, related_name="+", verbose_name=_("who stands in")
    )
    reason = TranslatedTextField(_("reason"), max_length=200)
    at = models.DateTimeField(_("since"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_stand_in"
        constraints = [
            models.UniqueConstraint(fields=["session", "absent"], name="stand_in_once"),
            models.CheckConstraint(condition=~Q(absent=F("person")), name="stand_in_is_somebody_else"),
            models.CheckConstraint(condition=~Q(reason={}), name="stand_in_says_why"),
            holds_references("actor", name="stand_in_actor_is_a_reference"),
        ]

    if TYPE_CHECKING:
        session_id: UUID
        absent_id: UUID
        person_id: UUID

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"
