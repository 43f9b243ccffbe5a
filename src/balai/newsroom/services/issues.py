"""Keeping printable issues as long as they are what may be read, and no moment longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from balai.newsroom.models import PrintedIssue

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Consent
    from balai.programmes.models import Edition


@transaction.atomic
def kept_issue(
    *, edition: Edition, language: str, digest: str, make: Callable[[], bytes], at: datetime
) -> bytes:
    """The issue that has a digest: as it is kept, else made now and kept in place of the one before.

    Whoever asks meanwhile waits for it: an issue is set once, however many want it.
    """
    kept, _is_new = PrintedIssue.objects.select_for_update(of=("self",)).get_or_create(
        edition=edition, language=language, defaults={"content": b"", "made_at": at}
    )
    if kept.digest != digest:
        kept.content, kept.digest, kept.made_at = make(), digest, at
        kept.save(update_fields=["content", "digest", "made_at"])
    return bytes(kept.content)


def forget_issues(*, editions: Collection[UUID | None]) -> None:
    """Remove what was set of editions, where something in it may no longer be read."""
    PrintedIssue.objects.filter(edition__in=[key for key in editions if key is not None]).delete()


def forget_issues_with(consent: Consent) -> None:
    """Remove what was set with the words or a picture of somebody who no longer agrees."""
    PrintedIssue.objects.filter(
        Q(edition__articles__quotations__consent=consent) | Q(edition__articles__photos__consent=consent)
    ).delete()
