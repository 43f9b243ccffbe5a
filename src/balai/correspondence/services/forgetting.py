"""Forgetting letters that were never of the register, such as news to an address that nobody is known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.correspondence.enums import LEAVING, LetterState
from balai.correspondence.models import Letter
from balai.people.registries import ERASED

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


@transaction.atomic
def forget_letters_to(address: str | None, *, kinds: Collection[str], before: datetime | None = None) -> int:
    """Remove letters of some kinds, and so keep those that wait from being sent; tells how many.

    One that is being handed over to the mail server at this moment stays.

    Args:
        address: to whom; None for anybody.
        kinds: which take no number of the register.
        before: written before then; None for any moment.
    """
    letters = Letter.objects.filter(kind__in=kinds, entry=None).exclude(state=LetterState.HANDING_OVER)
    if address is not None:
        letters = letters.filter(recipient_address__iexact=address)
    if before is not None:
        letters = letters.filter(written_at__lt=before)
    # Locked first: a worker that takes one meanwhile is waited for, and its letter looked at again.
    keys = list(letters.select_for_update().values_list("pk", flat=True))
    Letter.objects.filter(pk__in=keys).delete()
    return len(keys)


def empty_letters(*, kind: str, about: Collection[str]) -> int:
    """Take the words out of letters of a kind without numbers, that have left; to whom they went stays.

    Args:
        kind: which brings what somebody wrote, such as to a group.
        about: what they wrote, as references.
    """
    letters = Letter.objects.filter(kind=kind, subject_reference__in=about).exclude(state__in=LEAVING)
    return letters.exclude(text="", html="").update(text="", html="", subject=ERASED)
