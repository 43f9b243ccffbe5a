"""What a first visit to a public page loads, in bytes as they travel: everything that Chromium asks for."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from tests.browser.variants import Variant
from tests.kernel.keys import own_keys
from tests.nominations import looks as nominations
from tests.portal.reference import CODE, keep_editions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visitor

MOST = 60_000
LOADED = "() => performance.getEntriesByType('resource').map(each => each.name)"


def weight_of(url: str) -> int:
    """The bytes of an answer on the wire; sheets and drawings as `balai serve` has them packed."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as response:  # noqa: S310 -- our own server
        body: bytes = response.read()
        if response.headers.get("Content-Encoding") == "gzip" or url.endswith((".woff2", ".png")):
            return len(body)
    return len(gzip.compress(body, 9))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("variant", [Variant(1280, "light", "en"), Variant(360, "dark", "id")], ids=str)
@pytest.mark.parametrize(
    "path", ["", "programmes/", f"programmes/{CODE}/", f"programmes/{CODE}/days/2018-07-24/"]
)
def test_first_visit_is_light_with_sheets_and_fonts(visitor: Visitor, variant: Variant, path: str) -> None:
    keep_editions()

    with visitor.open(variant, f"/{variant.language}/{path}") as opened:
        opened.page.wait_for_load_state("networkidle")
        addresses = [opened.page.url, *opened.ask(LOADED)]
        opened.ask("() => document.fonts.ready.then(() => true)")
    weights = {address: weight_of(address) for address in dict.fromkeys(addresses)}

    assert {address.rsplit(".", 1)[-1] for address in weights if "/static/" in address} == {
        "css",
        "woff2",
        "svg",
    }
    assert sorted(address.rsplit("/", 1)[-1] for address in weights if address.endswith("woff2")) == [
        "balai-sans.woff2",
        "balai-serif.woff2",
    ]
    assert sum(weights.values()) < MOST, weights


MOST_ON_A_SLOW_LINE = 120_000
"""A focal point or a nominee at the speed of an old telephone network waits half a minute for so much."""

FORM = f"/nominations/applications/{nominations.APPLICATION}/motivation/"
PAGES: dict[str, tuple[str, Callable[[], object], dict[str, Any]]] = {
    "the page of a country": (
        f"/nominations/{nominations.CODE}/{nominations.COUNTRY}/",
        nominations.keep_a_list,
        {"role": "focal_point", "scope": f"country:{nominations.COUNTRY}"},
    ),
    "the form of an application": (FORM, nominations.keep_an_application, {"role": "nominee"}),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", PAGES)
def test_first_visit_over_a_slow_line_is_light(visitor: Visitor, name: str) -> None:
    path, keep, who = PAGES[name]
    with own_keys():
        keep()

        with visitor.open(Variant(360, "light", "en"), path, **who) as opened:
            opened.page.wait_for_load_state("networkidle")
            page = len(gzip.compress(opened.page.content().encode(), 9))
            addresses = dict.fromkeys(opened.ask(LOADED))
            opened.ask("() => document.fonts.ready.then(() => true)")
        weights = {address: weight_of(address) for address in addresses}

    assert any(address.endswith("app.css") for address in weights)
    if path == FORM:
        assert any(address.endswith("draft.js") for address in weights)
    assert page + sum(weights.values()) < MOST_ON_A_SLOW_LINE, {**weights, path: page}
