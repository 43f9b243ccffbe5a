"""What the office is warned of: a day off at home (E13), and a line of the budget that is exceeded (E30)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from balai.directory.enums import DeclaredKind
from balai.directory.models import DeclaredDay
from balai.directory.services.records import enter_record
from balai.kernel.identity import uuid7
from balai.programmes.models import BudgetLine
from balai.programmes.queries.calendars import calendars_to_mind
from balai.programmes.services.parts import Line, enter_part
from balai.reporting.queries.spending import by_line
from balai.reporting.services.booking import book_spending, open_ledger

if TYPE_CHECKING:
    from balai.drill.telling import Telling

CEILING = Decimal(40_000_000)


def declare_day_at_home(told: Telling) -> None:
    """A country votes on a day of the programme: its board and its dates say so from then on."""
    first = told.edition.starts_on
    assert first is not None  # noqa: S101 -- a drill has days
    day = first + dt.timedelta(days=1)
    country = told.edition.quotas.order_by("country_id")[0].country_id
    name = f"Election of {told.edition.code}"
    told.do(
        enter_record,
        model=DeclaredDay,
        values={
            "country_id": country,
            "since": day,
            "until": day,
            "kind": DeclaredKind.HOLIDAY,
            "name": {"en": name, "id": f"Pemilu {told.edition.code}"},
        },
        actor=told.ground.officer,
    )
    warned = [one for one in calendars_to_mind(told.edition) if one["name"] == name]
    if [(one["country"], one["since"]) for one in warned] != [(country, day.isoformat())]:
        told.broken.append(f"{country} votes on {day}, and the office is not warned")
    told.happens("E13")


def exceed_budget(told: Telling) -> None:
    """Tickets cost more than their line of the budget, and the book says by how much.

    Once one is paid in another currency, what is left is not told any more: no rate is made up for it.
    """
    actor = told.ground.officer.reference
    line = told.do(
        enter_part,
        model=BudgetLine,
        values={
            "edition": told.edition,
            "code": "tickets",
            "description": {"en": "Tickets", "id": "Tiket"},
            "unit": "ticket",
            "quantity": Decimal(5),
            "rate": CEILING / 5,
            "currency": "IDR",
            "payer": told.ground.host,
        },
        actor=actor,
    )
    told.do(open_ledger, edition=told.edition, currency="IDR", actor=actor)
    beyond = Decimal(told.draw_apart("E30").randint(1, 9) * 1_000_000)
    in_dollars = {"currency": "USD", "rate": Decimal(16_000), "rate_source": "Bank Indonesia (drill)"}
    for amount, other, left in ((CEILING + beyond, {}, -beyond), (Decimal(500), in_dollars, None)):
        values = {
            "on": told.at.astimezone(told.zone).date(),
            "line": line,
            "what": "Tickets",
            "amount": amount,
        }
        told.do(
            book_spending,
            edition=told.edition,
            lines=[Line(number=1, key=None, values=values | other)],
            batch=uuid7(),
            actor=actor,
        )
        (sums,) = by_line(told.edition)
        if sums.left != left:
            told.broken.append(f"{left} of a line of the budget is left, and the book says {sums.left}")
    told.happens("E30")
