"""The newsroom by clicks: a wrong fact is refused, a reader subscribes and ends it, a consent goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from balai.correspondence.models import Letter
from balai.kernel import clock
from balai.newsroom.models import Photo, Subscription
from balai.newsroom.services.telling import tell_subscribers
from balai.newsroom.services.writing import add_photo, quote
from balai.people.services.consents import give_consent, publish_consent_text
from tests.browser.sign_in import account_of
from tests.browser.variants import Variant
from tests.engine.badges.pictures import PNG
from tests.kernel.keys import own_keys
from tests.newsroom import looks
from tests.newsroom.factories import WRITER, edition_of_2018, published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.newsroom.models import Article
    from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DESK, TELEPHONE = Variant(1280, "light", "en"), Variant(360, "light", "en")
ADDRESS = "reader@example.org"
WORDS = "I cut a part on such a machine."


@pytest.fixture(autouse=True)
def _keys(transactional_db: None) -> Iterator[None]:
    with own_keys():
        looks.have_an_address()
        yield


def test_a_wrong_fact_is_refused_corrected_and_published(visitor: Visitor) -> None:
    edition = edition_of_2018()
    with visitor.open(DESK, "/newsroom/", role="press_officer") as opened:
        page = opened.page
        page.get_by_role("link", name="Begin an article").click()
        page.get_by_label("Edition").select_option(edition.code)
        page.get_by_role("button", name="Begin").click()
        headline = page.locator("[name=headline_en]")
        headline.fill("20 countries learn")
        page.get_by_role("button", name="Save the text").click()
        page.get_by_text("20 is the number of “Participants”; “Countries” is 10.").wait_for()
        assert page.get_by_role("button", name="Publish").count() == 0
        headline.fill("{fact:countries|Words} countries learn")
        page.get_by_role("button", name="Save the text").click()
        page.get_by_text("Every figure and name agrees with the records").wait_for()
        page.get_by_role("button", name="Publish").click()
        page.get_by_role("link", name="What readers see").click()
        page.get_by_role("heading", name="Ten countries learn").wait_for()


def test_a_reader_subscribes_gets_an_article_and_ends_it(visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, "/en/news/") as opened:
        page = opened.page
        page.get_by_role("link", name="News by mail").first.click()
        page.get_by_label("E-mail address").fill(ADDRESS)
        page.get_by_role("button", name="Ask for news").click()
        page.get_by_role("heading", name="Look into your mailbox").wait_for()
        page.goto(link_in(Letter.objects.get(kind="news.confirm")))
        page.get_by_role("button", name="Yes, send me news").click()
        page.get_by_text("Confirmed.").wait_for()
        article = published(at=clock.now())
        assert tell_subscribers(article_id=article.pk, at=clock.now()) == 1
        page.goto(link_in(Letter.objects.get(kind="news.article")))
        page.get_by_role("button", name="Send nothing any more").click()
        page.get_by_text("No news is sent by this link any more").wait_for()
    assert not Subscription.objects.exists()


def link_in(letter: Letter) -> str:
    found = re.search(r"https?://[^/\s]+(/\w\w/news/subscription/\S+)", letter.text)
    assert found is not None
    return found[1]


def test_somebody_withdraws_a_consent_and_is_gone_from_the_article(visitor: Visitor) -> None:
    article = told_by("participant")
    path = f"/en/news/{article.slug}/"
    photo = f"img[src*='{Photo.objects.get().digest}']"
    with visitor.open(TELEPHONE, path, role="participant") as opened:
        page = opened.page
        page.get_by_text(WORDS).wait_for()
        assert page.locator(photo).count() == 1
        page.goto("/account/")
        page.get_by_role("button", name="Withdraw this").first.click()
        page.goto(path)
        page.get_by_role("heading", name="A day at the kiln").wait_for()
        assert page.get_by_text(WORDS).count() == 0
        assert page.locator(photo).count() == 0


def told_by(role: str) -> Article:
    """A public article in which who has a role is quoted and shown, and agreed to it."""
    person = account_of(role).person
    assert person is not None
    text = publish_consent_text(purpose="photos-named", text={"en": "You may quote me."}, at=clock.now())
    consent = give_consent(person=person, text=text, at=clock.now())
    article = published()
    quote(
        article_id=article.pk,
        words={"en": WORDS},
        attribution={"en": "Owner, Nepal"},
        speaker=person,
        consent=consent,
        actor=WRITER,
        at=clock.now(),
    )
    add_photo(
        article_id=article.pk,
        content=PNG,
        name="a.png",
        about={"caption": {"en": "Practice"}, "alternative": {"en": "A lathe"}, "credit": "Balai"},
        consent=consent,
        actor=WRITER,
        at=clock.now(),
    )
    return article
