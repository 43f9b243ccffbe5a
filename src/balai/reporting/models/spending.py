"""What was spent on an edition, line by line, in cash and in kind, with its receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.restricted import DataKeyOwner
from balai.programmes.enums import Form
from balai.programmes.models import BudgetLine, Edition
from balai.reporting.enums import Valuation

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from balai.directory.models import Organisation

IS_CURRENCY = r"^[A-Z]{3}$"


class Ledger(IdentifiedModel, DataKeyOwner):
    """The book of an edition: in which currency it is summed up, and how far its bookings are numbered.

    Receipts are sealed with the key of this row: they are the office's, and no person's.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="ledger")
    currency = models.CharField(
        _("reporting currency"),
        max_length=3,
        help_text=_("All spending is converted to it, by the rate that each booking names."),
    )
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.CharField(max_length=MAX_LENGTH)
    numbered = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "balai_ledger"
        constraints = [
            models.CheckConstraint(
                condition=Q(currency__regex=IS_CURRENCY),
                name="ledger_currency_is_iso_4217",
                violation_error_message=_("A currency is three capitals, such as IDR."),
            ),
            holds_references("opened_by", name="ledger_opener_is_a_reference"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.currency}"

    @property
    def reference(self) -> str:
        """How the trail names this book."""
        return f"ledger:{self.pk}"


class Spending(IdentifiedModel):
    """One booking: what a payer spent, or gave in kind, under a line of the budget on a day.

    What was booked stays. A mistake is put right by a reversal, a row that takes back the whole of another
    (``reverses``), and by booking anew. ``batch`` and ``place`` tell which sheet it came with, so that
    none is booked twice.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="spending")
    line: models.ForeignKey[BudgetLine, BudgetLine] = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="spending", verbose_name=_("line of the budget")
    )
    number = models.PositiveIntegerField(_("number"))
    on = models.DateField(_("day"))
    what = models.CharField(
        _("what for"), max_length=200, help_text=_("What was paid or given. No names of persons.")
    )
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(
        _("exchange rate"),
        max_digits=20,
        decimal_places=8,
        help_text=_("How much of the reporting currency one unit is worth."),
    )
    rate_source = models.CharField(
        _("source of the exchange rate"),
        max_length=200,
        blank=True,
        help_text=_("Such as the central bank and the day."),
    )
    reported = models.GeneratedField(
        expression=Round(F("amount") * F("rate"), precision=2),
        output_field=models.DecimalField(max_digits=24, decimal_places=2),
        db_persist=True,
    )
    payer: models.ForeignKey[Organisation, Organisation] = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="spending", verbose_name=_("payer")
    )
    form = models.CharField(_("cash or in kind"), max_length=8, choices=Form)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In kind: how many."),
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("Such as hour or day."))
    method = models.CharField(_("method of valuation"), max_length=8, choices=Valuation, blank=True)
    basis = models.CharField(
        _("basis of the value"),
        max_length=200,
        blank=True,
        help_text=_("Where its price or rate is written."),
    )
    other_method = models.CharField(_("valued otherwise by"), max_length=8, choices=Valuation, blank=True)
    other_amount = models.DecimalField(
        _("amount by that method"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    is_salary = models.BooleanField(_("is salary"), default=False)
    reverses: models.OneToOneField[Spending | None, Spending | None] = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal"
    )
    why = models.CharField(_("why it is taken back"), max_length=300, blank=True)
    batch = models.UUIDField()
    place = models.PositiveIntegerField()
    booked_at = models.DateTimeField(_("booked"))
    booked_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_spending"
        constraints = [
            is_one_of("form", Form, name="spending_form_is_known"),
            models.UniqueConstraint(fields=["edition", "number"], name="spending_number_once"),
            models.UniqueConstraint(fields=["edition", "batch", "place"], name="spending_booked_once"),
            models.CheckConstraint(
                condition=Q(currency__regex=IS_CURRENCY),
                name="spending_currency_is_iso_4217",
                violation_error_message=_("A currency is three capitals, such as IDR."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="spending_rate_is_above_zero",
                violation_error_message=_("A rate is above zero."),
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, why="", amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0) & ~Q(why=""),
                name="spending_is_above_zero_or_taken_back",
                violation_error_message=_("An amount is above zero."),
            ),
            models.CheckConstraint(
                condition=Q(form=Form.CASH, quantity=None, unit="", method="", basis="", other_method="")
                | Q(form=Form.IN_KIND, method__in=Valuation.values) & ~Q(basis=""),
                name="spending_in_kind_says_how_it_is_valued",
                violation_error_message=_(
                    "What is given in kind names the method of its valuation and the basis; cash has neither,"
                    " and no quantity."
                ),
            ),
            models.CheckConstraint(
                condition=Q(other_method="", other_amount=None)
                | Q(other_method__in=Valuation.values, other_amount__isnull=False)
                & ~Q(other_method=F("method")),
                name="spending_other_value_is_by_another_method",
                violation_error_message=_("Another value has another method, and an amount."),
            ),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0) & ~Q(unit=""),
                name="spending_quantity_has_a_unit",
                violation_error_message=_("A quantity is above zero and has a unit."),
            ),
            models.CheckConstraint(condition=~Q(what=""), name="spending_says_what_for"),
            holds_references("booked_by", name="spending_booker_is_a_reference"),
        ]
        indexes = [
            models.Index(fields=["edition", "-on", "-number", "-id"], name="spending_by_day"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        line_id: UUID
        payer_id: UUID
        reverses_id: UUID | None

    def __str__(self) -> str:
        return f"{self.number}: {self.what}"

    @property
    def reference(self) -> str:
        """How the trail names this booking."""
        return f"spending:{self.pk}"

    @property
    def unit_value(self) -> Decimal | None:
        """What one of what was given in kind is worth."""
        return round(abs(self.amount) / self.quantity, 2) if self.quantity else None


class Receipt(IdentifiedModel):
    """A paper that proves a booking, sealed. Put away, its file goes, and the row says why."""

    spending: models.ForeignKey[Spending, Spending] = models.ForeignKey(
        Spending, models.PROTECT, related_name="receipts"
    )
    file = KeptFileField(null=True)
    name = models.CharField(_("receipt"), max_length=160)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    at = models.DateTimeField(_("added"))
    actor = models.CharField(max_length=MAX_LENGTH)
    put_away_at = models.DateTimeField(null=True)
    put_away_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    put_away_because = models.CharField(_("why it is put away"), max_length=300, blank=True)

    class Meta:
        db_table = "balai_receipt"
        constraints = [
            models.CheckConstraint(
                condition=Q(put_away_at=None, put_away_by="", put_away_because="", file__isnull=False)
                | Q(put_away_at__isnull=False, file=None) & ~Q(put_away_by="") & ~Q(put_away_because=""),
                name="receipt_put_away_says_why",
            ),
            holds_references("actor", name="receipt_actor_is_a_reference"),
        ]

    if TYPE_CHECKING:
        spending_id: UUID

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How the trail names this receipt."""
        return f"receipt:{self.pk}"

    @property
    def kept(self) -> KeptFile | None:
        """Its file, unless it was put away."""
        if self.file is None:
            return None
        return KeptFile(id=self.file, name=self.name, media_type=self.media_type, size=self.size)
