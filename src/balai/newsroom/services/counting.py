"""Counting readers without knowing them: a number for an article and a day, no cookie, no address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import connection
from django.db.models import Sum

from balai.kernel.identity import uuid7
from balai.newsroom.models import ArticleReading
from balai.newsroom.queries.articles import articles_public, as_listed

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from balai.newsroom.models import Article

LATELY = timedelta(days=7)
MOST_READ = "newsroom.most_read"
KEPT_SECONDS = 60
"""For which the order is remembered; what is shown of it is asked anew: a withdrawn article is gone."""
SHOWN = 5
KEPT_FOR = timedelta(days=92)

# Nobody waits for the disk because of a number: losing the last of them in a crash hurts nobody.
COUNT = """
    WITH hurry AS (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO balai_article_reading AS kept (id, article_id, "on", number)
    SELECT %s, %s, %s, 1 FROM hurry
    ON CONFLICT ("on", article_id) DO UPDATE SET number = kept.number + 1
"""


def count_reading(*, article_id: UUID, on: date) -> None:
    """Count one reading of an article; one statement, which waits for no disk."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [uuid7(), article_id, on])


def most_read(*, on: date, most: int = SHOWN) -> list[Article]:
    """What was read most in the last seven days, most first, of what everybody may read now."""
    keys = cache.get(MOST_READ)
    if keys is None:
        rows = (
            ArticleReading.objects.filter(on__gt=on - LATELY)
            .values("article_id")
            .annotate(read=Sum("number"))
            .order_by("-read", "-article_id")
        )
        keys = [row["article_id"] for row in rows[: 2 * SHOWN]]
        if keys:
            cache.set(MOST_READ, keys, KEPT_SECONDS)
    if not keys:
        return []
    found = {article.pk: article for article in as_listed(articles_public()).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found][:most]


def forget_readings(*, on: date) -> int:
    """Remove the numbers of more than three months ago; tells how many."""
    gone, _kinds = ArticleReading.objects.filter(on__lt=on - KEPT_FOR).delete()
    return gone
