"""The final report of an edition: its versions, what keeps one from being approved, chapters, files."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.engine.documents.report import Kind
from balai.followup.models.times import day_in
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import admit, roles
from balai.people.queries import names_of
from balai.programmes.views.common import actor_of, edition_for, edition_page, tell_faults
from balai.reporting.documents.report import MAKERS, file_of, files_made
from balai.reporting.enums import ReportFileKind, ReportPart
from balai.reporting.forms.report import AmendForm, ChapterForm
from balai.reporting.models import ReportChapter
from balai.reporting.queries.report_parts import LANGUAGES, told_now
from balai.reporting.queries.reports import (
    blocks_in,
    chapters_of,
    differences,
    figures_of,
    files_of,
    reports_of,
)
from balai.reporting.rules.access import READERS
from balai.reporting.rules.reports import (
    COUNTED,
    lacks_of,
    may_begin_report,
    may_publish_report,
    may_write_report,
)
from balai.reporting.services.reports import (
    approve_report,
    begin_report,
    freeze_report,
    publish_report,
    reopen_report,
    take_figures_again,
    write_chapter,
)
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django import forms

    from balai.engine.documents.report import Block
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.reporting.models import FinalReport, ReportFile

HERE = "programmes:edition"
NUMBER = re.compile(r"[0-9]{1,4}")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@roles(*READERS)
@require_safe
def report(request: SignedInRequest, code: str) -> HttpResponse:
    """The versions of the report, and what the one that is written lacks."""
    return _page(request, edition_for(request, code))


def _page(
    request: SignedInRequest,
    edition: Edition,
    *,
    refusal: Refusal | None = None,
    form: forms.BaseForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    versions = list(reports_of(edition))
    for one in versions:
        one.edition = edition
    newest = versions[0] if versions else None
    writes = may_write_report(request.grants, edition) is None
    chapters = chapters_of(newest) if newest and not newest.is_frozen else []
    now = told_now(edition, on=day_in(edition, clock.now())) if newest and newest.is_draft else {}
    names = names_of(one.approved_by for one in versions)
    files: dict[Any, list[ReportFile]] = {}
    for file in files_of(edition):
        files.setdefault(file.report_id, []).append(file)
    context = {
        "versions": [
            {
                "report": one,
                "files": files.get(one.pk, []),
                "approved_by": names.get(one.approved_by, ""),
                "is_superseded": any(other.is_frozen and other.number > one.number for other in versions),
                "refusal": may_publish_report(one) if one.is_frozen else None,
            }
            for one in versions
        ],
        "newest": newest,
        "is_open": newest is not None and not newest.is_frozen,
        "chapters": [(one, ReportPart(one.part)) for one in chapters],
        "lacks": lacks_of(chapters, now) if now else [],
        "changed": differences(chapters, now, _language()),
        "writes": writes,
        "languages": LANGUAGES,
        "kinds": [kind.value for kind in MAKERS],
        "shut": may_begin_report(edition, newest, reason="-") if writes else None,
        "form": form or AmendForm(),
        "refusal": refusal,
    }
    way = [Crumb(label=gettext("Final report"))]
    return edition_page(request, edition, "reporting/report.html", context, here=HERE, way=way, status=status)


def _language() -> str:
    language = (get_language() or "en").partition("-")[0]
    return language if language in LANGUAGES else LANGUAGES[0]


@roles(*READERS)
@require_POST
def move(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin a version, take the figures again, approve, take the approval back, make final, publish."""
    edition = edition_for(request, code)
    admit(may_write_report(request.grants, edition))
    deed = request.POST.get("deed", "")
    try:
        if deed == "begin":
            begin_report(
                edition=edition,
                reason=request.POST.get("reason", ""),
                actor=actor_of(request),
                at=clock.now(),
            )
        else:
            _move(request, edition, deed)
    except RuleViolationError as violation:
        return _page(request, edition, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    except ValidationError as error:
        form = AmendForm(request.POST)
        form.is_valid()
        tell_faults(form, error)
        return _page(request, edition, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    part = request.POST.get("part", "")
    if part in ReportPart.values:
        return redirect("reporting:report_chapter", edition.code, part)
    return redirect("reporting:report", edition.code)


def _move(request: SignedInRequest, edition: Edition, deed: str) -> None:
    actor, at = actor_of(request), clock.now()
    found = _asked(request, edition)
    if deed == "take":
        part = request.POST.get("part", "")
        parts = [ReportPart(part)] if part in ReportPart.values else list(ReportPart)
        changed = take_figures_again(report=found, parts=parts, actor=actor, at=at)
        told = ngettext(
            "The figures of %(number)d chapter are new.",
            "The figures of %(number)d chapters are new.",
            changed,
        )
        messages.success(request, told % {"number": changed})
    elif deed == "approve":
        approve_report(report=found, actor=actor, at=at)
    elif deed == "reopen":
        reopen_report(report=found, actor=actor, at=at)
    elif deed == "freeze":
        freeze_report(report=found, make=files_made, actor=actor, at=at)
        messages.success(request, gettext("The report is final."))
    elif deed in {"publish", "unpublish"}:
        publish_report(report=found, is_public=deed == "publish", actor=actor, at=at)
    else:
        raise Http404


def _asked(request: SignedInRequest, edition: Edition) -> FinalReport:
    number = request.POST.get("number", "")
    return get_object_or_404(reports_of(edition), number=int(number) if NUMBER.fullmatch(number) else 0)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def chapter(request: SignedInRequest, code: str, part: str) -> HttpResponse:
    """One chapter of the version that is written: a person's words, and what the records gave."""
    edition = edition_for(request, code)
    newest = reports_of(edition).first()
    if newest is None or newest.is_frozen or part not in ReportPart.values:
        raise Http404
    row = get_object_or_404(ReportChapter, report=newest, part=part)
    writes = may_write_report(request.grants, edition)
    form = ChapterForm(initial={"text": row.text, "version": row.version})
    refusal = None
    if request.method == "POST":
        admit(writes)
        form = ChapterForm(request.POST)
        if form.is_valid():
            try:
                write_chapter(
                    report=newest,
                    part=ReportPart(part),
                    text=form.cleaned_data["text"],
                    version=form.cleaned_data["version"],
                    actor=actor_of(request),
                    at=clock.now(),
                )
            except RuleViolationError as violation:
                refusal = violation.refusal
            except ValidationError as error:
                tell_faults(form, error)
            else:
                messages.success(request, gettext("Noted."))
                return redirect("reporting:report_chapter", edition.code, part)
    parts = list(ReportPart)
    place = parts.index(ReportPart(part))
    today = day_in(edition, clock.now())
    now = told_now(edition, on=today, parts=[ReportPart(part)]) if newest.is_draft else {}
    figures = figures_of(chapters_of(newest))
    context = {
        "report": newest,
        "chapter": row,
        "part": parts[place],
        "before": parts[place - 1] if place else None,
        "after": parts[place + 1] if place + 1 < len(parts) else None,
        "blocks": [_shown(one) for one in blocks_in(row.told, _language())],
        "changed": differences([row], now, _language()),
        "tokens": [(f"{{{name}}}", figures[name][0]) for name in COUNTED["en"] if figures.get(name)],
        "writes": writes is None and newest.is_draft,
        "form": form,
        "refusal": refusal,
    }
    way = [
        Crumb(label=gettext("Final report"), url=reverse("reporting:report", args=[edition.code])),
        Crumb(label=str(parts[place].label)),
    ]
    status = status_of(request, refusal)
    return edition_page(
        request, edition, "reporting/report_chapter.html", context, here=HERE, way=way, status=status
    )


def _shown(block: Block) -> dict[str, Any]:
    """A block as its template shows it; of bars, how long each is of a hundred."""
    return {
        "kind": block.kind.value,
        "title": block.title,
        "text": block.text,
        "heads": [column.head for column in block.columns],
        "rows": [
            {"label": row[0], "shown": row[1], "size": round(100 * size)}
            for row, size in zip(block.rows, block.sizes, strict=True)
        ]
        if block.kind == Kind.BARS
        else block.rows,
    }


@roles(*READERS)
@require_safe
def preview(request: SignedInRequest, code: str, language: str, kind: str) -> HttpResponse:
    """The version that is written as it would be now, marked as no final one."""
    edition = edition_for(request, code)
    newest = reports_of(edition).select_related("edition__series", "edition__country").first()
    if newest is None or newest.is_frozen:
        raise Http404
    try:
        content = file_of(newest, ReportFileKind(kind), language, at=clock.now())
    except RuleViolationError as violation:
        return _page(request, edition, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
    return answer(content, f"draft-{edition.code}-{newest.number}-{language}.{kind}", kind)


@roles(*READERS)
@require_safe
def file(request: SignedInRequest, code: str, number: str, language: str, kind: str) -> HttpResponse:
    """A file of a final version."""
    edition = edition_for(request, code)
    rows = files_of(edition).defer(None)
    found = get_object_or_404(rows, report__number=int(number), language=language, kind=kind)
    return answer(bytes(found.content), f"report-{edition.code}-{number}-{language}.{kind}", kind)


def answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
