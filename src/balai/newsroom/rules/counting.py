"""What counts as a reading: somebody opened the article, as far as a request says that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|check|scan|archive|feed|facebookexternalhit|whatsapp"
    r"|telegram|curl|wget|python|java/|go-http|okhttp|headless|lighthouse",
    re.IGNORECASE,
)
"""In how programs that are no browser call themselves; one that lies is counted."""


def is_a_reading(request: HttpRequest, *, status: int) -> bool:
    """Whether somebody reads: not a look ahead, not a program, and nothing that the browser had already."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    browser = request.headers.get("User-Agent", "")
    return (
        request.method == "GET"
        and status == 200
        and not re.search("prefetch|prerender|preview", purpose)
        and bool(browser)
        and not PROGRAMS.search(browser)
    )
