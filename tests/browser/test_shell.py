"""What a reader does with the shells themselves: skip, switch, open the menu, choose an appearance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_pages import FOCUS, WIDTH
from tests.browser.variants import Variant

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

WIDE = Variant(1280, "light", "en")
NARROW = Variant(360, "dark", "id")
GROUND = "() => getComputedStyle(document.body).backgroundColor"
MORI, NIGHT = "rgb(248, 246, 242)", "rgb(16, 21, 29)"


@pytest.mark.django_db(transaction=True)
def test_first_key_offers_to_skip_to_the_content(visitor: Visitor) -> None:
    with visitor.open(WIDE, "/en/") as opened:
        opened.page.keyboard.press("Tab")
        first = opened.ask(FOCUS)
        opened.page.keyboard.press("Enter")
        then = opened.ask(FOCUS)

    assert (first["href"], first["seen"], then["tag"], then["id"]) == ("#main", True, "MAIN", "main")


@pytest.mark.django_db(transaction=True)
def test_language_chosen_on_a_public_page_stays_for_the_pages_without_an_address_of_their_own(
    visitor: Visitor,
) -> None:
    with visitor.open(WIDE, "/en/") as opened:
        before = opened.page.context.cookies()
        opened.page.get_by_role("link", name="ID Bahasa Indonesia").click()
        opened.page.wait_for_url("**/id/")
        opened.page.goto("/preferences/")
        language = opened.page.locator("html").get_attribute("lang")

    assert (before, language) == ([], "id")


@pytest.mark.django_db(transaction=True)
def test_language_switch_of_a_page_with_one_address_stays_on_the_page(visitor: Visitor) -> None:
    with visitor.open(WIDE, "/search/?q=Dechen", role="nominee") as opened:
        opened.page.get_by_role("button", name="ID Bahasa Indonesia").click()
        opened.page.wait_for_load_state()
        language = opened.page.locator("html").get_attribute("lang")
        words = opened.page.locator("#search-words").input_value()

    assert (language, words) == ("id", "Dechen")


@pytest.mark.django_db(transaction=True)
def test_appearance_follows_the_device_until_the_reader_chooses(visitor: Visitor) -> None:
    with visitor.open(NARROW, "/preferences/") as opened:
        of_the_device = opened.ask(GROUND)
        opened.page.locator("input[name=theme][value=light]").check()
        opened.page.locator("form button.go").click()
        opened.page.wait_for_load_state()
        chosen = opened.ask(GROUND)

    assert (of_the_device, chosen) == (NIGHT, MORI)


@pytest.mark.django_db(transaction=True)
def test_menu_of_a_telephone_opens_and_closes_without_a_script(visitor: Visitor) -> None:
    with visitor.open(NARROW, "/id/", script=False) as opened:
        menu = opened.page.locator("#site-menu")
        closed = menu.is_visible()
        opened.page.locator("[popovertarget=site-menu]").click()
        opened_now = menu.is_visible()
        opened.page.keyboard.press("Escape")

        assert (closed, opened_now, menu.is_visible()) == (False, True, False)


@pytest.mark.usefixtures("addresses")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("variant", [WIDE, NARROW], ids=str)
def test_every_part_turns_round_for_scripts_from_right_to_left(visitor: Visitor, variant: Variant) -> None:
    with visitor.open(variant, "/parts/", role="nominee") as opened:
        opened.ask("() => { document.documentElement.dir = 'rtl'; }")
        mark = opened.page.locator(".bl-top .bl-lockup").bounding_box()
        title = opened.page.locator("h1").bounding_box()

        assert opened.ask(WIDTH) == 0
        assert mark is not None
        assert title is not None
        assert variant.width - (mark["x"] + mark["width"]) <= 24
        assert variant.width - (title["x"] + title["width"]) <= 24
