"""What was spent: the book of an edition, budget against actual, and what each partner gave."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, Sum

from balai.directory.models import Organisation
from balai.programmes.enums import Form
from balai.programmes.models import BudgetLine
from balai.reporting.models import Ledger, Receipt, Spending

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import Edition

NOTHING = Decimal(0)


def ledger_of(edition: Edition) -> Ledger | None:
    """The book of an edition, if it was opened."""
    return Ledger.objects.filter(edition=edition).first()


def bookings(edition: Edition) -> QuerySet[Spending]:
    """Everything that was booked, with its line and payer, and how many receipts each has."""
    return (
        Spending.objects.filter(edition=edition)
        .select_related("line", "payer", "reverses", "reversal")
        .annotate(receipt_count=Count("receipts", filter=Q(receipts__put_away_at=None)))
    )


def open_bookings(edition: Edition) -> QuerySet[Spending]:
    """What counts: neither a reversal nor taken back by one."""
    return Spending.objects.filter(edition=edition, reverses=None, reversal=None)


def batch_of_rows(ledger: Ledger, cells: Sequence[Mapping[str, str]]) -> UUID:
    """Which sheet the rows of a workbook are, also where the file was saved again.

    The same rows are the same sheet, so that none is booked twice; a sheet that was taken back as a whole
    is a further one.
    """
    said = json.dumps(cells, sort_keys=True)
    turn = 0
    while True:
        batch = uuid5(ledger.pk, f"{said}{turn or ''}")
        rows = Spending.objects.filter(edition=ledger.edition_id, batch=batch)
        if not rows.exists() or rows.filter(reversal=None).exists():
            return batch
        turn += 1


def without_receipt(edition: Edition) -> int:
    """How many bookings in cash that count have no receipt."""
    there = Receipt.objects.filter(spending=OuterRef("pk"), put_away_at=None)
    return open_bookings(edition).filter(~Exists(there), form=Form.CASH).count()


@dataclass(slots=True, kw_only=True)
class Sums:
    """Amounts by currency, and all of them in the reporting currency."""

    by_currency: dict[str, Decimal] = field(default_factory=dict)
    reported: Decimal = NOTHING

    def add(self, currency: str, amount: Decimal, reported: Decimal) -> None:
        self.by_currency[currency] = self.by_currency.get(currency, NOTHING) + amount
        self.reported += reported

    @property
    def parts(self) -> list[tuple[str, Decimal]]:
        """By currency, those that are not nothing."""
        return [(currency, amount) for currency, amount in sorted(self.by_currency.items()) if amount]


@dataclass(slots=True, kw_only=True)
class LineSums:
    """One line of the budget against what was booked under it.

    ``left`` is told where everything was spent in the line's own currency: no rate is made up for the rest.
    """

    line: BudgetLine
    spent: Sums

    @property
    def left(self) -> Decimal | None:
        if set(dict(self.spent.parts)) - {self.line.currency}:
            return None
        budget: Decimal = self.line.amount
        return budget - self.spent.by_currency.get(self.line.currency, NOTHING)

    @property
    def percent(self) -> int | None:
        """How much of the line is spent."""
        if self.left is None or not self.line.amount:
            return None
        return int(100 * (self.line.amount - self.left) / self.line.amount)


def by_line(edition: Edition) -> list[LineSums]:
    """Every line of the budget against what was booked under it; two questions."""
    lines = list(BudgetLine.objects.filter(edition=edition).select_related("payer").order_by("order", "code"))
    spent: dict[UUID, Sums] = defaultdict(Sums)
    for row in _summed(edition, "line"):
        spent[row["line"]].add(row["currency"], row["given"], row["worth"])
    return [LineSums(line=line, spent=spent[line.pk]) for line in lines]


@dataclass(slots=True, kw_only=True)
class PartnerSums:
    """What one partner was to give and gave, in cash and in kind kept apart."""

    payer: Organisation | None
    planned_cash: Sums = field(default_factory=Sums)
    planned_in_kind: Sums = field(default_factory=Sums)
    cash: Sums = field(default_factory=Sums)
    in_kind: Sums = field(default_factory=Sums)

    @property
    def reported(self) -> Decimal:
        """All that it gave, in the reporting currency."""
        return self.cash.reported + self.in_kind.reported


def by_partner(edition: Edition) -> list[PartnerSums]:
    """What each payer of the budget, and whoever else paid, was to give and gave; three questions."""
    found: dict[UUID | None, PartnerSums] = {}
    planned = (
        BudgetLine.objects.filter(edition=edition)
        .values("payer", "form", "currency")
        .annotate(given=Sum("amount"))
        .order_by("payer", "form", "currency")
    )
    for row in planned:
        sums = found.setdefault(row["payer"], PartnerSums(payer=None))
        side = sums.planned_in_kind if row["form"] == Form.IN_KIND else sums.planned_cash
        side.add(row["currency"], row["given"], NOTHING)
    for given in _summed(edition, "payer", "form"):
        sums = found.setdefault(given["payer"], PartnerSums(payer=None))
        side = sums.in_kind if given["form"] == Form.IN_KIND else sums.cash
        side.add(given["currency"], given["given"], given["worth"])
    named = Organisation.objects.in_bulk([key for key in found if key])
    for key, sums in found.items():
        sums.payer = named.get(key) if key else None
    return sorted(found.values(), key=_in_order)


def _in_order(sums: PartnerSums) -> tuple[bool, Decimal, str]:
    return (sums.payer is None, -sums.reported, str(sums.payer.name) if sums.payer else "")


def _summed(edition: Edition, *names: str) -> Iterable[Mapping[str, Any]]:
    """What was booked, reversals included, by some columns and currency."""
    rows: Iterable[Mapping[str, Any]] = (
        Spending.objects.filter(edition=edition)
        .values(*names, "currency")
        .annotate(given=Sum("amount"), worth=Sum("reported"))
        .order_by(*names, "currency")
    )
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one partner gave under one line, in cash or in kind, valued by one method.

    Attributes:
        quantity, unit: in kind, how much of it.
        bases: where its price or rate is written.
        other_method, other_amount: what it is worth by another method, where that was told.
        count: of bookings.
    """

    payer: Organisation
    line: BudgetLine
    form: str
    currency: str
    amount: Decimal
    reported: Decimal
    quantity: Decimal | None
    unit: str
    method: str
    bases: list[str]
    other_method: str
    other_amount: Decimal | None
    count: int


def contributions(edition: Edition) -> list[Contribution]:
    """What partners gave, line by line: what was taken back does not count; three questions."""
    rows = list(
        open_bookings(edition)
        .values("payer", "line", "form", "currency", "unit", "method", "other_method")
        .annotate(
            given=Sum("amount"),
            worth=Sum("reported"),
            much=Sum("quantity"),
            other=Sum("other_amount"),
            bases=ArrayAgg("basis", filter=~Q(basis=""), distinct=True, default=[]),
            count=Count("pk"),
        )
        .order_by("payer__code", "form", "line__order", "line__code", "currency", "method")
    )
    payers = Organisation.objects.in_bulk({row["payer"] for row in rows})
    lines = BudgetLine.objects.in_bulk({row["line"] for row in rows})
    return [
        Contribution(
            payer=payers[row["payer"]],
            line=lines[row["line"]],
            form=row["form"],
            currency=row["currency"],
            amount=row["given"],
            reported=row["worth"],
            quantity=row["much"],
            unit=row["unit"],
            method=row["method"],
            bases=row["bases"],
            other_method=row["other_method"],
            other_amount=row["other"],
            count=row["count"],
        )
        for row in rows
    ]
