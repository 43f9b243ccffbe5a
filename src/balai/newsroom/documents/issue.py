"""The printable issue of a programme: what everybody may read of it now, with pictures, as a PDF.

In: the public articles of an edition. Out: bytes, and a digest of everything that is printed, by which an
issue that was set before is known to be right still or not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, override

from balai.engine.documents.errors import DocumentError
from balai.engine.documents.issue import Block, Issue, Shot, Story, issue_pdf
from balai.engine.documents.parts import Picture
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.newsroom.models import Photo
from balai.newsroom.queries.articles import articles_public, photos_shown, quotations_shown
from balai.newsroom.rules.reading import blocks_of
from balai.newsroom.services.pictures import printed_picture
from balai.office.addresses import link_to
from balai.office.documents import office_letterhead
from balai.office.queries import office_zone
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from balai.newsroom.models import Article
    from balai.programmes.models import Edition

FORM = "1"
"""Of the sheet; another one lets every issue be set anew."""
MOST = 24
"""Articles of one issue: the newest ones of a programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An issue before it is set.

    Attributes:
        digest: of all that is printed.
        issue: everything but the pictures' contents.
        shown: the pictures by article, in order.
    """

    digest: str
    issue: Issue
    shown: Sequence[Sequence[Photo]]


def draft_of_issue(edition: Edition, language: str) -> Draft | None:
    """Everything that is printed of an edition in a language, the first article first; or nothing."""
    articles = list(articles_public().filter(edition=edition).prefetch_related("corrections")[:MOST])[::-1]
    if not articles:
        return None
    shown = _shown(articles)
    with override(language):
        issue = Issue(
            language=language,
            letterhead=office_letterhead(language, otherwise=edition.title),
            heading=gettext("News of a programme"),
            title=str(edition.title),
            span=wording.span(edition.starts_on, edition.ends_on),
            contents_heading=gettext("In this issue"),
            corrections_heading=gettext("Corrections"),
            pictures_heading=gettext("Pictures"),
            note=gettext("Sample data") if any(article.is_sample for article in articles) else "",
            stories=tuple(_story(article) for article in articles),
        )
        said = [
            [photo.digest, *(str(one) for one in (photo.alternative, photo.caption, photo.credit))]
            for photos in shown.values()
            for photo in photos
        ]
    told = f"{FORM}{issue!r}{said!r}".encode()
    return Draft(
        digest=hashlib.sha256(told).hexdigest(),
        issue=issue,
        shown=[shown[article.pk] for article in articles],
    )


def pdf_of(draft: Draft, *, at: dt.datetime) -> bytes:
    """Set an issue with its pictures.

    Raises:
        RuleViolationError: ``issue.cannot_be_set``: a text cannot be printed; says which.
    """
    with override(draft.issue.language):
        stories = tuple(
            replace(story, shots=tuple(_shot(photo) for photo in photos))
            for story, photos in zip(draft.issue.stories, draft.shown, strict=True)
        )
    try:
        return issue_pdf(replace(draft.issue, stories=stories), at=at)
    except (DocumentError, ValueError) as error:
        raise RuleViolationError(Refusal("issue.cannot_be_set", str(error))) from error


def _shown(articles: Sequence[Article]) -> Mapping[UUID, Sequence[Photo]]:
    found: dict[UUID, list[Photo]] = {article.pk: [] for article in articles}
    for photo in photos_shown().filter(article__in=articles):
        found[photo.article_id].append(photo)
    return found


def _story(article: Article) -> Story:
    version, at = article.published, article.published_at
    assert version is not None  # noqa: S101 -- the database holds both for a public article
    assert at is not None  # noqa: S101 -- as above
    address = link_to(reverse("news:article", args=[article.slug]))
    return Story(
        headline=str(version.headline),
        lead=str(version.lead),
        dateline=str(version.dateline),
        published=_day(at),
        blocks=tuple(
            Block(text=block)
            if isinstance(block, str)
            else Block(text=str(block.words), by=str(block.attribution))
            for block in blocks_of(str(version.body), list(quotations_shown(article)))
        ),
        corrections=tuple(f"{_day(one.at)}: {one.text}" for one in article.corrections.all()),
        address=address,
        address_says=gettext("QR code: %(address)s") % {"address": address},
    )


def _day(at: dt.datetime) -> str:
    """The office's day: an issue is the same for every reader."""
    return wording.date(at.astimezone(ZoneInfo(office_zone())).date())


def _shot(photo: Photo) -> Shot:
    content = Photo.objects.values_list("content", flat=True).get(pk=photo.pk)
    credit = gettext("Credit: %(credit)s") % {"credit": photo.credit}
    if photo.is_drawn:
        credit = f"{gettext('Drawing in place of a photo.')} {credit}"
    return Shot(
        picture=Picture(data=printed_picture(bytes(content)), description=str(photo.alternative)),
        caption=str(photo.caption),
        credit=credit,
    )
