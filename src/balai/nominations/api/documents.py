"""Documents of nominees over the API: listing, sending, taking back, and opening them, which is a look."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import WithJsonSchema

from balai.kernel import clock, files
from balai.kernel.bodies import Day
from balai.kernel.refusal import Refusal, enforce
from balai.kernel.uploads import DOCUMENTS, must_fit
from balai.nominations.api.common import (
    MINE,
    OWN,
    OWN_DEEDS,
    READ,
    own_application,
    person_asking,
    readable_nominations,
)
from balai.nominations.enums import DocumentKind
from balai.nominations.models import Application, Document, Nomination
from balai.nominations.queries.applications import (
    documents_kept,
    documents_sent,
    last_submission,
    person_of,
)
from balai.nominations.rules.applications import LOOKERS, may_look_at, sealed_like
from balai.nominations.services.documents import keep_document, put_document_away
from balai.people.authentication import Caller, as_file, needs
from balai.people.enums import TokenScope

router = Router()
LOOK = needs(TokenScope.NOMINATIONS_READ, *LOOKERS)
MEDIA_TYPES = sorted({one.media_type for one in DOCUMENTS})
CHECKING = "applications"


class DocumentOut(Schema):
    """A document by its kind and file; its content is opened by itself, and logged."""

    id: UUID
    kind: DocumentKind
    name: str
    media_type: str
    size: int
    scan: str
    issued_on: date | None
    kept_at: datetime


class DocumentIn(Schema):
    """Which document a file is, and the day of its issue for papers that must not be old.

    A form that has no day sends an empty text for it, or leaves the field out.
    """

    kind: DocumentKind
    issued_on: Annotated[
        Day | None, WithJsonSchema({"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"})
    ] = None


# --- of nominees --------------------------------------------------------------------------------------------


@router.get(
    "{uuid:nomination_id}/documents", response=list[DocumentOut], operation_id="list_documents", **READ
)
def list_documents(request: Caller, nomination_id: UUID) -> list[Document]:
    """List the documents that a nominee has sent, by kind; 404 while nothing was sent."""
    return _sent(get_object_or_404(readable_nominations(request), pk=nomination_id))


@router.get(
    "{uuid:nomination_id}/documents/{uuid:document_id}",
    operation_id="get_document",
    **as_file(LOOK, *MEDIA_TYPES),
)
def get_document(request: Caller, nomination_id: UUID, document_id: UUID) -> HttpResponse:
    """Open a document that was sent, for whose duty needs it; the look is logged."""
    nomination = get_object_or_404(Nomination.objects.select_related("edition"), pk=nomination_id)
    if all(may_look_at(request.grants, nomination.edition, part) for part in ("passport", "health")):
        raise Http404  # nothing of this edition is theirs to see: not even whether it is there
    row = next((one for one in _sent(nomination) if one.pk == document_id), None)
    if row is None:
        raise Http404
    _admit(may_look_at(request.grants, nomination.edition, sealed_like(row)))
    return _opened(request, row, purpose=CHECKING)


def _sent(nomination: Nomination) -> list[Document]:
    application = Application.objects.filter(nomination=nomination).first()
    submission = last_submission(application) if application else None
    if submission is None:
        raise Http404
    return documents_sent(submission)


def _admit(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise HttpError(403, str(refusal.message))


def _opened(request: Caller, row: Document, *, purpose: str) -> HttpResponse:
    if row.kept is None:
        raise Http404
    content = files.read(
        row.kept,
        owner=row.person,
        what=f"document.{row.kind}",
        actor=person_asking(request).reference,
        purpose=purpose,
        at=clock.now(),
    )
    return files.deliver(row.kept, content)


# --- one's own ----------------------------------------------------------------------------------------------


@router.get(
    "applications/{uuid:application_id}/documents",
    response=list[DocumentOut],
    operation_id="list_my_documents",
    **OWN,
)
def list_my_documents(request: Caller, application_id: UUID) -> list[Document]:
    """List the caller's documents as they are now."""
    return list(documents_kept(person_of(own_application(request, application_id).nomination)))


@router.post(
    "applications/{uuid:application_id}/documents",
    response={201: DocumentOut},
    operation_id="send_my_document",
    **OWN_DEEDS,
)
def send_my_document(
    request: Caller, application_id: UUID, given: Form[DocumentIn], file: File[UploadedFile]
) -> Status[Document]:
    """Send a document: a PDF, a JPEG or PNG, or a Word document without macros, by its content.

    One of the same kind is put away. What is of another kind than its name says, too large or infected is
    refused and kept nowhere.
    """
    own = own_application(request, application_id)
    enforce(must_fit(file.size or 0, accept=DOCUMENTS))
    kept = keep_document(
        application_id=own.pk,
        kind=given.kind,
        content=file.read(),
        name=file.name or "",
        issued_on=given.issued_on,
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, kept)


@router.get(
    "applications/{uuid:application_id}/documents/{uuid:document_id}",
    operation_id="get_my_document",
    **as_file(OWN, *MEDIA_TYPES),
)
def get_my_document(request: Caller, application_id: UUID, document_id: UUID) -> HttpResponse:
    """Open one of the caller's documents; the look is logged as any other."""
    mine = documents_kept(person_of(own_application(request, application_id).nomination)).select_related(
        "person"
    )
    row = get_object_or_404(mine, pk=document_id)
    return _opened(request, row, purpose=MINE)


@router.delete(
    "applications/{uuid:application_id}/documents/{uuid:document_id}",
    response={204: None},
    operation_id="take_my_document_back",
    **OWN_DEEDS,
)
def take_my_document_back(request: Caller, application_id: UUID, document_id: UUID) -> Status[None]:
    """Take a document back; what was sent before keeps its copy."""
    try:
        put_document_away(
            application_id=own_application(request, application_id).pk,
            document_id=document_id,
            actor=person_asking(request),
            at=clock.now(),
        )
    except Document.DoesNotExist as error:
        raise Http404 from error
    return Status(204, None)
