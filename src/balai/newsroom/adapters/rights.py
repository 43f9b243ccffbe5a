"""What this room does for the rights of people who are quoted or shown: their own list, and erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.newsroom.models import Photo, Quotation
from balai.people.registries import Rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet

    from balai.people.models import Person


def quotations_of(persons: Collection[Person]) -> QuerySet[Quotation]:
    """Where somebody is quoted, whether readers see it or not."""
    return Quotation.objects.filter(speaker__in=persons).order_by("pk")


QUOTED = Rows(label=_("Where you are quoted"), rows=quotations_of, fields=["words", "attribution"])


class PressEraser:
    """Takes somebody's words and pictures out of every article; the articles stay."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        words, _kinds = Quotation.objects.filter(speaker__in=persons).delete()
        pictures, _kinds = Photo.objects.filter(consent__person__in=persons).delete()
        return words + pictures
