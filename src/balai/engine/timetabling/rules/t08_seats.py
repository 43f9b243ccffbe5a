"""T8: seats of rooms, and places at machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban
from balai.engine.timetabling.problem import Window
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """All the time, where those who attend find no seat or no place at a machine."""
    heads = frame.heads[session.id]
    places = [frame.machines[need.machine].trainees * need.count for need in session.machines]
    if (room is not None and heads > room.seats) or any(heads > count for count in places):
        yield Ban(f"T8:{session.id}", (Window(begins=0, ends=frame.horizon),))


RULE = Rule(
    code="T8",
    sentence="Those who attend find a seat in the room and a place at the machines.",
    gravity=6,
    bans=bans,
)
