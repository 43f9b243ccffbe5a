"""Who can take part: places by country, targets, rules of eligibility, and how nominees are scored."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.directory.models.base import Sourced, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import Severity, TargetUnit, TravelCategory
from balai.programmes.models.edition import Edition
from balai.programmes.models.parts import is_coded

HIGHEST_SCORE = 5


class Quota(IdentifiedModel, Sourced):
    """The places that a country is given in an edition; their sum is never above the edition's places.

    The host country's own line holds the places kept for it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="quotas")
    country = models.ForeignKey(
        "directory.Country", models.PROTECT, related_name="quotas", verbose_name=_("country")
    )
    places = models.PositiveSmallIntegerField(_("places"))
    reserve = models.PositiveSmallIntegerField(_("alternates to name"), default=1)
    travel_category = models.PositiveSmallIntegerField(
        _("travel category"), choices=TravelCategory, default=TravelCategory.ONE
    )
    fare = models.DecimalField(
        _("fare of one person"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In the currency of the budget line of its travel category; empty for that line's rate."),
    )
    is_self_financed = models.BooleanField(_("may send more at its own expense"), default=False)

    class Meta:
        db_table = "balai_quota"
        constraints = [
            is_one_of("certainty", Certainty, name="quota_certainty_is_known"),
            models.CheckConstraint(
                condition=Q(travel_category__in=TravelCategory.values),
                name="quota_travel_category_is_known",
            ),
            models.CheckConstraint(
                condition=Q(fare=None) | Q(fare__gte=0),
                name="quota_fare_is_not_negative",
                violation_error_message=_("A fare is not below zero."),
            ),
            models.UniqueConstraint(
                fields=["edition", "country"],
                name="quota_once_for_a_country",
                violation_error_message=_("This country has its places already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.country_id} {self.places}"


class Target(IdentifiedModel):
    """A number or share of the places that people of a kind should have, or must when it has no weight.

    ``attribute`` and ``value`` are what selection counts by, such as ``sex`` and ``female``.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="targets")
    code = models.CharField(_("code"), max_length=24)
    name = TranslatedTextField(_("name"))
    attribute = models.SlugField(_("counted by"), max_length=24)
    value = models.SlugField(_("with the value"), max_length=24)
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=TargetUnit, default=TargetUnit.PERCENT)
    weight = models.PositiveIntegerField(
        _("points lost for each person it is missed by"),
        null=True,
        blank=True,
        help_text=_("In tenths of a point; empty where it must be met."),
    )

    class Meta:
        db_table = "balai_target"
        constraints = [
            is_coded("target_code_is_a_code"),
            is_one_of("unit", TargetUnit, name="target_unit_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="target_code_once",
                violation_error_message=_("Another target has this code."),
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=False) | Q(most__isnull=False),
                name="target_asks_for_something",
                violation_error_message=_("Say how many at least, at most, or both."),
            ),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")),
                name="target_bounds_are_in_order",
                violation_error_message=_("At most is less than at least."),
            ),
            models.CheckConstraint(
                condition=Q(unit=TargetUnit.PEOPLE)
                | (Q(least=None) | Q(least__lte=100)) & (Q(most=None) | Q(most__lte=100)),
                name="target_share_is_at_most_100_percent",
                violation_error_message=_("A share is at most 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gte=1, weight__lte=1_000_000),
                name="target_weight_is_from_1_to_a_million",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EligibilityRule(IdentifiedModel):
    """Who may be nominated, as a condition that is checked and a sentence that is shown.

    The expression is data of a small safe form, read by :mod:`balai.programmes.rules`; it is never run.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="eligibility_rules")
    code = models.CharField(_("code"), max_length=24)
    label = TranslatedTextField(_("what it asks"), max_length=300)
    expression = models.JSONField(_("condition"))
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.HARD)
    message = TranslatedTextField(_("what is said when it is not met"), max_length=500)
    source = models.CharField(_("where it is written"), max_length=300, blank=True)
    waiver_authority = TranslatedTextField(_("who may waive it"), blank=True, max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_eligibility_rule"
        constraints = [
            is_coded("eligibility_rule_code_is_a_code"),
            is_one_of("severity", Severity, name="eligibility_rule_severity_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="eligibility_rule_code_once",
                violation_error_message=_("Another rule has this code."),
            ),
            models.CheckConstraint(
                condition=~Q(severity=Severity.WAIVABLE) | ~Q(waiver_authority={}),
                name="eligibility_rule_waivable_names_who",
                violation_error_message=_("Say who may waive this rule."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class RubricCriterion(IdentifiedModel):
    """One thing that panel members score, from 0 to 5; the weights of an edition add up to 100."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rubric")
    code = models.CharField(_("code"), max_length=24)
    title = TranslatedTextField(_("criterion"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("weight"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_rubric_criterion"
        constraints = [
            is_coded("rubric_criterion_code_is_a_code"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="rubric_criterion_code_once",
                violation_error_message=_("Another criterion has this code."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="rubric_criterion_weight_is_from_1_to_100",
                violation_error_message=_("A weight is from 1 to 100."),
            ),
        ]
        verbose_name_plural = "rubric criteria"

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class RubricAnchor(IdentifiedModel):
    """What a nominee is like who gets a certain score, so that all members mean the same by it."""

    criterion = models.ForeignKey(RubricCriterion, models.CASCADE, related_name="anchors")
    score = models.PositiveSmallIntegerField(_("score"))
    text = TranslatedTextField(_("means"), max_length=300)

    class Meta:
        db_table = "balai_rubric_anchor"
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "score"],
                name="rubric_anchor_once_for_a_score",
                violation_error_message=_("This score has its meaning already."),
            ),
            models.CheckConstraint(
                condition=Q(score__lte=HIGHEST_SCORE),
                name="rubric_anchor_score_is_from_0_to_5",
                violation_error_message=_("A score is from 0 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.score}"
