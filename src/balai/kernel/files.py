"""Restricted files: sealed with the person's key, under generated names, delivered and never run.

A row in the room that needs the file holds what :func:`keep` tells, its id in a :class:`KeptFileField`; the
bytes lie in a folder of the home or in an object storage (:mod:`balai.storage`), whole or not at all. Whoever
reads is logged as for a field (:mod:`balai.kernel.restricted`). The bytes are written before the row is
committed and go after it, so a deed that is rolled back, or cut off, leaves a file of no row: :func:`sweep`
finds it.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from balai import config
from balai.kernel.crypto import DAMAGED, UnreadableError, blind_index
from balai.kernel.identity import uuid7
from balai.kernel.restricted import data_key, data_key_for_writing, log_look, readable_owners
from balai.kernel.uploads import recognize
from balai.storage.chosen import place_of
from balai.storage.problems import StorageProblem

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest

    from balai.kernel.restricted import DataKeyOwner
    from balai.kernel.uploads import Kind
    from balai.storage.place import Place, Stored

logger = logging.getLogger(__name__)

LONGEST_NAME = 120

SPARED = timedelta(days=1)
"""A file of no row is left alone so long: the transaction that will name it may still be under way."""

NAME = re.compile(r"[0-9a-f]{32}\.sealed|\.[0-9a-f]{32}\.sealed\.[0-9a-f]{8}")
"""A sealed file, or one that its writer had not finished; nothing else is ours."""


MARK = ".installation"
"""An object that tells whose an object storage is."""

PART = re.compile(r"bytes=(?P<first>\d{0,15})-(?P<last>\d{0,15})")


if TYPE_CHECKING:
    KeptFileField = models.UUIDField  # the columns are read and written as such
else:

    class KeptFileField(models.UUIDField):
        """The id of a kept file: what keeps it from being swept; in the database, and migrations, a UUID."""

        def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
            name, _path, args, options = super().deconstruct()
            return name, "django.db.models.UUIDField", args, options


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that is kept sealed.

    Attributes:
        id: names it where it lies, and nothing else.
        name: as it came, for people; never part of a path.
        media_type: recognized from its bytes.
        size: in bytes, before it was sealed.
    """

    id: UUID
    name: str
    media_type: str
    size: int


def keep(content: bytes, *, name: str, owner: DataKeyOwner, accept: tuple[Kind, ...]) -> KeptFile:
    """Keep an upload sealed for its person.

    Raises:
        RuleViolationError: the content is not of a kind that is accepted.
        UnreadableError: the person's key was destroyed, or the installation has no keys.
        StorageProblem: the object storage does not take it; nothing is kept.
    """
    kind = recognize(content, name=name, accept=accept)
    kept = KeptFile(id=uuid7(), name=_plain(name), media_type=kind.media_type, size=len(content))
    sealed = data_key_for_writing(owner).seal(content, place=_bound_to(kept.id))
    _place().write(_name(kept.id), sealed)
    return kept


def read(  # noqa: PLR0913 -- who, at what, what for and when are what a look consists of
    kept: KeptFile, *, owner: DataKeyOwner, what: str, actor: str, purpose: str, at: datetime
) -> bytes:
    """Open a file for somebody; the look is logged and committed before.

    Args:
        kept: the file.
        owner: the person for whom it was sealed.
        what: the field that is looked at, as a code: ``passport.scan``.
        actor: who looks, as a reference.
        purpose: what for, as a code.
        at: the moment.

    Raises:
        UnreadableError: a key is missing or was destroyed, or the file is not there; says which.
        StorageProblem: the object storage does not answer; the file is as readable as before.
    """
    log_look(owner, what, actor=actor, purpose=purpose, at=at)
    return read_shared(kept, owner=owner)


def read_shared(kept: KeptFile, *, owner: DataKeyOwner) -> bytes:
    """Open a file that is about nobody, such as a handout; no look is written down.

    Raises:
        UnreadableError: as of :func:`read`.
    """
    key = data_key(owner)
    try:
        sealed = _place().read(_name(kept.id))
    except FileNotFoundError as error:
        raise UnreadableError(DAMAGED) from error
    return key.open(sealed, place=_bound_to(kept.id))


def remove(kept: KeptFile) -> None:
    """Remove a file once the transaction around has been committed."""
    transaction.on_commit(lambda: _remove(_name(kept.id)))


def _remove(name: str) -> None:
    try:
        _place().remove(name)
    except StorageProblem as problem:  # the deed is done, and the row is gone: the night takes the file
        logger.warning("%s is left to be swept: %s", name, problem)


def probe() -> None:
    """Write, read and remove what is nobody's: whether files can be kept at all.

    Raises:
        StorageProblem: the object storage does not do it, gives back something else, or is another's.
    """
    claim()
    name = f"00/.{uuid7().hex}.sealed.00000000"  # as of a writer who was cut off: a night finds it, if we are
    place, content = _place(), name.encode()
    place.write(name, content)
    try:
        found = place.read(name)
    except FileNotFoundError:
        found = b""
    place.remove(name)
    if found != content:
        raise StorageProblem(
            f"{config.current().object_storage} does not give back what it was given.",
            "See its own messages, or name another in BALAI_FILES_URL.",
        )


def deliver(kept: KeptFile, content: bytes) -> HttpResponse:
    """An answer by which a browser saves the file and does nothing else with it (RFC 6266)."""
    return HttpResponse(
        content,
        content_type=kept.media_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=kept.name) or "",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


MAY_KEEP = "private, no-cache"
"""What a browser may keep of a person's file: it asks each time, and a 304 must say so, too."""


def serve(request: HttpRequest, kept: KeptFile, *, digest: str, content: Callable[[], bytes]) -> HttpResponse:
    """As :func:`deliver`, of what the browser may keep: it asks by the tag, or for the part that it lacks.

    So a file that broke off over a slow line goes on where it stopped (RFC 9110, sections 13 and 14).

    Args:
        request: of whoever may have the file.
        kept: which it is.
        digest: SHA-256 of its content; two of the same digest are the same.
        content: opens it, if it has to be sent.
    """
    tag = f'"{digest[:32]}"'
    known = get_conditional_response(request, etag=tag)
    if known is not None:
        known["ETag"], known["Cache-Control"] = tag, MAY_KEEP
        return known
    whole = content()
    part = _part_asked_for(request, tag, len(whole))
    if part is None:
        answer = deliver(kept, whole)
    elif not part:
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(whole)}"})
    else:
        answer = deliver(kept, whole[part.start : part.stop])
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(whole)}"
    answer["ETag"], answer["Accept-Ranges"], answer["Cache-Control"] = tag, "bytes", MAY_KEEP
    return answer


def _part_asked_for(request: HttpRequest, tag: str, size: int) -> range | None:
    """The one part that is asked for, empty when there is no such part; several are sent as a whole."""
    asked = PART.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked["first"] == asked["last"] == "" or request.method != "GET":
        return None
    if request.headers.get("If-Range", tag) != tag:
        return None
    if not asked["first"]:
        return range(max(0, size - int(asked["last"])), size)
    first = int(asked["first"])
    last = min(int(asked["last"] or size), size - 1)
    return None if asked["last"] and int(asked["last"]) < first else range(first, last + 1)


# --- files of no row --------------------------------------------------------------------------------


def unowned(*, at: datetime) -> list[Stored]:
    """What was written more than a day ago and is the file of no row: of a deed that failed or was cut off.

    The files are listed before the rows are read, so that one whose row comes meanwhile is never among them.
    """
    old = [stored for stored in _place().listed() if _is_ours(stored) and waits_since(stored, at)]
    held = _held()
    return [stored for stored in old if stored.name not in held]


def sweep(*, at: datetime) -> int:
    """Delete the files of no row; tells how many.

    Nothing is deleted unless a data key in this database opens with the keys of this home: where the
    address of another database was named, or an empty one begun, all files would seem to be of no row.

    Raises:
        StorageProblem: the object storage does not answer, or is another installation's.
    """
    if not readable_owners():
        return 0
    claim()
    left = unowned(at=at)
    for stored in left:
        _place().remove(stored.name)
    return len(left)


def claim() -> None:
    """Write down that an object storage is this installation's.

    Two that shared one would each delete the other's files at night, to which no row of its own belongs.

    Raises:
        StorageProblem: it is another's.
    """
    where = config.current().object_storage
    if where is None:  # a home is one installation's
        return
    ours = blind_index("installation", place="files.place").encode()
    try:
        found = _place().read(MARK)
    except FileNotFoundError:
        _place().write(MARK, ours)
    else:
        if found != ours:
            raise StorageProblem(
                f"{where} is the place of another installation.",
                f"Name a prefix of its own in BALAI_FILES_URL. If no other uses this one, delete {MARK} there.",
            )


def waits_since(stored: Stored, at: datetime) -> bool:
    """Whether a file was old enough at a moment to be looked for among the rows."""
    return stored.at < at - SPARED


def _is_ours(stored: Stored) -> bool:
    _folder, _slash, name = stored.name.partition("/")
    return NAME.fullmatch(name) is not None


def _held() -> set[str]:
    """The names of the files that rows hold, in whatever room."""
    return {
        _name(identifier)
        for model in apps.get_models()
        for column in model._meta.local_concrete_fields
        if isinstance(column, KeptFileField)
        for identifier in QuerySet(model).values_list(column.name, flat=True).iterator()
        if identifier is not None
    }


def _place() -> Place:
    return place_of(config.current())


def _name(identifier: UUID) -> str:
    # The last digits are random.
    return f"{identifier.hex[-2:]}/{identifier.hex}.sealed"


def _bound_to(identifier: UUID) -> str:
    return f"file:{identifier}"


def _plain(name: str) -> str:
    """The last part of a name, without what steers terminals and headers, and not longer than a line."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(character for character in last if character.isprintable())
    stem, dot, extension = clean.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}{dot}{extension}"
