"""Publishing an article, correcting it, and taking it from readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.kernel.translated import TranslatedText
from balai.newsroom.enums import ArticleState
from balai.newsroom.models import Article, ArticleVersion, Correction
from balai.newsroom.queries.facts import records_of
from balai.newsroom.rules.access import may_correct, may_publish, may_withdraw
from balai.newsroom.rules.binding import Desk, resolved
from balai.newsroom.rules.publishing import TEXTS, facts_used, faults_of
from balai.newsroom.services.issues import forget_issues
from balai.newsroom.services.telling import tell_later, was_never_told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.newsroom.queries.facts import Records
    from balai.newsroom.rules.binding import Fault


def faults_now(article: Article, *, at: datetime, records: Records | None = None) -> list[Fault]:
    """Everything that keeps an article from being published at a moment."""
    desk = Desk(
        records=records or records_of(article.edition),
        seen=article.facts_seen,
        verified=set(article.verifications.values_list("said", flat=True)),
        year=(article.published_at or at).year,
    )
    return faults_of(
        article,
        desk,
        quotations=list(article.quotations.select_related("consent").order_by("order")),
        photos=list(article.photos.select_related("consent").defer("content").order_by("order")),
    )


@transaction.atomic
def publish_article(*, article_id: UUID, actor: str, at: datetime) -> ArticleVersion:
    """Publish an article as it is written now: its facts become words, and stay as they are in this version.

    Subscribers are told the first time that it stays public beyond second thoughts; a version that corrects
    it reaches readers without a mail.

    Raises:
        RuleViolationError: ``article.not_right`` with the first fault.
        Article.DoesNotExist: no such article.
    """
    article = _locked(article_id)
    records = records_of(article.edition)
    enforce(may_publish(article, faults_now(article, at=at, records=records)))
    last = article.versions.order_by("-number").first()
    version = ArticleVersion.objects.create(
        article=article,
        number=last.number + 1 if last else 1,
        facts={code: dict(records.facts[code].words) for code in facts_used(article)},
        published_at=at,
        published_by=actor,
        **{
            name: TranslatedText(
                {
                    language: resolved(words, records.facts, language)
                    for language, words in getattr(article, name).items()
                }
            )
            for name in TEXTS
        },
    )
    is_first = last is None or was_never_told(article, last)
    article.published = version
    article.published_at = article.published_at or at
    article.withdrawn_at = None
    article.state = ArticleState.PUBLISHED
    article.save(update_fields=["published", "published_at", "withdrawn_at", "state"])
    record(
        actor=actor,
        action="article.published",
        subject=article.reference,
        at=at,
        detail={"version": version.number},
    )
    if is_first:
        tell_later(article, at=at)
    return version


@transaction.atomic
def withdraw_article(*, article_id: UUID, actor: str, at: datetime) -> Article:
    """Take an article from readers; its versions stay for the office.

    Raises:
        RuleViolationError: ``article.not_public``.
    """
    article = _locked(article_id)
    enforce(may_withdraw(article))
    article.state = ArticleState.WITHDRAWN
    article.withdrawn_at = at
    article.save(update_fields=["state", "withdrawn_at"])
    forget_issues(editions=[article.edition_id])
    record(actor=actor, action="article.withdrawn", subject=article.reference, at=at)
    return article


@transaction.atomic
def correct_article(*, article_id: UUID, text: Mapping[str, str], actor: str, at: datetime) -> Correction:
    """Say below an article what was wrong in it.

    Raises:
        RuleViolationError: ``article.never_public``.
    """
    article = _locked(article_id)
    enforce(may_correct(article))
    correction = Correction(article=article, text=TranslatedText(text), at=at)
    correction.full_clean()
    correction.save()
    record(actor=actor, action="article.corrected", subject=article.reference, at=at)
    return correction


def _locked(article_id: UUID) -> Article:
    return (
        Article.objects.select_for_update(of=("self",)).select_related("edition__series").get(pk=article_id)
    )
