from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.kernel import clock
from balai.office.models import Office
from balai.people.enums import Role
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "is_set_up", "is_asked"),
    [
        (Role.ADMINISTRATOR, False, True),
        (Role.ADMINISTRATOR, True, False),
        (Role.SECRETARIAT, False, False),
    ],
)
def test_administrators_are_asked_to_end_the_set_up(
    client: Client, role: Role, *, is_set_up: bool, is_asked: bool
) -> None:
    Office.objects.create(set_up_at=clock.now() if is_set_up else None)
    client.force_login(account_with(role))

    moves = client.get("/tasks/").context["moves"]

    shown = [(move.state, str(move.what), move.deed.url) for move in moves]
    assert shown == ([("due", "Set up the office", "/office/organisation/")] if is_asked else [])
