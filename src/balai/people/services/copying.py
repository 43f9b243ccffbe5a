"""A person's copy with files: asked for, made by a worker, sealed with their own key, gone after a week."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from balai.audit.services import record
from balai.kernel import files
from balai.kernel.crypto import UnreadableError
from balai.kernel.jobs import enqueue
from balai.kernel.restricted import look
from balai.kernel.uploads import MEGABYTE, Kind
from balai.people.enums import CopyState
from balai.people.models import PersonCopy, RightsRequest
from balai.people.queries import identities_of
from balai.people.registries import SealedFact, held, sealed
from balai.people.services.persons import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.people.registries import SealedFile

MAKE = "people.make_copy"
KEEP = timedelta(days=7)
OWN_COPY = "own_copy"
ARCHIVE = (
    Kind(
        media_type="application/zip",
        extensions=(".zip",),
        most_bytes=500 * MEGABYTE,
        is_sound=lambda content: content.startswith(b"PK"),
    ),
)


@transaction.atomic
def ask_for_copy(*, person: Person, at: datetime) -> PersonCopy:
    """Have a copy made of all that is held about somebody, for that person; asked twice, made once."""
    under_way = PersonCopy.objects.filter(person=person, state=CopyState.MAKING).first()
    if under_way is not None:
        return under_way
    copy = PersonCopy.objects.create(person=person, asked_at=at)
    record(actor=person.reference, action="person.copy_asked", subject=person.reference, at=at)
    enqueue(MAKE, copy_id=copy.pk)
    return copy


def make_copy(*, copy_id: UUID, at: datetime) -> None:
    """Gather everything: plain records, what is sealed, and files; each look is logged as the person's own.

    What cannot be opened, for its key is not here, is named and left out.
    """
    copy = PersonCopy.objects.filter(pk=copy_id, state=CopyState.MAKING).select_related("person").first()
    if copy is None:
        return
    content = _archive(copy.person, list(identities_of(copy.person)), at=at)
    with transaction.atomic():
        row = PersonCopy.objects.select_for_update(of=("self",)).filter(pk=copy_id).first()
        if row is None or row.state != CopyState.MAKING:
            return
        kept = files.keep(content, name="balai-about-me.zip", owner=copy.person, accept=ARCHIVE)
        row.state, row.ready_at, row.file_id, row.size = CopyState.READY, at, kept.id, kept.size
        row.save(update_fields=["state", "ready_at", "file_id", "size"])
        record(actor=copy.person.reference, action="person.copied", subject=copy.person.reference, at=at)


def fetch_copy(*, copy: PersonCopy, at: datetime) -> bytes:
    """The bytes of a copy that is ready, for its person.

    Raises:
        PersonCopy.DoesNotExist: it is not ready.
        UnreadableError: the person was erased, or the installation has no keys.
    """
    if copy.kept is None:
        raise PersonCopy.DoesNotExist
    return files.read(
        copy.kept,
        owner=copy.person,
        what="person_copy.file",
        actor=copy.person.reference,
        purpose=OWN_COPY,
        at=at,
    )


def put_old_copies_away(*, at: datetime) -> int:
    """Remove copies that were asked for more than a week ago; tells how many."""
    old = list(PersonCopy.objects.filter(asked_at__lt=at - KEEP).select_related("person"))
    for copy in old:
        with transaction.atomic():
            copy.delete()
            if copy.kept is not None:
                files.remove(copy.kept)
            record(actor=SYSTEM, action="person.copy_removed", subject=copy.person.reference, at=at)
    return len(old)


def _archive(person: Person, identities: Collection[Person], *, at: datetime) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in held.items():
            archive.writestr(f"records/{name}.json", _json(list(records.copy(identities))))
        opened: dict[str, Any] = {}
        closed: list[str] = []
        for source in sealed:
            for fact in source.facts(identities):
                try:
                    opened[fact.name] = look(
                        fact.row, fact.field, actor=person.reference, purpose=OWN_COPY, at=at
                    )
                except UnreadableError:
                    closed.append(fact.name)
            for number, file in enumerate(source.files(identities), start=1):
                path = f"files/{file.what}-{number}-{file.kept.name}"
                try:
                    content = files.read(
                        file.kept,
                        owner=file.owner,
                        what=file.what,
                        actor=person.reference,
                        purpose=OWN_COPY,
                        at=at,
                    )
                except UnreadableError:
                    closed.append(path)
                else:
                    archive.writestr(path, content)
        archive.writestr("sealed.json", _json(opened))
        archive.writestr("about.json", _json({"made_at": at, "cannot_be_opened": closed}))
    return target.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


class OwnSealed:
    """What this room keeps sealed about persons: what they asked, and what they were answered."""

    def facts(self, persons: Collection[Person]) -> Iterator[SealedFact]:
        for row in RightsRequest.objects.filter(person__in=persons).select_related("person").order_by("pk"):
            for field in ("wish", "answer"):
                if getattr(row, field) is not None:
                    yield SealedFact(name=f"{row.reference}.{field}", row=row, field=field)

    def files(self, persons: Collection[Person]) -> Iterable[SealedFile]:
        """None."""
        return ()
