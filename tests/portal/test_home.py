from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.django_db
def test_home_is_there_for_everybody(client: Client) -> None:
    response = client.get("/", follow=True)

    assert (response.status_code, "<title>Balai" in response.content.decode()) == (200, True)
