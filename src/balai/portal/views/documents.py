"""The documents of an edition: every paper that a room keeps of it, one click away from the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.people.access import roles
from balai.portal.forms import DocumentsForm
from balai.programmes.registries import shelves_of
from balai.programmes.rules import READERS
from balai.programmes.views.common import edition_for, edition_page
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest


@roles(*READERS)
@require_safe
def documents(request: SignedInRequest, code: str) -> HttpResponse:
    """Frozen booklets, errata, letters, and what later rooms print, by kind."""
    edition = edition_for(request, code)
    form = DocumentsForm(request.GET)
    shelves = shelves_of(edition, grants=request.grants, words=form.asked.get("words", ""))
    context = {"form": form, "shelves": shelves}
    return edition_page(
        request,
        edition,
        "portal/documents.html",
        context,
        here="portal:board",
        way=[Crumb(label=gettext("Documents"))],
    )
