"""Parts of a problem that do not touch each other: each is planned, proven and repaired by itself.

Two sessions touch if some time that both may take would matter to both: the same group, person, room, site or
kind of machine on the same day, or an order that their times do not settle. Nothing that a rule or a wish
counts reaches over two parts, so the best of the whole is the best of the parts, and their bounds add up.
Only free half-days (T18) reach over many days: runs of days that turn out to have none are joined afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY, NOON

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Session
    from balai.engine.timetabling.result import Placement
    from balai.engine.timetabling.rules.rule import Rule

EVENING = 1_080  # 18:00


def possible_starts(
    frame: Frame, rules: Iterable[Rule], frozen: Mapping[str, Placement] | None = None
) -> dict[str, list[int]]:
    """For each session, every moment it may begin at by itself under these rules, in any of its rooms.

    Sessions that are frozen begin when they do.
    """
    rules = [rule for rule in rules if rule.bans]
    found: dict[str, list[int]] = {}
    for session in frame.sessions:
        stays = (frozen or {}).get(session.id)
        if stays:
            found[session.id] = [stays.begins]
            continue
        moments: set[int] = set()
        for room in frame.rooms_of(session):
            bans = [ban for rule in rules if rule.bans for ban in rule.bans(frame, session, room)]
            moments.update(frame.starts(session, bans))
        found[session.id] = sorted(moments)
    return found


def parts(
    frame: Frame, starts: Mapping[str, Sequence[int]], runs: Iterable[tuple[str, int]] = ()
) -> list[tuple[str, ...]]:
    """Sessions' ids by part, small parts first.

    Args:
        frame: the problem.
        starts: as :func:`possible_starts` has them, none empty.
        runs: groups, and the first days of runs, whose sessions are kept together.
    """
    union = _Union([session.id for session in frame.sessions])
    owner: dict[Hashable, str] = {}
    for session in frame.sessions:
        for key in _touches(frame, session, starts[session.id]):
            union.join(session.id, owner.setdefault(key, session.id))
        for earlier in session.after:
            if not _settled(starts, frame.session[earlier], session):
                union.join(session.id, earlier)
    for group in frame.groups:
        _join_transfers(union, frame.attendance[f"group:{group}"], starts)
    for group, first in runs:
        days = range(first, first + (frame.problem.limits.free_half_day_in or 0))
        own = frame.attendance[f"group:{group}"]
        within = [one for one in own if any(moment // DAY in days for moment in starts[one.id])]
        for session in within[1:]:
            union.join(session.id, within[0].id)
    return union.parts()


def _join_transfers(union: _Union, own: Sequence[Session], starts: Mapping[str, Sequence[int]]) -> None:
    """A transfer and what may be before or after it, which decides about its city."""
    for transfer in own:
        for session in own if transfer.leaves else ():
            if not _settled(starts, transfer, session):
                union.join(session.id, transfer.id)


def runs_without_rest(frame: Frame, placements: Iterable[Placement]) -> list[tuple[str, int]]:
    """Groups, and the first days of runs, in which a timetable leaves no half-day free (T18)."""
    run = frame.problem.limits.free_half_day_in
    if run is None:
        return []
    busy: dict[str, set[tuple[int, int]]] = {group: set() for group in sorted(frame.groups)}
    for one in placements:
        session = frame.session[one.session]
        day, begins = divmod(one.begins, DAY)
        for group in session.groups:
            if begins < NOON:
                busy[group].add((day, 0))
            if begins < EVENING and begins + session.minutes > NOON:
                busy[group].add((day, 1))
    return [
        (group, first)
        for group, halves in busy.items()
        for first in range(frame.problem.days - run + 1)
        if all((day, half) in halves for day in range(first, first + run) for half in (0, 1))
    ]


def _touches(frame: Frame, session: Session, starts: Sequence[int]) -> set[Hashable]:
    things: set[Hashable] = {("group", group) for group in session.groups}
    things |= {("person", person) for person in session.people}
    things |= {("machine", need.machine) for need in session.machines}
    things |= {("site", frame.rooms[room].site) for room in session.rooms}
    return {(thing, moment // DAY) for moment in starts for thing in things}


def _settled(starts: Mapping[str, Sequence[int]], one: Session, other: Session) -> bool:
    """Whether times alone say which of two sessions is first."""
    if one is other:
        return True
    return (
        starts[one.id][-1] + one.minutes <= starts[other.id][0]
        or starts[other.id][-1] + other.minutes <= starts[one.id][0]
    )


class _Union:
    def __init__(self, names: Sequence[str]) -> None:
        self._up = {name: name for name in names}

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self._top(one), self._top(other)))
        self._up[second] = first

    def parts(self) -> list[tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self._up):
            found.setdefault(self._top(name), []).append(name)
        return sorted((tuple(names) for names in found.values()), key=lambda part: (len(part), part))

    def _top(self, name: str) -> str:
        while self._up[name] != name:
            self._up[name] = self._up[self._up[name]]
            name = self._up[name]
        return name
