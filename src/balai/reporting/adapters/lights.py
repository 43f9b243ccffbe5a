"""What the board tells of spending, of the final report and of aid data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.programmes.registries import Light, OpenThing, Owner
from balai.reporting.models import AidProfile
from balai.reporting.queries.aid import publications_of
from balai.reporting.queries.reports import reports_of
from balai.reporting.queries.spending import by_line, ledger_of, without_receipt
from balai.reporting.rules.reports import OVER
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from balai.programmes.models import Edition

SETTLED_AFTER = dt.timedelta(days=30)
"""Partners get the report, and with it the accounts, within thirty days (workflow S54)."""


def settled_by(edition: Edition) -> dt.datetime | None:
    """When everything that was spent is booked."""
    if edition.ends_on is None:
        return None
    end = dt.datetime.combine(edition.ends_on, dt.time(17), tzinfo=ZoneInfo(edition.time_zone))
    return end + SETTLED_AFTER


def spending_light(edition: Edition, *, at: dt.datetime) -> Light:
    """Every line of the budget has a booking, and every booking in cash its receipt; four questions."""
    due = settled_by(edition)
    if edition.status not in OVER:
        return _light(due, 0, 0, [])
    lines = by_line(edition)
    if not lines:
        return _light(due, 0, 0, [])
    ledger = ledger_of(edition)
    unbooked = [one.line.code for one in lines if not one.spent.parts]
    missing = without_receipt(edition) if ledger else 0
    deed = Deed(label=_("Open spending"), url=reverse("reporting:edition", args=[edition.code]))
    is_waiting = due is None or at < due
    things = []
    if unbooked:
        things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Book what was spent"),
                why=ngettext(
                    "%(number)d line of the budget has no booking.",
                    "%(number)d lines of the budget have no booking.",
                    len(unbooked),
                )
                % {"number": len(unbooked)},
                due_at=due,
                is_waiting=is_waiting,
                deed=deed,
            )
        )
    if missing:
        things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Add receipts"),
                why=ngettext(
                    "%(number)d booking in cash has no receipt.",
                    "%(number)d bookings in cash have no receipt.",
                    missing,
                )
                % {"number": missing},
                due_at=due,
                is_waiting=is_waiting,
                deed=deed,
            )
        )
    return _light(due, len(lines) - len(unbooked), len(lines), things)


def _light(due: dt.datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Spending"),
        rule=_("Every line of the budget has its bookings, and what was paid in cash its receipts."),
        owner=Owner.FINANCE,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )


def aid_light(edition: Edition, *, at: dt.datetime) -> Light:
    """The newest file of the series tells of this edition; two questions."""
    due = settled_by(edition)
    if edition.status not in OVER or not edition.is_public:
        return _aid(due, 0, 0, [])
    profile = AidProfile.objects.filter(series=edition.series_id).exists()
    if not profile:  # a series that reports no aid owes no file
        return _aid(due, 0, 0, [])
    newest = publications_of(edition.series).values_list("editions", flat=True).first()
    if newest and edition.code in newest:
        return _aid(due, 1, 1, [])
    thing = OpenThing(
        owner=Owner.FINANCE,
        what=_("Publish aid data"),
        why=_("The newest file of the series does not tell of this edition."),
        due_at=due,
        is_waiting=due is None or at < due,
        deed=Deed(label=_("Open aid data"), url=reverse("reporting:aid", args=[edition.series.code])),
    )
    return _aid(due, 0, 1, [thing])


def _aid(due: dt.datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Aid data"),
        rule=_("The published aid data of the series tells of this edition."),
        owner=Owner.FINANCE,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )


def report_light(edition: Edition, *, at: dt.datetime) -> Light:
    """A version of the final report is final; one question."""
    due = settled_by(edition)
    if edition.status not in OVER:
        return _report(due, 0, 0, [])
    versions = list(reports_of(edition))
    if any(one.is_frozen for one in versions):
        return _report(due, 1, 1, [])
    newest = versions[0] if versions else None
    if newest is None:
        why = _("Nobody has begun it.")
    elif newest.is_draft:
        why = _("It is being written.")
    else:
        why = _("It is approved, and not final yet.")
    thing = OpenThing(
        owner=Owner.OFFICER,
        what=_("Write the final report"),
        why=why,
        due_at=due,
        is_waiting=due is None or at < due,
        deed=Deed(label=_("Open the report"), url=reverse("reporting:report", args=[edition.code])),
    )
    return _report(due, 0, 1, [thing])


def _report(due: dt.datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Final report"),
        rule=_("The final report is approved and final within thirty days after the end."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )
