"""The papers of an edition that this room prints, on the shelf behind the board's button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Paper
from balai.delivery.rules.presence import PRINTERS
from balai.programmes.queries.scopes import covers
from balai.programmes.registries import Document, Shelf
from balai.selection.queries.offers import confirmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.people.models import Grant
    from balai.programmes.models import Edition


def printed_papers(edition: Edition, *, grants: Sequence[Grant], words: Sequence[str]) -> Sequence[Shelf]:
    """Badges, name tents and lists, for whoever prints them; they are made when they are asked for."""
    if not covers(grants, PRINTERS, edition):
        return ()
    title = gettext("Badges, name tents and lists")
    address = reverse("delivery:print", args=[edition.code])
    offered = [Document(title=paper.label, url=address) for paper in Paper] if _has_people(edition) else []
    return [
        Shelf(
            title=title,
            documents=[one for one in offered if _has(words, f"{title} {one.title}")],
            empty=_("They are printed once participants have confirmed their places."),
            all_url=address,
        )
    ]


def _has_people(edition: Edition) -> bool:
    return confirmed(edition).exists()


def _has(words: Sequence[str], text: str) -> bool:
    there = text.lower()
    return all(word in there for word in words)
