"""Documents of nominees: kept sealed, replaced, put away; and which of them an edition asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.files import keep, remove
from balai.kernel.refusal import enforce
from balai.kernel.scanning import scan
from balai.kernel.uploads import DOCUMENTS, recognize
from balai.nominations.enums import ApplicationState, DocumentKind, Scan
from balai.nominations.models import Document, RequiredDocument, Submission
from balai.nominations.queries.applications import documents_kept, person_of
from balai.nominations.rules.applications import may_add_document, may_fill_in
from balai.nominations.services.applying import judge_list_of, locked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.programmes.models import Edition


def keep_document(  # noqa: PLR0913 -- each is named where it is called
    *,
    application_id: UUID,
    kind: DocumentKind,
    content: bytes,
    name: str,
    issued_on: dt.date | None,
    actor: Person,
    at: datetime,
) -> Document:
    """Keep a document of the nominee, sealed with the person's key; one of the same kind is put away.

    What is a file of another kind than its name says, too large, or infected, is refused and kept nowhere.
    The scanner is asked before the transaction, so that nobody waits for it while holding a lock.

    Raises:
        RuleViolationError: ``upload.…``, or what
            :func:`~balai.nominations.rules.applications.may_add_document` finds.
        UnreadableError: the person's key was destroyed, or the installation has no keys.
    """
    recognize(content, name=name, accept=DOCUMENTS)  # before it is sent to the scanner
    was_scanned = scan(content)
    return _keep(
        application_id=application_id,
        kind=kind,
        content=content,
        name=name,
        scan=Scan.CLEAN if was_scanned else Scan.NONE,
        issued_on=issued_on,
        actor=actor,
        at=at,
    )


@transaction.atomic
def _keep(  # noqa: PLR0913 -- as above
    *,
    application_id: UUID,
    kind: DocumentKind,
    content: bytes,
    name: str,
    scan: Scan,
    issued_on: dt.date | None,
    actor: Person,
    at: datetime,
) -> Document:
    application = locked(application_id)
    enforce(may_add_document(application, kind))
    person = person_of(application.nomination)
    if kind != DocumentKind.OTHER:
        _put_away(person, kind, at=at)
    kept = keep(content, name=name, owner=person, accept=DOCUMENTS)
    document = Document.objects.create(
        person=person,
        kind=kind,
        file=kept.id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        scan=scan,
        issued_on=issued_on,
        kept_at=at,
        kept_by=actor.reference,
    )
    record(
        actor=actor.reference,
        action="application.document_kept",
        subject=application.reference,
        at=at,
        detail={"document": str(document.pk), "kind": kind.value},
    )
    if application.state == ApplicationState.SENT:
        judge_list_of(application.nomination, at=at)
    return document


def _put_away(person: Person, kind: DocumentKind, *, at: datetime) -> None:
    """Put away the document of a kind; its file goes when nothing that was sent names it."""
    for old in documents_kept(person).filter(kind=kind):
        _end(old, at=at)


def _end(document: Document, *, at: datetime) -> None:
    document.put_away_at = at
    named = Submission.objects.filter(content__documents__contains=[{"id": str(document.pk)}])
    if document.kept is not None and not named.exists():
        remove(document.kept)
        document.file = None  # or a file that is left by a crash after the commit would never be swept
    document.save(update_fields=["put_away_at", "file"])


@transaction.atomic
def put_document_away(*, application_id: UUID, document_id: UUID, actor: Person, at: datetime) -> None:
    """Take a document back; what was sent before keeps its copy.

    Raises:
        RuleViolationError: what :func:`~balai.nominations.rules.applications.may_fill_in` finds.
        Document.DoesNotExist: it is not of this nominee, or was put away.
    """
    application = locked(application_id)
    enforce(may_fill_in(application))
    person = person_of(application.nomination)
    document = documents_kept(person).select_for_update(of=("self",)).get(pk=document_id)
    _end(document, at=at)
    record(
        actor=actor.reference,
        action="application.document_put_away",
        subject=application.reference,
        at=at,
        detail={"document": str(document.pk), "kind": document.kind},
    )


@transaction.atomic
def ask_for_documents(
    *, edition: Edition, kinds: Collection[str], may_follow: Collection[str], actor: Person, at: datetime
) -> None:
    """Say which documents the nominees of an edition have to send, and which of them may follow later."""
    RequiredDocument.objects.filter(edition=edition).delete()
    RequiredDocument.objects.bulk_create(
        RequiredDocument(edition=edition, kind=kind, may_follow=kind in may_follow)
        for kind in DocumentKind.values
        if kind in kinds
    )
    record(
        actor=actor.reference,
        action="edition.documents_asked",
        subject=edition.reference,
        at=at,
        detail={"kinds": "+".join(sorted(kinds))},
    )
