"""Contradictions that are seen without searching: instant, named, with the figures.

None found does not mean that there is a timetable. Each one found is a proof that there is none.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from balai.engine.timetabling.frame import Frame
from balai.engine.timetabling.parts import possible_starts
from balai.engine.timetabling.problem import DAY
from balai.engine.timetabling.result import Contradiction
from balai.engine.timetabling.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from balai.engine.timetabling.frame import Ban
    from balai.engine.timetabling.problem import Problem, Session


def precheck(problem: Problem) -> list[Contradiction]:
    """Every contradiction of three kinds, none of them if there is one before.

    A session that no time or room is left for; an order with too little time; a group, person, room or kind
    of machine that some days need for more minutes than it has, as by two sessions pinned to one time.
    """
    frame = Frame(problem)
    return contradictions(frame, possible_starts(frame, RULES))


def contradictions(frame: Frame, starts: Mapping[str, Sequence[int]]) -> list[Contradiction]:
    """The same, of a problem that was made ready."""
    empty = [session for session in frame.sessions if not starts[session.id]]
    found = [_no_time(frame, session) for session in empty]
    if found:
        return found
    return [*_orders(frame, starts), *_shares(frame, starts)]


def _no_time(frame: Frame, session: Session) -> Contradiction:
    """The fewest rules whose intersection leaves a session no time: one, then two, then all."""
    by_room = {
        room.id if room else None: [
            (rule.code, ban) for rule in RULES if rule.bans for ban in rule.bans(frame, session, room)
        ]
        for room in frame.rooms_of(session)
    }
    codes = sorted({code for bans in by_room.values() for code, _ in bans})
    left = [
        {code: set(frame.starts(session, [ban for one, ban in bans if one == code])) for code in codes}
        for bans in by_room.values()
    ]
    combinations: list[tuple[str, ...]] = [(one,) for one in codes]
    combinations += [(one, other) for place, one in enumerate(codes) for other in codes[place + 1 :]]
    for chosen in [*combinations, *([tuple(codes)] if codes else [])]:
        if not any(set.intersection(*(room[code] for code in chosen)) for room in left):
            rules = (*chosen, "T42") if frame.now and chosen != ("T8",) else chosen
            return Contradiction(
                rules=rules, subjects=(session.id,), sentence=_why(frame, session, rules, by_room)
            )
    if frame.now:
        rules = ("T42",)
        return Contradiction(
            rules=rules, subjects=(session.id,), sentence=_why(frame, session, rules, by_room)
        )
    return Contradiction(
        rules=("T1",),
        subjects=(session.id,),
        sentence=f"{session.title} ({session.id}) takes {session.minutes} minutes, which no day of "
        f"the programme holds.",
    )


def _why(
    frame: Frame,
    session: Session,
    rules: Sequence[str],
    by_room: Mapping[str | None, list[tuple[str, Ban]]],
) -> str:
    heads = frame.heads[session.id]
    if rules == ("T8",):
        rooms = [frame.rooms[room].seats for room in session.rooms]
        places = [frame.machines[one.machine].trainees * one.count for one in session.machines]
        most = min([max(rooms, default=heads), *places])
        return f"{session.title} ({session.id}) has {heads} people, and its rooms and machines take {most}."
    reasons = []
    limits = {ban.limit for bans in by_room.values() for code, ban in bans if code in rules}
    if "T2" in rules:
        reasons.append("the times set for it")
    if "T3" in rules:
        sites = sorted({frame.sites[frame.rooms[room].site].name for room in session.rooms})
        reasons.append(f"the opening hours of {' and '.join(sites)}")
    if "T4" in rules:
        names = [one.name for one in frame.problem.pauses if f"T4:{one.id}" in limits]
        reasons.append(" and ".join(names))
    if "T7" in rules:
        reasons.append("what others have booked of its rooms")
    if "T11" in rules:
        people = sorted({limit.split(":")[1] for limit in limits if limit.startswith("T11:")})
        reasons.append(f"the absences of {' and '.join(frame.people[one].name for one in people)}")
    if "T19" in rules:
        names = [one.name for one in frame.problem.quiets if f"T19:{one.id}" in limits]
        reasons.append(f"quiet times ({', '.join(names)})")
    if "T20" in rules:
        reasons.append("its pin")
    if "T42" in rules:
        reasons.append("what has gone by")
    return (
        f"{session.title} ({session.id}) needs {session.minutes} minutes, and "
        f"{', '.join(reasons[:-1])}{' and ' if len(reasons) > 1 else ''}{reasons[-1]} leave none."
    )


def _orders(frame: Frame, starts: Mapping[str, Sequence[int]]) -> Iterator[Contradiction]:
    """Chains of sessions that, each as early as it can be, end too late for the next."""
    earliest: dict[str, int] = {}
    for name in frame.order:
        before = (earliest[one] + frame.session[one].minutes for one in frame.session[name].after)
        least = max(before, default=0)
        earliest[name] = next((moment for moment in starts[name] if moment >= least), frame.horizon)
    for session in frame.sessions:
        if earliest[session.id] == frame.horizon and all(
            earliest[one] < frame.horizon for one in session.after
        ):
            last = max(session.after, key=lambda one: earliest[one] + frame.session[one].minutes)
            ends = earliest[last] + frame.session[last].minutes
            yield Contradiction(
                rules=("T12",),
                subjects=(last, session.id),
                sentence=f"{frame.session[last].title} ({last}) ends on {_when(frame, ends)} at the earliest, "
                f"and {session.title} ({session.id}) after it must begin by "
                f"{_when(frame, starts[session.id][-1])}.",
            )


def _shares(frame: Frame, starts: Mapping[str, Sequence[int]]) -> Iterator[Contradiction]:
    """Things that are asked for more minutes than there are, over all and in each span of days."""
    uses: dict[tuple[str, str], list[tuple[Session, int]]] = defaultdict(list)
    for session in frame.sessions:
        for group in session.groups:
            uses["T5", group].append((session, 1))
        for person in session.people:
            uses["T6", person].append((session, 1))
        if len(session.rooms) == 1:
            uses["T7", session.rooms[0]].append((session, 1))
        for need in session.machines:
            uses["T10", need.machine].append((session, need.count))
    for (rule, name), sessions in sorted(uses.items()):
        yield from _overbooked(frame, starts, (rule, name), sessions)


def _overbooked(
    frame: Frame,
    starts: Mapping[str, Sequence[int]],
    thing: tuple[str, str],
    sessions: Sequence[tuple[Session, int]],
) -> Iterator[Contradiction]:
    """The shortest span of days whose sessions need more minutes than can be filled at all."""
    rule, name = thing
    most = frame.machines[name].quantity if rule == "T10" else 1
    if sum(count for _, count in sessions) <= most:
        return
    spans = {one.id: (starts[one.id][0] // DAY, starts[one.id][-1] // DAY) for one, _ in sessions}
    covers = {
        one.id: _joined((moment, moment + one.minutes) for moment in starts[one.id]) for one, _ in sessions
    }
    firsts, lasts = sorted({one for one, _ in spans.values()}), sorted({one for _, one in spans.values()})
    for first, last in sorted(
        ((first, last) for first in firsts for last in lasts if first <= last),
        key=lambda span: (span[1] - span[0], span),
    ):
        inside = [
            (one, count) for one, count in sessions if first <= spans[one.id][0] and spans[one.id][1] <= last
        ]
        needed = sum(one.minutes * count for one, count in inside)
        if not inside:
            continue
        covered = _joined(piece for one, _ in inside for piece in covers[one.id])
        free = most * sum(ends - begins for begins, ends in covered)
        if needed > free:
            yield Contradiction(
                rules=(rule,),
                subjects=(name, *(one.id for one, _ in inside)),
                sentence=f"{_title(frame, rule, name)} is needed for {needed} minutes from "
                f"{_day(frame, first)} to {_day(frame, last)}, and has {free}.",
            )
            return


def _joined(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same time in pieces that do not overlap."""
    found: list[tuple[int, int]] = []
    for begins, ends in sorted(pieces):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return found


def _title(frame: Frame, rule: str, name: str) -> str:
    if rule == "T5":
        return frame.groups[name].name
    if rule == "T6":
        return frame.people[name].name
    if rule == "T7":
        room = frame.rooms[name]
        return f"{room.name} of {frame.sites[room.site].name}"
    return frame.machines[name].name


def _day(frame: Frame, day: int) -> str:
    date = frame.problem.starts_on + timedelta(days=day)
    return f"{date.day} {date:%B}"


def _when(frame: Frame, moment: int) -> str:
    day, minute = divmod(moment, DAY)
    return f"{_day(frame, day)} at {minute // 60:02}:{minute % 60:02}"
