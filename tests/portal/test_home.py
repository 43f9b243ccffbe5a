from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.kernel import gathering
from balai.kernel.gathering import Teaser
from balai.ui import host
from balai.ui.host import Host
from tests.portal.registered import fill

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("preferred", "address"), [("en", "/en/"), ("id, en;q=0.5", "/id/"), ("fr", "/en/")])
def test_the_bare_address_leads_to_the_reader_s_language(
    client: Client, preferred: str, address: str
) -> None:
    response = client.get("/", headers={"accept-language": preferred})

    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize("language", ["en", "id"])
def test_home_is_there_for_everybody_in_each_language(client: Client, language: str) -> None:
    response = client.get(f"/{language}/")

    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="ltr">' in text
    assert '<link rel="alternate" hreflang="id" href="http://testserver/id/">' in text


def test_home_says_honestly_that_nothing_is_announced(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(monkeypatch, gathering.announcements)

    text = client.get("/en/").content.decode()

    for sentence in ("No call is open", "No programme has been published", "No article has been published"):
        assert sentence in text


def test_home_shows_the_news_that_rooms_announce(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    article = Teaser(
        title="A pot, a kiln and ten countries",
        line="The ceramics mini-workshop",
        fact="26 July 2018",
        url="/en/news/pot/",
        cover="craft",
    )

    def news(request: HttpRequest, *, at: datetime) -> Sequence[Teaser]:
        return [article]

    fill(monkeypatch, gathering.announcements, news=news)

    response = client.get("/en/")

    assert response.context["news"] == [article]
    text = response.content.decode()
    assert '<a href="/en/news/pot/">A pot, a kiln and ten countries</a>' in text
    assert '<a href="/en/news/">All news</a>' in text
    assert "No article has been published" not in text


def test_home_carries_the_name_of_the_hall_s_host(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Host(
        unit="South-South and Triangular Cooperation", organisation="Ministry <of> Industry", logo="/logo/"
    )
    monkeypatch.setattr(host, "_provider", lambda: shown)

    text = client.get("/en/").content.decode()

    assert "South-South and Triangular Cooperation" in text.split("</title>")[0]
    assert "Ministry &lt;of&gt; Industry" in text
    assert '<img src="/logo/" alt="" height="40">' in text
