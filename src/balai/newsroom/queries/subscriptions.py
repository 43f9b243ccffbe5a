"""Questions about who wants which news, and what there is to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from balai.directory.models import Topic
from balai.newsroom.models import Subscription
from balai.newsroom.queries.articles import articles_public
from balai.programmes.enums import Publicity
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from balai.newsroom.models import Article
    from balai.people.models import Person


def subscriptions_to(article: Article) -> QuerySet[Subscription]:
    """Those who asked for such news before it was there, each once."""
    wanted = Q(is_of_everything=True) | Q(topics__articles=article)
    if article.edition_id:
        wanted |= Q(editions=article.edition_id)
    return (
        Subscription.objects.filter(wanted, confirmed_at__lte=article.published_at).distinct().order_by("pk")
    )


def subscriptions_of(persons: Collection[Person]) -> QuerySet[Subscription]:
    """Those of somebody's mailboxes, as far as the office knows them to be theirs."""
    addresses = [person.email for person in persons if person.email]
    mine = Q(person__in=persons)
    for address in addresses:
        mine |= Q(address__iexact=address)
    return Subscription.objects.filter(mine).order_by("pk")


def topics_told() -> QuerySet[Topic]:
    """The topics of which there is news."""
    told = articles_public().order_by().filter(topics=OuterRef("pk"))
    return Topic.objects.filter(Exists(told)).order_by("code")


def editions_told() -> QuerySet[Edition]:
    """The programmes of which there is news, the newest first."""
    told = articles_public().order_by().filter(edition=OuterRef("pk"))
    return Edition.objects.filter(Exists(told), publicity=Publicity.PUBLIC).order_by("-starts_on", "code")
