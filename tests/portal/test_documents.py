"""The documents of an edition, one click away from its board."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from balai.correspondence.enums import Direction
from balai.correspondence.models import Letter, RegisterEntry
from balai.people.enums import Role, TokenScope
from balai.programmes.adapters.papers import MOST_LETTERS
from tests.people.factories import account_with
from tests.programmes.factories import BookletFactory, BookletFileFactory, EditionFactory
from tests.programmes.test_api import Program

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from balai.programmes.models import Edition

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2018, 5, 4, 9, tzinfo=dt.UTC)


def write(reference: str, subject: str, number: int, at: dt.datetime = MORNING) -> None:
    """A letter in the register."""
    entry = RegisterEntry.objects.create(
        direction=Direction.OUTGOING,
        year=2018,
        number=number,
        reference=f"OUT-2018-{number}",
        entered_on=dt.date(2018, 5, 4),
        correspondent="Dechen",
        subject=subject,
    )
    Letter.objects.create(
        entry=entry,
        kind="test.call",
        language="en",
        subject=subject,
        subject_reference=reference,
        message_id=f"<{number}@balai.example>",
        written_at=at,
    )


def with_papers(rows: int = 1) -> Edition:
    edition: Edition = EditionFactory.create(code="SMI")
    for number in range(rows):
        BookletFileFactory.create(
            booklet=BookletFactory.create(
                edition=edition, version=number + 1, reason={"en": "New days"} if number else {}
            )
        )
        write(edition.reference, "The call is open", number + 1)
    write("edition:elsewhere", "Of another edition", rows + 1)
    return edition


def test_the_board_leads_to_booklets_and_letters(client: Client) -> None:
    edition = with_papers()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = reverse("portal:documents", args=["SMI"])

    board = client.get(reverse("portal:board", args=["SMI"])).content.decode()
    page = client.get(address).content.decode()

    assert f'href="{address}"' in board
    assert reverse("programmes:booklet_file", args=[edition.code, 1, "booklet", "en"]) in page
    assert "The call is open" in page
    assert "Of another edition" not in page


def test_letters_are_for_readers_of_the_register(client: Client) -> None:
    edition = with_papers()
    client.force_login(account_with(Role.FINANCE_OFFICER, scope=edition.scope))

    page = client.get(reverse("portal:documents", args=["SMI"])).content.decode()

    assert "version 1" in page
    assert "The call is open" not in page


def test_letters_are_listed_for_a_token_only_that_may_read_letters() -> None:
    with_papers()
    officer = account_with(Role.PROGRAMME_OFFICER)

    def told(*scopes: TokenScope) -> list[str]:
        _status, page = Program(officer, *scopes)("GET", "editions/SMI/papers")
        return [shelf["title"] for shelf in page["shelves"]]

    with_letters = told(TokenScope.PROGRAMMES_READ, TokenScope.LETTERS_READ)
    assert "Letters" in with_letters
    assert told(TokenScope.PROGRAMMES_READ) == [title for title in with_letters if title != "Letters"]


def test_papers_are_found_by_words_of_their_title_kind_or_recipient(client: Client) -> None:
    with_papers()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    def found(words: str) -> dict[str, int]:
        page = client.get(reverse("portal:documents", args=["SMI"]), {"q": words})
        return {str(shelf.title): len(shelf.documents) for shelf in page.context["shelves"]}

    def told(words: str) -> dict[str, int]:
        page = client.get("/api/v1/programmes/editions/SMI/papers", {"words": words}).json()
        return {shelf["title"]: len(shelf["papers"]) for shelf in page["shelves"]}

    for ask in (found, told):
        assert ask("CALL out-2018-1") == {"Letters": 1}
        assert ask("general version") == {"General Information and errata": 1}
        assert ask("zebra") == {}


def test_letters_are_found_behind_those_that_the_page_shows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = with_papers(rows=0)
    for number in range(2, MOST_LETTERS + 3):
        write(edition.reference, "The call is open", number)
    write(edition.reference, "An answer from Thimphu", 90, at=dt.datetime(2018, 5, 3, tzinfo=dt.UTC))
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    def shown(words: str) -> list[str]:
        page = client.get(reverse("portal:documents", args=["SMI"]), {"q": words})
        return [str(one.title) for shelf in page.context["shelves"] for one in shelf.documents]

    assert shown("") == ["The call is open"] * MOST_LETTERS
    assert shown("letters THIMPHU") == ["An answer from Thimphu"]
    with django_assert_num_queries(10):
        assert shown("dechen out-2018-90") == ["An answer from Thimphu"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_equally_often_for_any_number(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with_papers(rows)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    client.get(reverse("portal:documents", args=["SMI"]))  # the session is noted at its first request

    with django_assert_num_queries(10):
        client.get(reverse("portal:documents", args=["SMI"]))
