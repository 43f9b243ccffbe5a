"""What the records give for every chapter of a final report, in each of its languages.

Nothing is invented: where there is no record, the chapter says so. What higher rooms know is told by
:data:`balai.reporting.registries.tellers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from balai.reporting.enums import ReportPart
from balai.reporting.queries.report_parts import days, exchange, people, programme, results
from balai.reporting.queries.report_parts.records import Records
from balai.reporting.registries import tellers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from balai.programmes.models import Edition
    from balai.reporting.queries.report_parts.records import Told

LANGUAGES = ("en", "id")
"""In which a report is made, side by side."""

CHAPTERS: Mapping[ReportPart, Callable[[Records], Told]] = {
    ReportPart.SUMMARY: programme.summary,
    ReportPart.BACKGROUND: programme.background,
    ReportPart.OBJECTIVES: programme.objectives,
    ReportPart.PARTICIPANTS: people.participants,
    ReportPart.PROGRAMME: programme.programme,
    ReportPart.PEOPLE: programme.people,
    ReportPart.PRACTICE: days.practice,
    ReportPart.VISITS: programme.visits,
    ReportPart.COUNTRY_REPORTS: days.country_reports,
    ReportPart.PLANS: results.plans,
    ReportPart.EVALUATION: days.evaluation,
    ReportPart.WELFARE: days.welfare,
    ReportPart.FINANCE: results.finance,
    ReportPart.MEDIA: results.media,
    ReportPart.MATCHMAKING: exchange.matchmaking,
    ReportPart.LESSONS: results.lessons,
    ReportPart.FOLLOW_UP: results.follow_up,
    ReportPart.COMPLIANCE: results.compliance,
    ReportPart.ANNEXES: results.annexes,
}


def told_now(
    edition: Edition, *, on: dt.date, parts: Iterable[ReportPart] = tuple(ReportPart)
) -> dict[str, dict[str, Any]]:
    """What the records give on a day for some chapters, by chapter, as they are kept."""
    records = Records(edition, on=on)
    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        blocks: dict[str, list[dict[str, Any]]] = {}
        figures: dict[str, list[int]] = {}
        is_empty = False
        for language in LANGUAGES:
            with override(language):
                told = CHAPTERS[part](records)
                more = list(tellers[part.value](edition)) if part.value in tellers else []
                is_empty = told.is_empty and not more
                own = () if more and told.is_empty else told.blocks
                blocks[language] = [one.told() for one in (*more, *own) if one.rows or one.text]
                figures = {name: list(numbers) for name, numbers in told.figures.items()}
        found[part.value] = {"blocks": blocks, "figures": figures, "is_empty": is_empty}
    return found
