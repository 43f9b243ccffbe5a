"""The parts of a bundle, filled by the rooms that own the records."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from balai.engine.bundle.section import Layout
from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from balai.engine.bundle.reading import Row
    from balai.engine.bundle.section import Section
    from balai.kernel.bundle.exporting import Chosen
    from balai.kernel.bundle.importing import Importing


class Part(Protocol):
    """One section of a bundle and how its records are taken in and given out.

    Registered under the section's name, as ``sites``.
    """

    @property
    def section(self) -> Section:
        """The description of its files."""

    def index(self) -> Mapping[str, Any]:
        """The keys of the records that are installed, each with what the database knows it by."""

    def get(self, identifier: Any) -> Any:
        """The installed record with an identifier."""

    def key_of(self, record: Any) -> str:
        """What references call a record."""

    def load(self, rows: Iterator[Row], importing: Importing) -> None:
        """Record what a bundle brings: new records and changes; what is the same already is left alone."""

    def chosen_with(self, chosen: Chosen) -> Iterable[Any]:
        """Records that go with those chosen so far, such as the rooms of a site."""

    def is_everywhere(self, record: Any) -> bool:
        """Whether every installation has a record, so that no bundle brings it."""

    def refers_to(self, records: Iterable[Any]) -> Iterable[tuple[str, Any]]:
        """The records that these refer to, each with the name of its section."""

    def dump(self, chosen: Chosen) -> Iterable[Mapping[str, Any]]:
        """The values of the chosen records for the file, in the order in which they shall stand."""


parts: Registry[Part] = Registry("parts of a bundle")


@cache
def layout() -> Layout:
    """All sections, each behind those that it refers to."""
    return Layout([part.section for part in parts])
