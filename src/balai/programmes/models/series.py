"""Series: what is offered again and again; and the pledges that editions are held under."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.directory.models.base import Sourced, everything_in, has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import Publicity
from balai.programmes.models.parts import is_coded


class Series(IdentifiedModel):
    """A programme that is offered again and again; each running of it is an edition."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    title = TranslatedTextField(_("title"))
    scheme = TranslatedTextField(_("scheme of cooperation"), blank=True)
    pillar = models.CharField(_("pillar of the body"), max_length=120, blank=True)
    body = models.ForeignKey(
        "directory.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("body whose members it is offered to"),
    )
    summary = TranslatedTextField(_("summary"), blank=True, lines=4, max_length=2000)
    publicity = models.CharField(_("publicity"), max_length=10, choices=Publicity, default=Publicity.INTERNAL)
    search_text = models.GeneratedField(
        expression=everything_in("code", "pillar", translated=("title", "scheme", "summary")),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_series"
        constraints = [
            is_coded("series_code_is_a_code"),
            has_words("title", name="series_has_a_title"),
            is_one_of("publicity", Publicity, name="series_publicity_is_known"),
        ]
        indexes = [GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="series_by_words")]

    def __str__(self) -> str:
        return str(self.title) or self.code

    @property
    def reference(self) -> str:
        """How the trail names this series."""
        return f"series:{self.pk}"


class Pledge(IdentifiedModel, Sourced):
    """A promise made at a meeting of a body; editions are held under it, as their mandate.

    Of old meetings often only the year is known.
    """

    code = models.CharField(_("code"), max_length=24, unique=True)
    body = models.ForeignKey(
        "directory.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
        verbose_name=_("body"),
    )
    country = models.ForeignKey(
        "directory.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
        verbose_name=_("country that pledged"),
    )
    meeting = TranslatedTextField(_("meeting"), max_length=300)
    place = TranslatedTextField(_("place"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    held_from = models.DateField(_("first day of the meeting"), null=True, blank=True)
    held_until = models.DateField(_("last day of the meeting"), null=True, blank=True)
    text = TranslatedTextField(_("what was promised"), lines=4, max_length=2000)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    search_text = models.GeneratedField(
        expression=everything_in("code", translated=("meeting", "place", "text")),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_pledge"
        constraints = [
            is_one_of("certainty", Certainty, name="pledge_certainty_is_known"),
            is_coded("pledge_code_is_a_code"),
            has_words("meeting", name="pledge_names_its_meeting"),
            has_words("text", name="pledge_says_what_was_promised"),
            models.CheckConstraint(
                condition=Q(held_from=None, held_until=None)
                | Q(held_from__year=F("year"), held_until__gte=F("held_from")),
                name="pledge_days_are_of_its_year_and_in_order",
                violation_error_message=_("The meeting ends before it begins, or is of another year."),
            ),
        ]
        indexes = [
            models.Index(fields=["year", "id"], name="pledge_by_year"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="pledge_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} ({self.year})"

    @property
    def reference(self) -> str:
        """How the trail names this pledge."""
        return f"pledge:{self.pk}"
