"""Badges, name tents and lists by page, and codes that replace lost ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from balai.audit.models import Deed
from balai.delivery.enums import Paper
from balai.delivery.models import CheckInCode
from balai.nominations.models import Profile
from balai.people.enums import Role
from tests.delivery.factories import EIGHT
from tests.engine.documents.reading import pages_of
from tests.people.factories import account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.delivery.factories import Delivered

CODE = "SMI-2018"


@pytest.fixture
def client(world: Delivered) -> Iterator[Client]:
    """An officer of the edition on its morning."""
    with time_machine.travel(EIGHT, tick=False):
        client = Client()
        client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=world.edition.scope))
        yield client


def address(paper: Paper, language: str = "en", **asked: Any) -> str:
    return reverse("delivery:paper", args=[CODE, paper.value, language], query=asked or None)


def native(world: Delivered, name: str) -> None:
    Profile.objects.update_or_create(person=world.people[0].person, defaults={"name_native": name})


def test_every_paper_names_everybody_in_either_language(world: Delivered, client: Client) -> None:
    native(world, "བཀྲ་ཤིས་")
    heads = {"en": "Roster by country", "id": "Daftar menurut negara"}

    for paper in Paper:
        for language, head in heads.items():
            answer = client.get(address(paper, language))
            text = "".join(pages_of(answer.content))
            assert answer["Content-Type"] == "application/pdf"
            assert [one.name for one in world.people if one.name not in text] == [], paper
            assert "བཀྲ" in text
            assert (head in text) == (paper == Paper.BY_COUNTRY)
    deeds = Deed.objects.filter(action="participants.printed")
    assert sorted(deed.detail["paper"] for deed in deeds) == sorted(2 * Paper.values)
    assert CheckInCode.objects.count() == len(world.people)


def test_badges_carry_group_and_digits_and_one_can_be_printed_alone(world: Delivered, client: Client) -> None:
    text = "".join(pages_of(client.get(address(Paper.BADGES)).content))
    code = CheckInCode.objects.get(participant=world.people[1])
    alone = "".join(pages_of(client.get(address(Paper.BADGES, only=str(world.people[1].pk))).content))

    group = world.people[1].groups.get().group
    assert f"{code.digits[:3]} {code.digits[3:]}" in text
    assert str(group.name or group.code) in alone
    assert [one.name in alone for one in world.people] == [False, True, False, False]
    assert client.get(address(Paper.BADGES, only="nobody")).status_code == 404


def test_a_name_without_a_shape_prints_nothing_and_says_which(world: Delivered, client: Client) -> None:
    native(world, "\U00010980\U00010981")

    answer = client.get(address(Paper.BADGES))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "No font has these characters" in page
    assert "\U00010980\U00010981: ‘\U00010980’ (U+10980 MEROITIC HIEROGLYPHIC LETTER A)" in page
    assert not Deed.objects.filter(action="participants.printed").exists()


def test_a_lost_code_is_replaced_from_the_page(world: Delivered, client: Client) -> None:
    client.get(address(Paper.BADGES))
    old = CheckInCode.objects.get(participant=world.people[0])
    page = client.get(reverse("delivery:print", args=[CODE]))
    replacing = reverse("delivery:new_code", args=[CODE, world.people[0].pk])
    assert replacing in page.content.decode()

    answer = client.post(replacing, follow=True)

    old.refresh_from_db()
    assert old.ended_at == EIGHT
    assert "has another code" in answer.content.decode()
    assert CheckInCode.objects.filter(participant=world.people[0], ended_at=None).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(
    world: Delivered, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for one in world.people[rows:]:
        one.groups.all().delete()
        one.state, one.place, one.ended_at = "withdrawn", None, EIGHT
        one.ended_by, one.ended_why = "system", "work"
        one.save()
    where = reverse("delivery:print", args=[CODE])
    client.get(where)
    with django_assert_num_queries(QUESTIONS):
        client.get(where)


QUESTIONS = 10
