"""Bundles over the API: given out and brought, both made by a worker."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from ninja import File, Schema, Status
from ninja.files import UploadedFile

from balai.kernel import clock, files
from balai.kernel.bodies import Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.kernel.uploads import must_fit
from balai.people.authentication import Caller, as_file
from balai.people.queries import identities_of
from balai.programmes.api.common import (
    BRING,
    FOLLOW,
    GIVE,
    ExportOut,
    admit,
    by,
    edition_of,
    grants_of,
    person_of,
    router,
)
from balai.programmes.models import BundleExport, BundleImport
from balai.programmes.queries import imports_matching
from balai.programmes.rules import may_fetch, may_give_edition
from balai.programmes.services import bundles, giving

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ProblemOut(Schema):
    """What is wrong with a file, where, and what to do about it."""

    file: str
    line: int
    column: int
    field: str
    value: str
    rule: str
    message: str
    remedy: str


class ImportOut(Schema):
    """A file that was brought: `checking`, `refused`, `sound`, `recording` or `done`."""

    id: UUID
    file_name: str
    state: str
    done: int
    total: int
    problem_count: int
    brought_at: datetime
    ended_at: datetime | None


class WholeImportOut(ImportOut):
    """The same with what would come of it, or did, by list; and with everything that is wrong."""

    counts: dict[str, dict[str, int]]
    problems: list[ProblemOut]


class ImportPage(Schema):
    """Some files that one brought, and where the next page begins."""

    items: list[ImportOut]
    after: str


@router.post("editions/{code}/bundle", response={201: ExportOut}, operation_id="export_edition", **GIVE)
def export_edition(request: Caller, code: Word) -> Status[BundleExport]:
    """Have an edition and what is needed to understand it made into a bundle; look until it is ready."""
    edition = edition_of(request, code)
    admit(may_give_edition(grants_of(request), edition))
    return Status(201, giving.ask_for_bundle(subject=edition, person=person_of(request), at=clock.now()))


@router.get("exports/{uuid:export_id}", response=ExportOut, operation_id="get_export", **GIVE)
def get_export(request: Caller, export_id: UUID) -> BundleExport:
    """Say how far a bundle is that the caller asked for."""
    return _export(request, export_id)


@router.get("exports/{uuid:export_id}/file", operation_id="fetch_export", **as_file(GIVE, "application/zip"))
def fetch_export(request: Caller, export_id: UUID) -> HttpResponse:
    """Give out a bundle that is ready, as a .zip of files, to whoever may still have it."""
    made = _export(request, export_id)
    if made.kept is None:
        raise Http404
    return files.deliver(made.kept, giving.fetch_bundle(export=made, **by(request)))


@router.delete("exports/{uuid:export_id}", response={204: None}, operation_id="put_export_away", **GIVE)
def put_export_away(request: Caller, export_id: UUID) -> Status[None]:
    """Call an export off, or remove its file before its day is over."""
    giving.put_export_away(export=_export(request, export_id), **by(request))
    return Status(204, None)


@router.get("imports", response=ImportPage, operation_id="list_imports", **FOLLOW)
def list_imports(request: Caller, words: Word = "", state: Word = "", after: Word = "") -> dict[str, Any]:
    """List the files that the caller brought, the newest first: by words of their names, by state."""
    rows = imports_matching(_imports(request), words=words, state=state)
    page = page_of(rows, order=("-brought_at", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("imports", response={201: WholeImportOut}, operation_id="bring_file", **BRING)
def bring_file(request: Caller, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Bring a bundle (.zip) or a table (.xlsx, .csv) to be checked; look at it again until it is."""
    person = person_of(request)
    enforce(must_fit(file.size or 0, accept=bundles.KINDS))
    brought = bundles.bring_bundle(
        content=file.read(),
        name=file.name or "",
        person=person,
        language=get_language() or person.language,
        at=clock.now(),
    )
    return Status(201, _import(request, brought))


@router.get("imports/{uuid:import_id}", response=WholeImportOut, operation_id="get_import", **FOLLOW)
def get_import(request: Caller, import_id: UUID) -> dict[str, Any]:
    """Say how far a file is, what would come of it or did, and everything that is wrong with it."""
    return _import(request, get_object_or_404(_imports(request), pk=import_id))


@router.post(
    "imports/{uuid:import_id}/confirm", response=WholeImportOut, operation_id="confirm_import", **BRING
)
def confirm_import(request: Caller, import_id: UUID) -> dict[str, Any]:
    """Have a sound file taken in, whole or not at all."""
    brought = get_object_or_404(_imports(request), pk=import_id)
    return _import(request, bundles.confirm_bundle(brought=brought, **by(request)))


@router.delete("imports/{uuid:import_id}", response={204: None}, operation_id="put_import_away", **BRING)
def put_import_away(request: Caller, import_id: UUID) -> Status[None]:
    """Call an import off, or put it away; what was taken in stays."""
    bundles.put_away(brought=get_object_or_404(_imports(request), pk=import_id), **by(request))
    return Status(204, None)


def _export(request: Caller, export_id: UUID) -> BundleExport:
    rows = BundleExport.objects.filter(person__in=identities_of(person_of(request)))
    made = get_object_or_404(rows.select_related("edition", "series"), pk=export_id)
    admit(may_fetch(grants_of(request), made))  # the role may have ended since it was asked for
    return made


def _imports(request: Caller) -> QuerySet[BundleImport]:
    return BundleImport.objects.filter(person__in=identities_of(person_of(request)))


def _import(request: Caller, brought: BundleImport) -> dict[str, Any]:
    problems = []
    if brought.problem_count:
        problems = bundles.problems_of(brought, **by(request))
    return {
        **{name: getattr(brought, name) for name in ImportOut.model_fields},
        "counts": brought.outcome.get("counts", {}),
        "problems": [one.to_json(gettext) for one in problems],
    }
