"""Primary keys: UUID version 7 (RFC 9562), made in Python, so that offline devices can make them too."""

from __future__ import annotations

import os
import time
from typing import Any
from uuid import UUID

from django.db import models

NANOSECONDS_IN_A_MILLISECOND = 1_000_000
SECOND = 1_000 << 12
"""In parts of a millisecond, as an identifier counts them."""
_last = 0


def key_in(text: str) -> UUID | None:
    """The key that a form or an address names; None for what is no key."""
    try:
        return UUID(text)
    except ValueError:
        return None


def uuid7() -> UUID:
    """A new identifier: 48 bits of Unix milliseconds, 12 of the part of a millisecond, 62 random ones.

    One process makes them in the order it asks for them, so what one deed writes stays in its order, also
    while its clock stands still or is put back by less than a second.

    Source:
        RFC 9562, sections 5.7 and 6.2 (methods 3 and 1). Python has ``uuid.uuid7`` from 3.14 on.
    """
    global _last  # noqa: PLW0603 -- of the process
    moment = (time.time_ns() << 12) // NANOSECONDS_IN_A_MILLISECOND
    if _last - SECOND < moment <= _last:
        moment = _last + 1
    _last = moment
    value = (
        (moment >> 12 & (1 << 48) - 1) << 80
        | 0x7 << 76
        | (moment & (1 << 12) - 1) << 64
        | 0b10 << 62
        | int.from_bytes(os.urandom(8)) >> 2
    )
    return UUID(int=value)


class IdentifiedModel(models.Model):
    """A row that has a UUIDv7 as its primary key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:  # noqa: N802 -- Django's name
        """The word of a value, as Django finds it; Django translates all words of the field to find one."""
        value = getattr(self, field.attname)
        return str(next((word for known, word in field.flatchoices if known == value), value))
