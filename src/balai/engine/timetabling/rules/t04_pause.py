"""T4: meals, prayers, holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Ban
from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Room, Session


def bans(frame: Frame, session: Session, room: Room | None) -> Iterator[Ban]:
    """The windows of every pause that concerns the session or its site."""
    for pause in frame.problem.pauses:
        if pause.sites is not None and (room is None or room.site not in pause.sites):
            continue
        spared = session.kind in pause.spared
        if not spared or pause.sites is None:
            yield Ban(f"T4:{pause.id}", pause.windows, inside=spared)


RULE = Rule(
    code="T4",
    sentence="Nobody has a session in a pause; kinds that it spares may run through it.",
    bans=bans,
)
