"""Alumni who offer to come back as resource persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import ExpertOfferState
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID


class ExpertOffer(IdentifiedModel):
    """An alumnus offers to lecture, train or mentor; the office takes the offer up, or says why not now.

    Attributes:
        edition: the one whose invitation it answers, where it answers one.
        answer: what the office says to it; the alumnus reads it.
        resource_person: the card of the directory that came of it.
    """

    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        Person, models.PROTECT, related_name="expert_offers"
    )
    edition = models.ForeignKey(
        "programmes.Edition",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="expert_offers",
        verbose_name=_("for the edition"),
    )
    topics = models.ManyToManyField(
        "directory.Topic",
        related_name="+",
        db_table="balai_expert_offer_topic",
        verbose_name=_("topics"),
    )
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages"), default=list)
    about = models.TextField(
        _("what you can contribute"),
        max_length=1500,
        help_text=_("A lecture, a demonstration, advice by video: and what you have done in the field."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ExpertOfferState, default=ExpertOfferState.OPEN
    )
    offered_at = models.DateTimeField(_("offered"))
    closed_at = models.DateTimeField(_("answered"), null=True)
    closed_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    resource_person = models.ForeignKey(
        "directory.ResourcePerson", models.SET_NULL, null=True, related_name="offers"
    )

    class Meta:
        db_table = "balai_expert_offer"
        constraints = [
            is_one_of("state", ExpertOfferState, name="expert_offer_state_is_known"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=ExpertOfferState.OPEN),
                name="expert_offer_open_once",
                violation_error_message=_("An offer of yours waits for the office already."),
            ),
            models.CheckConstraint(
                condition=Q(state=ExpertOfferState.OPEN, closed_at=None, closed_by="")
                | ~Q(state=ExpertOfferState.OPEN) & Q(closed_at__isnull=False) & ~Q(closed_by=""),
                name="expert_offer_closed_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExpertOfferState.DECLINED) | ~Q(answer=""),
                name="expert_offer_declined_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "offered_at", "id"], name="expert_offer_by_state"),
        ]

    if TYPE_CHECKING:
        person_id: UUID
        edition_id: UUID | None
        resource_person_id: UUID | None

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"

    @property
    def reference(self) -> str:
        """How the trail names this offer."""
        return f"expert_offer:{self.pk}"
