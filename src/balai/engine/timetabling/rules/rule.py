"""What every rule says of itself: its code, its sentence, what it weighs, and how it enters the model.

Each rule is a module of this package that holds one ``RULE``. The checker never reads them: it is written
from the rulebook, as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from balai.engine.timetabling.draft import Draft
    from balai.engine.timetabling.frame import Ban, Frame
    from balai.engine.timetabling.problem import Room, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the rulebook.

    Attributes:
        code: T1 to T29.
        sentence: what it asks, for people.
        gravity: what giving up one of its limits weighs when no timetable keeps all; none: never given up.
        bans: times it forbids to a session in a room, before any searching.
        enter: its constraints.
        price: adds its costs to a draft, at its weight.
    """

    code: str
    sentence: str
    gravity: int | None = None
    bans: Callable[[Frame, Session, Room | None], Iterator[Ban]] | None = None
    enter: Callable[[Draft], None] | None = None
    price: Callable[[Draft], None] | None = None
