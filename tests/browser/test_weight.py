"""What a first visit to a public page loads, in bytes as they travel: everything that Chromium asks for."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from tests.browser.variants import Variant
from tests.portal.reference import CODE, keep_editions

if TYPE_CHECKING:
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
