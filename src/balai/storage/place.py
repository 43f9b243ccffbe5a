"""What is asked of the place of the sealed files, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file as the place lists it: its name, such as ``3f/….sealed``, and when it was written."""

    name: str
    at: datetime


class Place(Protocol):
    """Keeps files by their names; what is written is there whole or not at all.

    An object storage that does not answer, or refuses, is a :class:`StorageProblem`.
    """

    def write(self, name: str, content: bytes) -> None: ...

    def read(self, name: str) -> bytes:
        """Raise FileNotFoundError where there is none of this name."""

    def remove(self, name: str) -> None:
        """Leave none of this name, be there one or not."""

    def listed(self) -> Iterator[Stored]:
        """Every file, in no order."""
