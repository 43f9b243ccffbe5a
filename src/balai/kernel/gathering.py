"""What every room adds to the pages that gather from all of them: my tasks, search, the home page.

Here and not beside those pages (``portal/``), so that a room below the portal can register its own in
``AppConfig.ready()``. Every source answers for the reader of the request only: what the reader may not see
is not in its answer. The reader is signed in wherever tasks and search are asked, and ``request.grants`` is
there; announcements are for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from balai.kernel.registry import Registry
from balai.ui.covers import OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.ui.parts import Move


class TaskSource(Protocol):
    """Open things that wait for the reader."""

    def __call__(self, request: SignedInRequest, *, at: datetime) -> Sequence[Move]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing a search found: its name, one line about it, and where it is."""

    title: StrOrPromise
    line: StrOrPromise
    url: str


class SearchSource(Protocol):
    """Finds things of one kind; at most ``most`` of them, best first.

    Attributes:
        kind: what it finds, plural, translated: “People”.
    """

    kind: StrOrPromise

    def __call__(self, request: SignedInRequest, words: str, *, most: int) -> Sequence[Hit]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """One thing announced on the public home.

    Attributes:
        title, line: its name and one sentence.
        fact: the one figure or date that decides whether to read on: “until 22 June 2018”.
        url: where it is told in full.
        cover: the drawing that fits (ui.covers).
    """

    title: StrOrPromise
    line: StrOrPromise
    fact: StrOrPromise
    url: str
    cover: str = OTHERWISE


class Announcements(Protocol):
    """What the public home announces of one kind, newest first, at most three."""

    def __call__(self, request: HttpRequest, *, at: datetime) -> Sequence[Teaser]: ...


tasks: Registry[TaskSource] = Registry("my tasks")
search: Registry[SearchSource] = Registry("search")
announcements: Registry[Announcements] = Registry("announcements on the home page")
"""Known name: ``news``; the page asks for calls and editions itself."""
