"""T20: sessions that stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban, gaps
from balai.engine.timetabling.problem import Window
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """All the time but the pinned one, and all of it in another room."""
    pin = session.pin
    if pin is None:
        return
    if pin.room is not None and (room is None or room.id != pin.room):
        yield Ban(f"T20:{session.id}", (Window(begins=0, ends=frame.horizon),))
        return
    here = Window(begins=pin.begins, ends=pin.begins + session.minutes)
    yield Ban(f"T20:{session.id}", tuple(gaps([here], frame.horizon)))


RULE = Rule(code="T20", sentence="A pinned session stays at its time and in its room.", gravity=1, bans=bans)
