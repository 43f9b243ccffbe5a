"""What the pages of the newsroom are tried with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.kernel import clock
from balai.newsroom.models import Article, PrintedIssue, Subscription
from balai.newsroom.services.subscribing import ask_for_news, token_for
from balai.office.models import Office
from balai.programmes.enums import Publicity
from tests.newsroom.factories import ArticleFactory, photo_of, published
from tests.permissions.world import MARKER, Aim, aims
from tests.programmes.factories import EditionFactory

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


@aims("news:issue")
def an_issue(world: World) -> Aim:
    own, foreign = EditionFactory.create(publicity=Publicity.PUBLIC), EditionFactory.create()
    published(edition=own)
    published(edition=foreign)
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign.code},
        acts_when_read=True,  # what was set is kept for the next reader
        effect=lambda _seen: PrintedIssue.objects.exists(),
    )


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


def asking(address: str = "reader@example.org") -> Subscription:
    """Somebody who asked for all news and has not confirmed it."""
    ask_for_news(
        address=address, language="en", is_of_everything=True, topics=[], editions=[], at=clock.now()
    )
    return Subscription.objects.get(address=address)


@aims("news:subscribe")
def for_news(world: World) -> Aim:
    return Aim(
        data={"address": "reader@example.org", "language": "en", "is_of_everything": "1"},
        effect=lambda _seen: Subscription.objects.exists(),
    )


@aims("news:subscription")
def a_subscription(world: World) -> Aim:
    return Aim(
        own={"token": token_for(asking())},
        data={"confirm": "1"},
        effect=lambda _seen: Subscription.objects.filter(confirmed_at__isnull=False).exists(),
    )


@aims("news:unsubscribe")
def its_end(world: World) -> Aim:
    return Aim(
        own={"token": token_for(asking())},
        data={"List-Unsubscribe": "One-Click"},
        effect=lambda _seen: not Subscription.objects.exists(),
    )
