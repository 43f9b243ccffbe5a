"""Pages that show several stages at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from balai.people.access import public, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
def home(request: HttpRequest) -> HttpResponse:
    """The public home."""
    return render(request, "portal/home.html")


@signed_in
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for the person who is signed in."""
    return render(request, "portal/tasks.html")
