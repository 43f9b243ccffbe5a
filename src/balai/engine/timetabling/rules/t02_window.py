"""T2: when a session may be held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban, gaps
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """All the time outside a session's windows; between two that touch no session lies."""
    if session.windows:
        outside = gaps(session.windows, frame.horizon)
        yield Ban(f"T2:{session.id}", tuple(outside))


RULE = Rule(
    code="T2", sentence="A session lies wholly within one of the times set for it.", gravity=100, bans=bans
)
