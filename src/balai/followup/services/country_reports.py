"""Writing a country's report, handing it in, taking it back, and giving it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.followup.models import CountryReport
from balai.followup.models.country_report import FIGURES, TEXTS
from balai.followup.queries.country_reports import asks_for_reports
from balai.followup.rules.country_reports import (
    may_change_report,
    may_hand_in,
    may_take_report_back,
    may_write_report,
)
from balai.kernel.refusal import enforce

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.selection.models import Participant

COLUMNS = (*FIGURES, *TEXTS)
SUBMITTED = ("submitted_at", "submitted_by")
RETURNED = ("returned_at", "returned_by", "returned_because")


@transaction.atomic
def keep_country_report(
    *, participant: Participant, values: Mapping[str, Any], version: int, actor: str, at: datetime
) -> CountryReport:
    """Keep what somebody wrote of their country; the first to write begins the report.

    Args:
        participant: who writes; the report is of their country.
        values: what is written, by column of :data:`COLUMNS`.
        version: of the report that the writer saw; 0 where there was none.
        actor: who does it.
        at: the moment.

    Raises:
        RuleViolationError: ``country_report.not_asked``, ``country_report.has_left``,
            ``country_report.not_now``, ``country_report.handed_in`` or ``country_report.written_meanwhile``.
    """
    enforce(may_write_report(participant, is_asked=asks_for_reports(participant.edition_id)))
    report, _is_new = CountryReport.objects.select_for_update(of=("self",)).get_or_create(
        edition_id=participant.edition_id,
        country_id=participant.country_id,
        defaults={"saved_at": at, "saved_by": actor},
    )
    enforce(may_change_report(report, version=version))
    changed = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in values.items()
        if name in COLUMNS
    }
    for name, value in changed.items():
        setattr(report, name, value)
    report.version, report.saved_at, report.saved_by = report.version + 1, at, actor
    report.full_clean(exclude={field.name for field in report._meta.fields} - changed.keys())
    report.save(update_fields=[*changed, "version", "saved_at", "saved_by"])
    record(actor=actor, action="country_report.kept", subject=report.reference, at=at)
    return report


@transaction.atomic
def hand_in_country_report(*, participant: Participant, actor: str, at: datetime) -> CountryReport:
    """Show the report to the office and to everybody who takes part.

    Raises:
        RuleViolationError: those of writing, ``country_report.incomplete`` or
            ``country_report.unprintable``.
        CountryReport.DoesNotExist: nobody of the country has begun one.
    """
    enforce(may_write_report(participant, is_asked=asks_for_reports(participant.edition_id)))
    report = _of(participant).get()
    enforce(may_hand_in(report))
    report.submitted_at, report.submitted_by = at, actor
    report.returned_at, report.returned_by, report.returned_because = None, "", ""
    report.save(update_fields=[*SUBMITTED, *RETURNED])
    record(actor=actor, action="country_report.handed_in", subject=report.reference, at=at)
    return report


@transaction.atomic
def take_country_report_back(*, participant: Participant, actor: str, at: datetime) -> CountryReport:
    """Open the report again for its authors; nobody else reads it meanwhile.

    Raises:
        RuleViolationError: those of writing, ``country_report.not_handed_in``.
    """
    enforce(may_write_report(participant, is_asked=asks_for_reports(participant.edition_id)))
    report = _of(participant).first()
    enforce(may_take_report_back(report))
    assert report is not None  # noqa: S101 -- the rule has refused None
    report.submitted_at, report.submitted_by = None, ""
    report.save(update_fields=SUBMITTED)
    record(actor=actor, action="country_report.taken_back", subject=report.reference, at=at)
    return report


@transaction.atomic
def write_country_report(  # noqa: PLR0913 -- each is named where it is called
    *,
    participant: Participant,
    values: Mapping[str, Any],
    version: int,
    hand_in: bool,
    actor: str,
    at: datetime,
) -> CountryReport:
    """Keep a report, and hand it in if asked: both, or nothing.

    Raises:
        RuleViolationError: as :func:`keep_country_report` and :func:`hand_in_country_report`.
    """
    report = keep_country_report(participant=participant, values=values, version=version, actor=actor, at=at)
    return hand_in_country_report(participant=participant, actor=actor, at=at) if hand_in else report


@transaction.atomic
def return_country_report(*, report_id: UUID, because: str, actor: str, at: datetime) -> CountryReport:
    """Give a report back to its authors with what should be changed; nobody else reads it from now on.

    The office may at any time: what must not stand there is taken away after the programme, too.

    Raises:
        RuleViolationError: ``country_report.not_handed_in``.
    """
    report = CountryReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    enforce(may_take_report_back(report))
    report.submitted_at, report.submitted_by = None, ""
    report.returned_at, report.returned_by, report.returned_because = at, actor, because
    report.save(update_fields=[*SUBMITTED, *RETURNED])
    record(actor=actor, action="country_report.returned", subject=report.reference, at=at)
    return report


def _of(participant: Participant) -> QuerySet[CountryReport]:
    rows = CountryReport.objects.select_for_update(of=("self",))
    return rows.filter(edition_id=participant.edition_id, country_id=participant.country_id)
