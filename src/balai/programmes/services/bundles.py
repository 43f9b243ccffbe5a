"""Taking files in by page: brought, checked by a worker, looked at, recorded by a worker or put away."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from balai.audit.services import record
from balai.engine.bundle.problem import BundleError, Problem
from balai.kernel import files
from balai.kernel.bundle.importing import CancelledError, import_bundle
from balai.kernel.jobs import claim_effect, enqueue
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.kernel.restricted import look, put
from balai.kernel.uploads import MEGABYTE, Kind
from balai.people.services.persons import SYSTEM
from balai.programmes.enums import ImportState
from balai.programmes.models import BundleImport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from balai.kernel.bundle.importing import Outcome
    from balai.people.models import Person
    from balai.programmes.models import BundleExport

CHECK = "programmes.check_bundle"
RECORD = "programmes.record_bundle"
KEEP_UNDECIDED = timedelta(days=7)
"""A sound file about which nobody decides is put away; who wants it brings it again."""

KEEP_ENDED = timedelta(days=30)
BETWEEN_SIGNS = 0.5
"""Seconds between two notes of how far an import is."""


def _begins_as_archive(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _has_no_zero(content: bytes) -> bool:
    return b"\0" not in content


# What is in them is judged when they are opened, with every fault at its place.
KINDS = (
    Kind(
        media_type="application/zip",
        extensions=(".zip",),
        most_bytes=50 * MEGABYTE,
        is_sound=_begins_as_archive,
    ),
    Kind(
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        extensions=(".xlsx",),
        most_bytes=50 * MEGABYTE,
        is_sound=_begins_as_archive,
    ),
    Kind(
        media_type="text/csv",
        extensions=(".csv",),
        most_bytes=50 * MEGABYTE,
        is_sound=_has_no_zero,
    ),
)


@transaction.atomic
def bring_bundle(*, content: bytes, name: str, person: Person, language: str, at: datetime) -> BundleImport:
    """Keep a file sealed, and have it checked; nothing is changed by that.

    Args:
        content: of the file.
        name: as it came.
        person: who brings it; every deed of the import asks whether they may.
        language: in which they read what the deeds refuse.
        at: the moment.

    Raises:
        RuleViolationError: ``upload.…``: it is no .zip, .xlsx or .csv, or too large.
        UnreadableError: the installation has no keys.
    """
    brought = BundleImport.objects.create(person=person, language=language, brought_at=at)
    kept = files.keep(content, name=name, owner=brought, accept=KINDS)
    brought.file_id, brought.file_name = kept.id, kept.name
    brought.media_type, brought.size = kept.media_type, kept.size
    brought.save(update_fields=["file_id", "file_name", "media_type", "size"])
    record(actor=person.reference, action="bundle_import.brought", subject=brought.reference, at=at)
    enqueue(CHECK, import_id=brought.pk)
    return brought


def check_bundle(*, import_id: UUID, at: datetime) -> None:
    """Do all that an import does, note what would come of it, and take it back; asked twice, done once."""
    brought = _of(import_id, ImportState.CHECKING)
    if brought is None:
        return
    try:
        with _opened(brought, at=at) as path, signs(brought) as tell, override(brought.language):
            outcome = import_bundle(
                path, actor=brought.person, at=at, name=brought.file_name, is_rehearsal=True, tell=tell
            )
    except CancelledError:
        return
    except BundleError as error:
        _refuse(brought, error, at=at)
    else:
        _note(brought, ImportState.SOUND, outcome=_plain(outcome), done=0, total=0)


@transaction.atomic
def confirm_bundle(*, brought: BundleImport, actor: str, at: datetime) -> BundleImport:
    """Have a file recorded in which the check found nothing wrong.

    Raises:
        RuleViolationError: ``bundle_import.not_checked``.
        BundleImport.DoesNotExist: it was put away meanwhile.
    """
    brought = BundleImport.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    if brought.state != ImportState.SOUND:
        raise RuleViolationError(
            Refusal("bundle_import.not_checked", _("Only a file in which nothing is wrong can be taken in."))
        )
    brought.state = ImportState.RECORDING
    brought.save(update_fields=["state"])
    record(actor=actor, action="bundle_import.confirmed", subject=brought.reference, at=at)
    enqueue(RECORD, import_id=brought.pk)
    return brought


def record_bundle(*, import_id: UUID, at: datetime) -> None:
    """Take a file in, whole or not at all, and once however often it is asked.

    What somebody changed since the check may refuse it; it is called off by putting it away.
    """
    brought = _of(import_id, ImportState.RECORDING)
    if brought is None:
        return
    try:
        with _opened(brought, at=at) as path, signs(brought) as tell, override(brought.language):
            _record(brought, path, tell, at=at)
    except CancelledError:
        return
    except BundleError as error:
        _refuse(brought, error, at=at)


@transaction.atomic
def _record(brought: BundleImport, path: Path, tell: Callable[[int, int], None], *, at: datetime) -> None:
    if not claim_effect(f"{brought.reference}:recorded", at=at):
        return
    outcome = import_bundle(path, actor=brought.person, at=at, name=brought.file_name, tell=tell)
    record(
        actor=brought.person.reference,
        action="bundle_import.recorded",
        subject=brought.reference,
        at=at,
        detail={"records": outcome.records},
    )
    if not _note(brought, ImportState.DONE, outcome=_plain(outcome), ended_at=at):
        raise CancelledError  # in the last moment
    _forget_file(brought)


@transaction.atomic
def put_away(*, brought: BundleImport, actor: str, at: datetime) -> None:
    """Call an import off that is at work, or forget one that is not; what was recorded stays.

    The worker sees within a second that the row is gone, and takes everything back.
    """
    gone, _kinds = BundleImport.objects.filter(pk=brought.pk).delete()
    if gone:
        record(actor=actor, action="bundle_import.put_away", subject=brought.reference, at=at)
        _forget_file(brought)


def put_old_away(*, at: datetime) -> int:
    """Put away what is older than its time; tells how many."""
    ended = BundleImport.objects.filter(brought_at__lt=at - KEEP_ENDED)
    undecided = BundleImport.objects.filter(brought_at__lt=at - KEEP_UNDECIDED).exclude(
        state__in=[ImportState.DONE, ImportState.REFUSED]
    )
    old = list(ended.union(undecided))
    for brought in old:
        put_away(brought=brought, actor=SYSTEM, at=at)
    return len(old)


def problems_of(brought: BundleImport, *, actor: str, at: datetime) -> list[Problem]:
    """All that is wrong with a file; they repeat cells of it, so the look is logged."""
    found = look(brought, "problems", actor=actor, purpose="import", at=at)
    return [Problem.from_json(table) for table in found or ()]


def _of(import_id: UUID, state: ImportState) -> BundleImport | None:
    return BundleImport.objects.filter(pk=import_id, state=state).select_related("person").first()


@contextmanager
def _opened(brought: BundleImport, *, at: datetime) -> Iterator[Path]:
    """The file as it came, for as long as it is read."""
    if brought.kept is None:
        raise CancelledError
    content = files.read(
        brought.kept,
        owner=brought,
        what="bundle_import.file",
        actor=brought.person.reference,
        purpose="import",
        at=at,
    )
    with tempfile.TemporaryDirectory(prefix="balai-import-") as folder:
        # Libraries ask the name what a file is; of the name that came, only the ending is taken.
        path = Path(folder) / f"brought{PurePosixPath(brought.file_name).suffix.lower()}"
        path.write_bytes(content)
        del content  # the import takes constant memory, and this is not part of it
        yield path


@contextmanager
def signs(row: BundleImport | BundleExport) -> Iterator[Callable[[int, int], None]]:
    """How far it is, written on a connection of its own: an import's own transaction shows nothing yet."""
    side = connections.create_connection(DEFAULT_DB_ALIAS)
    last = 0.0
    was_there = False

    def tell(done: int, total: int) -> None:
        nonlocal last, was_there
        if time.monotonic() - last < BETWEEN_SIGNS:
            return
        last = time.monotonic()
        with side.cursor() as cursor:
            cursor.execute(
                f"UPDATE {row._meta.db_table} SET done = %s, total = %s WHERE id = %s",  # noqa: S608 -- a name of ours
                [done, total, row.pk],
            )
            is_there = bool(cursor.rowcount)
        if was_there and not is_there:
            raise CancelledError
        was_there = is_there

    try:
        yield tell
    finally:
        side.close()


def _refuse(brought: BundleImport, error: BundleError, *, at: datetime) -> None:
    problems = [problem.to_json() for problem in error.report]
    with transaction.atomic():
        row = BundleImport.objects.select_for_update(of=("self",)).filter(pk=brought.pk).first()
        if row is None:
            return
        row.state, row.problem_count, row.ended_at = ImportState.REFUSED, len(problems), at
        put(row, "problems", problems)
        row.save(update_fields=["state", "problem_count", "ended_at", "problems"])
        _forget_file(row)  # whoever mends it brings it again


def _note(brought: BundleImport, state: ImportState, **columns: Any) -> bool:
    return bool(BundleImport.objects.filter(pk=brought.pk).update(state=state, **columns))


def _forget_file(brought: BundleImport) -> None:
    if brought.kept is not None:
        files.remove(brought.kept)
        BundleImport.objects.filter(pk=brought.pk).update(file_id=None)


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "counts": {name: dict(counts) for name, counts in outcome.counts.items()},
        "keys": {name: list(outcome.keys.get(name, ())) for name in ("series", "editions")},
    }
