"""What the home page announces of the news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from balai.kernel.gathering import Teaser
from balai.newsroom.queries.articles import articles_public
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest

MOST = 3


def newest(request: HttpRequest, *, at: datetime) -> Sequence[Teaser]:
    """The three newest articles."""
    return [
        Teaser(
            title=str(article.published.headline),
            line=str(article.published.lead),
            fact=wording.date(article.published_at),
            url=reverse("news:article", args=[article.slug]),
        )
        for article in articles_public()[:MOST]
        if article.published and article.published_at
    ]
