"""What other pages announce of the news: the home page, and the pages of an edition."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from balai.kernel.gathering import Teaser
from balai.kernel.worded import Worded
from balai.newsroom.queries.articles import CHANGED_FIRST, articles_about, articles_public
from balai.newsroom.rules.access import readable_articles, reads_drafts_of
from balai.programmes.registries import Document, Shelf
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from balai.kernel.worded import Told
    from balai.newsroom.models import Article, ArticleVersion
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

MOST = 3
MOST_ON_SHELF = 5
ANSWERS_KEPT = 16
"""Different answers of the database of which a process keeps what it made of them."""
TOLD = ("slug", "published_at", "published__headline", "published__lead")


def newest(request: HttpRequest, *, at: datetime) -> Sequence[Teaser]:
    """The three newest articles."""
    return _teasers(_newest().told(), get_language())


@cache
def _newest() -> Worded[Article]:
    """A question of the home page, put into words once."""
    return Worded(_as_announced(articles_public()[:MOST]))


@lru_cache(maxsize=ANSWERS_KEPT)
def _teasers(told: Told[Article], language: str | None) -> tuple[Teaser, ...]:
    """Articles as a language writes them, which is the reader's; made once for the same answer."""
    return tuple(_teaser(article) for article in told.read())


def _as_announced(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Public articles as other pages announce them; of their texts no more is fetched than is told."""
    return articles.select_related(None).select_related("published").only(*TOLD)


def _teaser(article: Article) -> Teaser:
    version, at = cast("ArticleVersion", article.published), cast("datetime", article.published_at)
    return Teaser(
        title=str(version.headline),
        line=str(version.lead),
        fact=wording.date(at),
        url=reverse("news:article", args=[article.slug]),
        cover=version.cover,
    )


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
            for teaser in map(_teaser, _as_announced(articles_about(edition)[:MOST_ON_SHELF]))
        ]
    return Shelf(
        title=_("News"),
        documents=written,
        empty=gettext("Nothing was written about this edition yet."),
        all_url=reverse("newsroom:articles") if reads_drafts_of(request.grants, edition) else "",
    )
