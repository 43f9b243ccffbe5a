"""Every page of tests/browser/pages/: axe, no complaint, no sideways scroll, the keyboard."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.browser.conftest import Opened
from tests.browser.contrast import faint_texts
from tests.browser.pages import PAGES
from tests.browser.variants import ALL, EVERYDAY, JUDGED, SLOW, WALKED
from tests.messages import ENGLISH, IS_INDONESIAN_COMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.conftest import Window
    from tests.browser.pages import Looked
    from tests.browser.variants import Variant

RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # of what other addresses send, and there are none
    "iframes": False,  # letters as they were sent, shut in so that no script runs there, axe's neither
}
THOROUGH = ("color-contrast", "target-size")
"""What takes most of axe's time; every day faint texts and what is small are found without it."""
AXE = """async rules => {
    await new Promise((loaded, missed) => document.head.append(Object.assign(
        document.createElement('script'), {src: '/axe.js', onload: loaded, onerror: missed})));
    return (await axe.run(rules)).violations;
}"""
"""Playwright's own way to add a script takes twice as long as the script."""
VARIANTS = [
    *(pytest.param(each, id=str(each)) for each in EVERYDAY),
    *(pytest.param(each, id=str(each), marks=pytest.mark.slow) for each in SLOW),
    *(
        pytest.param(each, id=str(each), marks=pytest.mark.look)
        for each in ALL
        if each not in (*EVERYDAY, *SLOW)
    ),
]
SHOWN = [pytest.param(each.prepare, each, id=each.name) for each in PAGES]
"""What was prepared is looked at on all its pages in all variants before the next is."""

WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
    .filter(each => each.checkVisibility() && getComputedStyle(each).display !== 'inline')
    .map(each => [each.outerHTML.slice(0, 80), (each.closest('label') ?? each).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
OTHER_LANGUAGES = """language => document.querySelectorAll(
    `body [lang]:not([lang="${language}"]), [translate=no], [name=time_zone]`).forEach(each => each.remove())"""
FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    return {
        tag: at.tagName, name: at.outerHTML.slice(0, 90), href: at.getAttribute('href'), id: at.id,
        ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
NOTE_FOCUS = f"""() => {{
    window.walked = [];
    window.addEventListener('keydown', () => window.walked.push(({FOCUS})()), true);
}}"""
STEPS = f"() => [...window.walked, ({FOCUS})()].slice(1)"
"""Each press notes where the one before it led, and the question where the last one did."""


def faults_found_by_axe(opened: Opened, *, judges_all: bool = True) -> list[str]:
    rules = RULES | {"rules": {rule: {"enabled": judges_all} for rule in THOROUGH}}
    found = opened.page.evaluate(AXE, rules)
    return [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]


def walk_by_keyboard(opened: Opened) -> list[str]:
    """Hold Tab from the top to the end; what has the focus must be seen and ringed each time.

    The page itself notes where it leads: to be asked at each step takes as long as the walk. The key is let
    go after some steps only, each being one more thing that a browser does.
    """
    opened.ask(NOTE_FOCUS)
    hidden: list[str] = []
    for _ in range(20):
        for _ in range(10):
            opened.page.keyboard.down("Tab")
        opened.page.keyboard.up("Tab")
        hidden = []
        for step, at in enumerate(opened.ask(STEPS)):
            if at["tag"] == "BODY" or (step and at["href"] == "#main"):
                return hidden
            if not (at["ringed"] and at["seen"]):
                hidden.append(at["name"])
    return [*hidden, "the walk did not end"]


def photograph(opened: Opened, looked: Looked, variant: Variant) -> None:
    if folder := os.environ.get("LOOK"):
        Path(folder).mkdir(exist_ok=True)
        opened.page.screenshot(path=f"{folder}/{looked.name}-{variant}.png", full_page=True)


FAINT = """<body style="color: #bbb; background: white; font: 16px serif">
    <p>far too faint</p> <p style="color: #000b">dark enough</p> <p style="font-size: 24px; color: #888">large</p>
    <div style="background: #0008; color: white">hardly<b style="background: oklch(0.3 0 0)">seen</b></div>
    <button disabled>off</button> <p hidden>nobody sees it</p>"""


def test_a_text_that_is_too_faint_is_found(bare_browser: Browser) -> None:
    with bare_browser.new_page() as page:
        page.set_content(FAINT)
        found = faint_texts(Opened(page, 200))

    assert [each.partition(">")[2][:6] for each in found] == ["far to", "hardly"]


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("prepared", "looked"), SHOWN, indirect=["prepared"], scope="module")
def test_page_is_fit_for_everybody(
    windows: Callable[[Variant], Window], looked: Looked, variant: Variant
) -> None:
    moment = time_machine.travel(looked.at) if looked.at else nullcontext()
    with moment, windows(variant).open(looked.path, role=looked.role, scope=looked.scope) as opened:
        photograph(opened, looked, variant)
        assert opened.status == looked.status
        assert opened.ask("document.documentElement.lang") == variant.language
        assert faults_found_by_axe(opened, judges_all=variant in JUDGED) == []
        if variant in EVERYDAY:
            assert faint_texts(opened) == []
        assert opened.ask(WIDTH) == 0
        assert opened.ask(SMALL) == []
        if variant in WALKED:
            assert walk_by_keyboard(opened) == []
        if variant.language == "id" and IS_INDONESIAN_COMPLETE and not looked.has_english_data:
            opened.page.evaluate(OTHER_LANGUAGES, variant.language)
            assert ENGLISH.findall(opened.ask("document.body.innerText")) == []
