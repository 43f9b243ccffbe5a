"""The life of a final report: begun from the records, written, approved, frozen, amended, published."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.followup.models.times import day_in
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.reporting.enums import ReportPart, ReportState
from balai.reporting.models import FinalReport, ReportChapter, ReportFile
from balai.reporting.queries.report_parts import told_now
from balai.reporting.queries.reports import chapters_of, reports_of
from balai.reporting.rules.reports import (
    lacks_of,
    may_begin_report,
    may_change_report,
    may_freeze_report,
    may_publish_report,
    may_reopen_report,
    must_be_complete,
    must_be_newest_text,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    from balai.kernel.translated import TranslatedText
    from balai.reporting.enums import ReportFileKind

    Made = Mapping[tuple[ReportFileKind, str], bytes]


@transaction.atomic
def begin_report(*, edition: Edition, actor: str, at: dt.datetime, reason: str = "") -> FinalReport:
    """Begin a version: every chapter with what the records give now, and the words of the one before.

    Raises:
        RuleViolationError: ``report.not_over``, ``report.no_days``, ``report.being_written``,
            ``report.no_reason``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    newest = reports_of(edition).first()
    enforce(may_begin_report(edition, newest, reason=reason))
    report = FinalReport(
        edition=edition,
        number=newest.number + 1 if newest else 1,
        reason=reason.strip() if newest else "",
        begun_at=at,
        begun_by=actor,
    )
    report.clean_fields(exclude=["approved_at", "frozen_at", "published_at"])
    report.save()
    before = {one.part: one for one in chapters_of(newest)} if newest else {}
    ReportChapter.objects.bulk_create(
        _begun(report, part, told, before.get(part), at=at)
        for part, told in told_now(edition, on=day_in(edition, at)).items()
    )
    _tell("begun", report, actor=actor, at=at)
    return report


def _begun(
    report: FinalReport, part: str, told: dict[str, Any], before: ReportChapter | None, *, at: dt.datetime
) -> ReportChapter:
    chapter = ReportChapter(report=report, part=part, told=told, told_at=at)
    if before is not None and before.text:
        chapter.text, chapter.version = before.text, before.version
        chapter.written_at, chapter.written_by = before.written_at, before.written_by
    return chapter


@transaction.atomic
def write_chapter(  # noqa: PLR0913 -- each is named where it is called
    *,
    report: FinalReport,
    part: ReportPart,
    text: TranslatedText,
    version: int,
    actor: str,
    at: dt.datetime,
) -> ReportChapter:
    """Keep what a person wrote in a chapter; what the records gave stays beside it.

    ``version`` is that of the text which the writer had before them.

    Raises:
        RuleViolationError: ``report.approved``, ``report.frozen``, ``report.written_meanwhile``.
        ValidationError: a text is too long.
    """
    report = _locked(report)
    enforce(may_change_report(report))
    chapter = ReportChapter.objects.get(report=report, part=part)
    enforce(must_be_newest_text(chapter, version))
    if chapter.text == text:
        return chapter
    chapter.text, chapter.version = text, chapter.version + 1
    chapter.written_at, chapter.written_by = at, actor
    chapter.clean_fields(exclude=["told"])
    chapter.save()
    _tell("chapter_written", report, actor=actor, at=at, chapter=part.value)
    return chapter


@transaction.atomic
def take_figures_again(
    *, report: FinalReport, actor: str, at: dt.datetime, parts: Collection[ReportPart] = tuple(ReportPart)
) -> int:
    """Put what the records give now in the place of what they gave; no word of a person is touched.

    Returns:
        how many chapters changed.

    Raises:
        RuleViolationError: ``report.approved``, ``report.frozen``.
    """
    report = _locked(report)
    enforce(may_change_report(report))
    now = told_now(report.edition, on=day_in(report.edition, at), parts=parts)
    changed = [one for one in chapters_of(report) if one.part in now and one.told != now[one.part]]
    for chapter in changed:
        chapter.told, chapter.told_at = now[chapter.part], at
        chapter.save(update_fields=["told", "told_at"])
    if changed:
        _tell("figures_taken", report, actor=actor, at=at, chapters=len(changed))
    return len(changed)


@transaction.atomic
def approve_report(*, report: FinalReport, actor: str, at: dt.datetime) -> FinalReport:
    """Approve a version, if nothing is missing and every figure is that of the records.

    Raises:
        RuleViolationError: ``report.approved``, ``report.frozen``, ``report.incomplete``.
    """
    report = _locked(report)
    enforce(may_change_report(report))
    now = told_now(report.edition, on=day_in(report.edition, at))
    enforce(must_be_complete(lacks_of(chapters_of(report), now)))
    report.state, report.approved_at, report.approved_by = ReportState.APPROVED, at, actor
    report.save(update_fields=["state", "approved_at", "approved_by"])
    _tell("approved", report, actor=actor, at=at)
    return report


@transaction.atomic
def reopen_report(*, report: FinalReport, actor: str, at: dt.datetime) -> FinalReport:
    """Take an approval back, so that something can be changed.

    Raises:
        RuleViolationError: ``report.not_approved_now``.
    """
    report = _locked(report)
    enforce(may_reopen_report(report))
    report.state, report.approved_at, report.approved_by = ReportState.DRAFT, None, ""
    report.save(update_fields=["state", "approved_at", "approved_by"])
    _tell("reopened", report, actor=actor, at=at)
    return report


@transaction.atomic
def freeze_report(
    *, report: FinalReport, make: Callable[[FinalReport], Made], actor: str, at: dt.datetime
) -> FinalReport:
    """Make an approved version final: its files are stored, and nothing of it changes any more.

    ``make`` makes the files; :func:`balai.reporting.documents.report.files_made` is the one there is.

    Raises:
        RuleViolationError: ``report.not_approved``, ``report.frozen``, ``report.cannot_be_set``.
    """
    report = _locked(report)
    enforce(may_freeze_report(report))
    report.state, report.frozen_at, report.frozen_by = ReportState.FROZEN, at, actor
    files = make(report)
    report.save(update_fields=["state", "frozen_at", "frozen_by"])
    ReportFile.objects.bulk_create(
        ReportFile(
            report=report,
            kind=kind,
            language=language,
            content=content,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
        )
        for (kind, language), content in files.items()
    )
    _tell("frozen", report, actor=actor, at=at)
    return report


@transaction.atomic
def publish_report(*, report: FinalReport, is_public: bool, actor: str, at: dt.datetime) -> FinalReport:
    """Let everybody have a final version, or take it from the public again; asked twice, nothing happens.

    Raises:
        RuleViolationError: ``report.not_final``, ``report.edition_internal``.
    """
    report = _locked(report)
    if is_public == (report.published_at is not None):
        return report
    if is_public:
        enforce(may_publish_report(report))
    report.published_at, report.published_by = (at, actor) if is_public else (None, "")
    report.save(update_fields=["published_at", "published_by"])
    _tell("published" if is_public else "unpublished", report, actor=actor, at=at)
    return report


def _locked(report: FinalReport) -> FinalReport:
    rows = FinalReport.objects.select_for_update(of=("self",)).select_related(
        "edition__series", "edition__country"
    )
    return rows.get(pk=report.pk)


def _tell(what: str, report: FinalReport, *, actor: str, at: dt.datetime, **detail: str | int) -> None:
    record(
        actor=actor,
        action=f"final_report.{what}",
        subject=report.reference,
        at=at,
        detail={"edition": report.edition.code, "version": report.number, **detail},
    )
