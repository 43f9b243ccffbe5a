"""Final reports in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.kernel.translated import TranslatedText
from balai.reporting.documents.report import files_made
from balai.reporting.enums import ReportPart
from balai.reporting.models import ReportChapter
from balai.reporting.services.reports import approve_report, begin_report, freeze_report, write_chapter
from tests.reporting.factories import OFFICER

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from balai.reporting.models import FinalReport

BEGUN = dt.datetime(2019, 8, 20, 3, tzinfo=dt.UTC)
FROZEN = dt.datetime(2019, 8, 28, 3, tzinfo=dt.UTC)
SUMMARY = {
    "en": "{participants} participants came from {countries} countries.\n- They practised.",
    "id": "{participants} peserta datang dari {countries} negara.\n- Mereka berpraktik.",
}
LESSONS = {"en": "More practice.", "id": "Lebih banyak praktik."}


def write(report: FinalReport, part: ReportPart, **words: str) -> ReportChapter:
    """Put words into a chapter, over whatever stands there."""
    return write_chapter(
        report=report,
        part=part,
        text=TranslatedText(words),
        version=ReportChapter.objects.get(report=report, part=part).version,
        actor=OFFICER,
        at=BEGUN,
    )


def written(edition: Edition, *, reason: str = "") -> FinalReport:
    """A draft that lacks nothing, of an edition where something is booked."""
    report = begin_report(edition=edition, reason=reason, actor=OFFICER, at=BEGUN)
    write(report, ReportPart.SUMMARY, **SUMMARY)
    write(report, ReportPart.LESSONS, **LESSONS)
    return report


def frozen(edition: Edition, *, reason: str = "", actor: str = OFFICER) -> FinalReport:
    """A version that is final."""
    report = written(edition, reason=reason)
    approve_report(report=report, actor=actor, at=BEGUN)
    return freeze_report(report=report, make=files_made, actor=actor, at=FROZEN)
