"""What higher rooms add to this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

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


held: Registry[PersonRecords] = Registry("people.held")
"""What the rooms hold about a person, by a short name that the copy uses as its key."""

scope_kinds: Registry[ScopeKind] = Registry("people.scope_kinds")
