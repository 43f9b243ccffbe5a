"""Forgetting letters that were never of the register, such as news to an address that nobody is known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

LEAVING = (LetterState.QUEUED, LetterState.HANDING_OVER)


def forget_letters_to(address: str | None, *, kinds: Collection[str], before: datetime | None = None) -> int:
    """Remove letters of some kinds, but for those that are leaving; tells how many.

    Args:
        address: to whom; None for anybody.
        kinds: which take no number of the register.
        before: written before then; None for any moment.
    """
    letters = Letter.objects.filter(kind__in=kinds, entry=None).exclude(state__in=LEAVING)
    if address is not None:
        letters = letters.filter(recipient_address__iexact=address)
    if before is not None:
        letters = letters.filter(written_at__lt=before)
    number = letters.count()
    letters.delete()
    return number
