"""Final reports over the API: which versions there are, and what each says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import override
from ninja import Router, Schema

from balai.kernel.bodies import Word
from balai.office.addresses import link_to
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.programmes.rules import readable_editions
from balai.reporting.enums import ReportPart
from balai.reporting.queries.reports import (
    blocks_in,
    chapters_of,
    figures_of,
    files_of,
    reports_of,
    written_in,
)
from balai.reporting.rules.access import READERS

if TYPE_CHECKING:
    from balai.programmes.models import Edition

router = Router()
READ = needs(TokenScope.PROGRAMMES_READ, *READERS)
MOST = 10_000


class ReportFileOut(Schema):
    """One frozen file; `digest` is its SHA-256, `url` is empty while it is not public."""

    language: str
    kind: str
    size: int
    digest: str
    url: str


class ReportOut(Schema):
    """One version of a final report: its state, why it supersedes the one before, and its files."""

    number: int
    state: str
    reason: str
    begun_at: datetime
    approved_at: datetime | None
    frozen_at: datetime | None
    published_at: datetime | None
    files: list[ReportFileOut]


class ReportListOut(Schema):
    """All versions, the newest first."""

    items: list[ReportOut]


class ReportBlockOut(Schema):
    """What the records gave: a text, that there is nothing, or rows of facts, of a table, or of bars."""

    kind: str
    title: str
    text: str
    heads: list[str]
    rows: list[list[str]]


class ReportChapterOut(Schema):
    """One chapter in one language: a person's words with the figures set in, and what the records gave."""

    number: int
    part: str
    title: str
    written: list[str]
    told_at: datetime
    blocks: list[ReportBlockOut]


class ReportTextOut(Schema):
    """A version as it reads in one language."""

    number: int
    state: str
    language: str
    chapters: list[ReportChapterOut]


def _edition(request: Caller, code: str) -> Edition:
    found: Edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    return found


@router.get("{code}/final-reports", response=ReportListOut, operation_id="list_final_reports", **READ)
def list_final_reports(request: Caller, code: Word) -> dict[str, Any]:
    """Every version of the final report of an edition with its files."""
    edition = _edition(request, code)
    files: dict[UUID, list[dict[str, Any]]] = {}
    for one in files_of(edition):
        address = [edition.code, one.report.number, one.language, one.kind]
        is_public = edition.is_public and one.report.published_at is not None
        files.setdefault(one.report_id, []).append(
            {
                **{name: getattr(one, name) for name in ("language", "kind", "size", "digest")},
                "url": link_to(reverse("aid:report", args=address)) if is_public else "",
            }
        )
    names = set(ReportOut.model_fields) - {"files"}
    return {
        "items": [
            {**{name: getattr(one, name) for name in names}, "files": files.get(one.pk, [])}
            for one in reports_of(edition)
        ]
    }


@router.get(
    "{code}/final-reports/{number}",
    response=ReportTextOut,
    operation_id="get_final_report",
    **READ,
)
def get_final_report(
    request: Caller, code: Word, number: int, language: Literal["en", "id"] = "en"
) -> dict[str, Any]:
    """What a version says, chapter by chapter."""
    found = get_object_or_404(reports_of(_edition(request, code)), number=max(0, min(number, MOST)))
    chapters = chapters_of(found)
    figures = figures_of(chapters)
    with override(language):
        told = [
            {
                "number": ReportPart(one.part).number,
                "part": one.part,
                "title": str(ReportPart(one.part).label),
                "written": [row.text for row in written_in(one, language, figures)],
                "told_at": one.told_at,
                "blocks": [
                    {
                        "kind": block.kind.value,
                        "title": block.title,
                        "text": block.text,
                        "heads": [column.head for column in block.columns],
                        "rows": [list(row) for row in block.rows],
                    }
                    for block in blocks_in(one.told, language)
                ],
            }
            for one in chapters
        ]
    return {"number": found.number, "state": found.state, "language": language, "chapters": told}
