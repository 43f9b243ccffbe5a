"""The printable issue, and what happens everywhere when somebody no longer agrees."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from balai.newsroom.documents.issue import draft_of_issue, pdf_of
from balai.newsroom.models import Article, Photo, PrintedIssue
from balai.newsroom.services.publishing import correct_article, publish_article, withdraw_article
from balai.newsroom.services.writing import add_photo, quote, take_out, write_article
from balai.people.services.consents import withdraw_consent
from tests.engine.badges.pictures import PNG
from tests.engine.documents.reading import faults_of_access, pages_of, tags_of, text_of
from tests.newsroom import looks
from tests.newsroom.factories import WRITER, T
from tests.newsroom.test_publishing import agreed, started
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from django.test import Client

    from balai.people.models import Consent

pytestmark = pytest.mark.django_db
WORDS = "I cut a part on such a machine."
SHOWS = "A woman at a lathe"
CAPTION = "Practice in Bandung"


def told_with(consent: Consent) -> Article:
    """A public article in which somebody is quoted and shown."""
    looks.have_an_address()
    article = started()
    body = {language: f"{words}\n{{quote:1}}" for language, words in article.body.items()}
    write_article(article_id=article.pk, texts={"body": body}, actor=WRITER, at=T)
    quote(
        article_id=article.pk,
        words={"en": WORDS, "id": "Saya memotong komponen."},
        attribution={"en": "Owner, Nepal", "id": "Pemilik, Nepal"},
        speaker=consent.person,
        consent=consent,
        actor=WRITER,
        at=T,
    )
    add_photo(
        article_id=article.pk,
        content=PNG,
        name="a.png",
        about={
            "caption": {"en": CAPTION, "id": "Praktik di Bandung"},
            "alternative": {"en": SHOWS, "id": "Seorang perempuan di mesin bubut"},
            "credit": "Balai",
        },
        consent=consent,
        actor=WRITER,
        at=T,
    )
    publish_article(article_id=article.pk, actor=WRITER, at=T)
    return Article.objects.select_related("edition").get(pk=article.pk)


def test_the_issue_has_every_article_with_all_that_belongs_to_it_in_both_languages(client: Client) -> None:
    article = told_with(agreed(PersonFactory.create()))
    correct_article(article_id=article.pk, text={"en": "Ten, not twenty."}, actor=WRITER, at=T)
    assert article.edition is not None
    path = f"news/issues/{article.edition.code}.pdf"

    answers = {language: client.get(f"/{language}/{path}") for language in ("en", "id")}

    assert [answer["Content-Type"] for answer in answers.values()] == ["application/pdf"] * 2
    said = "\n".join(pages_of(answers["en"].content))
    flat = re.sub(r"\s+", " ", said)
    for words in (
        "Ten countries: Enhancing the Development",
        "The 20 participants come from ten countries",
        WORDS,
        "Owner, Nepal",
        CAPTION,
        "Credit: Balai",
        "Ten, not twenty.",
    ):
        assert words in flat
    assert SHOWS in [tag.description for tag in tags_of(answers["en"].content)]
    assert [faults_of_access(answer.content) for answer in answers.values()] == [[], []]
    assert "Sepuluhnegara" in text_of(answers["id"].content)


def test_an_issue_is_set_once_and_asked_for_by_its_tag(client: Client) -> None:
    article = told_with(agreed(PersonFactory.create()))
    assert article.edition is not None
    path = f"/en/news/issues/{article.edition.code}.pdf"
    first = client.get(path)
    PrintedIssue.objects.update(content=b"kept")

    assert client.get(path).content == b"kept"
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    withdraw_article(article_id=article.pk, actor=WRITER, at=T)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 404
    assert not PrintedIssue.objects.exists()


def test_who_no_longer_agrees_is_gone_from_everything_that_is_published(client: Client) -> None:
    consent = agreed(PersonFactory.create())
    article = told_with(consent)
    assert article.edition is not None
    photo = Photo.objects.get()
    page = f"/en/news/{article.slug}/"
    paper = f"/en/news/issues/{article.edition.code}.pdf"
    feeds = [f"/en/news/feed.{kind}" for kind in ("atom", "json", "rss")]
    before = client.get(page)
    assert WORDS in before.content.decode()
    assert f"/photos/{photo.digest}/" in before.content.decode()
    old = client.get(paper)
    assert WORDS.replace(" ", "") in text_of(old.content)

    withdraw_consent(consent=consent, at=T)

    assert not PrintedIssue.objects.exists()
    for path in (page, *feeds, "/en/news/", "/en/", "/en/news/sitemap.xml"):
        text = client.get(path, headers={"If-None-Match": before["ETag"]}).content.decode()
        assert text, path
        assert not [said for said in (WORDS, SHOWS, CAPTION, photo.digest) if said in text], path
    assert client.get(f"/en/news/photos/{photo.digest}/").status_code == 404
    paper_now = client.get(paper, headers={"If-None-Match": old["ETag"]})
    assert paper_now.status_code == 200
    text = text_of(paper_now.content)
    assert not [said for said in (WORDS, CAPTION, "Owner, Nepal") if said.replace(" ", "") in text]
    assert SHOWS not in [tag.description for tag in tags_of(paper_now.content)]
    assert max_age_of(client, photo) <= 60


def max_age_of(client: Client, photo: Photo) -> int:
    """For how long a reader may keep a photo without asking again."""
    Photo.objects.update(shows_people=False)
    said = client.get(f"/en/news/photos/{photo.digest}/")["Cache-Control"]
    return int(said.rpartition("=")[2])


def test_what_is_taken_out_is_in_no_issue_that_is_kept(client: Client) -> None:
    article = told_with(agreed(PersonFactory.create()))
    assert article.edition is not None
    client.get(f"/en/news/issues/{article.edition.code}.pdf")

    take_out(part=Photo.objects.get(), actor=WRITER, at=T)

    assert not PrintedIssue.objects.exists()


def test_an_issue_of_nothing_is_no_issue(client: Client) -> None:
    article = started()
    assert article.edition is not None

    assert draft_of_issue(article.edition, "en") is None
    assert client.get(f"/en/news/issues/{article.edition.code}.pdf").status_code == 404


def test_the_same_issue_and_moment_give_the_same_bytes() -> None:
    article = told_with(agreed(PersonFactory.create()))
    assert article.edition is not None
    drafts = [draft_of_issue(article.edition, "id") for _twice in range(2)]
    assert drafts[0] is not None
    assert drafts[1] is not None

    assert drafts[0].digest == drafts[1].digest
    assert pdf_of(drafts[0], at=T) == pdf_of(drafts[1], at=T)


def test_programs_find_the_same_picture_as_readers(client: Client) -> None:
    article = told_with(agreed(PersonFactory.create()))
    page = client.get(f"/en/news/{article.slug}/").content.decode()

    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)

    assert written is not None
    assert json.loads(written[1])["image"].endswith(f"/news/photos/{Photo.objects.get().digest}/")
