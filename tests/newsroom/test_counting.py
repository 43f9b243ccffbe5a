from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.cache import cache

from balai.newsroom.enums import ArticleState
from balai.newsroom.models import Article, ArticleReading
from balai.newsroom.services.counting import count_reading, forget_readings, most_read
from tests.newsroom.factories import T, published

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"}


def read(article: Article, times: int, *, on: dt.date) -> None:
    for _time in range(times):
        count_reading(article_id=article.pk, on=on)


def test_what_is_read_most_stands_first_for_a_week() -> None:
    old, first, second, gone = published(at=T), published(at=T), published(at=T), published(at=T)
    today = T.date()
    read(old, 9, on=today - 7 * DAY)
    read(first, 2, on=today - 6 * DAY)
    read(first, 2, on=today)
    read(second, 3, on=today)
    read(gone, 5, on=today)

    assert most_read(on=today) == [gone, first, second]
    Article.objects.filter(pk=gone.pk).update(state=ArticleState.WITHDRAWN, withdrawn_at=T)
    assert most_read(on=today) == [first, second]
    cache.clear()
    assert most_read(on=today - 6 * DAY) == [old, first, second]
    assert forget_readings(on=today + 93 * DAY) == 5


@pytest.mark.parametrize(
    ("more", "number"),
    [
        (BROWSER, 2),
        (BROWSER | {"Sec-Purpose": "prefetch;prerender"}, 0),
        ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, 0),
        ({"User-Agent": "WhatsApp/2.23"}, 0),
        ({}, 0),
    ],
)
def test_people_count_and_programs_do_not(client: Client, more: dict[str, str], number: int) -> None:
    article = published()
    path = f"/en/news/{article.slug}/"

    with time_machine.travel(T, tick=False):
        client.get(path, headers=more)
        client.head(path, headers=more)
        answer = client.get(path, headers=more)  # now with itself among what is read most
        client.get(path, headers=more | {"If-None-Match": answer["ETag"]})

    assert list(ArticleReading.objects.values_list("article", "on", "number")) == [
        (article.pk, T.date(), number)
    ] * bool(number)
    assert not client.cookies


def test_readers_see_what_is_read_most(client: Client) -> None:
    article = published()
    with time_machine.travel(T, tick=False):
        client.get(f"/en/news/{article.slug}/", headers=BROWSER)
        page = client.get("/en/news/").content.decode()

    assert "Most read this week" in page
    assert page.count(f'href="/en/news/{article.slug}/"') == 2
