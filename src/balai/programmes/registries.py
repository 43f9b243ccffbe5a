"""What rooms add to editions: lights and facts of the board, pages of an edition, what a clone carries.

Filled in ``AppConfig.ready()``. Higher rooms register their own as they come; those of this room are in
:mod:`balai.programmes.adapters`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext_lazy as _

from balai.kernel.registry import Registry
from balai.people.enums import TokenScope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from django.db.models import Model, Prefetch
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.ui.parts import Deed


class Owner(Enum):
    """Whose turn it is."""

    OFFICER = "officer"
    FINANCE = "finance"
    SECRETARIAT = "secretariat"
    PARTNERS = "partners"
    FOCAL_POINTS = "focal_points"
    CENTRES = "centres"
    PEOPLE = "people"

    @property
    def label(self) -> StrOrPromise:
        return OWNERS[self]


OWNERS = {
    Owner.OFFICER: _("Programme officer"),
    Owner.FINANCE: _("Finance officer"),
    Owner.SECRETARIAT: _("Secretariat"),
    Owner.PARTNERS: _("Organisers"),
    Owner.FOCAL_POINTS: _("Focal points"),
    Owner.CENTRES: _("Host centres"),
    Owner.PEOPLE: _("Resource persons"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThing:
    """One thing that one owner has to do before a light is green.

    Attributes:
        owner: whose move it is.
        what: in a few words.
        why: one sentence: what it waits for, or what happens otherwise.
        due_at: by when; None where no day can be told yet.
        is_blocked: whether something else must happen first.
        is_waiting: whether the owner was asked and has time.
        deed: where it is done, for those who may.
    """

    owner: Owner
    what: StrOrPromise
    why: StrOrPromise = ""
    due_at: datetime | None = None
    is_blocked: bool = False
    is_waiting: bool = False
    deed: Deed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """One condition of going on: green when nothing is open.

    Attributes:
        title: what it is about.
        rule: the sentence that must be true.
        owner: who answers for it.
        due_at: by when it must be green.
        ready, of: how much of it is there; ``of`` is 0 where nothing can be counted yet.
        open: what is missing.
    """

    title: StrOrPromise
    rule: StrOrPromise
    owner: Owner
    due_at: datetime | None = None
    ready: int = 0
    of: int = 0
    open: Sequence[OpenThing] = ()

    @property
    def is_green(self) -> bool:
        return not self.open


class LightSource(Protocol):
    """Looks at an edition and says how one light stands.

    The edition was read by :func:`balai.programmes.queries.life.with_life`: what a light looks at again and
    again is told as a reading, and is there without a further question.
    """

    def __call__(self, edition: Edition, *, at: datetime) -> Light: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLight:
    """A light with its place on the board.

    Attributes:
        order: smaller stands earlier; those of this room are tens from 10 to 100.
        source: how it stands.
    """

    order: int
    source: LightSource


class Reading(Protocol):
    """The records of an edition that the lights and facts of one room look at."""

    def __call__(self) -> Sequence[Prefetch[Any] | str]: ...


class StageFact(Protocol):
    """The one fact that the line of stages tells of a stage, or None while there is none."""

    def __call__(self, edition: Edition, *, at: datetime) -> StrOrPromise | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPage:
    """A page of an edition in the row below its name.

    Attributes:
        label: one word or two.
        view: name of the address; it takes the edition's code.
        order: smaller stands earlier; at most eight are shown.
        is_for: whether this reader is offered it.
    """

    label: StrOrPromise
    view: str
    order: int
    is_for: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One paper of an edition.

    Attributes:
        title: what it is.
        url: where it opens or is fetched.
        line: what tells it from others: language, number, recipient.
        at: when it went out or was frozen.
    """

    title: StrOrPromise
    url: str
    line: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Papers of one kind.

    Attributes:
        title: “Letters”.
        documents: the newest first; as many as a page can carry.
        empty: what is true while there are none, and what brings the first.
        all_url: where the rest is found; empty where these are all.
        scope: what a token must reach to besides, where reading the edition is not enough.
    """

    title: StrOrPromise
    documents: Sequence[Document]
    empty: StrOrPromise = ""
    all_url: str = ""
    scope: TokenScope = TokenScope.PROGRAMMES_READ


class Shelves(Protocol):
    """The papers of an edition that one room keeps, for a reader who may see the edition and holds grants.

    With words, in lower case, only the papers of which each word stands in title, line or the shelf's title:
    the room looks for them among all that it keeps, and not only among what a page can carry.
    """

    def __call__(
        self, edition: Edition, *, grants: Sequence[Grant], words: Sequence[str]
    ) -> Sequence[Shelf]: ...


class News(Protocol):
    """What was written for the public about an edition, for a reader who may see the edition."""

    def __call__(self, request: SignedInRequest, edition: Edition) -> Shelf: ...


@dataclass(slots=True, kw_only=True)
class Carrying:
    """A clone under way.

    Attributes:
        old, new: the editions.
        by: how far days move.
        actor, at: who clones, and when.
        copies: what became of which row of the old edition, for those that point to it.
    """

    old: Edition
    new: Edition
    by: timedelta
    actor: str
    at: datetime
    copies: dict[tuple[type[Model], Any], Any] = field(default_factory=dict)


class Carried(Protocol):
    """One part of an edition that the next one can take over.

    Attributes:
        label: what it is called when it is asked for.
        order: parts are carried from the smallest up; a part may use the copies of those before it.
    """

    label: StrOrPromise
    order: int

    def count(self, edition: Edition) -> int:
        """How many rows would be carried."""

    def carry(self, carrying: Carrying) -> None:
        """Copy them, with their days moved."""


lights: Registry[PlacedLight] = Registry("lights of the board")
readings: Registry[Reading] = Registry("readings of the board")
"""By the name of the room. The board reads an edition once, with all of them."""
stage_facts: Registry[StageFact] = Registry("facts of the stages")
"""Known names: mandate, call, nominations, selection, offers, travel, preparation, course, follow-up."""
edition_pages: Registry[EditionPage] = Registry("pages of an edition")
money_pages: Registry[EditionPage] = Registry("pages below the money of an edition")
"""Buttons on the page of its money: what higher rooms keep of it."""
documents: Registry[Shelves] = Registry("documents of an edition")
"""By the name of the room; shown together behind the board's button, in the order of these names."""
news: Registry[News] = Registry("news of an edition")
carried: Registry[Carried] = Registry("parts of a clone")


def shelves_of(edition: Edition, *, grants: Sequence[Grant], words: str = "") -> list[Shelf]:
    """The papers of an edition by kind, of every room; with words only those that hold them all."""
    asked = words.lower().split()
    kept = [shelf for shelves in documents for shelf in shelves(edition, grants=grants, words=asked)]
    return [shelf for shelf in kept if shelf.documents] if asked else kept


def parts_in_order() -> Iterable[tuple[str, Carried]]:
    """The parts of a clone in the order in which they are carried."""
    return sorted(carried.items(), key=lambda named: named[1].order)


def pages_for(request: HttpRequest) -> list[EditionPage]:
    """The pages of an edition that this reader is offered, in order."""
    offered = [page for page in edition_pages if page.is_for is None or page.is_for(request)]
    return sorted(offered, key=lambda page: page.order)


def first_page() -> EditionPage:
    """Where somebody returns to after a deed: the page of an edition that stands first in the row."""
    return min(edition_pages, key=lambda page: page.order)


def lights_in_order() -> list[tuple[str, LightSource]]:
    """Every light by its name, as the board shows them."""
    placed = sorted(lights.items(), key=lambda item: (item[1].order, item[0]))
    return [(name, light.source) for name, light in placed]
