"""The rules that a timetable keeps (T1 to T20): each session once, with time, room and people."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from balai.engine.timetabling.check.breach import Breach
from balai.engine.timetabling.check.case import MIDNIGHT, Case, sites_of, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from balai.engine.timetabling.check.case import Seat
    from balai.engine.timetabling.problem import Problem, Session
    from balai.engine.timetabling.result import Placement, Timetable


def breaches(problem: Problem, timetable: Timetable) -> list[Breach]:
    """Every rule (T1 to T20) that a timetable does not keep; empty for one that may be published."""
    return breaches_of(problem)(timetable)


def breaches_of(problem: Problem) -> Callable[[Timetable], list[Breach]]:
    """The same for any number of timetables of one problem, which is looked at once."""
    case = Case(problem)
    return lambda timetable: list(broken(case, timetable))


def broken(case: Case, timetable: Timetable) -> Iterator[Breach]:
    """Every breach, rule by rule; later rules look only at sessions that have a place at all."""
    found = list(_t1_once(case, timetable))
    yield from found
    wrong = {session for breach in found for session in breach.sessions}
    seats = [case.seat(one) for one in timetable.placements if one.session not in wrong]
    seats.sort(key=lambda seat: (seat.begins, seat.id))
    for seat in seats:
        yield from _t2_window(case, seat)
        yield from _t3_hours(case, seat)
        yield from _t4_pause(case, seat)
        yield from _t8_seats(case, seat)
        yield from _t7_taken(case, seat)
        yield from _t11_away(case, seat)
        yield from _t19_quiet(case, seat)
        yield from _t20_pin(case, seat)
    yield from _t12_order(seats)
    yield from _together(case, seats)
    for group in case.size:
        own = [seat for seat in seats if group in seat.session.groups]
        yield from _t5_apart(case, "T5", group, own)
        yield from _t13_travel(case, group, own)
        yield from _t14_city(case, group, own)
        yield from _days(case, group, own)
    for person in case.problem.people:
        own = [seat for seat in seats if person.id in seat.session.people]
        yield from _t5_apart(case, "T6", person.id, own)
        yield from _t13_travel(case, person.id, own, transferred=False)
    for room in case.rooms:
        own = [seat for seat in seats if seat.room is not None and seat.room.id == room]
        yield from _t5_apart(case, "T7", room, own)


def _t1_once(case: Case, timetable: Timetable) -> Iterator[Breach]:
    held = Counter(one.session for one in timetable.placements)
    for name in sorted({*case.sessions, *held}):
        wrong = ""
        if name not in case.sessions:
            wrong = "is no session of the problem"
        elif held[name] != 1:
            wrong = f"is held {held[name]} times" if held[name] else "is not held"
        if wrong:
            yield Breach("T1", f"T1:{name}", (name,), wrong)
    for one in timetable.placements:
        session = case.sessions.get(one.session)
        for wrong in _misplaced(case, one, session) if session else ():
            yield Breach("T1", f"T1:{one.session}", (one.session,), wrong)


def _misplaced(case: Case, one: Placement, session: Session) -> Iterator[str]:
    if one.begins % case.problem.grid:
        yield "begins beside the grid"
    if not 0 <= one.begins < case.problem.days * MIDNIGHT:
        yield "is outside the days"
    elif one.begins % MIDNIGHT + session.minutes > MIDNIGHT:
        yield "runs over midnight"
    if (one.room is not None or bool(session.rooms)) and one.room not in session.rooms:
        yield "is not in one of its rooms"


def _t2_window(case: Case, seat: Seat) -> Iterator[Breach]:
    if seat.session.windows and not within(seat, seat.session.windows):
        yield _one(case, "T2", seat.id, seat, "is outside the time set for it")


def _t3_hours(case: Case, seat: Seat) -> Iterator[Breach]:
    if seat.room is None:
        return
    site = case.sites[seat.room.site]
    if not within(seat, site.hours):
        yield _one(case, "T3", f"{site.id}:{seat.day}", seat, f"{site.name} is not open all the time")


def _t4_pause(case: Case, seat: Seat) -> Iterator[Breach]:
    for pause in case.problem.pauses:
        general = pause.sites is None
        if not general and (seat.to_site is None or seat.to_site not in (pause.sites or ())):
            continue
        for window in pause.windows:
            if seat.session.kind not in pause.spared:
                if seat.meets(window):
                    yield _one(case, "T4", pause.id, seat, f"meets {pause.name}")
                    break
            elif general and (
                window.begins <= seat.begins < window.ends or window.begins < seat.ends <= window.ends
            ):
                yield _one(case, "T4", pause.id, seat, f"begins or ends in {pause.name}")
                break


def _t5_apart(case: Case, rule: str, who: str, own: Sequence[Seat]) -> Iterator[Breach]:
    """T5 groups, T6 people, T7 rooms: nothing at the same time. ``own`` is in order of beginning."""
    for place, seat in enumerate(own):
        for later in own[place + 1 :]:
            if later.begins >= seat.ends:
                break
            yield Breach(rule, f"{rule}:{who}", (seat.id, later.id), f"{who} is in both {_when(case, later)}")


def _t8_seats(case: Case, seat: Seat) -> Iterator[Breach]:
    heads = case.heads(seat.session)
    if seat.room is not None and heads > seat.room.seats:
        yield _one(
            case, "T8", seat.id, seat, f"{heads} people, and {seat.room.name} has {seat.room.seats} seats"
        )
    for need in seat.session.machines:
        machine = next(one for one in case.problem.machines if one.id == need.machine)
        if heads > need.count * machine.trainees:
            places = need.count * machine.trainees
            yield _one(case, "T8", seat.id, seat, f"{heads} people, and {machine.name} takes {places}")


def _together(case: Case, seats: Sequence[Seat]) -> Iterator[Breach]:
    """T9 people at a site, T10 machines: looked at whenever something begins."""
    for site in case.problem.sites:
        own = [seat for seat in seats if seat.to_site == site.id]
        if site.holds is not None:
            weights = [(seat, case.heads(seat.session)) for seat in own]
            yield from _too_many("T9", site.id, site.name, weights, site.holds)
    for machine in case.problem.machines:
        used = [
            (seat, need.count)
            for seat in seats
            for need in seat.session.machines
            if need.machine == machine.id
        ]
        yield from _too_many("T10", machine.id, machine.name, used, machine.quantity)


def _too_many(
    rule: str, name: str, title: str, uses: Sequence[tuple[Seat, int]], most: int
) -> Iterator[Breach]:
    for seat, _ in uses:
        now = [(one, count) for one, count in uses if one.begins <= seat.begins < one.ends]
        total = sum(count for _, count in now)
        if total > most:
            sessions = tuple(sorted({one.id for one, _ in now}))
            yield Breach(rule, f"{rule}:{name}", sessions, f"{total} at {title}, which takes {most}")


def _t7_taken(case: Case, seat: Seat) -> Iterator[Breach]:
    if seat.room is not None and any(seat.meets(window) for window in seat.room.taken):
        yield _one(case, "T7", f"{seat.room.id}:{seat.day}", seat, f"others have {seat.room.name}")


def _t11_away(case: Case, seat: Seat) -> Iterator[Breach]:
    for person in case.problem.people:
        if person.id in seat.session.people and any(seat.meets(one.window) for one in person.away):
            yield _one(case, "T11", f"{person.id}:{seat.day}", seat, f"{person.name} cannot come")


def _t12_order(seats: Sequence[Seat]) -> Iterator[Breach]:
    by_id = {seat.id: seat for seat in seats}
    for seat in seats:
        for earlier in seat.session.after:
            if earlier in by_id and by_id[earlier].ends > seat.begins:
                yield Breach(
                    "T12", f"T12:{seat.id}", (earlier, seat.id), f"begins before {earlier} has ended"
                )


def _t13_travel(case: Case, who: str, own: Sequence[Seat], *, transferred: bool = True) -> Iterator[Breach]:
    """Groups change cities by transfers (T14); people make their own way there too."""
    for place, seat in enumerate(own):
        for later in own[place + 1 :]:
            if later.day != seat.day:
                break
            if seat.to_site is None or later.from_site is None or seat.to_site == later.from_site:
                continue
            if later.begins < seat.ends:
                continue  # T5 and T6 say so
            cities = case.sites[seat.to_site].city, case.sites[later.from_site].city
            if transferred and None not in cities and cities[0] != cities[1]:
                continue  # T14 says so
            way = case.ways.get((seat.to_site, later.from_site))
            between = case.between(seat.ends, later.begins)
            if way is None or between < way:
                needed = "there is no way" if way is None else f"the way takes {way} minutes"
                detail = f"{needed}, and {who} has {between} between {seat.id} and {later.id}"
                yield Breach("T13", f"T13:{who}", (seat.id, later.id), detail)


def _t14_city(case: Case, group: str, own: Sequence[Seat]) -> Iterator[Breach]:
    placed = [seat for seat in own if seat.from_site is not None and seat.to_site is not None]
    here: str | None = None
    before: Seat | None = None
    for seat in placed:
        origin = case.sites[seat.from_site or ""].city
        if before is not None and here is not None and origin is not None and origin != here:
            yield Breach(
                "T14", f"T14:{group}", (before.id, seat.id), f"{group} is in {here}, not in {origin}"
            )
        after = case.sites[seat.to_site or ""].city
        if after is not None:
            here, before = after, seat


def _days(case: Case, group: str, own: Sequence[Seat]) -> Iterator[Breach]:
    """T15 to T18: what one group can bear."""
    limits = case.problem.limits
    by_day: dict[int, list[Seat]] = defaultdict(list)
    for seat in own:
        by_day[seat.day].append(seat)
    for day, seats in sorted(by_day.items()):
        names = tuple(seat.id for seat in seats)
        length = case.length(seats)
        if limits.day_minutes is not None and length > limits.day_minutes:
            yield Breach("T15", f"T15:{group}:{day}", names, f"a day of {length} minutes")
        taught = sum(seat.session.minutes for seat in seats if seat.session.is_contact)
        if limits.contact_minutes is not None and taught > limits.contact_minutes:
            yield Breach("T16", f"T16:{group}:{day}", names, f"{taught} minutes of teaching")
        sites = sites_of(seats)
        if limits.sites is not None and len(sites) > limits.sites:
            yield Breach("T17", f"T17:{group}:{day}", names, f"{len(sites)} sites on a day")
    if limits.free_half_day_in is not None:
        yield from _t18_free(case, group, by_day, limits.free_half_day_in)


def _t18_free(case: Case, group: str, by_day: Mapping[int, Sequence[Seat]], run: int) -> Iterator[Breach]:
    free: list[bool] = []
    met: list[list[str]] = []
    for day in range(case.problem.days):
        noon, evening = day * MIDNIGHT + 12 * 60, day * MIDNIGHT + 18 * 60
        seats = by_day.get(day, ())
        morning = all(seat.begins >= noon for seat in seats)
        afternoon = all(seat.ends <= noon or seat.begins >= evening for seat in seats)
        free.append(morning or afternoon)
        met.append([seat.id for seat in seats if seat.begins < evening])
    for first in range(case.problem.days - run + 1):
        if not any(free[first : first + run]):
            names = tuple(name for day in met[first : first + run] for name in day)
            detail = f"no half-day is free in {run} days from day {first}"
            yield Breach("T18", f"T18:{group}:{first}", names, detail)


def _t19_quiet(case: Case, seat: Seat) -> Iterator[Breach]:
    for quiet in case.problem.quiets:
        if quiet.weight is None and seat.session.is_heavy and any(map(seat.meets, quiet.windows)):
            yield _one(case, "T19", quiet.id, seat, f"is heavy, and meets {quiet.name}")


def _t20_pin(case: Case, seat: Seat) -> Iterator[Breach]:
    pin = seat.session.pin
    if pin is None:
        return
    room = seat.room.id if seat.room else None
    if seat.begins != pin.begins or (pin.room is not None and room != pin.room):
        yield _one(case, "T20", seat.id, seat, "is not where it is pinned")


def _when(case: Case, seat: Seat) -> str:
    moment = case.problem.starts_on + timedelta(days=seat.day)
    minute = seat.begins % MIDNIGHT
    return f"on {moment} at {minute // 60:02}:{minute % 60:02}"


def _one(case: Case, rule: str, limit: str, seat: Seat, detail: str) -> Breach:
    return Breach(rule, f"{rule}:{limit}", (seat.id,), f"{detail} ({_when(case, seat)})")
