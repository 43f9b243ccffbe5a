"""A year later: the same questions to those who took part, and to reserves who did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.followup.enums import Group
from balai.kernel.identity import IdentifiedModel
from balai.nominations.models import Nomination

if TYPE_CHECKING:
    from uuid import UUID

    from balai.programmes.models import Edition

HAS_SAID_NOTHING = Q(changed=None, taught=None, abroad=None)
HAS_SAID_ALL = Q(changed__isnull=False, taught__isnull=False, abroad__isnull=False)


class YearAnswer(IdentifiedModel):
    """One person who is asked by a link a year after the programme, and may say no.

    Both groups get the same letter and the same page. There are three answers of yes or no and no words, and
    they are there only while the person agrees: whoever withdraws takes them away. The address is that of
    the nomination and is not repeated here.
    """

    edition: models.ForeignKey[Edition, Edition] = models.ForeignKey(
        "programmes.Edition", models.PROTECT, related_name="+"
    )
    nomination: models.OneToOneField[Nomination, Nomination] = models.OneToOneField(
        Nomination, models.PROTECT, related_name="year_answer"
    )
    group = models.CharField(_("group"), max_length=12, choices=Group)
    secret_hash = models.CharField(max_length=64, unique=True)
    times = models.PositiveSmallIntegerField(_("how often asked"), default=1)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    agrees = models.BooleanField(_("agrees to be counted"), null=True)
    changed = models.BooleanField(
        _(
            "In the past twelve months, has something in your work changed because of something that you learnt?"
        ),
        null=True,
    )
    taught = models.BooleanField(_("Have you taught others something that was new to them?"), null=True)
    abroad = models.BooleanField(
        _("Are you in touch with people of your field in other countries?"), null=True
    )

    class Meta:
        db_table = "balai_year_answer"
        constraints = [
            is_one_of("group", Group, name="year_answer_group_is_known"),
            models.CheckConstraint(
                condition=Q(answered_at=None, agrees=None) & HAS_SAID_NOTHING
                | Q(answered_at__isnull=False, agrees=False) & HAS_SAID_NOTHING
                | Q(answered_at__isnull=False, agrees=True) & HAS_SAID_ALL,
                name="year_answer_is_kept_with_consent_alone",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="year_answer_expires_after_it_is_asked"
            ),
        ]
        indexes = [models.Index(fields=["edition", "group"], name="year_answer_by_group")]

    if TYPE_CHECKING:
        edition_id: UUID
        nomination_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.group}"

    @property
    def reference(self) -> str:
        """How the trail names this question."""
        return f"year_answer:{self.pk}"
