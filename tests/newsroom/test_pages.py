from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import atoma
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balai.kernel import clock
from balai.newsroom.enums import ArticleState
from balai.newsroom.models import Article, Photo
from balai.newsroom.services.counting import count_reading, most_read
from balai.people.enums import Role
from tests.engine.badges.pictures import PNG
from tests.newsroom import looks
from tests.newsroom.factories import ArticleFactory, T, edition_of_2018, photo_of, published
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_an_article_is_shown_with_all_that_belongs_to_it(client: Client) -> None:
    looks.keep_news()

    page = client.get(f"/en/news/{looks.SLUG}/").content.decode()

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))
    for said in (
        "Bandung. They made ornaments of clay.",
        "“Clay waits for nobody.” The centre’s head",
        "A kiln · Drawing in place of a photo. Credit: Balai",
        "Participants and alumni read more here once they have signed in.",
        "30 July 2018: The kiln is round.",
        "Same topics: Ceramics",
    ):
        assert said in text
    assert "{quote" not in text
    assert "Slides of the lecture." not in page
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert written is not None
    data = json.loads(written[1])
    assert (data["@type"], data["headline"]) == ("NewsArticle", "A day at the kiln")
    assert data["hasPart"]["isAccessibleForFree"] is False
    assert "https://wa.me/?text=A+day+at+the+kiln" in page


def test_what_is_for_participants_is_read_by_them(client: Client) -> None:
    looks.keep_news()
    client.force_login(account_with(Role.PARTICIPANT))

    assert "Slides of the lecture." in client.get(f"/en/news/{looks.SLUG}/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_asks_equally_often_for_any_number(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        published()

    count_reading(article_id=Article.objects.latest("pk").pk, on=clock.now().date())
    most_read(on=clock.now().date())  # which remembers the order for a minute

    with django_assert_num_queries(5):  # the office, the articles, recommended, most read and its order
        response = client.get("/id/news/")

    assert response.content.decode().count("bl-newsrow") == rows


def test_readers_ask_again_by_the_tag(client: Client) -> None:
    looks.have_an_address()
    article = published()
    for path in ("/en/news/", f"/en/news/{article.slug}/", "/en/news/feed.atom"):
        tag = client.get(path)["ETag"]

        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304, path


def test_the_front_page_has_the_same_tag_until_something_changes(client: Client) -> None:
    for _ in range(13):  # so that it leads on to older news
        published()
    with time_machine.travel(T, tick=False):
        tag = client.get("/en/news/")["ETag"]

    with time_machine.travel(T + dt.timedelta(hours=1), tick=False):
        same = client.get("/en/news/", headers={"If-None-Match": tag})
        assert (same.status_code, same.templates) == (304, [])  # nothing is drawn
        published(at=T + dt.timedelta(minutes=1))
        assert client.get("/en/news/", headers={"If-None-Match": tag}).status_code == 200


def test_feeds_are_read_by_a_reader_that_is_not_ours(client: Client) -> None:
    looks.keep_news()
    article = Article.objects.get(slug=looks.SLUG)

    atom = atoma.parse_atom_bytes(client.get("/en/news/feed.atom").content)
    written = atoma.parse_json_feed_bytes(client.get("/id/news/feed.json").content)
    rss = atoma.parse_rss_bytes(client.get("/en/news/feed.rss").content)

    assert len(atom.entries) == len(written.items) == len(rss.items) == 3
    (entry,) = (one for one in atom.entries if one.id_ == f"urn:uuid:{article.pk}")
    assert (entry.title.value, entry.published) == ("A day at the kiln", T)
    assert [link.href for link in entry.links] == [f"https://balai.example/en/news/{looks.SLUG}/"]
    assert (written.version, written.items[0].title) == (
        "https://jsonfeed.org/version/1.1",
        "Sehari di tungku",
    )
    assert {one.guid for one in rss.items} == {one.id_ for one in atom.entries}
    assert {one.pub_date for one in rss.items} == {T}


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("asked", ["", f"?programme={looks.CODE}"])
def test_a_feed_keeps_the_rules_of_its_standard(client: Client, asked: str) -> None:
    """RFC 4287, section 4.1: once each, an author, whole addresses, identifiers and moments."""
    looks.keep_news()
    published()

    feed = ET.fromstring(client.get(f"/en/news/feed.atom{asked}").content)  # noqa: S314 -- our own
    written = json.loads(client.get(f"/en/news/feed.json{asked}").content)

    entries = feed.findall(f"{ATOM}entry")
    for one in (feed, *entries):
        counted = [len(one.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")]
        assert counted == [1, 1, 1]
        assert dt.datetime.fromisoformat(one.findtext(f"{ATOM}updated", "")).tzinfo
        assert re.match(r"(https|urn):", one.findtext(f"{ATOM}id", ""))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    kinds = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert kinds == {
        "alternate": f"https://balai.example/en/news/{asked}",
        "self": f"https://balai.example/en/news/feed.atom{asked}",
    }
    assert feed.findtext(f"{ATOM}id") == kinds["alternate"]  # so no two feeds have the same
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == len(entries) > 0
    assert (written["home_page_url"], written["feed_url"]) == (
        f"https://balai.example/en/news/{asked}",
        f"https://balai.example/en/news/feed.json{asked}",
    )
    assert written["authors"] == [{"name": feed.findtext(f"{ATOM}author/{ATOM}name")}]


def test_the_news_sitemap_tells_two_days(client: Client) -> None:
    looks.have_an_address()
    published(slug="old")
    published(slug="new", at=T + dt.timedelta(days=1))

    with time_machine.travel(T + dt.timedelta(days=2, hours=1), tick=False):
        written = client.get("/en/news/sitemap.xml").content.decode()

    assert "/en/news/new/" in written
    assert "/en/news/old/" not in written


def test_a_photo_of_a_withdrawn_article_is_gone(client: Client) -> None:
    article = published()
    photo = photo_of(article)
    path = reverse("news:photo", args=[photo.digest])
    assert client.get(path).content == PNG

    Article.objects.update(state=ArticleState.WITHDRAWN, withdrawn_at=T)

    assert client.get(path).status_code == 404


def test_the_press_officer_is_refused_corrects_and_publishes(client: Client) -> None:
    client.force_login(account_with(Role.PRESS_OFFICER))
    edition = edition_of_2018()
    response = client.post("/newsroom/start/", {"edition": edition.code})
    article = Article.objects.get()
    path = f"/newsroom/{article.pk}/"
    assert response["Location"] == path
    texts = {
        f"{name}_{language}": getattr(article, name)[language]
        for name in ("headline", "lead", "dateline", "body")
        for language in ("en", "id")
    }

    client.post(path, texts | {"headline_en": "20 countries learn", "save": "1"})
    refused = client.post(path, {"publish": "1"})

    assert refused.status_code == 409
    assert "20 is the number of “Participants”; “Countries” is 10." in refused.content.decode()
    client.post(path, texts | {"headline_en": "{fact:countries|Words} countries learn", "save": "1"})
    assert "Ten countries learn" in client.get("/newsroom/").content.decode()
    assert "Ten countries learn" in client.get(path).content.decode()
    assert client.post(path, {"publish": "1"}).status_code == 302
    assert "Ten countries learn" in client.get("/en/news/").content.decode()


def test_the_page_of_an_edition_shows_its_articles_and_drafts_to_who_reads_them(client: Client) -> None:
    edition = edition_of_2018()
    path = f"/programmes/editions/{edition.code}/"
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    empty = client.get(path).content.decode()
    public = published(edition=edition)
    draft = ArticleFactory.create(edition=edition, headline={"en": "Not ready"})
    published(headline={"en": "Of another"})

    office = client.get(path).content.decode()
    client.force_login(account_with(Role.FINANCE_OFFICER))
    others = client.get(path).content.decode()

    assert "Nothing was written about this edition yet." in empty
    assert [f"/newsroom/{article.pk}/" in office for article in (public, draft)] == [True, True]
    assert ("Not ready" in others, f"/news/{public.slug}/" in others) == (False, True)
    assert "Of another" not in office + others


def test_quotations_photos_and_proofs_are_added_on_the_page(client: Client) -> None:
    client.force_login(account_with(Role.PRESS_OFFICER))
    looks.keep_a_draft()
    path = f"/newsroom/{looks.DRAFT}/"

    said = {"quote-words_en": "Good.", "quote-attribution_en": "The head", "quote-consent": "", "quote": "1"}
    file = SimpleUploadedFile("kiln.png", PNG, "image/png")
    about = {
        "photo-caption_en": "A kiln",
        "photo-alternative_en": "Round",
        "photo-credit": "Balai",
        "photo": "1",
    }
    answers = [
        client.post(path, said).status_code,
        client.post(path, about | {"photo-file": file}).status_code,
        client.post(path, {"verify-said": "Fiji", "verify-source": "Asked", "verify": "1"}).status_code,
        client.post(path, {"verify-said": "Fiji", "verify-source": "", "verify": "1"}).status_code,
    ]

    assert answers == [302, 302, 302, 422]
    article = Article.objects.get(pk=looks.DRAFT)
    page = client.get(path).content.decode()
    hints = page[page.index("What it would be better with") :]
    assert "No topic yet." in hints
    assert "Nobody is quoted yet." not in hints
    assert article.quotations.get().is_of_an_office
    assert not Photo.objects.get().shows_people
    assert article.verifications.get().said == "Fiji"
    assert client.post(path, {"take_out": "quotation:1"}).status_code == 302
    for gone in ("quotation:1", "quotation:²"):
        assert client.post(path, {"take_out": gone}).status_code == 404
    assert client.post(path, {"take_out": "photo:1"}).status_code == 302
    assert not article.quotations.exists()
    assert not article.photos.exists()


def test_a_correction_is_said_on_the_page_of_the_desk_and_below_the_article(client: Client) -> None:
    client.force_login(account_with(Role.PRESS_OFFICER))
    looks.keep_news()
    article = Article.objects.get(slug=looks.SLUG)

    said = {"correct-text_en": "Ten kilns.", "correct-text_id": "Sepuluh tungku.", "correct": "1"}
    assert client.post(f"/newsroom/{article.pk}/", said).status_code == 302

    assert "Ten kilns." in client.get(f"/newsroom/{article.pk}/").content.decode()
    assert "Sepuluh tungku." in client.get(f"/id/news/{looks.SLUG}/").content.decode()


def test_the_news_of_a_programme_leads_to_its_feeds_its_mails_and_its_issue(client: Client) -> None:
    looks.keep_news()
    published()

    page = client.get(f"/en/news/?programme={looks.CODE}").content.decode()

    assert page.count("bl-newsrow") == 1
    for part in (
        f"feed.atom?programme={looks.CODE}",
        f"subscribe/?programme={looks.CODE}",
        f'href="/en/news/issues/{looks.CODE}.pdf"',
        "QR code: http",
    ):
        assert part in page
    feed = client.get(f"/en/news/feed.rss?programme={looks.CODE}").content.decode()
    assert feed.count("<item>") == 1
    assert client.get("/en/news/feed.rss?programme=NONE").status_code == 404
