"""The book, budget against actual and contributions as sheets: what the pages show and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.programmes.enums import Form
from balai.reporting.enums import Valuation
from balai.reporting.queries.spending import bookings, by_line, by_partner, contributions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from balai.directory.models import Organisation
    from balai.programmes.models import Edition
    from balai.reporting.models import Ledger
    from balai.reporting.queries.spending import Sums

EXPORTS = ("bookings", "budget", "partners", "contributions")
"""Lists that are given out as files."""


def head_and_rows(name: str, edition: Edition, ledger: Ledger) -> tuple[list[str], Iterator[list[str]]]:
    """What the columns of a list are called, in the reader's language, and its lines."""
    make = {"bookings": _book, "budget": _budget, "partners": _partners, "contributions": _contributions}
    return make[name](edition, ledger)


def _book(edition: Edition, ledger: Ledger) -> tuple[list[str], Iterator[list[str]]]:
    head = [
        gettext("Number"),
        gettext("Day"),
        gettext("Line"),
        gettext("What for"),
        gettext("Amount"),
        gettext("Currency"),
        gettext("Exchange rate"),
        gettext("Source of the exchange rate"),
        _in(ledger),
        gettext("Payer"),
        gettext("Cash or in kind"),
        gettext("Quantity"),
        gettext("Unit"),
        gettext("Method of valuation"),
        gettext("Basis of the value"),
        gettext("Is salary"),
        gettext("Receipts"),
        gettext("Takes back"),
        gettext("Why"),
        gettext("Booked (UTC)"),
    ]
    rows = bookings(edition).order_by("number")
    return head, (
        [
            str(one.number),
            one.on.isoformat(),
            one.line.code,
            one.what,
            _money(one.amount),
            one.currency,
            f"{one.rate.normalize():f}",
            one.rate_source,
            _money(one.reported),
            str(one.payer.name),
            str(Form(one.form).label),
            "" if one.quantity is None else f"{one.quantity.normalize():f}",
            one.unit,
            method_name(one.method),
            one.basis,
            gettext("yes") if one.is_salary else gettext("no"),
            str(one.receipt_count),  # type: ignore[attr-defined] # the question tells it
            str(one.reverses.number) if one.reverses else "",
            one.why,
            one.booked_at.strftime("%Y-%m-%d %H:%M"),
        ]
        for one in rows
    )


def _budget(edition: Edition, ledger: Ledger) -> tuple[list[str], Iterator[list[str]]]:
    head = [
        gettext("Line"),
        gettext("Description"),
        gettext("Payer"),
        gettext("Cash or in kind"),
        gettext("Budget"),
        gettext("Currency"),
        gettext("Spent, by currency"),
        _in(ledger),
        gettext("Left"),
    ]
    return head, (
        [
            one.line.code,
            str(one.line.description),
            _name(one.line.payer),
            str(Form(one.line.form).label),
            _money(one.line.amount),
            one.line.currency,
            in_words(one.spent),
            _money(one.spent.reported),
            "" if one.left is None else _money(one.left),
        ]
        for one in by_line(edition)
    )


def _partners(edition: Edition, ledger: Ledger) -> tuple[list[str], Iterator[list[str]]]:
    head = [
        gettext("Partner"),
        gettext("Budget, cash"),
        gettext("Budget, in kind"),
        gettext("Spent, cash"),
        gettext("Given, in kind"),
        _in(ledger),
    ]
    return head, (
        [
            _name(one.payer),
            in_words(one.planned_cash),
            in_words(one.planned_in_kind),
            in_words(one.cash),
            in_words(one.in_kind),
            _money(one.reported),
        ]
        for one in by_partner(edition)
    )


def _contributions(edition: Edition, ledger: Ledger) -> tuple[list[str], Iterator[list[str]]]:
    head = [
        gettext("Partner"),
        gettext("Cash or in kind"),
        gettext("Line"),
        gettext("Description"),
        gettext("Bookings"),
        gettext("Quantity"),
        gettext("Unit"),
        gettext("Amount"),
        gettext("Currency"),
        _in(ledger),
        gettext("Method of valuation"),
        gettext("Basis of the value"),
        gettext("Valued otherwise by"),
        gettext("Amount by that method"),
    ]
    return head, (
        [
            str(one.payer.name),
            str(Form(one.form).label),
            one.line.code,
            str(one.line.description),
            str(one.count),
            "" if one.quantity is None else f"{one.quantity.normalize():f}",
            one.unit,
            _money(one.amount),
            one.currency,
            _money(one.reported),
            method_name(one.method),
            "; ".join(one.bases),
            method_name(one.other_method),
            "" if one.other_amount is None else _money(one.other_amount),
        ]
        for one in contributions(edition)
    )


def method_name(method: str) -> str:
    """A method of valuation in the reader's language."""
    return str(Valuation(method).label) if method else ""


def in_words(sums: Sums) -> str:
    """Amounts by currency, for one cell."""
    return "; ".join(f"{currency} {_money(amount)}" for currency, amount in sums.parts)


def _in(ledger: Ledger) -> str:
    return gettext("In %(currency)s") % {"currency": ledger.currency}


def _name(payer: Organisation | None) -> str:
    return str(payer.name) if payer else gettext("nobody yet")


def _money(value: Decimal) -> str:
    return f"{value:.2f}"
