"""Restricted fields: sealed in the database, shown only through a look that is logged.

A model declares where a field's data key comes from and never sees the plain value in an attribute::

    class PassportScan(IdentifiedModel):
        person = models.ForeignKey("people.Person", models.PROTECT)
        number = RestrictedTextField(_("passport number"), owner="person", null=True)

    put(scan, "number", "C1234567")
    scan.save()
    look(scan, "number", actor=officer.reference, purpose="visa_case", at=at)

What is stored in the field is a :class:`Sealed`; assigning a text is refused when the row is saved.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.db.models import Func

from balai.kernel.crypto import (
    DESTROYED,
    ID_BYTES,
    Key,
    UnreadableError,
    begin_rotation,
    end_rotation,
    keyring,
    note_destroyed,
)
from balai.kernel.references import Reference
from balai.kernel.registry import Registry

Counted = TypeVar("Counted", bound=Hashable)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    BytesField = models.Field["Sealed | None", "Sealed | None"]
else:
    BytesField = models.Field


class LookLog(Protocol):
    """Writes down that somebody is being shown something, within the transaction of the look."""

    def __call__(self, *, actor: str, subject: str, field: str, purpose: str, at: datetime) -> None: ...


look_logs: Registry[LookLog] = Registry("logs of looks")
purposes: Registry[StrOrPromise] = Registry("purposes of looks")
"""By code, what somebody may look for, translated: “to import it”."""
sealed_things: Registry[StrOrPromise] = Registry("sealed things that are no column")
"""By code, what else somebody may look at, translated: “document.passport” is a file."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value that only :func:`look` can open. That there is one is no secret."""

    box: bytes = field(repr=False)


# --- persons and their keys -------------------------------------------------------------------------


class DataKeyOwner(models.Model):
    """Somebody whose restricted data are sealed with a key of their own.

    The key is made when something is first sealed. Empty bytes mean that it was destroyed for ever.
    """

    wrapped_key = models.BinaryField(null=True, editable=False)

    class Meta:
        abstract = True


def reference_to(row: models.Model) -> str:
    """``person:<id>``: the table's name, which is chosen by hand, without the product's."""
    return str(Reference(_kind(row), str(row.pk)))


def _kind(row: models.Model) -> str:
    return row._meta.db_table.removeprefix("balai_")


def data_key(owner: DataKeyOwner) -> Key:
    """The key of what was sealed for this person.

    Raises:
        UnreadableError: it was destroyed, or the installation's key is not here.
    """
    if owner.wrapped_key is None:
        raise UnreadableError(DESTROYED)
    return keyring().unwrap(bytes(owner.wrapped_key), owner=reference_to(owner))


@transaction.atomic
def data_key_for_writing(owner: DataKeyOwner) -> Key:
    """The person's key, made now if there was none.

    Raises:
        UnreadableError: it was destroyed: nothing restricted is kept about this person again.
    """
    # The row is locked first: a rotation locks the table, and what is wrapped afterwards uses its new key.
    row = type(owner)._default_manager.select_for_update(of=("self",)).get(pk=owner.pk)
    if row.wrapped_key is None:
        row.wrapped_key = keyring().wrap(Key.new(), owner=reference_to(owner))
        row.save(update_fields=["wrapped_key"])
    owner.wrapped_key = row.wrapped_key
    return data_key(owner)


@transaction.atomic
def destroy_data_key(owner: DataKeyOwner) -> None:
    """Make everything that was sealed for this person unreadable for ever, here and in backups."""
    owner.wrapped_key = b""
    owner.save(update_fields=["wrapped_key"])
    transaction.on_commit(lambda: note_destroyed(reference_to(owner)))


# --- fields -----------------------------------------------------------------------------------------


class RestrictedField(BytesField):
    """A sealed column.

    Args:
        owner: name of the foreign key to the person whose data it is; without it, the row is the person.
    """

    def __init__(self, *args: Any, owner: str | None = None, **options: Any) -> None:
        self.owner = owner
        super().__init__(*args, **{"editable": False, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | ({"owner": self.owner} if self.owner else {})

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, *_args: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.model.__name__}.{self.name} is restricted: write it with put()")
        return None if value is None else value.box

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        value = super().get_db_prep_value(value, connection, prepared)
        return None if value is None else connection.Database.Binary(value)

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError


class RestrictedTextField(RestrictedField):
    """A sealed text."""

    def to_bytes(self, value: str) -> bytes:
        return value.encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()


class RestrictedJSONField(RestrictedField):
    """A sealed JSON value, as of a medical form."""

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)


def put(row: models.Model, name: str, value: Any) -> None:
    """Seal a value into a field; the caller saves the row.

    Raises:
        UnreadableError: the person's key was destroyed, or the installation has no keys.
    """
    column = _restricted(row, name)
    if value is None:
        setattr(row, name, None)
        return
    key = data_key_for_writing(_owner(row, column))
    setattr(row, name, Sealed(key.seal(column.to_bytes(value), place=_place(row, column))))


def amend(row: models.Model, name: str, changes: Mapping[str, Any]) -> None:
    """Seal a dictionary again with some of its keys changed; the caller has locked the row, and saves it.

    Nobody sees the rest, so this is no look.

    Raises:
        UnreadableError: as :func:`put`, and where what is there cannot be opened.
    """
    column = _restricted(row, name)
    sealed: Sealed | None = getattr(row, name)
    before: dict[str, Any] = {}
    if sealed is not None:
        before = column.from_bytes(data_key(_owner(row, column)).open(sealed.box, place=_place(row, column)))
    put(row, name, {**before, **changes})


def look(row: models.Model, name: str, *, actor: str, purpose: str, at: datetime) -> Any:
    """Show a restricted value to somebody; the look is logged and committed before.

    Never within another transaction: what was seen cannot be rolled back.

    Args:
        row: whose field it is.
        name: of the field.
        actor: who looks, as a reference.
        purpose: what for, as a code: ``visa_case``.
        at: the moment.

    Raises:
        UnreadableError: a key is missing or was destroyed; the refusal says which.
    """
    column = _restricted(row, name)
    sealed: Sealed | None = getattr(row, name)
    if sealed is None:
        return None
    owner = _owner(row, column)
    log_look(owner, f"{_kind(row)}.{name}", actor=actor, purpose=purpose, at=at)
    return column.from_bytes(data_key(owner).open(sealed.box, place=_place(row, column)))


def carry(source: models.Model, name: str, target: models.Model, into: str) -> None:
    """Seal a value again for a place on another row of the same person; the caller saves that row.

    Nobody sees the value, so this is no look: what is sent for an application is frozen like this.

    Raises:
        UnreadableError: a key is missing or was destroyed.
        TypeError: the two rows are of two persons, and what is of one is never sealed for another.
    """
    column, there = _restricted(source, name), _restricted(target, into)
    sealed: Sealed | None = getattr(source, name)
    if sealed is None:
        setattr(target, into, None)
        return
    owner = _owner(source, column)
    if reference_to(owner) != reference_to(_owner(target, there)):
        raise TypeError(f"{column} and {there} are sealed for two persons")
    key = data_key(owner)
    plain = key.open(sealed.box, place=_place(source, column))
    setattr(target, into, Sealed(key.seal(plain, place=_place(target, there))))


def tally(
    rows: Iterable[models.Model], name: str, told: Callable[[Any], Iterable[Counted]]
) -> Counter[Counted]:
    """Count what is sealed in a field of several rows; nobody learns of whom, so this is no look.

    For what must be known of all together and of nobody alone, as what a kitchen cooks. Whoever shows the
    counts takes care that they are of enough rows.

    Args:
        rows: with their owners fetched.
        name: of the field.
        told: what each value counts as; asked with None where nothing is sealed or no key opens it.
    """
    found: Counter[Counted] = Counter()
    for row in rows:
        column = _restricted(row, name)
        sealed: Sealed | None = getattr(row, name)
        value = None
        if sealed is not None:
            with suppress(UnreadableError):
                plain = data_key(_owner(row, column)).open(sealed.box, place=_place(row, column))
                value = column.from_bytes(plain)
        found.update(told(value))
    return found


def purpose_words(purpose: str) -> StrOrPromise:
    """What a look was for, in the reader's language; of a purpose that no room has now, the code."""
    return purposes[purpose] if purpose in purposes else purpose  # noqa: SIM401 -- a registry, no dict


def field_words(field: str) -> StrOrPromise:
    """What was looked at, in the reader's language: a sealed thing, or a column as its form calls it.

    Of what no room has now, the code.
    """
    if field in sealed_things:
        return sealed_things[field]
    kind, _dot, name = field.partition(".")
    model = next((one for one in apps.get_models() if one._meta.db_table == f"balai_{kind}"), None)
    columns = [one for one in model._meta.get_fields() if one.name == name] if model else []
    return next((one.verbose_name for one in columns if isinstance(one, models.Field)), field)


def log_look(owner: DataKeyOwner, what: str, *, actor: str, purpose: str, at: datetime) -> None:
    """Write a look down wherever looks are logged, for good."""
    logs = list(look_logs)
    if not logs:
        raise ImproperlyConfigured("nothing logs looks at restricted data, so none is allowed")
    with transaction.atomic(durable=True):
        for log in logs:
            log(actor=actor, subject=reference_to(owner), field=what, purpose=purpose, at=at)


def _restricted(row: models.Model, name: str) -> RestrictedField:
    column = row._meta.get_field(name)
    if not isinstance(column, RestrictedField):
        raise TypeError(f"{type(row).__name__}.{name} is not a restricted field")
    return column


def _owner(row: models.Model, column: RestrictedField) -> DataKeyOwner:
    owner = getattr(row, column.owner) if column.owner else row
    if not isinstance(owner, DataKeyOwner):
        raise TypeError(f"{type(owner).__name__} has no data key, but {column} is sealed with it")
    return owner


def _place(row: models.Model, column: RestrictedField) -> str:
    return f"{row._meta.db_table}.{column.column}:{row.pk}"


# --- rotation ---------------------------------------------------------------------------------------

BATCH = 500


def rotate_keys() -> Iterator[int]:
    """Give the installation a new key and wrap every data key with it; yields how many are done.

    Can be interrupted: called again, it goes on. The old keys are forgotten at the end, so what only
    backups still hold under them opens no more, except with an earlier export.
    """
    begin_rotation()
    done = 0
    for model in _owners():
        while count := _wrap_again(model):
            done += count
            yield done
    while count := _forget_old_keys():
        done += count
    yield done


def _forget_old_keys() -> int:
    """Forget the old keys while nobody writes; where somebody just wrote, wrap that and tell how many.

    The transaction that forgets changes nothing else: were it rolled back, nothing would be lost with it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for model in _owners():
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN EXCLUSIVE MODE")
        count = sum(_wrap_again(model) for model in _owners())
        if not count:
            end_rotation()
        return count


def unreadable_owners() -> int:
    """How many data keys no key of this installation opens: what a restore without keys cannot show."""
    known = _known_keys()
    return sum(_wrapped(model).exclude(key_id__in=known).count() for model in _owners())


def readable_owners() -> int:
    """How many data keys a key of this installation opens; of another one's database, none."""
    known = _known_keys()
    return sum(_wrapped(model).filter(key_id__in=known).count() for model in _owners())


def _known_keys() -> list[bytes]:
    try:
        return [key.id for key in keyring().keys]
    except UnreadableError:
        return []


def _owners() -> list[type[DataKeyOwner]]:
    return [model for model in apps.get_models() if issubclass(model, DataKeyOwner)]


def _wrapped(model: type[DataKeyOwner]) -> QuerySet[Any]:
    """Those with a data key, and which key of the installation wraps it (bytes 2 to 5)."""
    wrapping = Func("wrapped_key", 2, ID_BYTES, function="substring", output_field=models.BinaryField())
    rows = model._default_manager.exclude(wrapped_key=None).exclude(wrapped_key=b"")
    return rows.annotate(key_id=wrapping)


@transaction.atomic
def _wrap_again(model: type[DataKeyOwner]) -> int:
    ring = keyring()
    older = _wrapped(model).filter(key_id__in=[key.id for key in ring.keys[1:]])
    batch = list(older.select_for_update(of=("self",)).order_by("pk")[:BATCH])
    for row in batch:
        owner = reference_to(row)
        if owner in ring.destroyed:  # a backup brought it back
            row.wrapped_key = b""
        else:
            row.wrapped_key = ring.wrap(ring.unwrap(bytes(row.wrapped_key or b""), owner=owner), owner=owner)
    model._default_manager.bulk_update(batch, ["wrapped_key"])
    return len(batch)
