"""Writing an article: its texts, its quotations and photos, and what was made sure of by hand."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.kernel.uploads import JPEG, PNG, recognize
from balai.newsroom.enums import ArticleState
from balai.newsroom.models import Article, Photo, Quotation, Verification
from balai.newsroom.queries.facts import records_of
from balai.newsroom.rules.binding import resolved
from balai.newsroom.rules.publishing import TEXTS, facts_used
from balai.newsroom.services.issues import forget_issues
from balai.newsroom.services.pictures import plain_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.directory.models import Topic
    from balai.people.models import Consent, Person
    from balai.programmes.models import Edition

LONGEST_SLUG = 70
PAGES = frozenset({"subscribe"})
"""Addresses beside those of articles."""


@transaction.atomic
def start_article(
    *,
    edition: Edition | None,
    texts: Mapping[str, Mapping[str, str]],
    actor: str,
    at: datetime,
    is_sample: bool = False,
) -> Article:
    """Begin an article, perhaps with a first draft made from the records.

    Args:
        edition: whose facts it refers to; None for news of the office itself.
        texts: by part (``headline``, ``body``) and language; at least a headline in one language.
        actor: reference of who writes.
        at: the deed's moment.
        is_sample: whether it is of a demonstration, which readers are told.

    Raises:
        RuleViolationError: ``article.without_headline``.
    """
    article = Article(
        edition=edition, written_by=actor, changed_at=at, is_sample=is_sample, **_cleaned(texts)
    )
    _refuse_nameless(article)
    article.slug = _free_slug(article)
    article.facts_seen = _seen(article)
    article.save()
    record(actor=actor, action="article.started", subject=article.reference, at=at)
    return article


@transaction.atomic
def write_article(  # noqa: PLR0913 -- each is named where it is called
    *,
    article_id: UUID,
    texts: Mapping[str, Mapping[str, str]],
    topics: Iterable[Topic] | None = None,
    is_recommended: bool | None = None,
    actor: str,
    at: datetime,
) -> Article:
    """Change the texts of an article; what readers see stays until it is published again.

    Whoever saves has read the facts as they are now, so none is stale afterwards.

    Raises:
        RuleViolationError: ``article.without_headline``.
        Article.DoesNotExist: no such article.
    """
    article = _locked(article_id)
    for name, text in _cleaned(texts).items():
        setattr(article, name, text)
    _refuse_nameless(article)
    if is_recommended is not None:
        article.is_recommended = is_recommended
    article.facts_seen = _seen(article)
    article.changed_at = at
    if article.state == ArticleState.WITHDRAWN:
        article.state = ArticleState.DRAFT
    article.save()
    if topics is not None:
        article.topics.set(topics)
    record(actor=actor, action="article.written", subject=article.reference, at=at)
    return article


@transaction.atomic
def verify(*, article_id: UUID, said: str, source: str, actor: str, at: datetime) -> Verification:
    """Write down how somebody made sure of what no sure record carries.

    Raises:
        RuleViolationError: ``verification.without_source``.
    """
    article = _locked(article_id)
    if not said.strip() or not source.strip():
        raise RuleViolationError(
            Refusal("verification.without_source", _("Say what you made sure of, and how."))
        )
    verification, _made = Verification.objects.update_or_create(
        article=article,
        said=said.strip(),
        defaults={"source": source.strip(), "verified_by": actor, "verified_at": at},
    )
    record(actor=actor, action="article.verified", subject=article.reference, at=at)
    return verification


@transaction.atomic
def quote(  # noqa: PLR0913 -- each is named where it is called
    *,
    article_id: UUID,
    words: Mapping[str, str],
    attribution: Mapping[str, str],
    speaker: Person | None = None,
    consent: Consent | None = None,
    actor: str,
    at: datetime,
) -> Quotation:
    """Add what somebody said. A person without consent is refused when the article is published.

    Without a speaker it is what was said in public for an office; the consent is the speaker's, to be quoted.

    Raises:
        RuleViolationError: ``quotation.consent_of_another``.
    """
    article = _locked(article_id)
    if consent is not None and (speaker is None or consent.person_id != speaker.pk):
        raise RuleViolationError(
            Refusal("quotation.consent_of_another", _("This consent was given by somebody else."))
        )
    last = article.quotations.order_by("-order").first()
    quotation = Quotation(
        article=article,
        order=last.order + 1 if last else 1,
        words=TranslatedText(words),
        attribution=TranslatedText(attribution),
        speaker=speaker,
        consent=consent,
        is_of_an_office=speaker is None,
    )
    quotation.full_clean(validate_unique=False)
    quotation.save()
    record(actor=actor, action="article.quoted", subject=article.reference, at=at)
    return quotation


@transaction.atomic
def add_photo(  # noqa: PLR0913 -- each is named where it is called
    *,
    article_id: UUID,
    content: bytes,
    name: str,
    about: Mapping[str, Any],
    consent: Consent | None = None,
    actor: str,
    at: datetime,
) -> Photo:
    """Add a picture with caption, alternative text and credit.

    The content is PNG or JPEG; what cameras write beside the picture is left out. What is said about it are
    its ``caption``, ``alternative``, ``credit``, ``shows_people`` and ``is_drawn``.

    Raises:
        RuleViolationError: what is wrong with the upload.
    """
    article = _locked(article_id)
    kind = recognize(content, name=name, accept=(JPEG, PNG))
    picture = plain_picture(content, media_type=kind.media_type)
    last = article.photos.order_by("-order").first()
    photo = Photo(
        article=article,
        order=last.order + 1 if last else 1,
        content=picture.content,
        digest=hashlib.sha256(picture.content).hexdigest(),
        media_type=kind.media_type,
        width=picture.width,
        height=picture.height,
        consent=consent,
        **about,
    )
    photo.full_clean(validate_unique=False)
    photo.save()
    record(actor=actor, action="article.pictured", subject=article.reference, at=at)
    return photo


@transaction.atomic
def take_out(*, part: Quotation | Photo, actor: str, at: datetime) -> None:
    """Take a quotation or a photo out of its article, for readers at once."""
    article = _locked(part.article_id)
    part.delete()
    forget_issues(editions=[article.edition_id])
    record(actor=actor, action="article.part_taken_out", subject=article.reference, at=at)


def _locked(article_id: UUID) -> Article:
    return Article.objects.select_for_update(of=("self",)).select_related("edition").get(pk=article_id)


def _cleaned(texts: Mapping[str, Mapping[str, str]]) -> dict[str, TranslatedText]:
    return {
        name: TranslatedText({language: words.strip() for language, words in text.items() if words.strip()})
        for name, text in texts.items()
        if name in TEXTS
    }


def _refuse_nameless(article: Article) -> None:
    if not article.headline:
        raise RuleViolationError(Refusal("article.without_headline", _("Write a headline first.")))


def _seen(article: Article) -> dict[str, dict[str, str]]:
    facts = records_of(article.edition).facts
    return {code: dict(facts[code].words) for code in facts_used(article) if code in facts}


def _free_slug(article: Article) -> str:
    """An address from the English headline, with a number where it is taken."""
    headline = article.headline.in_language("en")
    facts = records_of(article.edition).facts
    wanted = slugify(resolved(headline.text, facts, headline.language))[:LONGEST_SLUG].strip("-") or "news"
    taken = PAGES | set(Article.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number = 2
    slug = wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
