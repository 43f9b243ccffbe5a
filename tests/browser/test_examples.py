"""The public pages of both examples in Chromium: every fact is seen, by everybody, and without a script."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from balai.cli.preparation import import_reference_programme
from balai.cli.waiting import Waiting
from balai.kernel.bundle.importing import import_bundle
from tests.browser.conftest import Window
from tests.browser.test_pages import SMALL, WIDTH, faults_found_by_axe
from tests.browser.variants import EVERYDAY, Variant
from tests.portal.reference import name_the_address
from tests.portal.test_facts import EVERY_DAY, FACTS, PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

EXAMPLES = Path(__file__).parents[2] / "examples"
AT = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
OTHER = "programmes/shelf-ready-2027/"
EVERY_PAGE = ["", "programmes/", PAGE, *EVERY_DAY, OTHER, f"{OTHER}days/2027-03-17/", "centres/"]

BOTH = [Variant(360, "light", "id"), Variant(1280, "dark", "en")]

SCRIPTS = "() => [...document.scripts].map(each => each.type)"
FOR_PROGRAMS = "application/ld+json"


def take_in_the_examples() -> None:
    """The reference programme as the demonstration does it; the other as an operator would."""
    name_the_address()
    import_reference_programme(Waiting())
    import_bundle(EXAMPLES / "shelf-ready-2027", actor=None, at=AT)


PREPARED = pytest.mark.parametrize(
    "prepared", [take_in_the_examples], indirect=True, ids=["examples"], scope="module"
)


def text_of(shown: str) -> str:
    """Words as a reader compares them."""
    return " ".join(shown.split()).casefold()


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@PREPARED
@pytest.mark.parametrize("variant", EVERYDAY, ids=str)
def test_editions_of_the_examples_are_fit_for_everybody_and_need_no_script(
    windows: Callable[[Variant], Window], browser: Browser, server: LiveServer, variant: Variant
) -> None:
    without = Window(browser, server, variant, script=False)
    try:
        for path in (PAGE, OTHER):
            with windows(variant).open(f"/{{language}}/{path}") as opened:
                shown = opened.page.inner_text("body")
                assert set(opened.ask(SCRIPTS)) == {FOR_PROGRAMS}, path
                assert faults_found_by_axe(opened) == [], path
                assert (opened.ask(WIDTH), opened.ask(SMALL)) == (0, []), path
            with without.open(f"/{{language}}/{path}") as opened:
                assert opened.page.inner_text("body") == shown, path
    finally:
        without.close()


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
@PREPARED
@pytest.mark.parametrize("variant", BOTH, ids=str)
def test_every_fact_is_seen_on_a_public_page(windows: Callable[[Variant], Window], variant: Variant) -> None:
    shown: dict[str, str] = {}
    for path in EVERY_PAGE:
        with windows(variant).open(f"/{{language}}/{path}") as opened:
            shown[path] = text_of(opened.page.inner_text("body"))
            assert opened.status == 200, path
            assert faults_found_by_axe(opened) == [], path
            assert opened.ask(WIDTH) == 0, path

    is_english = variant.language == "en"
    facts = {name: (path, text_of(en if is_english else own)) for name, (path, en, own) in FACTS.items()}
    assert [name for name, (path, words) in facts.items() if words not in shown[path]] == []
