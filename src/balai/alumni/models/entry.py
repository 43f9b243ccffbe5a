"""The directory of alumni: what each of them lets the others see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import everything_in
from balai.kernel.identity import IdentifiedModel
from balai.people.models import Consent, Person

if TYPE_CHECKING:
    from uuid import UUID


class AlumnusEntry(IdentifiedModel):
    """What one alumnus shows other alumni, and nobody else: what is empty is not shown, and not kept either.

    It stands for as long as the consent does; with the consent the row is gone.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="alumnus_entry")
    consent = models.OneToOneField(Consent, models.PROTECT, related_name="+")
    name = models.CharField(
        _("name"), max_length=200, help_text=_("As other alumni shall see it; a first name is enough.")
    )
    country = models.ForeignKey(
        "directory.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    topics = models.ManyToManyField(
        "directory.Topic",
        blank=True,
        related_name="alumni",
        db_table="balai_alumnus_topic",
        verbose_name=_("topics"),
    )
    contact = models.CharField(
        _("how to reach you"),
        max_length=200,
        blank=True,
        help_text=_("An address, a number, a page: whatever other alumni may use."),
    )
    joined_at = models.DateTimeField(_("in the directory since"))
    saved_at = models.DateTimeField(_("confirmed"))
    search_text = models.GeneratedField(
        expression=everything_in("name", "organisation"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        db_table = "balai_alumnus"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="alumnus_has_a_name"),
            models.CheckConstraint(
                condition=Q(saved_at__gte=F("joined_at")), name="alumnus_is_confirmed_after_joining"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="alumnus_by_name"),
            models.Index(fields=["country", "name", "id"], name="alumnus_by_country"),
            models.Index(fields=["saved_at", "id"], name="alumnus_by_moment"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="alumnus_by_words"),
        ]

    if TYPE_CHECKING:
        person_id: UUID
        country_id: str | None

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How the trail names this entry."""
        return f"alumnus:{self.pk}"
