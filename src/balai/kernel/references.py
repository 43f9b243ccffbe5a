"""References: how one room names a thing of another without knowing its model: ``person:<id>``.

Data never stores class names: the kind is the glossary's word, chosen by the app that owns the thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from uuid import UUID

SYSTEM = "system"
"""The actor of what nobody asked for: a periodic job, a migration of data."""

PATTERN = r"^[a-z][a-z_]*:[0-9A-Za-z][0-9A-Za-z._-]*$"
"""Of a reference, readable by Python and by PostgreSQL."""

MAX_LENGTH = 120
"""Of a column that holds references."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing by its kind and its identifier; as text, ``nomination:42``."""

    kind: str
    id: str | UUID

    def __post_init__(self) -> None:
        if not re.fullmatch(PATTERN, str(self)):
            raise ValueError(f"“{self}” is not a reference: write kind:id, such as person:42")

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``kind:id``.

        Raises:
            ValueError: the text is not of this shape.
        """
        kind, _, identifier = text.partition(":")
        return cls(kind, identifier)


def holds_references(field: str, *, name: str, or_system: bool = False) -> models.CheckConstraint:
    """The constraint that lets a column hold references and nothing else."""
    condition = Q(**{f"{field}__regex": PATTERN})
    if or_system:
        condition |= Q(**{field: SYSTEM})
    return models.CheckConstraint(condition=condition, name=name)
