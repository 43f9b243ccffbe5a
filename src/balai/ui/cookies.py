"""The two choices a reader's browser keeps: language and appearance. Neither follows anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpResponse

THEME_COOKIE = "balai-theme"


def keep_choice(response: HttpResponse, name: str, value: str) -> None:
    """Keep a choice for a year, in this browser only."""
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
