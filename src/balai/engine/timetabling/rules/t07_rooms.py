"""T7: a room holds one session at a time, and none while others have it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban, by_day
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python import cp_model

    from balai.engine.timetabling.draft import Draft
    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """When others have the room, day by day: "T7:bblm.workshop:6"."""
    if room is not None:
        for day, windows in by_day(room.taken, frame.problem.days):
            yield Ban(f"T7:{room.id}:{day}", windows)


def enter(draft: Draft) -> None:
    in_room: dict[str, list[tuple[Session, cp_model.IntervalVar]]] = defaultdict(list)
    for session in draft.sessions:
        for room, literal in draft.room[session.id].items():
            if room is None:
                continue
            interval = draft.interval[session.id]
            if literal is not draft.yes:
                interval = draft.model.new_optional_interval_var(
                    draft.begin[session.id], draft.size[session.id], draft.end[session.id], literal, ""
                )
            in_room[room].append((session, interval))
    for _, held in sorted(in_room.items()):
        if len(held) > 1:
            draft.model.add_no_overlap(draft.apart(held))


RULE = Rule(
    code="T7",
    sentence="A room holds one session at a time, and none while others have it.",
    bans=bans,
    enter=enter,
)
