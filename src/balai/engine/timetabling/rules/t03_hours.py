"""T3: opening hours and closures of sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """When the site is closed, day by day: "T3:bblm:6"."""
    if room is not None:
        for day, windows in frame.closed(room.site):
            yield Ban(f"T3:{room.site}:{day}", windows)


RULE = Rule(
    code="T3", sentence="A session lies wholly within the opening hours of its site.", gravity=4, bans=bans
)
