"""The General Information: what it would say now, what was frozen, the texts of the office, and errata."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.engine.documents.words import languages
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError, status_of
from balai.people.access import admit, roles
from balai.programmes.documents.booklet import CHAPTER_NAMES, typeset
from balai.programmes.documents.texts import SHIPPED
from balai.programmes.enums import BookletFileKind
from balai.programmes.forms.editions import BookletTextsForm, ReasonForm
from balai.programmes.models import BookletFile, BookletText
from balai.programmes.queries.booklet import facts_of, newest_booklet, owes_an_erratum
from balai.programmes.rules import (
    DECIDERS,
    KEEPERS,
    READERS,
    may_decide,
    may_keep_edition,
)
from balai.programmes.rules.moves import may_change
from balai.programmes.services.booklets import issue_erratum, keep_booklet_texts
from balai.programmes.views.common import actor_of, edition_for, edition_page, tell_faults
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest


@roles(*READERS)
@require_safe
def booklet(request: SignedInRequest, code: str) -> HttpResponse:
    """Every version that went out, and whether the newest still says what holds."""
    edition = edition_for(request, code)
    files = BookletFile.objects.defer("content").order_by("kind", "language")
    versions = list(
        edition.booklets.defer("facts").prefetch_related(Prefetch("files", files)).order_by("-version")
    )
    context = {
        "versions": [
            {
                "booklet": version,
                "files": list(version.files.all()),
                "changes": [CHAPTER_NAMES[chapter]() for chapter in version.changes],
            }
            for version in versions
        ],
        "owes": owes_an_erratum(edition),
        "languages": languages(),
        "may_keep": may_keep_edition(request.grants, edition) is None and may_change(edition) is None,
        "may_decide": may_decide(request.grants, edition) is None,
    }
    return edition_page(request, edition, "programmes/booklet.html", context, here="programmes:booklet")


@roles(*READERS)
@require_safe
def preview(request: SignedInRequest, code: str, language: str) -> HttpResponse:
    """The booklet as it would be frozen now."""
    edition = edition_for(request, code)
    if language not in languages():
        raise Http404
    newest = newest_booklet(edition)
    at = clock.now()
    try:
        files = typeset(
            facts_of(edition),
            before=None,
            reason={},
            version=newest.version + 1 if newest else 1,
            issued_on=at.date(),
            at=at,
            only=language,
        )
    except RuleViolationError as violation:
        context = {"refusal": violation.refusal, "title": gettext("Look at the booklet")}
        way = [Crumb(label=gettext("Look at it"))]
        return edition_page(
            request,
            edition,
            "programmes/refused.html",
            context,
            here="programmes:booklet",
            way=way,
            status=HTTPStatus.CONFLICT,
        )
    name = f"{edition.code}-draft-{language}.pdf"
    return _pdf(files[BookletFileKind.BOOKLET, language], name)


@roles(*READERS)
@require_safe
def file(request: SignedInRequest, code: str, version: int, kind: str, language: str) -> HttpResponse:
    """A frozen file, byte for byte as it went out."""
    edition = edition_for(request, code)
    found = get_object_or_404(
        BookletFile, booklet__edition=edition, booklet__version=version, kind=kind, language=language
    )
    name = f"{edition.code}-{kind}-{version}-{language}.pdf"
    return _pdf(bytes(found.content), name)


@roles(*DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: SignedInRequest, code: str) -> HttpResponse:
    """Say why the booklet changes, freeze the next version, and tell everybody concerned."""
    edition = edition_for(request, code)
    admit(may_decide(request.grants, edition))
    form = ReasonForm(request.POST or None)
    refusal: Refusal | None = None
    status = status_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            issue_erratum(
                edition=edition,
                reason=form.cleaned_data["reason"],
                typeset=typeset,
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            refusal, status = violation.refusal, HTTPStatus.CONFLICT
        else:
            messages.success(request, gettext("The erratum is out."))
            return redirect("programmes:booklet", edition.code)
    title = gettext("Issue an erratum")
    context = {"form": form, "title": title, "save": title, "refusal": refusal}
    return edition_page(
        request,
        edition,
        "programmes/edition_form.html",
        context,
        here="programmes:booklet",
        way=[Crumb(label=title)],
        status=status,
    )


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: SignedInRequest, code: str) -> HttpResponse:
    """Write the chapters that records cannot say."""
    edition = edition_for(request, code)
    admit(may_keep_edition(request.grants, edition))
    written = {row.chapter: row.text for row in BookletText.objects.filter(edition=edition)}
    form = BookletTextsForm(request.POST or None, initial=written, shipped=SHIPPED)
    if request.method == "POST" and form.is_valid():
        try:
            keep_booklet_texts(
                edition=edition, texts=form.cleaned_data, actor=actor_of(request), at=clock.now()
            )
        except RuleViolationError as violation:
            tell_faults(form, violation)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programmes:booklet", edition.code)
    title = gettext("Texts of the booklet")
    context = {
        "form": form,
        "title": title,
        "save": gettext("Save"),
        "lead": gettext(
            "A line is a paragraph or a point. Documents are written as: what | who provides it | what makes it "
            "acceptable."
        ),
    }
    return edition_page(
        request,
        edition,
        "programmes/edition_form.html",
        context,
        here="programmes:booklet",
        way=[Crumb(label=title)],
        status=status_of(request),
    )


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=False, filename=name) or "",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
