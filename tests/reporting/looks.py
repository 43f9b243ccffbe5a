"""What the pages of spending show when they are looked at: a programme that is over, partly booked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import KnownCountry
from balai.reporting.enums import ReportPart
from balai.reporting.models import Spending
from balai.reporting.services.booking import reverse_spending
from balai.reporting.services.evidence import publish_evidence
from balai.reporting.services.publishing import publish_aid_data
from balai.reporting.services.receipts import add_receipt
from balai.reporting.services.reports import publish_report
from tests.browser.sign_in import account_of
from tests.directory.factories import country
from tests.programmes.factories import EditionFactory, SeriesFactory, session_type
from tests.reporting.aid import AT as LATER
from tests.reporting.aid import with_aid
from tests.reporting.factories import AT, OFFICER, booked, edition_with_budget, in_kind, line, with_ledger
from tests.reporting.reports import frozen, write, written
from tests.reporting.told import LATER as TOLD_AT
from tests.reporting.told import a_told_edition, an_untold_edition

if TYPE_CHECKING:
    from balai.programmes.models import Edition

CODE = "SMI-2018"
BOOKING = UUID("0190a0a0-0000-7000-8000-000000000c01")
PDF = b"%PDF-1.7\nreceipt\n%%EOF\n"


def keep_budget() -> Edition:
    """A programme that is over; nothing is booked."""
    country("ID")
    return edition_with_budget(code=CODE)


def keep_open() -> Edition:
    """The same with its book open."""
    return with_ledger(keep_budget())


def keep_spending() -> Edition:
    """Rooms in two currencies, one of them taken back; a workshop in kind, valued by two methods."""
    edition = keep_open()
    finance = account_of("finance_officer").person
    assert finance is not None
    fare: dict[str, Any] = {
        "currency": "USD",
        "rate": Decimal(14_404),
        "rate_source": "Bank Indonesia, 31 July 2018",
    }
    rooms, deposit, _days = booked(
        edition,
        line(edition),
        line(edition, number=2, what="Deposit", amount=Decimal(250), on=dt.date(2018, 7, 2), **fare),
        in_kind(edition, 3),
    )
    reverse_spending(spending=deposit, why="The hotel paid it back.", actor=finance.reference, at=AT)
    add_receipt(spending=rooms, content=PDF, name="hotel.pdf", actor=finance.reference, at=AT)
    return edition


def keep_one() -> None:
    """One booking under an address that is known, with a receipt."""
    edition = keep_open()
    finance = account_of("finance_officer").person
    assert finance is not None
    said = line(edition).values
    row = Spending.objects.create(
        pk=BOOKING,
        edition=edition,
        number=7,
        rate=1,
        currency="IDR",
        payer=said["line"].payer,
        form="cash",
        batch=BOOKING,
        place=1,
        booked_at=AT,
        booked_by=finance.reference,
        **said,
    )
    add_receipt(spending=row, content=PDF, name="hotel.pdf", actor=finance.reference, at=AT)


def keep_aid() -> None:
    """Aid data of a series, published once; an edition of which nobody is recorded is missing."""
    for code in ("ID", "AF", "BT", "LA"):
        country(code)
    series = SeriesFactory.create(code="SMI")
    edition = with_aid(with_ledger(edition_with_budget(code="SMI-2019", series=series)))
    booked(edition, line(edition, on=dt.date(2019, 7, 31)), at=LATER)
    publish_aid_data(series=series, actor=OFFICER, at=LATER)
    EditionFactory.create(
        code="SMI-2018",
        series=series,
        status=EditionStatus.CLOSED,
        publicity=Publicity.PUBLIC,
        summary={"en": "Thirteen days.", "id": "Tiga belas hari."},
    )


REPORTED = "SMI-2019"


def keep_over() -> Edition:
    """A programme that is over, public, with a booking; no report was begun."""
    for code in ("ID", "AF", "BT", "LA"):
        country(code)
    edition = with_aid(with_ledger(edition_with_budget(code=REPORTED)), profile=False)
    booked(edition, line(edition, on=dt.date(2019, 7, 31)), at=LATER)
    return edition


def keep_draft() -> None:
    """The same with a report that lacks its lessons, and of which a figure is no longer true."""
    edition = keep_over()
    report = written(edition)
    write(report, ReportPart.LESSONS)
    KnownCountry.objects.filter(edition=edition, country_id="BT").update(participants=3)


def keep_final() -> None:
    """The same with a final report that everybody may have."""
    officer = account_of("programme_officer").person
    assert officer is not None
    report = frozen(keep_over(), actor=officer.reference)
    publish_report(report=report, is_public=True, actor=OFFICER, at=LATER)


def keep_untold() -> None:
    """A programme that is over; nothing is recorded of it."""
    country("ID")
    an_untold_edition()


def keep_told() -> None:
    """What came of a programme, published when nobody was asked any more."""
    for code in ("ID", "BT"):
        country(code)
    session_type("LEC")
    publish_evidence(edition=a_told_edition(), actor=OFFICER, at=TOLD_AT)
