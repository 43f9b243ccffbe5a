from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter
from balai.people.enums import Role
from tests.correspondence.writing import write_call, write_code
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
OFFICE = [Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT]


def write(*states: LetterState) -> None:
    for state in states:
        Letter.objects.filter(pk=write_call().pk).update(state=state)


@pytest.mark.parametrize("role", OFFICE)
def test_the_office_decides_about_letters_that_did_not_arrive(client: Client, role: Role) -> None:
    write(LetterState.BOUNCED, LetterState.BOUNCED, LetterState.UNCERTAIN, LetterState.ACCEPTED)
    Letter.objects.filter(pk=write_code().pk).update(state=LetterState.GIVEN_UP)  # nobody sends that again
    client.force_login(account_with(role))

    moves = [m for m in client.get("/tasks/").context["moves"] if "letter" in str(m.what)]

    assert [(m.state, str(m.what), m.deed.url) for m in moves] == [
        ("late", "2 letters came back", "/letters/?attention=on"),
        ("late", "1 letter was perhaps sent", "/letters/?attention=on"),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICE])
def test_nobody_else_is_asked_about_letters(client: Client, role: Role) -> None:
    write(LetterState.BOUNCED)
    client.force_login(account_with(role))

    assert client.get("/tasks/").context["moves"] == []


@pytest.mark.parametrize(
    ("role", "scope", "is_found"),
    [
        (Role.SECRETARIAT, "all", True),
        (Role.AUDITOR, "all", True),
        (Role.SECRETARIAT, "country:BT", False),
        (Role.FOCAL_POINT, "country:BT", False),
        (Role.PARTICIPANT, "all", False),
    ],
)
def test_readers_of_the_register_find_letters_newest_first(
    client: Client, role: Role, scope: str, *, is_found: bool
) -> None:
    first, second = write_call(), write_call(edition="SMI-2019")
    client.force_login(account_with(role, scope=scope))

    found = client.get("/search/", {"q": "wangmo CALL"}).context["found"]

    expected = [
        (f"{letter.entry.reference}: {letter.subject}", "Dechen Wangmo", f"/letters/{letter.entry.pk}/")
        for letter in (second, first)
        if letter.entry
    ]
    hits = [(h.title, h.line, h.url) for group in found if group.kind == "Letters" for h in group.hits]
    assert hits == (expected if is_found else [])
