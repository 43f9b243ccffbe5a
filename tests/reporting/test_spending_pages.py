from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balai.audit.models import Look
from balai.people.enums import Role
from balai.reporting.models import Receipt, Spending
from balai.reporting.services.booking import reverse_spending
from tests.people.factories import account_with
from tests.reporting.factories import AT, OFFICER, booked, line
from tests.reporting.workbooks import workbook_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from balai.programmes.models import Edition

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nreceipt\n%%EOF\n"
HEADS: list[object] = [
    "Day",
    "Line of the budget",
    "what",
    "amount",
    "currency",
    "rate",
    "rate_source",
    "form",
]
BOOK_QUERIES = 8


@pytest.fixture
def finance(client: Client) -> Client:
    """The finance officer's browser."""
    client.force_login(account_with(Role.FINANCE_OFFICER))
    return client


def brought(client: Client, edition: Edition, *rows: list[Any]) -> Any:
    content = workbook_of(*rows)
    return client.post(
        reverse("reporting:bring_file", args=[edition.code]),
        {"file": SimpleUploadedFile("spent.xlsx", content)},
    )


def test_a_workbook_is_booked_whole_and_once(edition: Edition, finance: Client) -> None:
    rows: list[list[object]] = [
        HEADS,
        [dt.datetime(2018, 7, 31), "hotel", "Nights", 65_000_000, None, None, None, "Cash"],  # noqa: DTZ001 -- as a workbook has it
        [dt.datetime(2018, 8, 1), "HOTEL", "Deposit", 250.5, "USD", 14404, "Bank Indonesia", None],  # noqa: DTZ001 -- as above
    ]

    answers = [brought(finance, edition, *rows) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    told = Spending.objects.order_by("number").values_list("number", "what", "currency", "reported")
    assert [(number, what, currency, f"{sum_:f}") for number, what, currency, sum_ in told] == [
        (1, "Nights", "IDR", "65000000.00"),
        (2, "Deposit", "USD", "3608202.00"),
    ]


def test_a_workbook_that_was_taken_back_is_booked_anew_and_one_of_which_a_part_was_is_refused(
    edition: Edition, finance: Client
) -> None:
    rows: list[list[object]] = [
        HEADS[:4],
        ["2018-07-31", "hotel", "Nights", 250],
        ["2018-07-31", "hotel", "Meals", 250],
    ]

    brought(finance, edition, *rows)
    one, other = Spending.objects.order_by("number")
    reverse_spending(spending=one, why="Wrong", actor=OFFICER, at=AT)
    partly = brought(finance, edition, *rows)
    reverse_spending(spending=other, why="Wrong", actor=OFFICER, at=AT)
    again = [brought(finance, edition, *rows).status_code for _time in range(2)]

    assert (partly.status_code, "send it as a new sheet" in partly.content.decode()) == (409, True)
    assert (again, Spending.objects.count()) == ([302, 302], 6)


def test_a_workbook_with_faults_is_told_by_row_column_value_rule_and_remedy(
    edition: Edition, finance: Client
) -> None:
    answer = brought(
        finance,
        edition,
        HEADS,
        [None] * 8,
        ["31/07/2018", "hotle", "Nights", "much", None, None, None, None],
        ["2018-07-31", "hotel", "Deposit", 250, "USD", None, None, None],
    )

    told = [
        (one.row, one.column, one.value, bool(one.rule), bool(one.remedy)) for one in answer.context["told"]
    ]
    assert (answer.status_code, told) == (
        422,
        [
            (3, "Day", "31/07/2018", True, True),
            (3, "Line of the budget", "hotle", True, True),
            (3, "Amount", "much", True, True),
            (4, "Exchange rate", "", True, False),
            (4, "Source of the exchange rate", "", True, False),
        ],
    )
    strange = brought(finance, edition, [*HEADS, "Salary of"], ["2018-07-31"])
    assert [(one.row, one.column) for one in strange.context["told"]] == [(1, "Salary of")]
    assert not Spending.objects.exists()


def test_a_sheet_is_typed_pasted_and_sent_twice_but_booked_once(edition: Edition, finance: Client) -> None:
    address = reverse("reporting:book", args=[edition.code])
    data = {
        "batch": str(uuid4()),
        "pasted": "on\tline\twhat\tamount\n2018-07-31\thotel\tNights\t65000000\n2018-08-01\thotel\tMeals\tx",
    }

    wrong = finance.post(address, data)
    right = [finance.post(address, {**data, "pasted": data["pasted"][:-1] + "1000"}) for _time in range(2)]

    told = [(one.row, one.column) for one in wrong.context["told"]]
    assert (wrong.status_code, told, [one.status_code for one in right]) == (422, [(2, "Amount")], [302, 302])
    assert sorted(Spending.objects.values_list("what", flat=True)) == ["Meals", "Nights"]
    other = finance.post(address, {**data, "pasted": data["pasted"][:-1] + "2000", "clear": "²"})
    assert (other.status_code, other.context["refusal"].code) == (409, "spending.batch_used")
    assert str(other.context["batch"]) != data["batch"]


def test_a_receipt_is_kept_sealed_opened_with_a_look_and_put_away(
    keys: None, edition: Edition, finance: Client
) -> None:
    row = booked(edition, line(edition))[0]
    address = reverse("reporting:add_receipt", args=[edition.code, row.pk])

    wrong = finance.post(address, {"file": SimpleUploadedFile("receipt.pdf", b"no paper")})
    finance.post(address, {"file": SimpleUploadedFile("receipt.pdf", PDF)})

    receipt = Receipt.objects.get()
    opened = finance.get(reverse("reporting:receipt", args=[edition.code, receipt.pk]))
    assert (wrong.status_code, opened.content, opened["Content-Type"]) == (422, PDF, "application/pdf")
    assert Look.objects.values_list("field", "purpose").get() == ("spending.receipt", "accounts")
    finance.post(
        reverse("reporting:put_receipt_away", args=[edition.code, receipt.pk]), {"because": "A wrong paper"}
    )
    assert finance.get(reverse("reporting:receipt", args=[edition.code, receipt.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_book_asks_as_much_for_three_as_for_one(
    rows: int, edition: Edition, finance: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    booked(edition, *(line(edition, number=one, what=f"Night {one}") for one in range(rows)))
    address = reverse("reporting:bookings", args=[edition.code])
    finance.get(address)

    with django_assert_num_queries(BOOK_QUERIES):
        page = finance.get(address).content.decode()

    assert [f"Night {one}" in page for one in range(3)] == [one < rows for one in range(3)]
    for name in ("bookings", "budget", "partners", "contributions"):
        sheet = finance.get(reverse("reporting:sheet", args=[edition.code, name, "csv"]))
        assert f"{65_000_000 * rows}.00".encode() in b"".join(sheet) or name == "bookings"
