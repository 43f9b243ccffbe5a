"""Giving bundles out: asked for by page or program, made by a worker, fetched, and put away after a day."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from django.db import transaction

from balai.audit.services import record
from balai.engine.bundle.writing import write_archive
from balai.kernel import files
from balai.kernel.bundle.importing import CancelledError
from balai.kernel.jobs import enqueue
from balai.kernel.uploads import MEGABYTE, Kind
from balai.people.services.persons import SYSTEM
from balai.programmes.enums import ExportState
from balai.programmes.models import BundleExport
from balai.programmes.services.bundles import signs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.programmes.models import Edition, Series

GIVE = "programmes.make_bundle"
KEEP = timedelta(days=1)
"""A bundle is old as soon as somebody changes the edition; who wants it later asks again."""


class Writing(Protocol):
    """Writes the files of a bundle."""

    def __call__(self, export: BundleExport, *, tell: Callable[[int, int], None]) -> Mapping[str, bytes]: ...


ARCHIVE = (
    Kind(
        media_type="application/zip",
        extensions=(".zip",),
        most_bytes=500 * MEGABYTE,
        is_sound=lambda content: content.startswith(b"PK"),
    ),
)


@transaction.atomic
def ask_for_bundle(*, subject: Edition | Series, person: Person, at: datetime) -> BundleExport:
    """Have an edition, or a series with all its editions, made into a bundle.

    Who asks again while a worker has it, is shown the same export.

    Args:
        subject: of what; whether the person may have it was asked before, and is asked when it is fetched.
        person: for whom.
        at: the moment.
    """
    column = "series" if subject.reference.startswith("series:") else "edition"
    under_way = BundleExport.objects.filter(
        **{column: subject}, person=person, state=ExportState.MAKING
    ).first()
    if under_way is not None:
        return under_way
    made = BundleExport.objects.create(
        **{column: subject}, person=person, file_name=f"{subject.code}.zip", asked_at=at
    )
    record(
        actor=person.reference,
        action="bundle_export.asked",
        subject=made.reference,
        at=at,
        detail={column: subject.code},
    )
    enqueue(GIVE, export_id=made.pk)
    return made


def make_bundle(*, export_id: UUID, write: Writing, at: datetime) -> None:
    """Make a bundle that somebody asked for; asked twice, made once.

    Args:
        export_id: what was asked for.
        write: from an export to the files of its bundle; it is told how far it is by calling ``tell``.
        at: the moment.
    """
    asked = BundleExport.objects.filter(pk=export_id, state=ExportState.MAKING)
    row = asked.select_related("edition", "series").first()
    if row is None:
        return
    target = io.BytesIO()
    try:
        with signs(row) as tell:
            write_archive(write(row, tell=tell), target)
    except CancelledError:
        return
    with transaction.atomic():
        row = BundleExport.objects.select_for_update(of=("self",)).filter(pk=export_id).first()
        if row is None or row.state != ExportState.MAKING:
            return
        kept = files.keep(target.getvalue(), name=row.file_name, owner=row, accept=ARCHIVE)
        row.state, row.ready_at = ExportState.READY, at
        row.file_id, row.size = kept.id, kept.size
        row.save(update_fields=["state", "ready_at", "file_id", "size"])


def fetch_bundle(*, export: BundleExport, actor: str, at: datetime) -> bytes:
    """The bytes of a bundle that is ready; the look is logged.

    Raises:
        BundleExport.DoesNotExist: it is not ready.
    """
    if export.kept is None:
        raise BundleExport.DoesNotExist
    return files.read(
        export.kept, owner=export, what="bundle_export.file", actor=actor, purpose="export", at=at
    )


@transaction.atomic
def put_export_away(*, export: BundleExport, actor: str, at: datetime) -> None:
    """Call an export off, or remove its file."""
    gone, _kinds = BundleExport.objects.filter(pk=export.pk).delete()
    if gone:
        record(actor=actor, action="bundle_export.put_away", subject=export.reference, at=at)
        if export.kept is not None:
            files.remove(export.kept)


def put_old_exports_away(*, at: datetime) -> int:
    """Remove what was asked for more than a day ago; tells how many."""
    old = list(BundleExport.objects.filter(asked_at__lt=at - KEEP))
    for export in old:
        put_export_away(export=export, actor=SYSTEM, at=at)
    return len(old)
