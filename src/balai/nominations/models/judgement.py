"""What the rules of eligibility said of a nomination, with what they saw; and who waived what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.nominations.enums import Outcome
from balai.nominations.models.nomination import Nomination
from balai.programmes.models import EligibilityRule


class RuleResult(IdentifiedModel):
    """What one rule says of one nomination, since ``at``: asked again, it said the same.

    ``value_seen`` holds the facts that decided it, by name; a fact that was not known is not in it.
    ``sources`` tells by the same names who told each (:class:`~balai.nominations.enums.FactSource`).
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="results")
    rule = models.ForeignKey(EligibilityRule, models.CASCADE, related_name="+")
    outcome = models.CharField(_("what the rule said"), max_length=8, choices=Outcome)
    value_seen = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "balai_rule_result"
        constraints = [
            models.UniqueConstraint(fields=["nomination", "rule"], name="rule_result_once"),
            is_one_of("outcome", Outcome, name="rule_result_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.rule_id} {self.outcome}"


class Waiver(IdentifiedModel):
    """Somebody who may waived a rule for one nominee; the rule's code and what was seen then stay with it."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="waivers")
    rule_code = models.CharField(max_length=24)
    authority = models.CharField(_("who waived it"), max_length=200)
    reason = models.CharField(_("reason"), max_length=500)
    value_seen = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_waiver"
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "rule_code"],
                name="waiver_once_for_a_rule",
                violation_error_message=_("This rule is waived already."),
            ),
            models.CheckConstraint(
                condition=~Q(authority="") & ~Q(reason=""), name="waiver_says_who_and_why"
            ),
            holds_references("actor", name="waiver_actor_is_a_reference", or_system=True),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.rule_code}"
