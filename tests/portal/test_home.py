from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.parametrize(("preferred", "address"), [("en", "/en/"), ("id, en;q=0.5", "/id/"), ("fr", "/en/")])
def test_the_bare_address_leads_to_the_reader_s_language(
    client: Client, preferred: str, address: str
) -> None:
    response = client.get("/", headers={"accept-language": preferred})

    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "id"])
def test_home_is_there_for_everybody_in_each_language(client: Client, language: str) -> None:
    response = client.get(f"/{language}/")

    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="ltr">' in text
    assert '<link rel="alternate" hreflang="id" href="http://testserver/id/">' in text
