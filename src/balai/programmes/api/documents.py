"""The papers of an edition over the API: what every room keeps of it, by kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from balai.kernel.bodies import Word
from balai.people.authentication import Caller, is_within
from balai.programmes.api.common import READ, edition_of, grants_of, router
from balai.programmes.registries import shelves_of


class PaperOut(Schema):
    """One paper: what it is, what tells it from others, and the page where a person opens it."""

    title: str
    line: str
    at: datetime | None
    url: str


class PaperShelfOut(Schema):
    """Papers of one kind, the newest first; `all_url` is the page with the rest, or empty."""

    title: str
    papers: list[PaperOut]
    all_url: str


class EditionPapersOut(Schema):
    """The papers of an edition that the caller may see, by kind; `title` is the edition's."""

    title: dict[str, str]
    shelves: list[PaperShelfOut]


@router.get("editions/{code}/papers", response=EditionPapersOut, operation_id="list_edition_papers", **READ)
def list_edition_papers(request: Caller, code: Word, words: Word = "") -> dict[str, Any]:
    """List booklets, errata, letters and what else is printed of an edition; with words, those with them.

    Letters are listed for a token that may read the register of letters too.
    """
    edition = edition_of(request, code)
    shelves = shelves_of(edition, grants=grants_of(request), words=words)
    return {
        "title": dict(edition.title),
        "shelves": [
            {
                "title": str(shelf.title),
                "papers": [
                    {"title": str(one.title), "line": one.line, "at": one.at, "url": one.url}
                    for one in shelf.documents
                ],
                "all_url": shelf.all_url,
            }
            for shelf in shelves
            if is_within(request, shelf.scope)
        ],
    }
