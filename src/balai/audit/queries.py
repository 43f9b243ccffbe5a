"""Questions to the trail and to the log of looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.audit.models import Deed, Look

if TYPE_CHECKING:
    from django.db.models import QuerySet


NEWEST_FIRST = ("-at", "-id")


def deeds_about(*subjects: str) -> QuerySet[Deed]:
    """What was done to these, newest first; a merged person is asked for under each of its references."""
    return Deed.objects.filter(subject__in=subjects).order_by(*NEWEST_FIRST)


def looks_at(*subjects: str) -> QuerySet[Look]:
    """Who was shown restricted fields of these persons, newest first."""
    return Look.objects.filter(subject__in=subjects).order_by(*NEWEST_FIRST)


def fields_of(deed: Deed) -> list[str]:
    """The names of the fields that a deed changed, as ``services.named_fields`` wrote them."""
    parts = (str(text) for name, text in deed.detail.items() if name.startswith("fields"))
    return [name for part in parts for name in part.split("+") if name]
