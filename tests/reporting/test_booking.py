from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from balai.audit.models import Deed
from balai.directory.models import Organisation
from balai.kernel.refusal import RuleViolationError
from balai.programmes.enums import EditionStatus
from balai.programmes.services.parts import ListError
from balai.reporting.adapters.lights import spending_light
from balai.reporting.models import Ledger, Spending
from balai.reporting.queries.spending import by_line, by_partner, contributions
from balai.reporting.services.booking import book_spending, open_ledger, reverse_spending
from tests.programmes.factories import BudgetLineFactory, EditionFactory
from tests.reporting.factories import (
    AT,
    OFFICER,
    booked,
    edition_with_budget,
    in_kind,
    line,
)

if TYPE_CHECKING:
    from balai.programmes.models import Edition

pytestmark = pytest.mark.django_db


def faults_of(edition: Edition, *lines: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(ListError) as error:
        book_spending(edition=edition, lines=lines, batch=uuid4(), actor=OFFICER, at=AT)
    return [(one.number, one.field, one.message) for one in error.value.faults]


def refused_by(constraint: str, write: Any) -> None:
    """Whatever the form says, the table does not take it."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr] # psycopg's


def test_what_a_line_leaves_out_is_as_the_budget_says(edition: Edition) -> None:
    rooms, days = booked(edition)

    for row in (rooms, days):
        row.refresh_from_db()
    assert (rooms.number, rooms.currency, rooms.rate, rooms.payer.code, rooms.form, rooms.reported) == (
        1,
        "IDR",
        Decimal(1),
        "host",
        "cash",
        Decimal("65000000.00"),
    )
    assert (days.number, days.form, days.method, days.basis, days.unit, days.unit_value) == (
        2,
        "in-kind",
        "standard",
        "Tariff of the centre",
        "day",
        Decimal(5_000_000),
    )
    assert Deed.objects.get(action="ledger.booked").detail == {"bookings": 2, "first": 1, "last": 2}


def test_budget_and_actual_are_told_by_line_partner_and_currency(edition: Edition) -> None:
    fare: dict[str, Any] = {
        "currency": "USD",
        "rate": Decimal(14_000),
        "rate_source": "Bank Indonesia, 31 July 2018",
    }
    booked(edition, line(edition), line(edition, number=2, amount=Decimal(100), **fare), in_kind(edition, 3))

    hotel, workshops = by_line(edition)
    host, centre = by_partner(edition)

    assert hotel.spent.parts == [("IDR", Decimal("65000000.00")), ("USD", Decimal("100.00"))]
    assert (hotel.spent.reported, hotel.left) == (Decimal("66400000.00"), None)
    assert (workshops.left, workshops.percent) == (Decimal(0), 100)
    assert host.payer is not None
    assert (host.payer.code, host.planned_cash.parts, host.cash.reported, host.in_kind.parts) == (
        "host",
        [("IDR", Decimal(78_000_000))],
        Decimal("66400000.00"),
        [],
    )
    assert (centre.cash.parts, centre.in_kind.reported) == ([], Decimal("20000000.00"))
    given = {(one.payer.code, one.form, one.currency): one for one in contributions(edition)}
    kind = given["centre", "in-kind", "IDR"]
    assert (kind.method, kind.bases, kind.quantity, kind.other_method, kind.other_amount) == (
        "standard",
        ["Tariff of the centre"],
        Decimal(4),
        "market",
        Decimal("26000000.00"),
    )


def test_every_fault_of_every_line_is_told_at_once_and_nothing_is_booked(edition: Edition) -> None:
    other = another_with_budget()

    found = faults_of(
        edition,
        line(edition),
        line(edition, number=2, on=dt.date(2018, 8, 21), currency="USD"),
        in_kind(edition, 3, method=""),
        line(other, number=4),
        line(edition, number=5, amount=Decimal(0), quantity=Decimal(2)),
        line(edition, number=6, rate=Decimal(2)),
    )

    assert [(number, field) for number, field, _message in found] == [
        (2, "rate"),
        (2, "rate_source"),
        (2, "on"),
        (3, "method"),
        (4, "line"),
        (5, "amount"),
        (5, "method"),
        (5, "quantity"),
        (6, "rate"),
    ]
    assert not Spending.objects.exists()
    assert Ledger.objects.get(edition=edition).numbered == 0


def another_with_budget() -> Edition:
    """A line of the same code in another edition."""
    other: Edition = EditionFactory.create(status=EditionStatus.CLOSED)
    payer = Organisation.objects.get(code="host")
    BudgetLineFactory.create(edition=other, code="hotel", payer=payer)
    return other


def test_a_sheet_that_comes_twice_is_booked_once(edition: Edition) -> None:
    batch = uuid4()

    first, again = (
        book_spending(edition=edition, lines=[line(edition)], batch=batch, actor=OFFICER, at=AT)
        for _time in range(2)
    )

    assert [row.pk for row in first] == [row.pk for row in again]
    assert Spending.objects.count() == 1


def test_other_rows_of_a_sheet_that_was_booked_are_refused_and_so_is_one_that_was_taken_back(
    edition: Edition,
) -> None:
    batch = uuid4()

    def send(*lines: Any) -> list[Spending]:
        return book_spending(edition=edition, lines=lines, batch=batch, actor=OFFICER, at=AT)

    rooms = send(line(edition))[0]
    for others in ([line(edition, what="Meals")], [line(edition), in_kind(edition, 2)]):
        with pytest.raises(RuleViolationError, match=r"spending\.batch_used"):
            send(*others)
    reverse_spending(spending=rooms, why="The hotel paid back", actor=OFFICER, at=AT)
    with pytest.raises(RuleViolationError, match=r"spending\.batch_used"):
        send(line(edition))


def test_a_sum_that_the_book_does_not_hold_is_a_fault(edition: Edition) -> None:
    fare: dict[str, Any] = {"currency": "USD", "rate": Decimal(10) ** 11, "rate_source": "Nobody"}

    assert [told[:2] for told in faults_of(edition, line(edition, amount=Decimal(10) ** 11, **fare))] == [
        (1, "rate")
    ]


def test_a_booking_is_taken_back_once_and_whole_and_both_stay(edition: Edition) -> None:
    rooms, _days = booked(edition)

    reversal = reverse_spending(spending=rooms, why="The hotel paid back", actor=OFFICER, at=AT)

    assert (reversal.number, reversal.amount, reversal.reverses_id) == (3, -rooms.amount, rooms.pk)
    assert by_line(edition)[0].spent.parts == []
    assert [one.payer.code for one in contributions(edition)] == ["centre"]
    for again in (rooms, reversal):
        with pytest.raises(RuleViolationError):
            reverse_spending(spending=again, why="Once more", actor=OFFICER, at=AT)


def test_the_database_keeps_what_was_booked(edition: Edition) -> None:
    rooms, _days = booked(edition)
    ledger = Ledger.objects.get(edition=edition)
    copied = {
        name: getattr(rooms, name)
        for name in ("edition", "line", "on", "what", "amount", "currency", "rate", "payer", "form")
    }
    copied |= {"batch": uuid4(), "place": 1, "booked_at": AT, "booked_by": OFFICER, "number": 9}

    def write(**more: Any) -> Any:
        return lambda: Spending.objects.create(**{**copied, **more})

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Spending.objects.update(what="Something else")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rooms.delete()
    refused_by("ledger_stays", lambda: Ledger.objects.filter(pk=ledger.pk).update(currency="USD"))
    refused_by("spending_rate_fits_the_ledger", write(rate=Decimal(2)))
    refused_by("spending_rate_has_a_source", write(currency="USD"))
    refused_by(
        "spending_reversal_takes_back_the_whole", write(reverses=rooms, why="A part", amount=Decimal(-1))
    )
    refused_by("spending_number_once", write(number=rooms.number))
    refused_by("spending_is_above_zero_or_taken_back", write(amount=Decimal(-1)))


def test_nothing_is_spent_on_an_idea_or_without_a_budget(countries: None) -> None:
    idea = edition_with_budget(status=EditionStatus.IDEA)
    bare: Edition = EditionFactory.create(status=EditionStatus.CLOSED)

    for edition, code in ((idea, "ledger.edition_is_an_idea"), (bare, "ledger.no_budget")):
        with pytest.raises(RuleViolationError) as refusal:
            open_ledger(edition=edition, currency="IDR", actor=OFFICER, at=AT)
        assert refusal.value.refusal.code == code
    with pytest.raises(RuleViolationError, match=r"ledger\.not_opened"):
        book_spending(edition=bare, lines=[], batch=uuid4(), actor=OFFICER, at=AT)


def test_the_light_asks_for_bookings_and_then_for_receipts(edition: Edition) -> None:
    before = spending_light(edition, at=AT)
    booked(edition)

    after = spending_light(edition, at=AT)

    assert ([str(one.what) for one in before.open], before.ready, before.of) == (
        ["Book what was spent"],
        0,
        2,
    )
    assert ([str(one.what) for one in after.open], after.ready) == (["Add receipts"], 2)
