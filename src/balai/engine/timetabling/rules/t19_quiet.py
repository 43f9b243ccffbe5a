"""T19: times without anything heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """Quiet times without a weight; those with one are wishes (T26)."""
    if session.is_heavy:
        for quiet in frame.problem.quiets:
            if quiet.weight is None:
                yield Ban(f"T19:{quiet.id}", quiet.windows)


RULE = Rule(code="T19", sentence="No heavy session meets a quiet time.", gravity=1, bans=bans)
