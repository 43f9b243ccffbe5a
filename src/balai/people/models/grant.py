"""Grants: who has which role, where, from when to when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.people.enums import EVERYWHERE, Role
from balai.people.models.person import Person

__all__ = ["EVERYWHERE", "SCOPE_SHAPE", "Grant"]

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SCOPE_SHAPE = rf"^(all|country:[A-Z]{{2}}|organisation:{_UUID}|edition:{_UUID})$"


class Grant(IdentifiedModel):
    """One role of one person within one scope, from ``since`` until ``until`` (open when null).

    The scope is text, because what it points to lives in higher rooms; they register how a scope is
    named and found (:mod:`balai.people.registries`).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=24, choices=Role)
    scope = models.CharField(_("scope"), max_length=64, default=EVERYWHERE)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )

    class Meta:
        db_table = "balai_grant"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_is_known"),
            models.CheckConstraint(
                condition=Q(scope__regex=SCOPE_SHAPE), name="grant_scope_has_a_known_shape"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="grant_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="grant_is_not_given_twice_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("scope", RangeOperators.EQUAL),
                    (
                        Func(F("since"), F("until"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("The person has this role there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role} ({self.scope})"

    @property
    def reference(self) -> str:
        """How the trail names this grant."""
        return f"grant:{self.pk}"
