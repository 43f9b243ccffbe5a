"""Remembers the language a reader chose by opening a page's address in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language_from_path, get_language_from_request

from balai.ui.cookies import keep_choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ChosenLanguageMiddleware:
    """Keeps the language of `/id/…` for the pages that have one address for all languages.

    Sets a cookie only where the choice differs from what the browser asks for: who simply arrives gets none.
    Stands below Django's LocaleMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        chosen = get_language_from_path(request.path_info)
        if chosen and response.status_code == 200 and chosen != get_language_from_request(request):
            keep_choice(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        return response
