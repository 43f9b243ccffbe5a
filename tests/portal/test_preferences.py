from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

DARK = '<link rel="stylesheet" href="/static/ui/dark.css" media="screen">'
DARK_BY_DEVICE = (
    '<link rel="stylesheet" href="/static/ui/dark.css" media="screen and (prefers-color-scheme: dark)">'
)


@pytest.mark.parametrize(
    ("theme", "scheme", "sheets"),
    [
        ("auto", "light dark", (False, True)),
        ("light", "light", (False, False)),
        ("dark", "dark", (True, False)),
        ("<script>", "light dark", (False, True)),
    ],
)
def test_appearance_is_a_choice_of_sheets_without_a_script(
    client: Client, theme: str, scheme: str, sheets: tuple[bool, bool]
) -> None:
    client.cookies["balai-theme"] = theme

    text = client.get("/en/").content.decode()

    assert (DARK in text, DARK_BY_DEVICE in text) == sheets
    assert f'name="color-scheme"\n            content="{scheme}"' in text


def test_choice_is_kept_in_the_browser_for_a_year(client: Client) -> None:
    response = client.post("/preferences/", {"language": "id", "theme": "dark"})

    kept = {
        name: (cookie.value, cookie["max-age"], cookie["samesite"])
        for name, cookie in response.cookies.items()
    }
    assert (response.status_code, response["Location"]) == (302, "/preferences/")
    assert {name: kept[name] for name in ("balai-language", "balai-theme")} == {
        "balai-language": ("id", 31_536_000, "Lax"),
        "balai-theme": ("dark", 31_536_000, "Lax"),
    }


def test_choice_that_does_not_exist_is_refused_beside_its_field(client: Client) -> None:
    response = client.post("/preferences/", {"language": "xx", "theme": "dark"})

    text = response.content.decode()
    assert response.status_code == 422
    assert "Not saved yet: one thing to correct" in text
    assert '<div id="id_language_error">' in text
    assert "balai-theme" not in response.cookies


@pytest.mark.parametrize(
    ("asked", "kept", "address", "cookie"),
    [
        ("en", None, "/en/", None),  # who simply arrives gets none
        ("en", None, "/id/", "id"),  # chosen against the browser's wish
        ("en", "id", "/en/", "en"),  # chosen against an earlier choice
        ("en", "id", "/id/", None),
        ("en", None, "/id/nowhere/", None),
    ],
)
def test_language_of_an_address_is_remembered_only_when_it_was_a_choice(
    client: Client, asked: str, kept: str | None, address: str, cookie: str | None
) -> None:
    if kept:
        client.cookies["balai-language"] = kept

    response = client.get(address, headers={"accept-language": asked})

    written = response.cookies.get("balai-language")
    assert (written.value if written else None) == cookie
