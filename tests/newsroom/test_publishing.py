from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError

from balai.audit.models import Deed
from balai.kernel.refusal import RuleViolationError
from balai.newsroom.adapters.rights import QUOTED, PressEraser
from balai.newsroom.enums import ArticleState, FaultKind
from balai.newsroom.models import Article
from balai.newsroom.queries.articles import articles_public, photos_shown, quotations_shown, related_to
from balai.newsroom.services.press import draft_of
from balai.newsroom.services.publishing import (
    correct_article,
    faults_now,
    publish_article,
    withdraw_article,
)
from balai.newsroom.services.writing import add_photo, quote, start_article, verify, write_article
from balai.people.services.consents import give_consent, publish_consent_text, withdraw_consent
from balai.programmes.models import Edition
from tests.directory.factories import TopicFactory
from tests.engine.badges.pictures import PNG
from tests.newsroom.factories import WRITER, ArticleFactory, T, edition_of_2018
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from balai.newsroom.models import ArticleVersion
    from balai.people.models import Consent, Person

pytestmark = pytest.mark.django_db


def started(edition: Edition | None = None) -> Article:
    edition = edition or edition_of_2018()
    return start_article(edition=edition, texts=draft_of(edition), actor=WRITER, at=T)


def agreed(person: Person, purpose: str = "press") -> Consent:
    text = publish_consent_text(purpose=purpose, text={"en": "You may quote me."}, at=T)
    return give_consent(person=person, text=text, at=T)


def published(article: Article) -> ArticleVersion:
    version = articles_public().get(pk=article.pk).published
    assert version is not None
    return version


def deeds(article: Article) -> list[str]:
    return list(
        Deed.objects.filter(subject=article.reference).order_by("pk").values_list("action", flat=True)
    )


def test_the_draft_made_from_the_records_can_be_published_as_it_is() -> None:
    article = started()

    version = publish_article(article_id=article.pk, actor=WRITER, at=T)

    article.refresh_from_db()
    assert (article.state, article.published, article.published_at) == (ArticleState.PUBLISHED, version, T)
    assert version.headline["en"] == "Ten countries: Enhancing the Development of Small and Medium Industry"
    assert version.headline["id"].startswith("Sepuluh negara: Peningkatan")
    assert (
        "The 20 participants come from ten countries: Afghanistan, Bangladesh, Bhutan" in version.body["en"]
    )
    assert version.facts["participants"] == {"en": "20", "id": "20"}
    assert article.slug == "ten-countries-enhancing-the-development-of-small-and-medium-industry"
    assert deeds(article) == ["article.started", "article.published"]


def test_a_wrong_headline_is_refused_with_place_value_rule_and_remedy() -> None:
    article = started()
    headline = article.headline | {"id": "Pelatihan untuk 20 Negara"}
    write_article(article_id=article.pk, texts={"headline": headline}, actor=WRITER, at=T)

    with pytest.raises(RuleViolationError) as violation:
        publish_article(article_id=article.pk, actor=WRITER, at=T)

    assert violation.value.refusal.code == "article.not_right"
    assert str(violation.value.refusal.message) == (
        "Faults: 1. Headline (id): “20 Negara”. 20 is the number of “Participants”; “Countries” is 10. "
        "Write {fact:countries} instead."
    )
    article.refresh_from_db()
    assert article.state == ArticleState.DRAFT


def test_each_part_that_is_missing_is_asked_for_in_each_language() -> None:
    article = start_article(edition=None, texts={"headline": {"en": "Clay"}}, actor=WRITER, at=T)

    missing = [fault.place for fault in faults_now(article, at=T) if fault.kind == FaultKind.MISSING]

    assert missing == [
        "Headline (id)",
        *(f"{part} ({language})" for part in ("Lead", "Dateline", "Text") for language in ("en", "id")),
    ]


def test_a_changed_record_makes_the_article_stale_until_somebody_reads_it_again() -> None:
    article = started()
    Edition.objects.update(known_participants=19)

    article = Article.objects.get(pk=article.pk)
    assert {fault.kind for fault in faults_now(article, at=T)} == {FaultKind.STALE}
    write_article(article_id=article.pk, texts={}, actor=WRITER, at=T)

    article.refresh_from_db()
    assert faults_now(article, at=T) == []


def test_what_readers_see_stays_until_it_is_published_again() -> None:
    article = started()
    publish_article(article_id=article.pk, actor=WRITER, at=T)

    write_article(
        article_id=article.pk, texts={"lead": {"en": "Another.", "id": "Lain."}}, actor=WRITER, at=T
    )
    assert published(article).lead["en"].startswith("Twenty participants")
    publish_article(article_id=article.pk, actor=WRITER, at=T)

    shown = published(article)
    assert (shown.number, shown.lead["en"]) == (2, "Another.")


def test_verifying_by_hand_names_its_source() -> None:
    article = started()
    body = {language: words + " ISO" for language, words in article.body.items()}
    article = write_article(article_id=article.pk, texts={"body": body}, actor=WRITER, at=T)
    assert {fault.said for fault in faults_now(article, at=T)} == {"ISO"}

    with pytest.raises(RuleViolationError, match=r"verification\.without_source"):
        verify(article_id=article.pk, said="ISO", source=" ", actor=WRITER, at=T)
    verify(
        article_id=article.pk, said="ISO", source="The centre's certificate on its wall", actor=WRITER, at=T
    )

    assert faults_now(article, at=T) == []


def test_a_quotation_is_shown_as_long_as_its_speaker_agrees() -> None:
    article, speaker = started(), PersonFactory.create()
    said: dict[str, Any] = {
        "words": {"en": "I cut a part."},
        "attribution": {"en": "Owner, Nepal"},
        "actor": WRITER,
        "at": T,
    }
    quotation = quote(article_id=article.pk, speaker=speaker, **said)
    assert [fault.kind for fault in faults_now(article, at=T)] == [FaultKind.CONSENT]

    consent = agreed(speaker)
    with pytest.raises(RuleViolationError, match="consent_of_another"):
        quote(article_id=article.pk, speaker=PersonFactory.create(), consent=consent, **said)
    quotation.consent = consent
    quotation.save()
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    assert list(quotations_shown(article)) == [quotation]

    withdraw_consent(consent=consent, at=T)

    assert list(quotations_shown(article)) == []
    assert [fault.kind for fault in faults_now(article, at=T)] == [FaultKind.CONSENT]


def test_a_photo_is_kept_without_what_cameras_add_and_shown_as_long_as_people_agree() -> None:
    article, person = started(), PersonFactory.create()
    about = {
        "caption": {"en": "At the lathe"},
        "alternative": {"en": "A person at a lathe"},
        "credit": "Balai sample",
    }
    consent = agreed(person)
    photo = add_photo(
        article_id=article.pk, content=PNG, name="a.png", about=about, consent=consent, actor=WRITER, at=T
    )
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    assert [shown.pk for shown in photos_shown()] == [photo.pk]
    assert (photo.media_type, len(photo.digest)) == ("image/png", 64)

    withdraw_consent(consent=consent, at=T)

    assert list(photos_shown()) == []


def test_whoever_is_erased_is_quoted_and_shown_no_longer() -> None:
    article, person = started(), PersonFactory.create()
    consent = agreed(person)
    quote(
        article_id=article.pk,
        words={"en": "I cut a part."},
        attribution={"en": "Owner, Nepal"},
        speaker=person,
        consent=consent,
        actor=WRITER,
        at=T,
    )
    about = {"caption": {"en": "a"}, "alternative": {"en": "b"}, "credit": "c"}
    add_photo(
        article_id=article.pk, content=PNG, name="a.png", about=about, consent=consent, actor=WRITER, at=T
    )
    assert list(QUOTED.copy([person])) == [
        {"words": {"en": "I cut a part."}, "attribution": {"en": "Owner, Nepal"}}
    ]

    assert PressEraser()([person], at=T) == 2
    assert (article.quotations.count(), article.photos.count()) == (0, 0)


def test_a_withdrawn_article_is_read_by_nobody_and_can_be_published_again() -> None:
    article = started()
    with pytest.raises(RuleViolationError, match=r"article\.not_public"):
        withdraw_article(article_id=article.pk, actor=WRITER, at=T)
    with pytest.raises(RuleViolationError, match=r"article\.never_public"):
        correct_article(article_id=article.pk, text={"en": "x"}, actor=WRITER, at=T)
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    correct_article(article_id=article.pk, text={"en": "Ten, not twenty."}, actor=WRITER, at=T)

    withdraw_article(article_id=article.pk, actor=WRITER, at=T)

    assert not articles_public().exists()
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    assert articles_public().get().corrections.count() == 1


def test_related_articles_say_why() -> None:
    edition, topic = edition_of_2018(), TopicFactory.create(code="ceramics")
    one, same, alike = (started(edition), started(edition), ArticleFactory.create())
    for article in (one, alike):
        article.topics.add(topic)
    for article in (one, same, alike):
        publish_article(article_id=article.pk, actor=WRITER, at=T)

    found = related_to(one, [topic])

    assert [(row.article.pk, row.why) for row in found] == [
        (alike.pk, f"Same topics: {topic.name}"),
        (same.pk, "Same programme"),
    ]


def test_the_database_refuses_a_published_article_without_version() -> None:
    with pytest.raises(IntegrityError, match="article_published_has_a_version"):
        ArticleFactory.create(state=ArticleState.PUBLISHED, published_at=T)
