"""Questions about articles: what the public reads, and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext

from balai.kernel.worded import Worded
from balai.newsroom.enums import ArticleState
from balai.newsroom.models import Article, Photo
from balai.people.models import Consent
from balai.programmes.enums import Publicity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from balai.directory.models import Topic
    from balai.newsroom.models import Quotation
    from balai.programmes.models import Edition

NEWEST_FIRST = ("-published_at", "-id")
CHANGED_FIRST = ("-changed_at", "-id")
RECOMMENDED = 3
"""Articles that the front page recommends."""
LISTED = ("slug", "published_at", "is_sample", "published__headline", "published__lead", "edition__title")
"""What lists show; the other texts of an article and its edition are a hundred times as much."""
PRESS = ("photos-public", "photos-named")
"""Purposes of the consents by which people let themselves be quoted and shown."""
AGREES = Q(consent__isnull=False, consent__withdrawn_at=None)
"""Of a quotation or a photo: the person agreed, and still does."""


def articles_public() -> QuerySet[Article]:
    """What everybody may read, the newest first; nothing of an edition that is not public."""
    return (
        Article.objects.filter(state=ArticleState.PUBLISHED)
        .filter(Q(edition=None) | Q(edition__publicity=Publicity.PUBLIC))
        .select_related("published", "edition")
        .order_by(*NEWEST_FIRST)
    )


def as_listed(rows: QuerySet[Article], *more: str) -> QuerySet[Article]:
    """Articles with what lists show, and no more than is named besides."""
    return rows.only(*LISTED, *more)


def articles_about(edition: Edition) -> QuerySet[Article]:
    """What everybody may read about an edition, the newest first."""
    return articles_public().filter(edition=edition)


def quotations_shown(article: Article) -> QuerySet[Quotation]:
    """The quotations whose speakers agree now, and those of offices."""
    return article.quotations.filter(Q(is_of_an_office=True) | AGREES).order_by("order")


def photos_shown() -> QuerySet[Photo]:
    """The photos of public articles that may be shown now; their content stays where it is."""
    return (
        Photo.objects.filter(Q(shows_people=False) | AGREES)
        .filter(article__in=articles_public().order_by())
        .defer("content")
        .order_by("order")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An article that belongs to another, and why."""

    article: Article
    why: str


def related_to(article: Article, topics: Sequence[Topic], *, most: int = 3) -> list[Related]:
    """The articles with most topics in common, then those of the same programme; the newest of equals."""
    shared = {topic.pk: str(topic.name) for topic in topics}
    same = Q(topics__in=list(shared))
    keys = list(  # alone: texts that are grouped by make thousands of rows heavy
        articles_public()
        .exclude(pk=article.pk)
        .filter(same | Q(edition__isnull=False, edition=article.edition_id))
        .annotate(shared=Count("topics", filter=same, distinct=True))
        .order_by("-shared", *NEWEST_FIRST)
        .values_list("pk", flat=True)[:most]
    )
    listed = as_listed(articles_public()).filter(pk__in=keys)
    rows = {row.pk: row for row in listed.prefetch_related("topics")}
    found = []
    for row in (rows[key] for key in keys if key in rows):
        names = [shared[topic.pk] for topic in row.topics.all() if topic.pk in shared]
        why = (
            gettext("Same topics: %(topics)s") % {"topics": ", ".join(sorted(names))}
            if names
            else gettext("Same programme")
        )
        found.append(Related(article=row, why=why))
    return found


def latest_besides(article: Article, *, most: int = 3) -> QuerySet[Article]:
    """The newest articles but this one."""
    return as_listed(articles_public()).exclude(pk=article.pk)[:most]


def recommended() -> list[Article]:
    """The three newest articles that the office recommends."""
    return _recommended().ask()


@cache
def _recommended() -> Worded[Article]:
    """A question of the front page, put into words once."""
    return Worded(as_listed(articles_public()).filter(is_recommended=True)[:RECOMMENDED])


def consents_to_press(edition: Edition) -> QuerySet[Consent]:
    """The consents to photos and press that participants of an edition gave and hold to, by name."""
    return (
        Consent.objects.filter(purpose__in=PRESS, withdrawn_at=None)
        .filter(person__participations__edition=edition)
        .select_related("person")
        .distinct()
        .order_by("person__name", "pk")
    )
