from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.ui import banners
from balai.ui.banners import Banner, register

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banners, "_watches", {})


def always(request: HttpRequest) -> Banner | None:
    return Banner(state="late", text="No letter <leaves>.", command="balai worker")


def on_privacy(request: HttpRequest) -> Banner | None:
    return Banner(state="info", text="Here only.") if request.path.endswith("/privacy/") else None


def test_banner_says_what_is_wrong_and_what_mends_it_on_the_pages_its_watch_chooses(client: Client) -> None:
    register("worker", always)
    register("privacy", on_privacy)

    home, privacy = (client.get(path).content.decode() for path in ("/en/", "/en/privacy/"))

    assert (home.count("data-banner"), privacy.count("data-banner")) == (1, 2)
    assert "No letter &lt;leaves&gt;." in home
    assert "<code>balai worker</code>" in home


def test_page_without_a_banner_has_no_place_for_one(client: Client) -> None:
    assert "bl-banners" not in client.get("/en/").content.decode()


def test_two_watches_of_one_name_are_refused() -> None:
    register("worker", always)

    with pytest.raises(ValueError, match="“worker” is registered already"):
        register("worker", on_privacy)
