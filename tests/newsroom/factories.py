"""The edition of 2018 as the newsroom meets it: twenty people of ten countries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from balai.newsroom.enums import ArticleState
from balai.newsroom.models import Article, ArticleVersion, Photo
from balai.programmes.enums import Publicity
from tests.directory.factories import MachineFactory, SiteFactory
from tests.engine.badges.pictures import PNG
from tests.programmes.factories import ActivityFactory, EditionFactory, KnownCountryFactory

if TYPE_CHECKING:
    from balai.programmes.models import Edition

T = dt.datetime(2018, 7, 30, 10, 30, tzinfo=dt.UTC)
COUNTRIES = ("AF", "BD", "BT", "IN", "ID", "LA", "MM", "NP", "PK", "LK")
WRITER = "person:press"


class ArticleFactory(DjangoModelFactory[Article]):
    """A draft without an edition."""

    class Meta:
        model = Article

    slug = Sequence(lambda n: f"news-{n}")
    headline = {"en": "A day at the kiln", "id": "Sehari di tungku"}
    lead = {"en": "What clay can become.", "id": "Tanah liat menjadi apa."}
    dateline = {"en": "Bandung", "id": "Bandung"}
    body = {"en": "They made ornaments of clay.", "id": "Mereka membuat hiasan dari tanah liat."}
    written_by = WRITER
    changed_at = T


def edition_of_2018(
    countries: tuple[str, ...] = COUNTRIES, participants: int = 20, **values: object
) -> Edition:
    """The reference edition with its countries and one centre that has CNC machines."""
    edition = EditionFactory.create(
        known_participants=participants,
        source="State Secretariat, 2018",
        number=None,
        publicity=Publicity.PUBLIC,
        **values,
    )
    for code in countries:
        KnownCountryFactory.create(edition=edition, country_id=code)
    site = SiteFactory.create(
        name={"en": "Centre for Metal and Machinery", "id": "Balai Besar Logam dan Mesin"}
    )
    MachineFactory.create(site=site, name={"en": "CNC lathe", "id": "Mesin bubut CNC"})
    activity = ActivityFactory.create(edition=edition)
    activity.sites.add(site)
    return edition


def published(at: dt.datetime = T, **values: object) -> Article:
    """An article that everybody reads, of which nothing is a reference."""
    article = ArticleFactory.create(**values)
    texts = {
        name: getattr(article, name) for name in ("headline", "lead", "dateline", "body", "members_text")
    }
    article.published = ArticleVersion.objects.create(
        article=article, number=1, published_at=at, published_by=WRITER, **texts
    )
    article.state, article.published_at = ArticleState.PUBLISHED, at
    article.save()
    return article


def photo_of(article: Article, *, digest: str = "a" * 64) -> Photo:
    """A drawing of a kiln, on which nobody is seen."""
    return Photo.objects.create(
        article=article,
        order=1,
        content=PNG,
        digest=digest,
        media_type="image/png",
        width=64,
        height=64,
        caption={"en": "A kiln", "id": "Sebuah tungku"},
        alternative={"en": "A round kiln", "id": "Tungku bundar"},
        credit="Balai",
        is_drawn=True,
        shows_people=False,
    )
