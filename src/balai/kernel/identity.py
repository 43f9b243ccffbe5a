"""Primary keys: UUID version 7 (RFC 9562), made in Python, so that offline devices can make them too."""

from __future__ import annotations

import os
import time
from uuid import UUID

from django.db import models


def uuid7() -> UUID:
    """A new identifier: 48 bits of Unix milliseconds, then 74 random bits; sorts by age.

    Source:
        RFC 9562, section 5.7. Python has ``uuid.uuid7`` from 3.14 on.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (
        (milliseconds & (1 << 48) - 1) << 80
        | 0x7 << 76
        | (random >> 68) << 64
        | 0b10 << 62
        | random & (1 << 62) - 1
    )
    return UUID(int=value)


class IdentifiedModel(models.Model):
    """A row that has a UUIDv7 as its primary key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
