"""The documents of an edition: every paper that a room keeps of it, one click away from the board."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.people.access import roles
from balai.portal.forms import DocumentsForm
from balai.programmes.registries import documents as registered
from balai.programmes.rules import READERS
from balai.programmes.views.common import edition_for, edition_page
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest
    from balai.programmes.registries import Shelf


@roles(*READERS)
@require_safe
def documents(request: SignedInRequest, code: str) -> HttpResponse:
    """Frozen booklets, errata, letters, and what later rooms print, by kind."""
    edition = edition_for(request, code)
    form = DocumentsForm(request.GET)
    words = str(form.asked.get("words", ""))
    kept = [shelf for shelves in registered for shelf in shelves(request, edition)]
    context = {"form": form, "shelves": _found(kept, words) if words else kept}
    return edition_page(
        request,
        edition,
        "portal/documents.html",
        context,
        here="portal:board",
        way=[Crumb(label=gettext("Documents"))],
    )


def _found(shelves: Sequence[Shelf], words: str) -> list[Shelf]:
    """The papers that bear every word in title, line or kind; a shelf without one is left out."""
    wanted = words.casefold().split()
    found = [
        replace(
            shelf,
            documents=[
                document
                for document in shelf.documents
                if all(
                    word in f"{shelf.title} {document.title} {document.line}".casefold() for word in wanted
                )
            ],
        )
        for shelf in shelves
    ]
    return [shelf for shelf in found if shelf.documents]
