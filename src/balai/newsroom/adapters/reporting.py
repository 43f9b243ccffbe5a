"""What the newsroom tells in the final report of an edition: what was published of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from balai.newsroom.queries.articles import articles_about, as_listed, photos_shown
from balai.reporting.queries.report_parts.records import facts, nothing, table
from balai.ui import wording

if TYPE_CHECKING:
    from balai.engine.documents.report import Block
    from balai.programmes.models import Edition


def told_of_media(edition: Edition) -> list[Block]:
    """Articles that everybody may read, the newest first, and how many pictures they show."""
    zone = ZoneInfo(edition.time_zone)
    articles = [one for one in as_listed(articles_about(edition)) if one.published and one.published_at]
    if not articles:
        return [nothing(gettext("No article about it is published."))]
    rows = [
        (wording.date(one.published_at.astimezone(zone).date()), one.published.headline)
        for one in articles
        if one.published and one.published_at
    ]
    photos = photos_shown().filter(article__in=articles).count()
    heads = [(gettext("Published"), 0.8), (gettext("Headline"), 2.6)]
    return [table(gettext("Articles"), heads, rows), facts((gettext("Pictures in them"), photos or ""))]
