"""Spending in the terms of the reference programme; every figure is made up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from balai.programmes.enums import EditionStatus, Form
from balai.programmes.models import BudgetLine
from balai.programmes.services.parts import Line
from balai.reporting.services.booking import book_spending, open_ledger
from tests.directory.factories import OrganisationFactory
from tests.programmes.factories import BudgetLineFactory, EditionFactory

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from balai.reporting.models import Spending

AT = dt.datetime(2018, 8, 20, 3, tzinfo=dt.UTC)
"""Three weeks after the programme."""
OFFICER = "person:0190a0a0-0000-7000-8000-000000000c0f"


def edition_with_budget(**more: object) -> Edition:
    """A programme that is over, with rooms paid in cash and a workshop given in kind."""
    return with_budget(EditionFactory.create(**{"status": EditionStatus.CLOSED, **more}))


def with_budget(edition: Edition) -> Edition:
    """The same with its two lines."""
    host = OrganisationFactory.create(code="host", name={"en": "Ministry of Industry"}, abbreviation="MoI")
    centre = OrganisationFactory.create(code="centre", name={"en": "Centre for Textile"}, abbreviation="BBT")
    BudgetLineFactory.create(
        edition=edition,
        code="hotel",
        payer=host,
        order=1,
        description={"en": "Hotel", "id": "Hotel"},
        is_aid_countable=True,
        modality="D021",
    )
    BudgetLineFactory.create(
        edition=edition,
        code="workshops",
        payer=centre,
        order=2,
        form=Form.IN_KIND,
        description={"en": "Workshops and trainers", "id": "Bengkel dan pelatih"},
        valuation="Tariff of the centre",
        unit="day",
        quantity=Decimal(4),
        days=Decimal(1),
        rate=Decimal(5_000_000),
        is_aid_countable=True,
        modality="D013",
    )
    return edition


def with_ledger(edition: Edition) -> Edition:
    """The same with its book open, in rupiah."""
    open_ledger(edition=edition, currency="IDR", actor=OFFICER, at=AT)
    return edition


def line(edition: Edition, code: str = "hotel", number: int = 1, **more: Any) -> Line:
    """A line of a sheet: nights in the hotel, where nothing else is said."""
    values = {
        "on": dt.date(2018, 7, 31),
        "line": BudgetLine.objects.select_related("payer").get(edition=edition, code=code),
        "what": "Nights in the hotel",
        "amount": Decimal("65000000.00"),
        **more,
    }
    return Line(number=number, key=None, values=values)


def in_kind(edition: Edition, number: int = 1, **more: Any) -> Line:
    """A line of a sheet: days of a workshop, valued by the centre's tariff and by the market."""
    said = {
        "what": "Days of the dye workshop",
        "amount": Decimal("20000000.00"),
        "quantity": Decimal(4),
        "method": "standard",
        "other_method": "market",
        "other_amount": Decimal("26000000.00"),
    }
    return line(edition, "workshops", number, **{**said, **more})


def booked(edition: Edition, *lines: Line, at: dt.datetime = AT) -> list[Spending]:
    """What became of lines; of the usual two where none is named."""
    asked = lines or (line(edition), in_kind(edition, 2))
    return book_spending(edition=edition, lines=asked, batch=uuid4(), actor=OFFICER, at=at)
