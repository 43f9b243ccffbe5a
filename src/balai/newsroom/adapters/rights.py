"""What this room does for the rights of people who are quoted or shown: their own list, and erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.newsroom.models import Photo, Quotation
from balai.newsroom.queries.subscriptions import subscriptions_of
from balai.newsroom.services.issues import forget_issues
from balai.newsroom.services.subscribing import end_subscription
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


SUBSCRIBED = Rows(
    label=_("News that you get by mail"),
    rows=subscriptions_of,
    fields=["address", "language", "is_of_everything", "asked_at", "confirmed_at"],
)


class SubscriptionEraser:
    """Ends what somebody gets by mail, and forgets the address."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        keys = list(subscriptions_of(persons).values_list("pk", flat=True))
        for key in keys:
            end_subscription(subscription_id=key, at=at)
        return len(keys)


class PressEraser:
    """Takes somebody's words and pictures out of every article; the articles stay."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        quoted = Quotation.objects.filter(speaker__in=persons)
        shown = Photo.objects.filter(consent__person__in=persons)
        of_editions = (*quoted.values_list("article__edition"), *shown.values_list("article__edition"))
        forget_issues(editions=[key for (key,) in of_editions])
        words, _kinds = quoted.delete()
        pictures, _kinds = shown.delete()
        return words + pictures
