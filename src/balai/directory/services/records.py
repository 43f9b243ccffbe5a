"""Entering, changing, archiving, taking back and removing the records of the directory.

The kinds differ in what must be true of them (rules.py and the constraints of their tables), not in what is
done to them; so one deed serves every kind, page, API and import. Values are given by the names of columns.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import ProhibitNullCharactersValidator
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import ManyToManyField, Model, ProtectedError
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DeadlockDetected

from balai.audit.services import named_fields
from balai.audit.services import record as record_deed
from balai.directory.models import DeclaredDay, DirectoryRecord, Recorded
from balai.directory.rules import (
    may_archive,
    may_remove,
    may_restore,
    may_write,
    must_be_true,
    still_used,
)
from balai.directory.signals import days_declared
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from balai.people.models import Person

R = TypeVar("R", bound=Recorded)
D = TypeVar("D", bound=DirectoryRecord)


@transaction.atomic
def enter_record(model: type[D], *, values: Mapping[str, Any], actor: Person | None, at: datetime) -> D:
    """Enter a new record.

    Args:
        model: the kind of record.
        values: its columns; topics as records.
        actor: who enters it; None is the operator or an import of theirs.
        at: the moment.

    Raises:
        ValidationError: a value breaks a rule of its column or of the table; by column.
        RuleViolationError: ``directory.…`` of :func:`may_write`, or a code of :func:`must_be_true`.
    """
    plain, linked = _parted(model, values)
    _refuse_nothing_bytes(plain)
    new = model(**plain)
    new.clean_fields()
    _ask(new, actor=actor, at=at)
    _save(new)
    for name, chosen in linked.items():
        getattr(new, name).set(chosen)
    _tell(new, "created", actor=actor, at=at)
    return new


@transaction.atomic
def change_record(
    record: R, *, values: Mapping[str, Any], actor: Person | None, at: datetime, seen: str = ""
) -> R:
    """Change some columns of a record; the trail says which, not what stood there.

    Args:
        record: which one; its row is locked.
        values: the new values of the columns that may change.
        actor: who changes it.
        at: the moment.
        seen: the :func:`fingerprint` of what the writer saw; another one means that somebody was faster.

    Raises:
        ValidationError: as for :func:`enter_record`.
        RuleViolationError: the same codes, or ``directory.changed_meanwhile``.
    """
    row = _locked(record)
    if seen and seen != fingerprint(row):
        raise RuleViolationError(
            Refusal(
                "directory.changed_meanwhile",
                _("Somebody else has changed this record meanwhile. Look at their version first."),
            )
        )
    _ask_to_write(row, actor=actor, at=at)
    before = declared_by(row)
    plain, linked = _parted(type(row), values)
    _refuse_nothing_bytes(plain)
    changed = [name for name, value in plain.items() if _differs(row, name, value)]
    for name in changed:
        setattr(row, name, plain[name])
    row.clean_fields()
    for name, chosen in linked.items():
        manager = getattr(row, name)
        if {one.pk for one in chosen} != set(manager.values_list("pk", flat=True)):
            manager.set(chosen)
            changed.append(name)
    if changed:
        _ask(row, actor=actor, at=at)
        _save(row)
        _tell(row, "changed", actor=actor, at=at, detail=named_fields(changed), before=before)
    return row


@transaction.atomic
def archive_record(record: D, *, actor: Person | None, at: datetime) -> D:
    """Take a record out of use from now on; it stays where it was used.

    Raises:
        RuleViolationError: ``directory.archived_already``, ``directory.in_use`` or as for entering.
    """
    row = _locked(record)
    _ask_to_write(row, actor=actor, at=at)
    enforce(may_archive(row))
    row.archived_at = at
    row.save(update_fields=["archived_at"])
    _tell(row, "archived", actor=actor, at=at)
    return row


@transaction.atomic
def restore_record(record: D, *, actor: Person | None, at: datetime) -> D:
    """Take a record back into use.

    Raises:
        ValidationError: something else took its place meanwhile, such as a membership on the same days.
        RuleViolationError: ``directory.not_archived``, ``directory.whole_archived`` or as for entering.
    """
    row = _locked(record)
    _ask_to_write(row, actor=actor, at=at)
    enforce(may_restore(row))
    row.archived_at = None
    _save(row)
    _tell(row, "restored", actor=actor, at=at)
    return row


@transaction.atomic
def remove_record(record: DirectoryRecord, *, actor: Person | None, at: datetime) -> None:
    """Remove for good what was entered by mistake and nothing points to; the trail keeps that it was.

    Raises:
        RuleViolationError: ``directory.in_use``, ``scope.in_use`` or as for entering.
    """
    row = _locked(record)
    _ask_to_write(row, actor=actor, at=at)
    enforce(may_remove(row))
    _tell(row, "removed", actor=actor, at=at, announces=False)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise RuleViolationError(still_used(error)) from error
    _announce(declared_by(row), actor=actor, at=at)


def fingerprint(record: Recorded) -> str:
    """A short text that is another one as soon as any column is."""
    values = {field.attname: getattr(record, field.attname) for field in _written(type(record))}
    text = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _written(model: type[Recorded]) -> list[Any]:
    """The columns that are stored, not computed from others."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def _parted(
    model: type[Recorded], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Iterable[Any]]]:
    """Columns, and links to several others."""
    links = {field.name for field in model._meta.get_fields() if isinstance(field, ManyToManyField)}
    return (
        {name: value for name, value in values.items() if name not in links},
        {name: list(value) for name, value in values.items() if name in links},
    )


def _refuse_nothing_bytes(values: Mapping[str, Any]) -> None:
    """The database holds any character but one, and would say so with an error of its own.

    Raises:
        ValidationError: by column.
    """
    for name, value in values.items():
        texts = [value] if isinstance(value, str) else [*value.values()] if isinstance(value, dict) else []
        if any("\0" in text for text in texts if isinstance(text, str)):
            raise ValidationError({name: ProhibitNullCharactersValidator.message})


def _locked(record: R) -> R:
    row: R = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    return row


def _differs(row: Recorded, name: str, value: Any) -> bool:
    column: Any = row._meta.get_field(name)
    wanted = value.pk if isinstance(value, Model) else column.to_python(value)
    return bool(column.value_from_object(row) != wanted)


def _ask_to_write(row: Recorded, *, actor: Person | None, at: datetime) -> None:
    if actor is not None:
        enforce(may_write(row, grants_live_at(at).filter(person__in=identities_of(actor))))


def _ask(row: Recorded, *, actor: Person | None, at: datetime) -> None:
    _ask_to_write(row, actor=actor, at=at)
    enforce(must_be_true(row))


def _save(row: Recorded) -> None:
    """Store a row; what the database refuses is said by column, as the form says it.

    The table is asked by writing, and only when it refuses by one question for each of its constraints: an
    import of hundreds of records would ask thousands.
    """
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        _write(row)
    except IntegrityError:
        row.full_clean()
        raise


def _write(row: Recorded) -> None:
    """Write a row. Two who write at once may each wait for the other at an exclusion constraint.

    The database then stops one of them, who waits for the other's end by writing once more.
    """
    try:
        with transaction.atomic():
            row.save()
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        with transaction.atomic():
            row.save()


def _tell(  # noqa: PLR0913 -- each is named where it is called
    row: Recorded,
    what: str,
    *,
    actor: Person | None,
    at: datetime,
    detail: Mapping[str, str] | None = None,
    before: Sequence[Declared] = (),
    announces: bool = True,
) -> None:
    kind = row.reference.partition(":")[0]
    record_deed(
        actor=reference_of(actor), action=f"{kind}.{what}", subject=row.reference, at=at, detail=detail
    )
    if announces:
        _announce([*before, *declared_by(row)], actor=actor, at=at)


Declared = tuple[str, "date", "date"]
"""A country, and the first and last of the days that something is declared about."""


def declared_by(row: Recorded) -> list[Declared]:
    """About which days of which country a record says something; of most kinds none."""
    return [(row.country_id, row.since, row.until)] if isinstance(row, DeclaredDay) else []


def _announce(declared: Sequence[Declared], *, actor: Person | None, at: datetime) -> None:
    if declared:
        days_declared.send(
            sender=DeclaredDay,
            countries=sorted({country for country, _since, _until in declared}),
            since=min(since for _country, since, _until in declared),
            until=max(until for _country, _since, until in declared),
            actor=reference_of(actor),
            at=at,
        )
