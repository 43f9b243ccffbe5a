"""Taking in a bundle: one transaction, all or nothing, and every fault at once.

First everything is read and checked without touching the database but for its keys. Then what is sound is
recorded, so that what deeds and constraints refuse is told in the same report; and if there is any fault, the
transaction is taken back.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, transaction

from balai.engine.bundle.opening import opened
from balai.engine.bundle.problem import BundleError, Place, Report
from balai.engine.bundle.reading import Reading
from balai.kernel.bundle.registry import layout, parts
from balai.kernel.refusal import RuleViolationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from balai.engine.bundle.reading import Row

NEW, CHANGED, SAME = "new", "changed", "same"
MOST_KEYS = 50
"""Records of a section that an outcome names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or would do.

    Attributes:
        counts: by section, how many records are new, changed and the same, in the order of recording.
        keys: by section, the first of the records that it named, for links to them.
    """

    counts: Mapping[str, Mapping[str, int]]
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def records(self) -> int:
        return sum(sum(counts.values()) for counts in self.counts.values())

    @property
    def differs(self) -> bool:
        """Whether anything of it was not there already."""
        return any(counts.get(what) for counts in self.counts.values() for what in (NEW, CHANGED))


@dataclass(slots=True)
class Importing:
    """One import under way, as the parts see it.

    Attributes:
        actor: the person who imports; None is the operator.
        at: the moment.
        report: takes what is refused.
        tell: told after each record how many are done, and of how many.
        counts: what was found of each section.
    """

    actor: Any
    at: datetime
    report: Report
    tell: Callable[[int, int], None]
    total: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    _done: int = 0
    _indexes: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _records: dict[tuple[str, str], Any] = field(default_factory=dict)
    _shared: dict[tuple[type[Any], Any], Any] = field(default_factory=dict)
    _failed: set[tuple[str, str]] = field(default_factory=set)
    _entered: set[tuple[type[Any], Any]] = field(default_factory=set)
    _skipped: Counter[str] = field(default_factory=Counter)

    def index(self, section: str) -> Mapping[str, Any]:
        """The keys of the records that were there before, with what the database knows them by."""
        if section not in self._indexes:
            self._indexes[section] = parts[section].index()
        return self._indexes[section]

    def count(self, section: str, what: str, number: int = 1) -> None:
        """Count records as new, changed or the same, and tell how far it is."""
        self.counts.setdefault(section, Counter())[what] += number
        self._done += number
        self.tell(self._done, self.total)

    def is_recorded(self, section: str, key: str) -> bool:
        """Whether a record of the bundle was taken in."""
        return (section, key) in self._records and (section, key) not in self._failed

    def shared(self, model: type[Any], identifier: Any) -> Any:
        """A record that every installation has, such as a country."""
        if (model, identifier) not in self._shared:
            self._shared[model, identifier] = model._default_manager.get(pk=identifier)
        return self._shared[model, identifier]

    def note_entered(self, record: Any) -> None:
        """Note that a record was not there before this import."""
        self._entered.add((type(record), record.pk))

    def has_entered(self, record: Any) -> bool:
        """Whether this import brought a record: what belongs to it can overwrite nothing of anybody's."""
        return (type(record), record.pk) in self._entered

    def keys(self) -> dict[str, list[str]]:
        """By section, the first of the records that were named."""
        found: dict[str, list[str]] = {}
        for section, key in self._records:
            if len(found.setdefault(section, [])) < MOST_KEYS:
                found[section].append(key)
        return found

    def remember(self, section: str, key: str, record: Any) -> None:
        """Keep a record for those that refer to it."""
        self._records[section, key] = record

    def recall(self, section: str, key: str) -> Any:
        """A record that was taken in or is installed.

        Raises:
            NotRecordedError: it was refused.
        """
        if (section, key) in self._failed:
            raise NotRecordedError(key)
        if (section, key) not in self._records:
            if key not in self.index(section):
                raise NotRecordedError(key)
            self._records[section, key] = parts[section].get(self.index(section)[key])
        return self._records[section, key]

    @contextmanager
    def recording(self, row: Row, file_names: Mapping[str, str] | None = None) -> Iterator[None]:
        """Record one row within a savepoint; what is refused goes into the report and no further.

        Args:
            row: which one.
            file_names: what the file calls the columns that an error names.
        """
        try:
            with transaction.atomic():
                yield
        except NotRecordedError:
            self.skip(row)
        except RuleViolationError as error:
            self.refuse(row, "deed.refused", message=error.refusal.message)
        except ValidationError as error:
            for name, messages in _by_field(error).items():
                for message in messages:
                    where = (file_names or {}).get(name, name)
                    self.refuse(row, "deed.refused", field=where, message=message)
        except IntegrityError as error:
            self.refuse(row, "deed.refused", message=_said(error))

    def skip(self, row: Row) -> None:
        """Leave a row out that refers to something at fault."""
        self.fail(row)
        self._skipped[row.place.file] += 1

    def fail(self, row: Row) -> None:
        """Note that a row is not recorded, so that others do not count on it."""
        self._failed.add((row.section.name, row.key))

    def tell_skipped(self) -> None:
        """Say how many records could not be looked at, since they refer to what is at fault."""
        for file, count in self._skipped.items():
            self.report.add(Place(file), "deed.follows", count=count)

    def refuse(self, row: Row, rule: str, *, field: str = "", value: str = "", **details: object) -> None:
        """Say that a row cannot be recorded, at one of its fields or as a whole."""
        self.fail(row)
        if not value and isinstance(row.values.get(field), str | int):
            value = str(row.values[field])
        self.report.add(row.place_of(field), rule, value, **details)


class NotRecordedError(Exception):
    """Something that a record refers to was refused."""


class CancelledError(Exception):
    """Somebody called the import off; nothing of it stays."""


def _untold(done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


def import_bundle(  # noqa: PLR0913 -- a deed takes its facts by name
    path: Path,
    *,
    actor: Any,
    at: datetime,
    name: str = "",
    is_rehearsal: bool = False,
    tell: Callable[[int, int], None] = _untold,
) -> Outcome:
    """Take in a bundle or a single table, whole or not at all.

    Args:
        path: of a folder, a .zip, a .csv or an .xlsx file.
        actor: the person who imports, asked by every deed whether they may; None is the operator.
        at: the moment of all its deeds.
        name: what the file is called, where ``path`` is a copy of it.
        is_rehearsal: do everything, tell what came of it, and take it back.
        tell: told after each record how many are done and of how many; these are 0 while all is read for the
            first time. May raise :class:`CancelledError`.

    Raises:
        BundleError: it cannot be taken; the report says every reason.
        CancelledError: ``tell`` raised it; nothing was recorded.
    """
    report = Report()
    importing = Importing(actor=actor, at=at, report=report, tell=tell)
    with opened(path, report, name=name) as tree:
        reading = Reading(tree, layout(), installed=importing.index, on_row=lambda: tell(reading.count, 0))
        reading.check(report)
        importing.total = reading.count
        with transaction.atomic():
            for section in layout():
                parts[section.name].load(reading.rows(section), importing)
            importing.tell_skipped()
            _judge_sums(tree.name, report)
            if is_rehearsal or report:
                transaction.set_rollback(True)
    if report:
        raise BundleError(report)
    return Outcome(counts=importing.counts, keys=importing.keys())


def _judge_sums(name: str, report: Report) -> None:
    """What the database judges only at the end of a transaction, it judges now, while it can be told."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        if not report:  # else this may only follow from what was refused before
            report.add(Place(name), "deed.refused", message=_said(error))


def _by_field(error: ValidationError) -> Mapping[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


def _said(error: IntegrityError) -> str:
    """What the database said, in one line."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "message_primary", None) or error).splitlines()[0]
