"""What the pages of the newsroom show when they are looked at."""

from __future__ import annotations

from uuid import UUID

from balai.newsroom.models import Correction, Quotation, Subscription
from balai.newsroom.services.subscribing import token_for
from balai.office.models import Office
from tests.directory.factories import TopicFactory
from tests.newsroom.factories import ArticleFactory, T, edition_of_2018, photo_of, published

DRAFT = UUID("0190a0a0-0000-7000-8000-0000000000a1")
CODE = "NEWS-2018"
SLUG = "a-day-at-the-kiln"
SUBSCRIPTION = UUID("0190a0a0-0000-7000-8000-0000000000a2")
TOKEN = token_for(Subscription(pk=SUBSCRIPTION))


def have_an_address() -> None:
    """The public address of the office, which feeds carry."""
    Office.objects.update_or_create(defaults={"public_address": "https://balai.example"})


def keep_news() -> None:
    """One article with all its parts, and two others; the office has an address, which feeds carry."""
    have_an_address()
    topic = TopicFactory.create(name={"en": "Ceramics", "id": "Keramik"})
    article = published(
        slug=SLUG,
        edition=edition_of_2018(code=CODE),
        body={
            "en": "They made ornaments of clay.\n{quote:1}\nThen they fired them.",
            "id": "Mereka membuat hiasan dari tanah liat.\n{quote:1}\nLalu dibakar.",
        },
        members_text={"en": "Slides of the lecture.", "id": "Salindia ceramah."},
        is_recommended=True,
        is_sample=True,
    )
    article.topics.add(topic)
    photo_of(article)
    Quotation.objects.create(
        article=article,
        order=1,
        words={"en": "Clay waits for nobody.", "id": "Tanah liat tidak menunggu siapa pun."},
        attribution={"en": "The centre’s head", "id": "Kepala balai"},
        is_of_an_office=True,
    )
    Correction.objects.create(
        article=article, text={"en": "The kiln is round.", "id": "Tungkunya bundar."}, at=T
    )
    published().topics.add(topic)
    published()


def keep_a_draft() -> None:
    """A draft in which several things are wrong."""
    ArticleFactory.create(
        pk=DRAFT,
        edition=edition_of_2018(),
        headline={"en": "20 countries learn", "id": "20 negara belajar"},
        body={"en": "They came from Fiji.", "id": "Mereka datang dari Fiji."},
    )


def keep_a_question() -> None:
    """A subscription that waits for its owner's word."""
    keep_news()
    Subscription.objects.create(
        pk=SUBSCRIPTION, address="reader@example.org", language="en", is_of_everything=True, asked_at=T
    )


def keep_a_subscription() -> None:
    """One that is confirmed."""
    keep_a_question()
    Subscription.objects.update(confirmed_at=T)
