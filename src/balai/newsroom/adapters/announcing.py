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
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from balai.newsroom.models import Article
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

MOST = 3
MOST_ON_SHELF = 5


def newest(request: HttpRequest, *, at: datetime) -> Sequence[Teaser]:
    """The three newest articles."""
    return teasers_of(articles_public()[:MOST])


def teasers_of(articles: QuerySet[Article]) -> list[Teaser]:
    """Public articles as other pages announce them; of their texts no more is fetched than is told."""
    rows = articles.values_list("slug", "published__headline", "published__lead", "published_at")
    return [
        Teaser(
            title=str(headline),
            line=str(lead),
            fact=wording.date(at),
            url=reverse("news:article", args=[slug]),
        )
        for slug, headline, lead, at in rows
        if at is not None
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
