"""Questions that several rooms answer together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.kernel import gathering

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from balai.kernel.gathering import Hit, Teaser
    from balai.people.access import SignedInRequest
    from balai.ui.parts import Move

URGENCY = ("late", "block", "due", "wait", "info", "ok")
MOST_HITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found of one kind."""

    kind: StrOrPromise
    hits: Sequence[Hit]


def open_tasks(request: SignedInRequest, *, at: datetime) -> list[Move]:
    """Everything that waits for the reader, most urgent first."""
    moves = [move for source in gathering.tasks for move in source(request, at=at)]
    return sorted(moves, key=lambda move: URGENCY.index(move.state))


def found(request: SignedInRequest, words: str) -> list[Found]:
    """What every room knows about some words, by kind; kinds without a hit are left out."""
    answers = (
        Found(kind=source.kind, hits=source(request, words, most=MOST_HITS)) for source in gathering.search
    )
    return [answer for answer in answers if answer.hits]


def announced(name: str, request: HttpRequest, *, at: datetime) -> Sequence[Teaser]:
    """What the home page announces of one kind; nothing while no room announces it."""
    return gathering.announcements[name](request, at=at) if name in gathering.announcements else ()
