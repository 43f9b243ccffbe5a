"""What everybody may read about the product itself; my tasks, search, preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from balai.people.access import public, signed_in
from balai.portal.forms import PreferencesForm
from balai.portal.queries import gathered
from balai.portal.queries.board import under_way
from balai.ui.context import Shell
from balai.ui.cookies import THEME_COOKIE, keep_choice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from balai.people.access import SignedInRequest


@public
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """What each role does, from the call to the follow-up."""
    return render(request, "portal/how_it_works.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice."""
    return render(request, "portal/privacy.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose language and appearance for this browser."""
    if request.method != "POST":
        form = PreferencesForm(initial={"language": get_language(), "theme": Shell(request).theme})
        return render(request, "portal/preferences.html", {"form": form})
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/preferences.html", {"form": form}, status=422)
    with override(form.cleaned_data["language"]):
        messages.success(request, gettext("Saved for this browser."))
    response = redirect("portal:preferences")
    keep_choice(response, settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"])
    keep_choice(response, THEME_COOKIE, form.cleaned_data["theme"])
    return response


@signed_in
@require_safe
def tasks(request: SignedInRequest) -> HttpResponse:
    """What waits for the person who is signed in."""
    at = timezone.now()
    context = {
        "moves": gathered.open_tasks(request, at=at),
        "under_way": under_way(request.grants, at=at),
    }
    return render(request, "portal/tasks.html", context)


@signed_in
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Find a person, a letter, a page: whatever the rooms know and the reader may see."""
    words = " ".join(request.GET.get("q", "").split())[:200]
    found = gathered.found(request, words) if words else []
    return render(request, "portal/search.html", {"words": words, "found": found})
