"""The papers of an edition that this room knows of: frozen booklets with their errata, and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.correspondence.queries import letters_about
from balai.correspondence.rules import may_read_register
from balai.people.enums import TokenScope
from balai.programmes.models import BookletFile
from balai.programmes.registries import Document, Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.people.models import Grant
    from balai.programmes.models import Edition

MOST_LETTERS = 50


def papers(edition: Edition, *, grants: Sequence[Grant], words: Sequence[str]) -> Sequence[Shelf]:
    """Booklets for whoever reads the edition; letters for whoever reads the register."""
    shelves = [booklets(edition, words)]
    if may_read_register(grants) is None:
        shelves.append(letters(edition, words))
    return shelves


def booklets(edition: Edition, words: Sequence[str]) -> Shelf:
    """Every frozen file, the newest version first; an edition has few, so words are sought in them here."""
    files = (
        BookletFile.objects.filter(booklet__edition=edition)
        .select_related("booklet")
        .defer("content", "booklet__facts")
        .order_by("-booklet__version", "kind", "language")
    )
    title = gettext("General Information and errata")
    documents = [
        Document(
            title=one.get_kind_display(),
            url=reverse(
                "programmes:booklet_file",
                args=[edition.code, one.booklet.version, one.kind, one.language],
            ),
            line=gettext("version %(version)d, %(language)s, PDF")
            % {"version": one.booklet.version, "language": one.language.upper()},
            at=one.booklet.frozen_at,
        )
        for one in files
    ]
    return Shelf(
        title=title,
        documents=[one for one in documents if not _missing(words, f"{title} {one.title} {one.line}")],
        empty=_("The first one is frozen when the call opens."),
        all_url=reverse("programmes:booklet", args=[edition.code]),
    )


def letters(edition: Edition, words: Sequence[str]) -> Shelf:
    """Letters in the register that are about the edition itself; words are looked for in all of them."""
    title = gettext("Letters")
    found = letters_about(edition.reference, words=_missing(words, title))
    return Shelf(
        title=title,
        documents=[
            Document(
                title=one.subject,
                url=reverse("correspondence:entry", args=[one.entry_id]),
                line=" · ".join(
                    part for part in (one.entry.reference if one.entry else "", one.recipient_name) if part
                ),
                at=one.written_at,
            )
            for one in found[:MOST_LETTERS]
        ],
        empty=_("Letters stand here as soon as a call, a change or a cancellation is told."),
        all_url=reverse("correspondence:register"),
        scope=TokenScope.LETTERS_READ,
    )


def _missing(words: Sequence[str], text: str) -> list[str]:
    """The words that do not stand in a text."""
    there = text.lower()
    return [word for word in words if word not in there]
