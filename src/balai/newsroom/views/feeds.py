"""News for programs: Atom, JSON Feed, RSS, the news sitemap, and JSON-LD in the words of schema.org."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.utils.feedgenerator import SyndicationFeed

    from balai.newsroom.models import Article, ArticleVersion, Correction
    from balai.ui.parts import Sharing

NEWS_FOR = dt.timedelta(days=2)
MOST_OF_SITEMAP = 1_000
"""What search engines of news take: two days, a thousand addresses."""
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def _version(article: Article) -> ArticleVersion:
    return cast("ArticleVersion", article.published)


def _page(article: Article, origin: str) -> str:
    return f"{origin}{reverse('news:article', args=[article.slug])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed says of itself.

    Attributes:
        office: who writes it; Atom wants a name for every feed.
        page: where people read the same: the news of its topic or programme, else all. It is also what
            distinguishes one feed from another for readers.
        url: of the feed.
    """

    title: str
    office: str
    origin: str
    page: str
    url: str


def _syndicated(kind: type[SyndicationFeed], articles: Sequence[Article], channel: Channel) -> str:
    """The identifiers of articles hold for life, whatever the address becomes."""
    feed = kind(
        title=channel.title,
        link=channel.page,
        description=channel.title,
        language=get_language(),
        author_name=channel.office,
        feed_url=channel.url,
    )
    for article in articles:
        version = _version(article)
        feed.add_item(
            title=str(version.headline),
            link=_page(article, channel.origin),
            description=str(version.lead),
            unique_id=f"urn:uuid:{article.pk}",
            unique_id_is_permalink=False,
            pubdate=article.published_at,
            updateddate=version.published_at,
        )
    return feed.writeString("utf-8")


def atom(articles: Sequence[Article], channel: Channel) -> tuple[str, str]:
    """RFC 4287."""
    text = _syndicated(Atom1Feed, articles, channel)
    return text, "application/atom+xml; charset=utf-8"


def rss(articles: Sequence[Article], channel: Channel) -> tuple[str, str]:
    """RSS 2.0, for old readers."""
    text = _syndicated(Rss201rev2Feed, articles, channel)
    return text, "application/rss+xml; charset=utf-8"


def json_feed(articles: Sequence[Article], channel: Channel) -> tuple[str, str]:
    """JSON Feed 1.1."""
    items = [
        {
            "id": f"urn:uuid:{article.pk}",
            "url": _page(article, channel.origin),
            "title": str(_version(article).headline),
            "summary": str(_version(article).lead),
            "content_text": str(_version(article).lead),
            "date_published": cast("dt.datetime", article.published_at).isoformat(),
            "date_modified": _version(article).published_at.isoformat(),
        }
        for article in articles
    ]
    written = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.url,
        "authors": [{"name": channel.office}],
        "language": get_language(),
        "items": items,
    }
    return json.dumps(written, ensure_ascii=False), "application/feed+json; charset=utf-8"


WRITERS: dict[str, Callable[[Sequence[Article], Channel], tuple[str, str]]] = {
    "atom": atom,
    "json": json_feed,
    "rss": rss,
}


def news_sitemap(articles: Sequence[Article], *, origin: str, name: str) -> bytes:
    """Addresses with publication, language, moment and title."""
    ET.register_namespace("", SITEMAP)
    ET.register_namespace("news", NEWS)
    root = ET.Element(f"{{{SITEMAP}}}urlset")
    for article in articles:
        one = ET.SubElement(root, f"{{{SITEMAP}}}url")
        ET.SubElement(one, f"{{{SITEMAP}}}loc").text = _page(article, origin)
        news = ET.SubElement(one, f"{{{NEWS}}}news")
        publication = ET.SubElement(news, f"{{{NEWS}}}publication")
        ET.SubElement(publication, f"{{{NEWS}}}name").text = name
        ET.SubElement(publication, f"{{{NEWS}}}language").text = get_language()
        moment = cast("dt.datetime", article.published_at).isoformat()
        ET.SubElement(news, f"{{{NEWS}}}publication_date").text = moment
        ET.SubElement(news, f"{{{NEWS}}}title").text = str(_version(article).headline)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def linked(
    article: Article, version: ArticleVersion, shared: Sharing, corrections: Sequence[Correction], office: str
) -> dict[str, Any]:
    """An article as a NewsArticle by its office; what is for members is said to be so."""
    written_by = {"@type": "Organization", "name": office}
    changed = [version.published_at, *(correction.at for correction in corrections)]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": str(version.headline),
        "description": str(version.lead),
        "url": shared.url,
        "image": shared.image,
        "inLanguage": version.body.now.language or get_language(),
        "dateline": str(version.dateline),
        "datePublished": cast("dt.datetime", article.published_at).isoformat(),
        "dateModified": max(changed).isoformat(),
        "author": written_by,
        "publisher": written_by,
        "isAccessibleForFree": True,
    }
    if version.members_text:
        data |= {
            "hasPart": {
                "@type": "WebPageElement",
                "isAccessibleForFree": False,
                "cssSelector": ".bl-members",
            }
        }
    return data
