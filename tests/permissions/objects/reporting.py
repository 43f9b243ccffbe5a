"""What the pages and operations of spending are tried with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.kernel import clock
from balai.office.models import Office
from balai.programmes.enums import Publicity
from balai.programmes.models import Edition
from balai.reporting.models import (
    AidProfile,
    AidPublication,
    DollarRate,
    Evidence,
    FinalReport,
    Ledger,
    Receipt,
    ReportChapter,
    Spending,
)
from balai.reporting.services.evidence import publish_evidence
from balai.reporting.services.publishing import publish_aid_data
from balai.reporting.services.receipts import add_receipt
from balai.reporting.services.reports import publish_report
from tests.directory.factories import country
from tests.permissions.world import EDITION, MARKER, Aim, aims
from tests.programmes.factories import SeriesFactory
from tests.reporting.aid import with_aid
from tests.reporting.factories import OFFICER, booked, edition_with_budget, line, with_ledger
from tests.reporting.reports import frozen, written
from tests.reporting.workbooks import workbook_of

if TYPE_CHECKING:
    from tests.permissions.world import World

CODE = "SMI-2018"
PDF = b"%PDF-1.7\nreceipt\n%%EOF\n"
CELLS = {"on": "2018-07-31", "line": "hotel", "what": "Nights", "amount": "1000"}


def an_edition(*, title: str = "Small and Medium Industry", is_open: bool = True) -> Edition:
    """An edition that is over, with a budget; its book is open."""
    country("ID")
    edition = edition_with_budget(pk=EDITION, code=CODE, title={"en": title, "id": title})
    return with_ledger(edition) if is_open else edition


def a_booking() -> Spending:
    """Nights in the hotel."""
    return booked(an_edition())[0]


def a_receipt() -> Receipt:
    """The paper of it."""
    return add_receipt(spending=a_booking(), content=PDF, name="receipt.pdf", actor=OFFICER, at=clock.now())


@aims("reporting:index")
def editions_with_spending(world: World) -> Aim:
    an_edition(title=MARKER)
    return Aim()


@aims("reporting:edition")
def spending_of_an_edition(world: World) -> Aim:
    an_edition()
    return Aim(own={"code": CODE})


@aims("reporting:bookings", "reporting:contributions", "api:get_spending", "api:list_bookings")
def what_was_booked(world: World) -> Aim:
    a_booking()
    return Aim(own={"code": CODE})


@aims("reporting:sheet")
def a_list_as_a_file(world: World) -> Aim:
    a_booking()
    return Aim(own={"code": CODE, "name": "bookings", "kind": "csv"})


@aims("reporting:empty", "reporting:bring")
def the_empty_workbook(world: World) -> Aim:
    an_edition()
    return Aim(own={"code": CODE})


@aims("reporting:booking")
def one_booking(world: World) -> Aim:
    return Aim(own={"code": CODE, "key": a_booking().pk})


@aims("reporting:begin", "api:open_ledger")
def opening_a_book(world: World) -> Aim:
    an_edition(is_open=False)
    return Aim(own={"code": CODE}, data={"currency": "IDR"}, effect=lambda _seen: Ledger.objects.exists())


@aims("reporting:book")
def booking(world: World) -> Aim:
    an_edition()
    return Aim(
        own={"code": CODE},
        data={"key": "", "batch": str(uuid4()), **CELLS},
        effect=lambda _seen: Spending.objects.exists(),
    )


@aims("api:book_spending")
def booking_by_program(world: World) -> Aim:
    an_edition()
    return Aim(
        own={"code": CODE},
        data={"batch": str(uuid4()), "items": [CELLS]},
        effect=lambda _seen: Spending.objects.exists(),
    )


@aims("reporting:bring_file")
def booking_a_workbook(world: World) -> Aim:
    an_edition()
    content = workbook_of(list(CELLS), list(CELLS.values()))
    return Aim(
        own={"code": CODE},
        prepare=lambda _client: {"file": SimpleUploadedFile("spent.xlsx", content)},
        effect=lambda _seen: Spending.objects.exists(),
    )


@aims("reporting:reverse")
def taking_back(world: World) -> Aim:
    return Aim(
        own={"code": CODE, "key": a_booking().pk},
        data={"why": "Paid twice"},
        effect=lambda _seen: Spending.objects.exclude(reverses=None).exists(),
    )


@aims("api:reverse_spending")
def taking_back_by_program(world: World) -> Aim:
    return Aim(
        own={"code": CODE, "number": a_booking().number},
        data={"why": "Paid twice"},
        effect=lambda _seen: Spending.objects.exclude(reverses=None).exists(),
    )


@aims("reporting:add_receipt")
def adding_a_receipt(world: World) -> Aim:
    return Aim(
        own={"code": CODE, "key": a_booking().pk},
        prepare=lambda _client: {"file": SimpleUploadedFile("receipt.pdf", PDF)},
        effect=lambda _seen: Receipt.objects.exists(),
    )


@aims("reporting:receipt")
def opening_a_receipt(world: World) -> Aim:
    return Aim(own={"code": CODE, "key": a_receipt().pk})


@aims("reporting:put_receipt_away")
def putting_a_receipt_away(world: World) -> Aim:
    return Aim(
        own={"code": CODE, "key": a_receipt().pk},
        data={"because": "A wrong paper"},
        effect=lambda _seen: Receipt.objects.filter(file=None).exists(),
    )


def a_series(*, title: str = "Small and Medium Industry", profile: bool = True) -> Edition:
    """A public edition that is over, of a series that is reported as aid."""
    for code in ("ID", "AF", "BT", "LA"):
        country(code)
    series = SeriesFactory.create(code="SMI", title={"en": title, "id": title})
    return with_aid(with_ledger(edition_with_budget(code="SMI-2019", series=series)), profile=profile)


@aims("reporting:aid_index")
def series_with_aid_data(world: World) -> Aim:
    a_series(title=MARKER)
    return Aim()


@aims("reporting:aid", "reporting:aid_preview", "api:get_aid_data")
def aid_data_of_a_series(world: World) -> Aim:
    a_series()
    return Aim(own={"code": "SMI"})


@aims("reporting:aid_rows")
def rows_for_the_oecd(world: World) -> Aim:
    edition = a_series()
    booked(edition, line(edition, on=dt.date(2019, 7, 31)), at=clock.now())
    DollarRate.objects.create(currency="IDR", year=2019, per_dollar=14_000, source="OECD")
    return Aim(own={"code": "SMI", "name": "tossd", "year": "2019", "kind": "csv"})


@aims("reporting:aid_profile")
def saying_how_a_series_is_reported(world: World) -> Aim:
    edition = a_series(profile=False)
    reporter = edition.organisers.order_by("order")[0].organisation
    return Aim(
        own={"code": "SMI"},
        data={
            "reporter": str(reporter.pk),
            "identifier": "XX-ORG-0001",
            "provider": "ID",
            "channel": "",
            "channel_code": "",
            "collaboration": "8",
            "flow": "50",
            "finance": "110",
            "aid": "E01",
            "tied": "5",
            "framework": "FC02",
        },
        effect=lambda _seen: AidProfile.objects.exists(),
    )


@aims("reporting:aid_rate")
def saying_what_a_dollar_cost(world: World) -> Aim:
    a_series()
    return Aim(
        own={"code": "SMI"},
        data={"currency": "IDR", "year": "2019", "per_dollar": "14000", "source": "OECD"},
        effect=lambda _seen: DollarRate.objects.exists(),
    )


@aims("reporting:aid_publish", "api:publish_aid_data")
def publishing(world: World) -> Aim:
    a_series()
    return Aim(own={"code": "SMI"}, effect=lambda _seen: AidPublication.objects.exists())


@aims("aid:newest")
def the_newest_file(world: World) -> Aim:
    publish_aid_data(series=a_series().series, actor=OFFICER, at=clock.now())
    return Aim(own={"code": "SMI"})


@aims("aid:version")
def one_version(world: World) -> Aim:
    publish_aid_data(series=a_series().series, actor=OFFICER, at=clock.now())
    return Aim(own={"code": "SMI", "number": "1"})


@aims("aid_pages:listed")
def every_file(world: World) -> Aim:
    publish_aid_data(series=a_series().series, actor=OFFICER, at=clock.now())
    return Aim()


def an_edition_to_report() -> Edition:
    """One of which something is booked."""
    edition = a_series(profile=False)
    booked(edition, line(edition, on=dt.date(2019, 7, 31)), at=clock.now())
    return edition


@aims("reporting:report", "api:list_final_reports")
def a_report(world: World) -> Aim:
    written(an_edition_to_report())
    return Aim(own={"code": "SMI-2019"})


@aims("reporting:report_chapter")
def a_chapter(world: World) -> Aim:
    written(an_edition_to_report())
    return Aim(
        own={"code": "SMI-2019", "part": "visits"},
        data={"text_en": "We saw a kiln.", "text_id": "Kami melihat tungku.", "version": "0"},
        effect=lambda _seen: ReportChapter.objects.filter(part="visits", version=1).exists(),
    )


@aims("reporting:report_preview")
def a_report_as_it_would_be(world: World) -> Aim:
    written(an_edition_to_report())
    return Aim(own={"code": "SMI-2019", "language": "en", "kind": "pdf"})


@aims("reporting:report_file")
def a_final_report(world: World) -> Aim:
    frozen(an_edition_to_report())
    return Aim(own={"code": "SMI-2019", "number": "1", "language": "en", "kind": "pdf"})


@aims("api:get_final_report")
def what_a_report_says(world: World) -> Aim:
    written(an_edition_to_report())
    return Aim(own={"code": "SMI-2019", "number": "1"})


@aims("reporting:report_move")
def beginning_a_report(world: World) -> Aim:
    an_edition_to_report()
    return Aim(
        own={"code": "SMI-2019"}, data={"deed": "begin"}, effect=lambda _seen: FinalReport.objects.exists()
    )


@aims("aid:report")
def a_published_report(world: World) -> Aim:
    report = frozen(an_edition_to_report())
    publish_report(report=report, is_public=True, actor=OFFICER, at=clock.now())
    return Aim(own={"code": "SMI-2019", "number": "1", "language": "en", "kind": "pdf"})


def a_public_edition(*, is_told: bool) -> Edition:
    """One that is over and of which is known how many took part."""
    edition = an_edition()
    Edition.objects.filter(pk=edition.pk).update(
        publicity=Publicity.PUBLIC, known_participants=20, source="Press, 2018"
    )
    edition.refresh_from_db()
    if is_told:
        publish_evidence(edition=edition, actor=OFFICER, at=clock.now())
    return edition


@aims("reporting:evidence", "api:get_evidence", "public:evidence", "public:evidence_data")
def what_came_of_it(world: World) -> Aim:
    Office.objects.create(public_address="https://balai.example")  # the file for programs carries it
    a_public_edition(is_told=True)
    return Aim(own={"code": CODE})


@aims("reporting:evidence_publish", "api:publish_evidence")
def letting_figures_out(world: World) -> Aim:
    a_public_edition(is_told=False)
    return Aim(own={"code": CODE}, effect=lambda _seen: Evidence.objects.exists())


@aims("reporting:evidence_withdraw", "api:withdraw_evidence")
def taking_figures_back(world: World) -> Aim:
    a_public_edition(is_told=True)
    return Aim(
        own={"code": CODE},
        data={"why": "The book is wrong."},
        effect=lambda _seen: Evidence.objects.exclude(withdrawn_at=None).exists(),
    )
