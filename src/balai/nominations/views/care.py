"""Health officers: whose health, needs and faith they may open, opening one, and who has looked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from balai.kernel.paging import page_of, pager_of
from balai.kernel.restricted import field_words, purpose_words
from balai.nominations.enums import DocumentKind
from balai.nominations.queries.applications import documents_sent, last_submission
from balai.nominations.queries.care import PARTS, cared_for, last_looks, looks_in_care
from balai.nominations.rules.applications import HEALTH_READERS
from balai.people.access import roles
from balai.people.queries import names_of
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.nominations.models import Nomination
    from balai.people.access import SignedInRequest

ORDER = ("country_id", "rank", "id")
LOOKS_SHOWN = 50


@roles(*sorted(HEALTH_READERS))
@require_safe
def care(request: SignedInRequest) -> HttpResponse:
    """Everybody whose parts the reader may open, fifty at a time, with the newest look at each."""
    page = page_of(cared_for(request.grants, HEALTH_READERS), order=ORDER, after=request.GET.get("after", ""))
    looks = last_looks(one.person for one in page.rows)
    names = names_of(look.actor for look in looks.values())
    number = len(page.rows)
    shown = ngettext("%(number)d person on this page", "%(number)d people on this page", number)
    words = part_words()
    rows = []
    for one in page.rows:
        look = looks.get(one.person.reference)
        told = ", ".join(words[part] for part in PARTS if getattr(one, f"has_{part}"))
        rows.append((one, told, look, names.get(look.actor, gettext("Balai itself")) if look else ""))
    context = {
        "rows": rows,
        "pager": pager_of(page, request.GET, shown % {"number": number}),
    }
    return render(request, "nominations/care.html", context)


@roles(*sorted(HEALTH_READERS))
@require_safe
def cared_for_one(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """One person: what may be opened, and who has looked; opening is a deed of its own."""
    found = cared_for(request.grants, HEALTH_READERS)
    nomination = found.filter(edition__code=code, country=country, pk=key).first()
    if nomination is None:
        raise Http404
    return care_page(request, nomination)


def care_page(
    request: SignedInRequest, nomination: Nomination, *, seen: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of one person for a health officer: nothing of it but what their duty needs."""
    submission = last_submission(nomination.application)
    words = part_words()
    looks = list(looks_in_care(nomination.person)[:LOOKS_SHOWN])
    names = names_of(look.actor for look in looks)
    context = {
        "nomination": nomination,
        "parts": [
            (part, words[part])
            for part in PARTS
            if submission is not None and getattr(submission, part) is not None
        ],
        "documents": [one for one in documents_sent(submission) if one.kind == DocumentKind.HEALTH]
        if submission
        else [],
        "seen": seen,
        "looks": [
            {
                "at": look.at,
                "who": names.get(look.actor, gettext("Balai itself")),
                "what": field_words(look.field),
                "why": purpose_words(look.purpose),
            }
            for look in looks
        ],
        "crumbs": [
            Crumb(label=gettext("Health and needs"), url=reverse("nominations:care")),
            Crumb(label=nomination.name),
        ],
    }
    return render(request, "nominations/care_one.html", context)


def part_words() -> dict[str, str]:
    """What the parts are called."""
    return {
        "needs": gettext("Diet, allergies and access"),
        "faith": gettext("Practice of faith"),
        "health": gettext("Health"),
    }
