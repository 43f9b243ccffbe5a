"""What every page must say before anything else. Rooms above register who decides.

A banner says that something is wrong now and how it is mended; it is no place for news or praise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from balai.ui.parts import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """One sentence or two, and the way out.

    Attributes:
        state: ``late`` for what stops work, ``due`` for what will, ``info`` for what the reader must know.
        text: translated; what is wrong and what it means.
        command: what an administrator types to mend it, or empty.
        deed: the page on which it is mended, or None.
    """

    state: Literal["late", "due", "info"]
    text: StrOrPromise
    command: str = ""
    deed: Deed | None = None


class Watch(Protocol):
    """Decides from the request whether its banner is shown; must be cheap, every page asks."""

    def __call__(self, request: HttpRequest) -> Banner | None: ...


_watches: dict[str, Watch] = {}


def register(name: str, watch: Watch) -> None:
    """Let a watch speak on every page.

    Raises:
        ValueError: the name is taken.
    """
    if name in _watches:
        raise ValueError(f"banners: “{name}” is registered already")
    _watches[name] = watch


def banners_for(request: HttpRequest) -> list[Banner]:
    """What this reader must be told, in the order of the names."""
    answers = [_watches[name](request) for name in sorted(_watches)]
    return [banner for banner in answers if banner is not None]
