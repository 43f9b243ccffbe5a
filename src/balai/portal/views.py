"""Pages that show several stages at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    """The public home."""
    return render(request, "portal/home.html")


def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for the person who is signed in."""
    return render(request, "portal/tasks.html")
