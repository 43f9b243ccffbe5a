"""People in bundles: the list of an office, a person in each row, known again by the e-mail address.

Only taken in: no bundle that is given out holds people. Whoever has records of people elsewhere has their
export and the rights of :mod:`balai.portal` for that.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.functions import Lower

from balai.engine.bundle.fields import Field
from balai.engine.bundle.kinds import EMAIL, Choice, ScalarKind, Text, TimeZone
from balai.engine.bundle.section import Section, Shape
from balai.kernel.bundle.importing import CHANGED, NEW, SAME
from balai.kernel.bundle.registry import parts
from balai.people.models import Person
from balai.people.services.importing import record_persons
from balai.people.services.persons import change_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from balai.engine.bundle.reading import Row
    from balai.kernel.bundle.exporting import Chosen
    from balai.kernel.bundle.importing import Importing

BATCH = 1_000
"""Rows recorded at a time: as many as are held in memory."""


class Address(ScalarKind):
    """An e-mail address in small letters: one address, however it is typed."""

    def read(self, text: str) -> str:
        return EMAIL.read(text).lower()

    def schema(self) -> dict[str, Any]:
        return EMAIL.schema()

    def words(self) -> str:
        return EMAIL.words()


class PeoplePart:
    """Persons; recorded in batches, so that a list of any length takes the same memory."""

    name = "people"

    @cached_property
    def section(self) -> Section:
        languages = {code: str(label) for code, label in settings.LANGUAGES}
        return Section(
            name=self.name,
            file="people.csv",
            shape=Shape.TABLE,
            key=("email",),
            doc="A human being whom the programmes know; may have no account.",
            fields=(
                Field(
                    name="email",
                    kind=Address(),
                    doc="E-mail address; by it a person is known who is there already.",
                    is_required=True,
                ),
                Field(
                    name="name",
                    kind=Text(most=200),
                    doc="Name, as it shall be written in letters.",
                    is_required=True,
                ),
                Field(
                    name="language",
                    kind=Choice(languages),
                    doc="Language of letters to this person.",
                    default=settings.LANGUAGE_CODE,
                ),
                Field(name="time_zone", kind=TimeZone(), doc="Time zone.", default="UTC"),
            ),
        )

    def index(self) -> Mapping[str, Any]:
        rows = Person.objects.filter(merged_into=None).exclude(email="").order_by("-pk")
        # Of several with one address the oldest stays: it comes last.
        return dict(rows.values_list(Lower("email"), "pk").iterator(chunk_size=5_000))

    def get(self, identifier: Any) -> Person:
        return Person.objects.get(pk=identifier)

    def key_of(self, record: Person) -> str:
        return record.email.lower()

    def load(self, rows: Iterator[Row], importing: Importing) -> None:
        while batch := list(islice(rows, BATCH)):
            self._load(batch, importing)

    def _load(self, rows: Sequence[Row], importing: Importing) -> None:
        index = importing.index(self.name)
        new = [row for row in rows if row.key not in index]
        if new:
            persons = [Person(**row.values) for row in new]
            with importing.recording(new[0]):
                record_persons(persons, actor=importing.actor, at=importing.at)
                importing.count(self.name, NEW, len(new))
        known = Person.objects.in_bulk([index[row.key] for row in rows if row.key in index])
        for row in rows:
            if row.key in index:
                with importing.recording(row):
                    self._change(row, known[index[row.key]], importing)

    def _change(self, row: Row, person: Person, importing: Importing) -> None:
        wanted = {
            name: row.values[name] if name in row.mentioned else getattr(person, name)
            for name in ("name", "language", "time_zone")
        }
        differs = any(getattr(person, name) != value for name, value in wanted.items())
        if differs:
            change_person(person=person, **wanted, actor=importing.actor, at=importing.at)
        importing.count(self.name, CHANGED if differs else SAME)

    def chosen_with(self, chosen: Chosen) -> Iterable[Any]:
        return ()

    def is_everywhere(self, record: Any) -> bool:
        return False

    def refers_to(self, records: Iterable[Any]) -> Iterable[tuple[str, Any]]:
        return ()

    def dump(self, chosen: Chosen) -> Iterable[Mapping[str, Any]]:
        return ()


def register_parts() -> None:
    """Let bundles bring people."""
    parts.register(PeoplePart.name, PeoplePart())
