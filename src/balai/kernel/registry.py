"""A registry: how a lower room lets higher rooms add to it without knowing them.

Filled in ``AppConfig.ready()``, read at run time. Each registry names its protocol as its type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


class Registry(Generic[T]):
    """Named entries of one type, in the order of their names; a name can be taken once."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, T] = {}

    def register(self, name: str, entry: T) -> None:
        """Add an entry.

        Raises:
            ValueError: the name is taken; two rooms would answer for the same thing.
        """
        if name in self._entries:
            raise ValueError(f"{self._what}: “{name}” is registered already")
        self._entries[name] = entry

    def __getitem__(self, name: str) -> T:
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[T]:
        return (self._entries[name] for name in sorted(self._entries))

    def items(self) -> Iterator[tuple[str, T]]:
        """Names with their entries, in the order of the names."""
        return iter(sorted(self._entries.items(), key=lambda item: item[0]))
