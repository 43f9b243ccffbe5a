"""Opening the book of an edition, booking what was spent, taking a booking back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import CheckConstraint
from django.utils.translation import gettext as _

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.programmes.enums import Form
from balai.programmes.models import Edition
from balai.programmes.services.parts import Fault, ListError
from balai.reporting.models import Ledger, Spending
from balai.reporting.queries.spending import ledger_of
from balai.reporting.rules.spending import may_open_ledger, may_reverse, may_send_again, must_have_ledger

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from balai.programmes.services.parts import Line

ONE = Decimal(1)
TOO_LARGE = Decimal(10) ** 22 - 1
"""What the column of the sum in the reporting currency does not hold, rounded up or not."""
UNJUDGED = ("edition", "line", "payer", "number", "batch", "place", "booked_at", "booked_by", "reverses")
ABOUT = {
    "spending_currency_is_iso_4217": "currency",
    "spending_rate_is_above_zero": "rate",
    "spending_is_above_zero_or_taken_back": "amount",
    "spending_in_kind_says_how_it_is_valued": "method",
    "spending_other_value_is_by_another_method": "other_method",
    "spending_quantity_has_a_unit": "quantity",
}
"""At which column each rule of the table is told."""
MIRRORED = ("edition", "line", "what", "currency", "rate", "rate_source", "payer", "form", "quantity", "unit")
VALUED = ("method", "basis", "is_salary")
"""What a reversal has in common with what it takes back; the other value stays with the original."""
SAID = (
    *("line_id", "on", "what", "amount", "currency", "rate", "rate_source", "payer_id", "form"),
    *("quantity", "unit", "method", "basis", "other_method", "other_amount", "is_salary"),
)
"""What makes a row that is sent again the same."""


@transaction.atomic
def open_ledger(*, edition: Edition, currency: str, actor: str, at: dt.datetime) -> Ledger:
    """Open the book of an edition in the currency in which it is summed up; opened again, it stays as it is.

    Raises:
        RuleViolationError: ``ledger.edition_is_an_idea``, ``ledger.no_budget``.
        ValidationError: the currency is none.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    there = ledger_of(edition)
    if there is not None:
        return there
    enforce(may_open_ledger(edition))
    ledger = Ledger(edition=edition, currency=currency, opened_at=at, opened_by=actor)
    ledger.full_clean()
    ledger.save()
    record(
        actor=actor, action="ledger.opened", subject=ledger.reference, at=at, detail={"currency": currency}
    )
    return ledger


@transaction.atomic
def book_spending(
    *, edition: Edition, lines: Sequence[Line], batch: UUID, actor: str, at: dt.datetime
) -> list[Spending]:
    """Book the lines of a sheet, all or nothing; a sheet that was booked is not booked again.

    What a line leaves out is as the line of the budget says: currency, payer, cash or in kind, unit, basis.

    Args:
        edition: whose book it is.
        lines: values by the names of columns of :class:`Spending`.
        batch: which sheet it is; the same rows sent again are told as they were booked.
        actor: who books.
        at: the moment.

    Raises:
        RuleViolationError: ``ledger.not_opened``, ``spending.batch_used``.
        ListError: every line and field that cannot be.
    """
    locked = Ledger.objects.select_for_update(of=("self",)).select_related("edition")
    ledger = locked.filter(edition=edition).first()
    enforce(must_have_ledger(ledger))
    assert ledger is not None  # noqa: S101 -- as the rule says
    booked, faults = judged(ledger, lines, at=at)
    sent_before = Spending.objects.filter(edition=edition, batch=batch).select_related("reversal")
    there = list(sent_before.order_by("place"))
    if there:
        enforce(may_send_again(there, is_same=_said(there) == _said(booked)))
        return there
    for place, row in enumerate(booked, start=1):
        row.number, row.batch, row.place = ledger.numbered + place, batch, place
        row.booked_at, row.booked_by = at, actor
    if not lines:
        faults.append(Fault(number=0, field=NON_FIELD_ERRORS, message=_("There is nothing to book.")))
    if faults:
        raise ListError(faults)
    Spending.objects.bulk_create(booked, batch_size=500)
    ledger.numbered += len(booked)
    ledger.save(update_fields=["numbered"])
    record(
        actor=actor,
        action="ledger.booked",
        subject=ledger.reference,
        at=at,
        detail={"bookings": len(booked), "first": booked[0].number, "last": booked[-1].number},
    )
    return booked


@transaction.atomic
def reverse_spending(*, spending: Spending, why: str, actor: str, at: dt.datetime) -> Spending:
    """Take a booking back by a further one; it stays in the book, and so does what it takes back.

    Raises:
        RuleViolationError: ``spending.is_a_reversal``, ``spending.reversed``.
    """
    ledger = Ledger.objects.select_for_update(of=("self",)).get(edition=spending.edition_id)
    spending = Spending.objects.select_related("edition", "line", "payer", "reversal").get(pk=spending.pk)
    enforce(may_reverse(spending))
    ledger.numbered += 1
    ledger.save(update_fields=["numbered"])
    reversal = Spending.objects.create(
        number=ledger.numbered,
        on=spending.on,
        amount=-spending.amount,
        reverses=spending,
        why=why.strip(),
        batch=spending.pk,
        place=1,
        booked_at=at,
        booked_by=actor,
        **{name: getattr(spending, name) for name in (*MIRRORED, *VALUED)},
    )
    record(
        actor=actor,
        action="spending.reversed",
        subject=spending.reference,
        at=at,
        detail={"number": spending.number, "by": reversal.number},
    )
    return reversal


def _said(rows: Sequence[Spending]) -> list[list[Any]]:
    """What rows say; a column that says nothing does so in any way."""
    return [[getattr(row, name) or None for name in SAID] for row in rows]


def _filled(ledger: Ledger, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a booking, with what its line of the budget says where they say nothing."""
    values = dict(given)
    line = values["line"]
    values["currency"] = values.get("currency") or line.currency
    values["payer"] = values.get("payer") or line.payer
    values["form"] = values.get("form") or line.form
    values["rate"] = values.get("rate") or (ONE if values["currency"] == ledger.currency else None)
    if values["form"] == Form.IN_KIND:
        values["basis"] = values.get("basis") or line.valuation
        if values.get("quantity"):
            values["unit"] = values.get("unit") or line.unit
    return values


def judged(ledger: Ledger, lines: Sequence[Line], *, at: dt.datetime) -> tuple[list[Spending], list[Fault]]:
    """The bookings that lines would become, and everything that keeps them from it."""
    rows: list[Spending] = []
    faults: list[Fault] = []
    for line in lines:
        row = Spending(edition_id=ledger.edition_id, **_filled(ledger, line.values))
        found = _faults(row, ledger, at=at)
        faults += [Fault(number=line.number, field=name, message=message) for name, message in found]
        rows.append(row)
    return rows, faults


def _faults(row: Any, ledger: Ledger, *, at: dt.datetime) -> Iterator[tuple[str, str]]:
    """What is wrong with one, by its field; until this is asked, any of its columns may be empty.

    Columns that the deed fills, and rows that it read, are sound.
    """
    try:
        row.clean_fields(exclude=UNJUDGED if row.rate else (*UNJUDGED, "rate"))
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from ((name, message) for message in messages)
    else:
        yield from _against_the_table(row)
        if row.rate and row.amount * row.rate >= TOO_LARGE:
            yield "rate", _("Amount and rate together are too large: look whether one has digits too many.")
    yield from _of_its_rate(row, ledger)
    if row.payer_id is None:
        yield "payer", _("Say who paid or gave it: the line of the budget names nobody.")
    if row.line.edition_id != row.edition_id:
        yield "line", _("This line is of another edition.")
    today = at.astimezone(ZoneInfo(ledger.edition.time_zone)).date()
    if row.on and row.on > today:
        yield "on", _("This day is still to come.")


def _of_its_rate(row: Any, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """The reporting currency is worth itself; another has a rate, and the rate a source."""
    if row.currency == ledger.currency:
        if row.rate != ONE:
            yield "rate", _("It is the reporting currency: leave the rate empty.")
        return
    if row.rate is None:
        sums = {"reporting": ledger.currency, "currency": row.currency}
        yield "rate", _("Say how much %(reporting)s one %(currency)s is worth.") % sums
    if not row.rate_source:
        yield "rate_source", _("Say where the rate is written.")


def _against_the_table(row: Spending) -> Iterator[tuple[str, str]]:
    """What the table would refuse, in its words, at the column that it is about."""
    for constraint in Spending._meta.constraints:
        if constraint.name in ABOUT and isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(Spending, row)
            except ValidationError as error:
                yield ABOUT[constraint.name], error.messages[0]
