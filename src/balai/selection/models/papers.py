"""Papers: what is known of how a nominee can enter the host country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import PassportType
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.nominations.models import Nomination

if TYPE_CHECKING:
    from uuid import UUID

    from balai.directory.models import Country


class TravelPapers(IdentifiedModel):
    """What the office has noted of one nominee's way in; where it has noted nothing, there is no row.

    The ladder of a free place judges by it who can still come. No number is kept: the passport itself is
    sealed with the person's key.

    Attributes:
        passport_type: the kind of passport that will be used.
        residence: the country where the person lives, if it is another than the one that nominates.
        visa_until: the last day of a visa that the person holds.
    """

    nomination: models.OneToOneField[Nomination, Nomination] = models.OneToOneField(
        Nomination, models.PROTECT, related_name="papers"
    )
    passport_type = models.CharField(_("kind of passport"), max_length=10, choices=PassportType, blank=True)
    residence: models.ForeignKey[Country | None, Country | None] = models.ForeignKey(
        "directory.Country",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country where the person lives"),
    )
    visa_until = models.DateField(_("holds a visa until"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_travel_papers"
        constraints = [
            models.CheckConstraint(
                condition=Q(passport_type="") | Q(passport_type__in=PassportType.values),
                name="travel_papers_passport_type_is_known",
            ),
            holds_references("noted_by", name="travel_papers_noted_by_is_a_reference"),
        ]
        verbose_name_plural = "travel papers"

    if TYPE_CHECKING:
        nomination_id: UUID
        residence_id: str | None

    def __str__(self) -> str:
        return f"papers of {self.nomination_id}"
