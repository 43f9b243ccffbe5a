"""What higher rooms add to this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import Model, QuerySet
    from django.utils.functional import Promise

    from balai.kernel.files import KeptFile
    from balai.kernel.restricted import DataKeyOwner
    from balai.people.models import Person


class ScopeKind(Protocol):
    """One kind of thing that a role can be bound to, such as a country or an edition.

    The room that owns the thing registers it under the word before the colon (``country``). Before it
    deletes such a thing it asks :func:`balai.people.rules.may_delete_scope`.
    """

    label: str | Promise
    """What the kind is called on pages: “Country”."""

    def name(self, key: str) -> str | None:
        """How the thing is called, or None when there is none with this key."""

    def choices(self, *, at: datetime) -> Iterable[tuple[str, str]]:
        """Keys with names, for choosing one in a form."""


class PersonRecords(Protocol):
    """One kind of thing that a room holds about persons, for the page on which they see it and their copy.

    What is sealed is told as sealed and not opened: a copy is no look.
    """

    @property
    def label(self) -> str | Promise:
        """What the kind is called on pages: “Letters”."""

    @property
    def view(self) -> str:
        """Name of the address where the person sees these; empty where only the copy has them."""

    def count(self, persons: Collection[Person]) -> int:
        """How many there are about somebody, under all of their identities."""

    def copy(self, persons: Collection[Person]) -> Iterable[Mapping[str, Any]]:
        """Each of them, as plain values by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Records that are rows of one table.

    Attributes:
        rows: the rows about persons.
        fields: what is copied of each, as the table calls it.
    """

    label: str | Promise
    rows: Callable[[Collection[Person]], QuerySet[Any]]
    fields: Sequence[str]
    view: str = ""

    def count(self, persons: Collection[Person]) -> int:
        return self.rows(persons).count()

    def copy(self, persons: Collection[Person]) -> Iterable[Mapping[str, Any]]:
        return self.rows(persons).values(*self.fields).iterator(chunk_size=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFact:
    """One restricted field about somebody.

    Attributes:
        name: in the copy: ``application.passport_number``.
        row: whose field it is.
        field: of the row; :func:`balai.kernel.restricted.look` opens it.
    """

    name: str
    row: Model
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """One restricted file about somebody.

    Attributes:
        kept: the file.
        owner: for whom it was sealed.
        what: as looks are logged: ``application.passport_scan``.
    """

    kept: KeptFile
    owner: DataKeyOwner
    what: str


class SealedRecords(Protocol):
    """What a room keeps sealed about persons: opened for their own copy, with a look that is logged."""

    def facts(self, persons: Collection[Person]) -> Iterable[SealedFact]:
        """Every restricted field that is filled."""

    def files(self, persons: Collection[Person]) -> Iterable[SealedFile]:
        """Every restricted file that is kept."""


class Eraser(Protocol):
    """Removes what one room says in plain about persons; their data key is destroyed by this room.

    What counts (country, edition, state, sex, kind) and what the trail names may stay. An eraser is asked
    again, after a restore or for what could not go yet: it does what is left, and nothing twice.
    """

    def __call__(self, persons: Collection[Person], *, at: datetime) -> int:
        """Scrub fields and remove files within the transaction; tells how many records were changed."""


ERASED = "[erased]"
"""In place of a name that a table must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Something about somebody whose time is over.

    Attributes:
        key: of the record within its class.
        person_id: whose it is; a legal hold on the person keeps it. None where nobody knows whose.
        about: as the trail names it: ``nomination:<id>``.
        ended_on: the day from which its time was counted, such as the last day of an edition.
    """

    key: UUID
    person_id: UUID | None
    about: str
    ended_on: date


class RetentionClass(Protocol):
    """One class of data that is kept for so many weeks after something has ended.

    Attributes:
        label: what it is: “Passport scans”.
        weeks: how long it is kept where the office has not decided otherwise.
        why: what that is based on.
    """

    label: str | Promise
    weeks: int
    why: str | Promise

    def expired(self, *, ended_before: date) -> Iterable[Expired]:
        """Records that are there and whose time began before a day, the oldest first."""

    def forget(self, expired: Sequence[Expired], *, at: datetime) -> int:
        """Scrub or remove them within the transaction; tells how many."""


sealed: Registry[SealedRecords] = Registry("people.sealed")
erasers: Registry[Eraser] = Registry("people.erasers")
retention: Registry[RetentionClass] = Registry("people.retention")

held: Registry[PersonRecords] = Registry("people.held")
"""What the rooms hold about a person, by a short name that the copy uses as its key."""

scope_kinds: Registry[ScopeKind] = Registry("people.scope_kinds")
