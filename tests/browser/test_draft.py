"""A section of an application that saves itself: over an expired log-in, and on a second device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from balai.nominations.models import Application, Nomination, Profile
from tests.browser.sign_in import account_of, session_of
from tests.browser.variants import Variant
from tests.kernel.keys import own_keys
from tests.nominations import looks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
TELEPHONE = Variant(360, "light", "en")
MOTIVATION = f"/nominations/applications/{looks.APPLICATION}/motivation/"
KEPT_IN_THE_TAB = "() => Object.keys(sessionStorage).filter(key => key.startsWith('application/'))"
KEPT_OF_FORMS = "() => Object.keys(sessionStorage).filter(key => key.startsWith('kept/'))"
WORDS = "I own a workshop of nine weavers."


@pytest.fixture(autouse=True)
def _keys(transactional_db: None) -> Iterator[None]:
    with own_keys():
        looks.keep_an_application()
        yield


def write(page: Page, words: str) -> None:
    page.locator("#id_why_me").fill(words)


def written() -> str:
    return Application.objects.get().why_me


def test_what_is_typed_saves_itself_and_outlives_a_log_in_that_expired(visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, MOTIVATION, role="nominee") as opened:
        page = opened.page
        write(page, "I own")
        page.get_by_text("Saved at").wait_for()
        assert written() == "I own"

        Session.objects.all().delete()
        write(page, WORDS)
        page.get_by_text("You were signed out.").wait_for()
        assert written() == "I own"
        assert page.locator("#id_why_me").input_value() == WORDS

        signed_in_again(page, "nominee")
        page.goto(page.url)
        page.get_by_text("Saved at").wait_for()

        assert page.locator("#id_why_me").input_value() == WORDS
        assert written() == WORDS
        for _turn in range(50):  # the line is shown a moment before the tab forgets
            if not page.evaluate(KEPT_IN_THE_TAB):
                break
            page.wait_for_timeout(100)
        assert page.evaluate(KEPT_IN_THE_TAB) == []


def signed_in_again(page: Page, role: str) -> None:
    page.context.add_cookies(
        [{"name": "session", "value": session_of(role), "url": "/".join(page.url.split("/")[:3])}]
    )


def test_a_nominee_who_was_typed_outlives_a_log_in_that_expired_before_it_was_sent(visitor: Visitor) -> None:
    path = f"/nominations/{looks.CODE}/{looks.COUNTRY}/nominees/new/"
    with visitor.open(TELEPHONE, path, role="focal_point", scope=f"country:{looks.COUNTRY}") as opened:
        page = opened.page
        before = Nomination.objects.count()
        page.locator("#id_name").fill("Chamari Herath")
        page.locator("#id_reason").fill(WORDS)
        page.locator("#id_track").select_option("entrepreneur")
        Session.objects.all().delete()
        page.get_by_role("button", name="Save").click()
        page.get_by_role("heading", name="Sign in").first.wait_for()

        signed_in_again(page, "focal_point")
        page.goto(page.url.partition("/accounts")[0] + path)
        page.get_by_text("What you typed is here again").wait_for()
        assert page.locator("#id_reason").input_value() == WORDS
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Chamari Herath is on the list.").wait_for()

        made = Nomination.objects.get(name="Chamari Herath")
        assert (made.reason, made.track, Nomination.objects.count()) == (WORDS, "entrepreneur", before + 1)
        assert page.evaluate(KEPT_OF_FORMS) == []
        page.goto(page.url.partition("/nominations")[0] + path)
        assert page.locator("#id_name").input_value() == ""
        assert not page.get_by_text("What you typed is here again").is_visible()


@pytest.mark.slow
def test_what_was_overtaken_by_another_device_is_kept_and_can_be_put_back(visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, MOTIVATION, role="nominee") as opened:
        page = opened.page
        Application.objects.update(
            why_me="On the laptop.", versions={"motivation": {"number": 1, "writer": "laptop"}}
        )
        write(page, WORDS)
        page.get_by_text("saved on another device meanwhile").wait_for()
        assert written() == "On the laptop."

        page.goto(page.url)
        assert page.locator("#id_why_me").input_value() == "On the laptop."
        page.get_by_role("button", name="Put it back").click()
        page.get_by_text("Saved at").wait_for()

        assert written() == WORDS


def test_without_scripts_the_button_saves(visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, MOTIVATION, role="nominee", script=False) as opened:
        write(opened.page, WORDS)
        opened.page.get_by_role("button", name="Save and go on").click()
        opened.page.get_by_role("heading", name="What you need").wait_for()

    assert written() == WORDS
    assert Profile.objects.get().person == account_of("nominee").person
