"""What higher rooms add to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID


class TookPart(Protocol):
    """Who of one country took part in editions, by name: for that country's own page, and the office's."""

    def __call__(self, country: str, editions: Collection[UUID]) -> Mapping[UUID, list[str]]:
        """Names by edition, in the order of the alphabet; of nobody who was erased. One question."""


took_part: Registry[TookPart] = Registry("nominations.took_part")
