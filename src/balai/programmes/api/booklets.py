"""The General Information over the API."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from ninja import Schema

from balai.kernel.bodies import Word, Words
from balai.kernel.translated import TranslatedText
from balai.people.authentication import Caller, as_file
from balai.programmes.api.common import (
    DECIDE,
    KEEP,
    READ,
    ReasonIn,
    by,
    decided_by,
    edition_of,
    kept_by,
    reasoned,
    router,
)
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import BookletChapter
from balai.programmes.models import BookletFile, BookletText, Edition
from balai.programmes.queries.booklet import owes_an_erratum
from balai.programmes.services.booklets import issue_erratum as issue
from balai.programmes.services.booklets import keep_booklet_texts as keep_texts

if TYPE_CHECKING:
    from django.db.models import QuerySet


class BookletFileOut(Schema):
    """A file that went out: its kind, language and SHA-256."""

    kind: str
    language: str
    sha256: str


class BookletVersionOut(Schema):
    """One frozen version of the General Information; later ones are errata."""

    version: int
    frozen_at: datetime
    reason: Words
    changes: list[Any]
    files: list[BookletFileOut]

    @staticmethod
    def resolve_files(record: Any) -> QuerySet[BookletFile]:
        """Without their content, as :func:`_booklet` has read them."""
        found: QuerySet[BookletFile] = record.files.all()
        return found


class BookletOut(Schema):
    """The booklet of an edition: what the office wrote, what went out, and whether that still holds."""

    owes_an_erratum: bool
    texts: dict[str, Words]
    versions: list[BookletVersionOut]


class TextsIn(Schema):
    """Texts of chapters, by their name; an empty one has the words that Balai ships."""

    texts: dict[BookletChapter, Words]


@router.get("editions/{code}/booklet", response=BookletOut, operation_id="get_booklet", **READ)
def get_booklet(request: Caller, code: Word) -> dict[str, Any]:
    """Show what the office wrote for the General Information, and every version that went out."""
    return _booklet(edition_of(request, code))


@router.get(
    "editions/{code}/booklet/{int:version}/{kind}/{language}",
    operation_id="get_booklet_file",
    **as_file(READ, "application/pdf"),
)
def get_booklet_file(request: Caller, code: Word, version: int, kind: Word, language: Word) -> HttpResponse:
    """Give out a frozen file as it went out, byte for byte; kinds and languages are told with the booklet."""
    edition = edition_of(request, code)
    rows = BookletFile.objects.filter(booklet__edition=edition, booklet__version=version)
    found = get_object_or_404(rows, kind=kind, language=language)
    name = f"{edition.code}-{kind}-{version}-{language}.pdf"
    return HttpResponse(
        bytes(found.content),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
            "Cache-Control": "private, no-store",
        },
    )


@router.patch("editions/{code}/booklet", response=BookletOut, operation_id="keep_booklet_texts", **KEEP)
def keep_booklet_texts(request: Caller, code: Word, given: TextsIn) -> dict[str, Any]:
    """Write chapters that records cannot say; those that are not named stay."""
    edition = kept_by(request, code)
    texts = {
        chapter.value: TranslatedText({tongue: text for tongue, text in words.items() if text.strip()})
        for chapter, words in given.texts.items()
    }
    for chapter, text in texts.items():
        if text:
            BookletText(edition=edition, chapter=chapter, text=text).clean_fields()
    keep_texts(edition=edition, texts=texts, **by(request))
    return _booklet(edition)


@router.post("editions/{code}/booklet/errata", response=BookletOut, operation_id="issue_erratum", **DECIDE)
def issue_erratum(request: Caller, code: Word, given: ReasonIn) -> dict[str, Any]:
    """Freeze the next version of the booklet, with the reason; everybody concerned is told."""
    edition = decided_by(request, code)
    issue(edition=edition, typeset=typeset, **reasoned(given), **by(request))
    return _booklet(edition)


def _booklet(edition: Edition) -> dict[str, Any]:
    return {
        "owes_an_erratum": owes_an_erratum(edition),
        "texts": {row.chapter: dict(row.text) for row in edition.booklet_texts.order_by("chapter")},
        "versions": edition.booklets.defer("facts")
        .prefetch_related(
            Prefetch("files", BookletFile.objects.defer("content").order_by("kind", "language"))
        )
        .order_by("-version"),
    }
