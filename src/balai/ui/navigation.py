"""What the shells offer to go to. Rooms above register links in ``AppConfig.ready()``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

MOST_TASKS = 8
"""More than eight labels are not read but searched (visual.md, section 3)."""


class Area(Enum):
    """Where in the shells a link stands."""

    TASKS = auto()  # the row below the top of an application page
    PERSON = auto()  # the menu behind the reader's initials
    PUBLIC = auto()  # the top of a public page
    ABOUT = auto()  # the foot of every page


def everybody(request: HttpRequest) -> bool:
    """The usual condition of public links."""
    return True


def whoever_signed_in(request: HttpRequest) -> bool:
    """The usual condition of a person's own links."""
    return request.user.is_authenticated


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One labelled way to a page.

    Attributes:
        area: where it stands.
        label: translated, short, names the thing.
        view: name of the address, without arguments: ``portal:tasks``.
        order: smaller stands earlier; leave gaps.
        is_for: whether this reader is offered it; must be cheap, every page asks.
        count: a number beside the label, ``None`` for none; must be cheap, every page asks.
    """

    area: Area
    label: StrOrPromise
    view: str
    order: int
    is_for: Callable[[HttpRequest], bool]
    count: Callable[[HttpRequest], int | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    """A link as one page shows it; ``current`` is the value of ``aria-current`` or empty."""

    label: str
    url: str
    current: str
    count: int | None


_links: dict[tuple[Area, str], Link] = {}


def register(link: Link) -> None:
    """Offer a link.

    Raises:
        ValueError: two links of one area would lead to the same page.
    """
    if (link.area, link.view) in _links:
        raise ValueError(f"navigation: “{link.view}” is registered already")
    _links[link.area, link.view] = link


def links_for(request: HttpRequest, area: Area) -> list[ShownLink]:
    """What this reader is offered in an area, in order; at most eight tasks."""
    offered = sorted(
        (link for link in _links.values() if link.area is area and link.is_for(request)),
        key=lambda link: (link.order, link.view),
    )
    return [_shown(link, request) for link in offered[:MOST_TASKS]]


def _shown(link: Link, request: HttpRequest) -> ShownLink:
    url = _address(link.view, get_language())
    is_home = link.view.endswith(":home")  # every address begins with that of the home page
    if request.path == url:
        current = "page"
    elif request.path.startswith(url) and not is_home:
        current = "true"
    else:
        current = ""
    count = link.count(request) if link.count else None
    return ShownLink(label=str(link.label), url=url, current=current, count=count)


@cache
def _address(view: str, language: str | None) -> str:
    """Where a page is, for readers of a language, which is the page's too: found once for each link."""
    return reverse(view)
