"""What the pages of this room share: who sees which edition and session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language_info, gettext

from balai.delivery.queries.presence import editions_for, slots_seen_by
from balai.delivery.rules.presence import READERS
from balai.engine.documents.words import languages
from balai.programmes.queries.scopes import covers
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


def edition_for(request: SignedInRequest, code: str) -> Edition:
    """The edition of an address, for those who see presence in it; another is not there at all."""
    found: Edition = get_object_or_404(editions_for(request.grants, READERS), code=code)
    return found


def whole_edition_for(request: SignedInRequest, code: str) -> Edition:
    """The same, for those who see all of it; to coordinators of a centre it is not there at all.

    That a view opens for a role is not enough: the role may be held for another edition.
    """
    edition = edition_for(request, code)
    if not covers(request.grants, READERS, edition):
        raise Http404
    return edition


def slots_for(request: SignedInRequest, edition: Edition) -> QuerySet[Slot]:
    """The sessions whose presence the reader sees."""
    is_whole = covers(request.grants, READERS, edition)
    return slots_seen_by(request.grants, edition, is_whole=is_whole)


def slot_for(request: SignedInRequest, edition: Edition, key: UUID) -> Slot:
    """One of them, by the key of its session; another is not there at all."""
    found: Slot = get_object_or_404(slots_for(request, edition), session=key)
    return found


def languages_named() -> list[tuple[str, str]]:
    """The languages of papers, each with its own name."""
    return [(language, get_language_info(language)["name_local"]) for language in languages()]


def way_to(edition: Edition, *steps: str) -> list[Crumb]:
    """The way down to a page of an edition; the last step is the page itself."""
    address = reverse("delivery:presence", args=[edition.code])
    return [
        Crumb(label=gettext("Presence"), url=reverse("delivery:index")),
        Crumb(label=str(edition.title), url=address if steps else ""),
        *(Crumb(label=step) for step in steps),
    ]
