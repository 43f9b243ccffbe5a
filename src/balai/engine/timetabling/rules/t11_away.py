"""T11: when people can come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban, by_day
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """When somebody needed is away, day by day: "T11:sample-tri:6"."""
    for person in session.people:
        away = [absence.window for absence in frame.people[person].away]
        for day, windows in by_day(away, frame.problem.days):
            yield Ban(f"T11:{person}:{day}", windows)


RULE = Rule(code="T11", sentence="Whoever is needed at a session can come.", gravity=2, bans=bans)
