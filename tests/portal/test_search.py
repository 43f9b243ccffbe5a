from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.kernel import gathering
from balai.kernel.gathering import Hit
from tests.people.factories import AccountFactory
from tests.portal.registered import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.test import Client
    from django_stubs_ext import StrOrPromise

pytestmark = pytest.mark.django_db

DECHEN = Hit(title="Dechen <Wangmo>", line="Royal Government of Bhutan", url="/people/1/")


class People:
    """Finds Dechen by her first letters; remembers how many were asked for."""

    kind: StrOrPromise = "People"

    def __call__(self, request: HttpRequest, words: str, *, most: int) -> Sequence[Hit]:
        return [DECHEN][:most] if "dechen".startswith(words.lower()) else []


def test_search_shows_what_each_room_found_as_text(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(monkeypatch, gathering.search, people=People())
    client.force_login(AccountFactory.create())

    response = client.get("/search/", {"q": "  Dech "})

    assert [(group.kind, group.hits) for group in response.context["found"]] == [("People", [DECHEN])]
    assert '<a class="bl-strong" href="/people/1/">Dechen &lt;Wangmo&gt;</a>' in response.content.decode()


def test_search_without_a_hit_keeps_the_words_and_says_what_to_try(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(monkeypatch, gathering.search, people=People())
    client.force_login(AccountFactory.create())

    text = client.get("/search/", {"q": "Prakash <b>"}).content.decode()

    assert "Nothing found for “Prakash &lt;b&gt;”" in text
    assert 'value="Prakash &lt;b&gt;"' in text
    assert "Try fewer letters" in text


def test_search_without_words_asks_no_room(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(monkeypatch, gathering.search, people=People())
    client.force_login(AccountFactory.create())

    response = client.get("/search/", {"q": "   "})

    assert (response.context["found"], "What are you looking for?" in response.content.decode()) == ([], True)
