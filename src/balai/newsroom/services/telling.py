"""Telling subscribers of a new article: each once, and none of a correction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from balai.correspondence.models import Letter
from balai.correspondence.services.writing import send
from balai.kernel.jobs import claim_effect, enqueue
from balai.newsroom.models import Subscription
from balai.newsroom.queries.articles import articles_public
from balai.newsroom.queries.subscriptions import subscriptions_to
from balai.newsroom.services.subscribing import NEWS, link_of
from balai.office.addresses import link_to

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.newsroom.models import Article, ArticleVersion

TELL = "newsroom.tell_subscribers"
SECOND_THOUGHTS = timedelta(minutes=10)
"""In which an article can be withdrawn before it is in anybody's mailbox."""


def tell_later(article: Article, *, at: datetime) -> None:
    """Queue the telling of an article that is public for the first time."""
    enqueue(TELL, article_id=article.pk, not_before=at + SECOND_THOUGHTS)


def was_never_told(article: Article, last: ArticleVersion) -> bool:
    """Whether an article was withdrawn on second thoughts, before any mail of it was written."""
    if article.withdrawn_at is None or article.withdrawn_at >= last.published_at + SECOND_THOUGHTS:
        return False
    return not Letter.objects.filter(kind=NEWS, subject_reference=article.reference).exists()


def tell_subscribers(*, article_id: UUID, at: datetime) -> int:
    """Write to all who asked for such news; whoever was written to already is left out. Tells how many.

    Each letter is a transaction of its own: what a killed worker had not written, the next one writes.
    """
    article = articles_public().filter(pk=article_id).first()
    if article is None:
        return 0
    keys = list(subscriptions_to(article).values_list("pk", flat=True))
    return sum(_tell(article, key, at=at) for key in keys)


@transaction.atomic
def _tell(article: Article, key: UUID, *, at: datetime) -> bool:
    # Locked, so that nothing is sent to somebody who ends it at this moment.
    held = Subscription.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if held is None or not claim_effect(f"news:{article.pk}:{key}", at=at):
        return False
    version = article.published
    assert version is not None  # noqa: S101 -- the database holds it for a public article
    with override(held.language):
        page = link_to(reverse("news:article", args=[article.slug]))
        context = {"headline": str(version.headline), "lead": str(version.lead)}
    send(
        letter=NEWS,
        to=held.address,
        context=context | {"link": page, "subscription": link_of(held)},
        subject_reference=article.reference,
        at=at,
        language=held.language,
        unsubscribe=link_of(held, "news:unsubscribe"),
    )
    return True
