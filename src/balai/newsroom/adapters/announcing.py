"""What other pages announce of the news: the home page, and the pages of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.kernel.gathering import Teaser
from balai.newsroom.queries.articles import CHANGED_FIRST, articles_about, articles_public
from balai.newsroom.rules.access import readable_articles, reads_drafts_of
from balai.programmes.registries import Document, Shelf
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.http import HttpRequest

    from balai.newsroom.models import Article
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

MOST = 3
MOST_ON_SHELF = 5


def newest(request: HttpRequest, *, at: datetime) -> Sequence[Teaser]:
    """The three newest articles."""
    return teasers_of(articles_public()[:MOST])


def teasers_of(articles: Iterable[Article]) -> list[Teaser]:
    """Public articles as other pages announce them."""
    return [
        Teaser(
            title=str(article.published.headline),
            line=str(article.published.lead),
            fact=wording.date(article.published_at),
            url=reverse("news:article", args=[article.slug]),
        )
        for article in articles
        if article.published and article.published_at
    ]


def shelf_of(request: SignedInRequest, edition: Edition) -> Shelf:
    """The articles about an edition, changed last first; who reads no drafts is shown what is public."""
    if reads_drafts_of(request.grants, edition):
        rows = readable_articles(request.grants).filter(edition=edition).order_by(*CHANGED_FIRST)
        written = [
            Document(
                title=str(article.headline),
                url=reverse("newsroom:article", args=[article.pk]),
                line=article.get_state_display(),
                at=article.published_at,
            )
            for article in rows[:MOST_ON_SHELF]
        ]
    else:
        written = [
            Document(title=teaser.title, url=teaser.url, line=str(teaser.fact))
            for teaser in teasers_of(articles_about(edition)[:MOST_ON_SHELF])
        ]
    return Shelf(
        title=_("News"),
        documents=written,
        empty=gettext("Nothing was written about this edition yet."),
        all_url=reverse("newsroom:articles") if reads_drafts_of(request.grants, edition) else "",
    )
