"""Questions about final reports: their versions, what changed in the records, and what a person wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from balai.engine.documents.report import Block, Written
from balai.programmes.enums import Publicity
from balai.reporting.enums import ReportPart
from balai.reporting.models import FinalReport, ReportChapter, ReportFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from balai.programmes.models import Edition

TOKEN = re.compile(r"\{([^{}]*)\}")
"""Where a figure of the records is set into what a person writes."""


def reports_of(edition: Edition) -> QuerySet[FinalReport]:
    """All versions, the newest first."""
    return FinalReport.objects.filter(edition=edition).order_by("-number")


def files_of(edition: Edition) -> QuerySet[ReportFile]:
    """Every frozen file, without its content, the newest version first."""
    return (
        ReportFile.objects.filter(report__edition=edition)
        .select_related("report")
        .defer("content")
        .order_by("-report__number", "-kind", "language")
    )


def public_files(edition: Edition) -> QuerySet[ReportFile]:
    """The files of the newest version that everybody may have; none of an edition that is not public."""
    public = FinalReport.objects.filter(
        edition=edition, edition__publicity=Publicity.PUBLIC, published_at__isnull=False
    )
    newest = public.order_by("-number").values("pk")[:1]
    return files_of(edition).filter(report__in=newest)


def public_file(code: str, *, number: int, kind: str, language: str) -> ReportFile | None:
    """One file that everybody may have; a superseded version stays at its address while it is public."""
    return (
        ReportFile.objects.filter(
            report__edition__code=code,
            report__edition__publicity=Publicity.PUBLIC,
            report__number=number,
            report__published_at__isnull=False,
            kind=kind,
            language=language,
        )
        .select_related("report")
        .first()
    )


def chapters_of(report: FinalReport) -> list[ReportChapter]:
    """The chapters in the order of the report."""
    found = ReportChapter.objects.filter(report=report)
    return sorted(found, key=lambda one: ReportPart(one.part).number)


def blocks_in(told: Mapping[str, Any], language: str) -> list[Block]:
    """What the records gave, in a language."""
    return [Block.read(one) for one in told["blocks"][language]]


def figures_of(chapters: Iterable[ReportChapter]) -> dict[str, list[int]]:
    """By what they count, every number that the chapters have of it, the whole first."""
    found: dict[str, list[int]] = {}
    for chapter in chapters:
        for name, numbers in chapter.told["figures"].items():
            found.setdefault(name, []).extend(numbers)
    return found


def written_in(chapter: ReportChapter, language: str, figures: Mapping[str, Sequence[int]]) -> list[Written]:
    """What a person wrote in a language, with the figures of the records set in."""
    found = []
    for line in chapter.text.get(language, "").splitlines():
        said = TOKEN.sub(
            lambda token: str(figures[token[1]][0]) if figures.get(token[1]) else token[0], line.strip()
        )
        if said.startswith("- "):
            found.append(Written(text=said[2:].strip(), is_point=True))
        elif said:
            found.append(Written(text=said))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the records give now for a chapter beside what stands in it, line by line.

    Attributes:
        gone: lines that stand in the chapter, and are no longer true.
        new: lines that the records give now.
    """

    part: ReportPart
    gone: Sequence[str]
    new: Sequence[str]


def differences(
    chapters: Iterable[ReportChapter], now: Mapping[str, Mapping[str, Any]], language: str
) -> list[Difference]:
    """Chapters in which the records say something else by now."""
    found = []
    for chapter in chapters:
        current = now.get(chapter.part)
        if current is None or current == chapter.told:
            continue
        before = [line for one in blocks_in(chapter.told, language) for line in one.lines]
        after = [line for one in blocks_in(current, language) for line in one.lines]
        gone: list[str] = []
        new: list[str] = []
        for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if what != "equal":
                gone += before[a:b]
                new += after[c:d]
        found.append(Difference(part=ReportPart(chapter.part), gone=gone, new=new))
    return found
