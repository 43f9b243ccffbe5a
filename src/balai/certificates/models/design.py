"""What the certificates of an edition say, and who signs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Organisation
from balai.directory.models.base import has_words
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.kernel.translated import TranslatedTextField
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models.fields.related_descriptors import RelatedManager


class Design(IdentifiedModel):
    """The wording of an edition's certificates, in both languages, with gaps that are filled for each person.

    Gaps stand in braces: ``{country}``. What gaps there are is in :mod:`balai.certificates.services.wording`.
    """

    edition: models.OneToOneField[Edition, Edition] = models.OneToOneField(
        Edition, models.CASCADE, related_name="certificate_design", verbose_name=_("edition")
    )
    title = TranslatedTextField(_("title"), max_length=80)
    before = TranslatedTextField(
        _("between name and programme"), max_length=200, help_text=_("Such as: of {country} has completed")
    )
    after = TranslatedTextField(
        _("after the programme"),
        max_length=300,
        lines=2,
        help_text=_("Such as: held in {cities}, {host}, from {first_day} to {last_day}"),
    )
    language = models.CharField(_("first language"), max_length=2, default="en")
    place = models.CharField(_("place of issue"), max_length=80)
    dated_on = models.DateField(_("date of issue"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_certificate_design"
        constraints = [
            has_words("title", name="certificate_design_has_a_title"),
            models.CheckConstraint(
                condition=Q(language__in=["en", "id"]), name="certificate_design_language_is_known"
            ),
            models.CheckConstraint(condition=~Q(place=""), name="certificate_design_has_a_place"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        signatories: RelatedManager[Signatory]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.title}"

    @property
    def reference(self) -> str:
        """How the trail names this design."""
        return f"certificate_design:{self.pk}"


class Signatory(IdentifiedModel):
    """Who signs, by office only; ``order`` is that of protocol, in signatures and logos."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="signatories")
    order = models.PositiveSmallIntegerField(_("order of protocol"))
    organisation: models.ForeignKey[Organisation, Organisation] = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    office = TranslatedTextField(_("office that signs"), max_length=160)
    logo = models.BinaryField(_("logo"), default=b"", blank=True)

    class Meta:
        db_table = "balai_certificate_signatory"
        ordering = ["order"]
        constraints = [
            has_words("office", name="certificate_signatory_has_an_office"),
            models.UniqueConstraint(
                fields=["design", "order"],
                name="certificate_signatory_order_once",
                violation_error_message=_("Two signatories have the same place in the order of protocol."),
            ),
            models.CheckConstraint(
                condition=Q(order__range=(1, 4)),
                name="certificate_signatory_fits_the_sheet",
                violation_error_message=_("Four offices sign at most; more do not fit on the sheet."),
            ),
        ]

    if TYPE_CHECKING:
        organisation_id: UUID

    def __str__(self) -> str:
        return f"{self.order}: {self.office}"
