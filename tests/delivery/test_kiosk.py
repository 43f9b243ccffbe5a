"""A screen at the door: codes that live for a minute, and participants who bring them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from balai.delivery.enums import Method
from balai.delivery.models import Conflict, Kiosk, Presence, Scan
from balai.delivery.rules.kiosk import as_letters, letters_of, shown_on, window_at
from balai.delivery.services.kiosks import check_in, open_screen
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.selection.models import Participant
from tests.delivery.factories import EIGHT
from tests.people.factories import account_with

if TYPE_CHECKING:
    from balai.delivery.models import Kiosk as Screen
    from balai.people.models import Person
    from tests.delivery.factories import Delivered

CODE = "SMI-2018"
LATE = EIGHT + dt.timedelta(minutes=25)


def minutes(number: float) -> dt.datetime:
    return EIGHT + dt.timedelta(minutes=number)


def opened(world: Delivered, at: dt.datetime = EIGHT) -> Screen:
    return open_screen(slot=world.slot(), actor=world.sari, at=at)


def code(screen: Screen, at: dt.datetime) -> str:
    return letters_of(screen.secret, window_at(at))


def person(world: Delivered, number: int) -> Person:
    found: Person = world.people[number].person
    return found


def test_a_code_is_eight_letters_of_its_half_minute_and_read_as_people_type_it() -> None:
    secret, other = "0f" * 32, "f0" * 32
    first = letters_of(secret, 51_000_000)

    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", first)
    codes = {letters_of(one, 51_000_000 + step) for one in (secret, other) for step in range(500)}
    assert len(codes) == 1_000
    assert as_letters(f" {first[:4].lower()}-{first[4:]} ") == first
    assert as_letters("oil") == "011"


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(0, True), (29, True), (30, True), (59, True), (60, False), (599, False)]
)
def test_a_code_is_taken_for_one_window_more_than_its_own(seconds: int, is_taken: bool) -> None:  # noqa: FBT001 -- a case
    secret, at = "0f" * 32, EIGHT + dt.timedelta(seconds=seconds)

    found = shown_on(secret, letters_of(secret, window_at(EIGHT)), at=at)

    assert found is not None
    assert (at < found.until) == is_taken


def test_participants_are_present_or_late_by_the_rule_and_a_replay_changes_nothing(world: Delivered) -> None:
    screen = opened(world, minutes(-30))

    early = check_in(person=person(world, 0), typed=code(screen, EIGHT), at=minutes(0.6))
    late = check_in(person=person(world, 1), typed=code(screen, LATE), at=LATE)
    again = check_in(person=person(world, 0), typed=code(screen, EIGHT), at=minutes(0.7))

    assert early is not None
    assert late is not None
    assert [(one.state, one.method) for one in (early, late)] == [
        ("present", Method.KIOSK),
        ("late", Method.KIOSK),
    ]
    assert again == early
    assert Scan.objects.count() == 2
    assert not Conflict.objects.exists()


@pytest.mark.parametrize(
    ("after", "typed", "refused"),
    [
        (61, "", "kiosk.code_old"),
        (599, "", "kiosk.code_old"),
        (1200, "", "kiosk.code_unknown"),
        (0, "AAAAAAAA", "kiosk.code_unknown"),
        (0, "", "kiosk.code_unknown"),
    ],
)
def test_what_is_no_code_of_now_is_refused(world: Delivered, after: int, typed: str, refused: str) -> None:
    at = EIGHT + dt.timedelta(seconds=after)
    screen = opened(world) if after or typed else Kiosk(secret="ab" * 32)

    with pytest.raises(RuleViolationError, match=refused):
        check_in(person=person(world, 0), typed=typed or code(screen, EIGHT), at=at)

    assert not Scan.objects.exists()


def test_who_takes_no_part_is_refused_and_who_belongs_elsewhere_is_told(world: Delivered) -> None:
    screen = open_screen(slot=world.slot("PRA-1-A"), actor=world.sari, at=world.slot("PRA-1-A").begins_at)
    at = world.slot("PRA-1-A").begins_at
    elsewhere = next(
        one
        for one in world.people
        if one.groups.get().group_id not in {g.pk for g in world.slot("PRA-1-A").groups.all()}
    )

    check_in(person=elsewhere.person, typed=code(screen, at), at=at)

    assert Conflict.objects.get().kind == "other_group"
    with pytest.raises(RuleViolationError, match=r"kiosk\.not_yours"):
        check_in(person=world.sari, typed=code(screen, at), at=at)


def test_a_screen_opens_while_codes_are_taken_and_closes_by_itself(world: Delivered) -> None:
    for at, refused in ((minutes(-61), "kiosk.too_early"), (minutes(120), "kiosk.too_late")):
        with pytest.raises(RuleViolationError, match=refused):
            opened(world, at)
    screen = opened(world)

    assert screen.closes_at == minutes(120)
    with pytest.raises(RuleViolationError, match=r"kiosk\.code_unknown"):
        check_in(person=person(world, 0), typed=code(screen, minutes(120)), at=minutes(120))


def test_the_screen_goes_on_without_an_account_and_the_participant_follows_its_code(
    world: Delivered, django_assert_num_queries: Any
) -> None:
    centre = world.slot().site
    assert centre is not None
    browser, phone = Client(), Client()
    with time_machine.travel(EIGHT, tick=False):
        browser.force_login(
            account_with(Role.CENTRE_COORDINATOR, scope=f"organisation:{centre.organisation_id}")
        )
        answer = browser.post(reverse("delivery:open_screen", args=[CODE, world.slot().session_id]))
        where = reverse("delivery:screen")
        assert answer["Location"] == where
        assert "Sign out before you leave it" in browser.get(where).content.decode()
        browser.post(reverse("account_logout"))

        with django_assert_num_queries(SCREEN):
            page = browser.get(where).content.decode()
        letters = code(Kiosk.objects.get(), EIGHT)
        assert f"{letters[:4]} {letters[4:]}" in page
        assert "0 of 4 are there" in page
        assert [one.name for one in world.people if one.name in page] == []
        assert "No session runs on this screen" in Client().get(where).content.decode()

        account = account_with(Role.PARTICIPANT)
        Participant.objects.filter(pk=world.people[0].pk).update(person=account.person)
        phone.force_login(account)
        way = f"{reverse('delivery:here')}?code={letters}"
        assert not Presence.objects.exists()
        assert "I am here" in phone.get(way).content.decode()
        assert not Presence.objects.exists()
        assert "You are noted: Present." in phone.post(way, {"code": letters}, follow=True).content.decode()
        fragment = browser.get(where, headers={"HX-Request": "true"}).content.decode()
        assert ("1 of 4 are there" in fragment, "<html" in fragment) == (True, False)
    with time_machine.travel(minutes(3), tick=False):
        refused = phone.get(way)
        assert refused.status_code == 409
        assert "This code ended at 08:01" in refused.content.decode()


SCREEN = 7
