"""What can go wrong with an edition, and who does what about it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import Grade, OrganiserRole, RiskState
from balai.programmes.models.edition import Edition
from balai.programmes.models.parts import is_coded


class Risk(IdentifiedModel):
    """Something that may happen to an edition, how likely and how harmful, and what is done about it.

    ``weight`` is likelihood times harm, from 1 to 25.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="risks")
    code = models.CharField(_("code"), max_length=24)
    title = TranslatedTextField(_("what may happen"), max_length=300)
    likelihood = models.PositiveSmallIntegerField(_("how likely"), choices=Grade)
    harm = models.PositiveSmallIntegerField(_("how harmful"), choices=Grade)
    response = TranslatedTextField(_("what is done about it"), blank=True, max_length=1000)
    owner_role = models.CharField(
        _("owner by role"), max_length=16, choices=OrganiserRole, default=OrganiserRole.HOST
    )
    state = models.CharField(_("state"), max_length=10, choices=RiskState, default=RiskState.OPEN)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    weight = models.GeneratedField(
        expression=F("likelihood") * F("harm"),
        output_field=models.PositiveSmallIntegerField(_("weight")),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_risk"
        constraints = [
            is_coded("risk_code_is_a_code"),
            has_words("title", name="risk_says_what"),
            models.CheckConstraint(condition=Q(likelihood__in=Grade.values), name="risk_likelihood_is_known"),
            models.CheckConstraint(condition=Q(harm__in=Grade.values), name="risk_harm_is_known"),
            is_one_of("owner_role", OrganiserRole, name="risk_owner_role_is_known"),
            is_one_of("state", RiskState, name="risk_state_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="risk_code_once",
                violation_error_message=_("Another risk has this code."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)
