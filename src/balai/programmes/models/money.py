"""What participants are given and by whom, and what an edition costs."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.directory.models.base import Sourced, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import Benefit, Form, Side, TravelCategory
from balai.programmes.models.edition import Edition
from balai.programmes.models.parts import is_coded


def every_category() -> list[int]:
    """The three travel categories."""
    return list(TravelCategory.values)


class PackageItem(IdentifiedModel, Sourced):
    """One part of the sponsorship package: what is given, who pays, and for which travel categories."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="package")
    code = models.CharField(_("code"), max_length=24)
    benefit = models.CharField(_("what is given"), max_length=12, choices=Benefit)
    side = models.CharField(_("who pays"), max_length=12, choices=Side, default=Side.ORGANISER)
    payer = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="benefits_paid",
        verbose_name=_("organisation that pays"),
    )
    categories = ArrayField(
        models.PositiveSmallIntegerField(choices=TravelCategory),
        verbose_name=_("travel categories"),
        default=every_category,
    )
    note = TranslatedTextField(_("how and how much"), blank=True, max_length=500)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_package_item"
        constraints = [
            is_one_of("certainty", Certainty, name="package_item_certainty_is_known"),
            is_coded("package_item_code_is_a_code"),
            is_one_of("benefit", Benefit, name="package_item_benefit_is_known"),
            is_one_of("side", Side, name="package_item_side_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="package_item_code_once",
                violation_error_message=_("Another part of the package has this code."),
            ),
            models.CheckConstraint(
                condition=Q(side=Side.ORGANISER) ^ Q(payer=None),
                name="package_item_of_an_organiser_names_it",
                violation_error_message=_("Name the organisation where an organiser pays, and nowhere else."),
            ),
            models.CheckConstraint(
                condition=~Q(categories=[]) & Q(categories__contained_by=TravelCategory.values),
                name="package_item_is_for_known_categories",
                violation_error_message=_("Travel categories are 1, 2 and 3; name one or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_benefit_display()}"


class BudgetLine(IdentifiedModel, Sourced):
    """One line of the budget: quantity times days times rate, in its own currency.

    What is given in kind is valued too, kept apart from cash, and says by which method.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="budget")
    code = models.CharField(_("code"), max_length=24)
    description = TranslatedTextField(_("description"), max_length=300)
    unit = models.CharField(_("unit"), max_length=40)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    days = models.DecimalField(_("days or times"), max_digits=7, decimal_places=2, default=1)
    rate = models.DecimalField(_("rate"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.GeneratedField(
        expression=F("quantity") * F("days") * F("rate"),
        output_field=models.DecimalField(max_digits=24, decimal_places=2),
        db_persist=True,
    )
    payer = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("payer"),
    )
    form = models.CharField(_("cash or in kind"), max_length=8, choices=Form, default=Form.CASH)
    valuation = models.CharField(_("method of valuation"), max_length=200, blank=True)
    is_aid_countable = models.BooleanField(_("counts as aid"), default=False)
    modality = models.CharField(
        _("modality of aid"), max_length=8, blank=True, help_text=_("A code such as D021 or E01.")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), null=True, blank=True)
    travel_category = models.PositiveSmallIntegerField(
        _("fares of travel category"),
        choices=TravelCategory,
        null=True,
        blank=True,
        help_text=_("Selection keeps the fares of those who are in within the line's amount."),
    )
    beds = models.PositiveSmallIntegerField(
        _("people to a room"),
        null=True,
        blank=True,
        help_text=_("Where the quantity is rooms: selection keeps within them; a room is for one sex."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        db_table = "balai_budget_line"
        constraints = [
            is_one_of("certainty", Certainty, name="budget_line_certainty_is_known"),
            is_coded("budget_line_code_is_a_code"),
            is_one_of("form", Form, name="budget_line_form_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="budget_line_code_once",
                violation_error_message=_("Another line of the budget has this code."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="budget_line_currency_is_iso_4217",
                violation_error_message=_("A currency is three capitals, such as IDR."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0, days__gte=0, rate__gte=0),
                name="budget_line_is_not_negative",
                violation_error_message=_("Quantity, days and rate are not below zero."),
            ),
            models.CheckConstraint(
                condition=Q(travel_category=None) | Q(travel_category__in=TravelCategory.values),
                name="budget_line_travel_category_is_known",
            ),
            models.UniqueConstraint(
                fields=["edition", "travel_category"],
                name="budget_line_once_for_a_travel_category",
                violation_error_message=_("Another line pays the fares of this travel category."),
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(beds__isnull=False),
                name="budget_line_once_for_rooms",
                violation_error_message=_("Another line counts the rooms."),
            ),
            models.CheckConstraint(
                condition=Q(beds=None) | Q(beds__gte=1, beds__lte=20),
                name="budget_line_beds_are_from_1_to_20",
                violation_error_message=_("From 1 to 20 people share a room."),
            ),
            models.CheckConstraint(
                condition=Q(is_aid_countable=False) | ~Q(modality=""),
                name="budget_line_that_counts_as_aid_has_a_modality",
                violation_error_message=_("What counts as aid has a modality, such as D021."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"
