"""What the pages of the newsroom are tried with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.newsroom.models import Article
from balai.office.models import Office
from tests.newsroom.factories import ArticleFactory, photo_of, published
from tests.permissions.world import MARKER, Aim, aims

if TYPE_CHECKING:
    from tests.permissions.world import World


@aims("news:front")
def reading(world: World) -> Aim:
    published()
    return Aim()


@aims("news:sitemap")
def for_search_engines(world: World) -> Aim:
    Office.objects.create(public_address="https://balai.example")  # its entries carry it
    published()
    return Aim()


@aims("news:feed")
def feeds(world: World) -> Aim:
    Office.objects.create(public_address="https://balai.example")  # feeds carry it
    published()
    return Aim(own={"kind": "atom"})


@aims("news:article")
def an_article(world: World) -> Aim:
    return Aim(own={"slug": published().slug}, foreign={"slug": ArticleFactory.create().slug})


@aims("news:photo")
def a_photo(world: World) -> Aim:
    own, foreign = photo_of(published()), photo_of(ArticleFactory.create(), digest="b" * 64)
    return Aim(own={"digest": own.digest}, foreign={"digest": foreign.digest})


@aims("newsroom:articles")
def drafts(world: World) -> Aim:
    ArticleFactory.create(headline={"en": MARKER})
    return Aim()


@aims("newsroom:article")
def a_draft(world: World) -> Aim:
    own, foreign = ArticleFactory.create(), ArticleFactory.create(headline={"en": MARKER})
    return Aim(
        own={"article_id": own.pk},
        foreign={"article_id": foreign.pk},
        data={"headline_en": "Changed", "save": "1"},
        effect=lambda _seen: Article.objects.filter(headline__en="Changed").exists(),
    )


@aims("newsroom:start")
def beginning(world: World) -> Aim:
    return Aim(
        data={"edition": "", "headline_en": "A new one"},
        effect=lambda _seen: Article.objects.filter(headline__en="A new one").exists(),
    )
