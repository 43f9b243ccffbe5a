"""Public pages that readers keep and ask about again: answered by their tag before anything is drawn."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib.messages import get_messages
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

import balai
from balai.ui.context import Shell

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ASKED_EACH_TIME = "no-cache"
"""It is kept, and asked about each time; a 304 says so, too."""


def tag_of(request: HttpRequest, *parts: object) -> str:
    """The tag of a page that is made of some parts, with all that the shell sets around them.

    Args:
        request: of a reader; what is drawn for an account, or for one reader once, has no tag.
        parts: what changes when the page changes; their representation must.

    Returns:
        As ``ETag`` has it, or nothing where the page is to be drawn.
    """
    if request.user.is_authenticated or len(get_messages(request)):
        return ""
    shell = Shell(request)
    around = (
        balai.__version__,
        get_language(),
        request.get_full_path(),
        shell.origin,
        shell.theme,
        shell.host,
        [(link.url, str(link.label), link.current) for link in (*shell.public, *shell.about)],
        [(banner.state, str(banner.text)) for banner in shell.banners],
    )
    return f'"{hashlib.sha256(repr((around, parts)).encode()).hexdigest()[:32]}"'


def known_to(request: HttpRequest, tag: str) -> HttpResponse | None:
    """That nothing has changed (304), for who has the page of this tag; else None."""
    answer: HttpResponse | None = get_conditional_response(request, etag=tag) if tag else None
    if answer is not None:
        answer["ETag"], answer["Cache-Control"] = tag, ASKED_EACH_TIME
    return answer


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """The page, with its tag where it has one."""
    if tag:
        response["ETag"], response["Cache-Control"] = tag, ASKED_EACH_TIME
    return response
