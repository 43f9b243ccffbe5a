"""The register: the book in which the office numbers what it sends and what it receives."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from balai.correspondence.enums import Direction, Medium
from balai.kernel.identity import IdentifiedModel


class RegisterCounter(models.Model):
    """The last number of one year, one way. Its row is locked while a number is taken: no gap, no twin."""

    direction = models.CharField(max_length=3, choices=Direction)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "balai_register_counter"
        constraints = [
            models.UniqueConstraint(fields=["direction", "year"], name="register_counts_once_a_year_and_way"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.year}: {self.last}"


class RegisterEntry(IdentifiedModel):
    """One line of the register: a letter that left or arrived, with its number for ever.

    Of a received letter the line also tells how it came, what its sender calls it, and who entered it.
    """

    direction = models.CharField(_("way"), max_length=3, choices=Direction)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(_("reference number"), max_length=20, unique=True)
    entered_on = models.DateField(_("date"), help_text=_("The office's day."))
    correspondent = models.CharField(_("sender or recipient"), max_length=320)
    subject = models.CharField(_("subject"), max_length=500)
    subject_reference = models.CharField(max_length=120, blank=True)
    medium = models.CharField(_("how it came"), max_length=12, choices=Medium, blank=True)
    their_reference = models.CharField(_("their reference"), max_length=100, blank=True)
    search_text = models.GeneratedField(
        expression=Lower(
            Concat(
                "reference", Value(" "), "correspondent", Value(" "), "subject", Value(" "), "their_reference"
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_register_entry"
        constraints = [
            models.UniqueConstraint(fields=["direction", "year", "number"], name="register_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="register_number_from_one"),
            models.CheckConstraint(
                condition=Q(direction=Direction.OUTGOING, medium="")
                | (Q(direction=Direction.INCOMING) & ~Q(medium="")),
                name="register_received_tells_how",
            ),
        ]
        indexes = [
            models.Index(fields=["entered_on", "number", "id"], name="register_by_date"),
            models.Index(fields=["correspondent", "id"], name="register_by_correspondent"),
            models.Index(fields=["subject", "id"], name="register_by_subject"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="register_by_words"),
        ]

    def __str__(self) -> str:
        return self.reference
