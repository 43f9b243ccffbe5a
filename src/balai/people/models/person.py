"""Persons: the people of the programmes, whether or not they have an account."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.kernel.restricted import DataKeyOwner


class Person(IdentifiedModel, DataKeyOwner):
    """A human being whom the programmes know; may have no account.

    A person recorded twice is merged by pointing the one to the other: nothing is moved, so a merge
    can be undone (:mod:`balai.people.services.merging`). Pointers are never chained.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("As it shall be written in letters."))
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    email = models.EmailField(_("e-mail address"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("merged into"),
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    search_text = models.GeneratedField(
        expression=Lower(Concat("name", Value(" "), "email", output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_person"
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_is_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="person_by_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this person is shown moments; UTC where the name is not that of one any more."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    @property
    def reference(self) -> str:
        """How the trail names this person."""
        return f"person:{self.pk}"
