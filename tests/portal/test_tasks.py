from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.kernel import gathering
from balai.ui.parts import Deed, Move
from tests.people.factories import AccountFactory
from tests.portal.registered import fill
from tests.ui.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest
    from django.test import Client

pytestmark = pytest.mark.django_db

ROOMS = Move(state="due", what="Confirm the rooms in Bandung", by="Mon 21 May", left="in 4 days")
VISAS = Move(
    state="late",
    what="Start visa clearance for Afghanistan",
    deed=Deed(label="Start clearance", url="/visas/"),
)


def rooms(request: HttpRequest, *, at: datetime) -> Sequence[Move]:
    return [ROOMS]


def visas(request: HttpRequest, *, at: datetime) -> Sequence[Move]:
    return [VISAS]


def test_tasks_of_all_rooms_come_together_most_urgent_first(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(monkeypatch, gathering.tasks, logistics=rooms, travel=visas)
    client.force_login(AccountFactory.create())

    response = client.get("/tasks/")

    assert response.context["moves"] == [VISAS, ROOMS]
    text = response.content.decode()
    assert "2 things wait for you" in text
    page = Markup(text)
    assert ("a", "href", "/visas/") in page.values
    assert ("a", "class", "bl-btn small full go") in page.values


def test_no_task_says_what_comes_next(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(monkeypatch, gathering.tasks)
    client.force_login(AccountFactory.create())

    assert "What you have to do appears here when it becomes yours" in client.get("/tasks/").content.decode()


def test_tasks_ask_a_stranger_to_sign_in(client: Client) -> None:
    response = client.get("/tasks/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/tasks/")
