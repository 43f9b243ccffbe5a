"""The judge: holds a timetable against the rulebook (T1 to T33, T41 to T52) with the standard library alone.

It shares nothing with the solver but the classes of problem and result. It counts minute by minute where the
solver reasons about intervals: slower, and by another road.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from balai.engine.timetabling.problem import Problem, Room, Session, Window
    from balai.engine.timetabling.result import (
        Change,
        Clash,
        Explanation,
        Outcome,
        Placement,
        Repair,
        Timetable,
    )

MIDNIGHT = 24 * 60
WISHES = ("T21", "T22", "T23", "T24", "T25", "T26", "T27", "T28")


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that is not as the rulebook wants it.

    Attributes:
        rule: the rulebook's code.
        limit: id of what is not kept, such as "T3:bblm:6"; the rule's code alone for a false claim.
        sessions: ids of the sessions in it.
        detail: what was found, for people.
    """

    rule: str
    limit: str
    sessions: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class _Seat:
    """A session where the timetable has it."""

    session: Session
    begins: int
    ends: int
    room: Room | None

    @property
    def id(self) -> str:
        return self.session.id

    @property
    def day(self) -> int:
        return self.begins // MIDNIGHT

    @property
    def from_site(self) -> str | None:
        return self.session.leaves or self.to_site

    @property
    def to_site(self) -> str | None:
        return self.room.site if self.room else None

    def meets(self, window: Window) -> bool:
        return self.begins < window.ends and window.begins < self.ends


def breaches(problem: Problem, timetable: Timetable) -> list[Breach]:
    """Every rule (T1 to T20) that a timetable does not keep; empty for one that may be published."""
    return breaches_of(problem)(timetable)


def breaches_of(problem: Problem) -> Callable[[Timetable], list[Breach]]:
    """The same for any number of timetables of one problem, which is looked at once."""
    judge = _Judge(problem)
    return lambda timetable: list(judge.rules(timetable))


def costs(problem: Problem, timetable: Timetable) -> dict[str, int]:
    """Points by wish (T21 to T28), of a timetable without breaches."""
    return _Judge(problem).costs(timetable)


def misclaimed(problem: Problem, outcome: Outcome) -> list[Breach]:
    """Everything in an outcome that is not so; empty for a true one. The bound itself is not proven again."""
    return list(_Judge(problem).outcome(outcome))


def disturbance(problem: Problem, before: Timetable, after: Timetable) -> int:
    """T41: how much two timetables differ, in people times gravity of the change."""
    return sum(_Judge(problem).disturbances(before, after).values())


def misrepaired(problem: Problem, before: Timetable, repair: Repair, *, frozen_until: int) -> list[Breach]:
    """Everything in a repair that is not so (T41 to T44)."""
    return list(_Judge(problem).repair(before, repair, frozen_until))


def misexplained(
    problem: Problem, explanation: Explanation, *, before: Timetable | None = None, frozen_until: int = 0
) -> list[Breach]:
    """Everything in an explanation that is not so (T51, T52); after a vain repair, with what has begun."""
    return list(_Judge(problem).explanation(explanation, before, frozen_until))


def disturbed(problem: Problem, before: Timetable, *, frozen_until: int) -> list[Breach]:
    """The rules that a timetable does not keep any more, apart from what had begun and what is not there."""
    return list(_Judge(problem).disturbed(before, frozen_until))


class _Judge:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sessions = {one.id: one for one in problem.sessions}
        self.rooms = {one.id: one for one in problem.rooms}
        self.sites = {one.id: one for one in problem.sites}
        self.size = {one.id: one.size for one in problem.groups}
        self.ways: dict[tuple[str, str], int] = {}
        for leg in problem.travel:
            self.ways[leg.origin, leg.destination] = leg.minutes
            self.ways[leg.destination, leg.origin] = leg.minutes
        counts = bytearray(b"\1") * (problem.days * MIDNIGHT)
        for pause in problem.pauses:
            if pause.sites is None:
                for window in pause.windows:
                    ends = min(window.ends, len(counts))
                    counts[window.begins : ends] = bytes(max(ends - window.begins, 0))
        self.awake = [0, *accumulate(counts)]  # minutes before each that are in no general pause

    # T1 to T20

    def rules(self, timetable: Timetable) -> Iterator[Breach]:
        """Every breach, rule by rule; later rules look only at sessions that have a place at all."""
        found = list(self._t1_once(timetable))
        yield from found
        wrong = {session for breach in found for session in breach.sessions}
        seats = [self._seat(one) for one in timetable.placements if one.session not in wrong]
        seats.sort(key=lambda seat: (seat.begins, seat.id))
        for seat in seats:
            yield from self._t2_window(seat)
            yield from self._t3_hours(seat)
            yield from self._t4_pause(seat)
            yield from self._t8_seats(seat)
            yield from self._t7_taken(seat)
            yield from self._t11_away(seat)
            yield from self._t19_quiet(seat)
            yield from self._t20_pin(seat)
        yield from self._t12_order(seats)
        yield from self._together(seats)
        for group in self.size:
            own = [seat for seat in seats if group in seat.session.groups]
            yield from self._t5_apart("T5", group, own)
            yield from self._t13_travel(group, own)
            yield from self._t14_city(group, own)
            yield from self._days(group, own)
        for person in self.problem.people:
            own = [seat for seat in seats if person.id in seat.session.people]
            yield from self._t5_apart("T6", person.id, own)
            yield from self._t13_travel(person.id, own, transferred=False)
        for room in self.rooms:
            own = [seat for seat in seats if seat.room is not None and seat.room.id == room]
            yield from self._t5_apart("T7", room, own)

    def _t1_once(self, timetable: Timetable) -> Iterator[Breach]:
        held = Counter(one.session for one in timetable.placements)
        for name in sorted({*self.sessions, *held}):
            wrong = ""
            if name not in self.sessions:
                wrong = "is no session of the problem"
            elif held[name] != 1:
                wrong = f"is held {held[name]} times" if held[name] else "is not held"
            if wrong:
                yield Breach("T1", f"T1:{name}", (name,), wrong)
        for one in timetable.placements:
            session = self.sessions.get(one.session)
            for wrong in self._misplaced(one, session) if session else ():
                yield Breach("T1", f"T1:{one.session}", (one.session,), wrong)

    def _misplaced(self, one: Placement, session: Session) -> Iterator[str]:
        if one.begins % self.problem.grid:
            yield "begins beside the grid"
        if not 0 <= one.begins < self.problem.days * MIDNIGHT:
            yield "is outside the days"
        elif one.begins % MIDNIGHT + session.minutes > MIDNIGHT:
            yield "runs over midnight"
        if (one.room is not None or bool(session.rooms)) and one.room not in session.rooms:
            yield "is not in one of its rooms"

    def _t2_window(self, seat: _Seat) -> Iterator[Breach]:
        if seat.session.windows and not self._within(seat, seat.session.windows):
            yield self._one("T2", seat.id, seat, "is outside the time set for it")

    def _t3_hours(self, seat: _Seat) -> Iterator[Breach]:
        if seat.room is None:
            return
        site = self.sites[seat.room.site]
        if not self._within(seat, site.hours):
            yield self._one("T3", f"{site.id}:{seat.day}", seat, f"{site.name} is not open all the time")

    def _t4_pause(self, seat: _Seat) -> Iterator[Breach]:
        for pause in self.problem.pauses:
            general = pause.sites is None
            if not general and (seat.to_site is None or seat.to_site not in (pause.sites or ())):
                continue
            for window in pause.windows:
                if seat.session.kind not in pause.spared:
                    if seat.meets(window):
                        yield self._one("T4", pause.id, seat, f"meets {pause.name}")
                        break
                elif general and (
                    window.begins <= seat.begins < window.ends or window.begins < seat.ends <= window.ends
                ):
                    yield self._one("T4", pause.id, seat, f"begins or ends in {pause.name}")
                    break

    def _t5_apart(self, rule: str, who: str, own: Sequence[_Seat]) -> Iterator[Breach]:
        """T5 groups, T6 people, T7 rooms: nothing at the same time. ``own`` is in order of beginning."""
        for place, seat in enumerate(own):
            for later in own[place + 1 :]:
                if later.begins >= seat.ends:
                    break
                yield Breach(
                    rule, f"{rule}:{who}", (seat.id, later.id), f"{who} is in both {self._when(later)}"
                )

    def _t8_seats(self, seat: _Seat) -> Iterator[Breach]:
        heads = self._heads(seat.session)
        if seat.room is not None and heads > seat.room.seats:
            yield self._one(
                "T8", seat.id, seat, f"{heads} people, and {seat.room.name} has {seat.room.seats} seats"
            )
        for need in seat.session.machines:
            machine = next(one for one in self.problem.machines if one.id == need.machine)
            if heads > need.count * machine.trainees:
                places = need.count * machine.trainees
                yield self._one("T8", seat.id, seat, f"{heads} people, and {machine.name} takes {places}")

    def _together(self, seats: Sequence[_Seat]) -> Iterator[Breach]:
        """T9 people at a site, T10 machines: looked at whenever something begins."""
        for site in self.problem.sites:
            own = [seat for seat in seats if seat.to_site == site.id]
            if site.holds is not None:
                weights = [(seat, self._heads(seat.session)) for seat in own]
                yield from self._too_many("T9", site.id, site.name, weights, site.holds)
        for machine in self.problem.machines:
            used = [
                (seat, need.count)
                for seat in seats
                for need in seat.session.machines
                if need.machine == machine.id
            ]
            yield from self._too_many("T10", machine.id, machine.name, used, machine.quantity)

    def _too_many(
        self, rule: str, name: str, title: str, uses: Sequence[tuple[_Seat, int]], most: int
    ) -> Iterator[Breach]:
        for seat, _ in uses:
            now = [(one, count) for one, count in uses if one.begins <= seat.begins < one.ends]
            total = sum(count for _, count in now)
            if total > most:
                sessions = tuple(sorted({one.id for one, _ in now}))
                yield Breach(rule, f"{rule}:{name}", sessions, f"{total} at {title}, which takes {most}")

    def _t7_taken(self, seat: _Seat) -> Iterator[Breach]:
        if seat.room is not None and any(seat.meets(window) for window in seat.room.taken):
            yield self._one("T7", f"{seat.room.id}:{seat.day}", seat, f"others have {seat.room.name}")

    def _t11_away(self, seat: _Seat) -> Iterator[Breach]:
        for person in self.problem.people:
            if person.id in seat.session.people and any(seat.meets(one.window) for one in person.away):
                yield self._one("T11", f"{person.id}:{seat.day}", seat, f"{person.name} cannot come")

    def _t12_order(self, seats: Sequence[_Seat]) -> Iterator[Breach]:
        by_id = {seat.id: seat for seat in seats}
        for seat in seats:
            for earlier in seat.session.after:
                if earlier in by_id and by_id[earlier].ends > seat.begins:
                    yield Breach(
                        "T12", f"T12:{seat.id}", (earlier, seat.id), f"begins before {earlier} has ended"
                    )

    def _t13_travel(self, who: str, own: Sequence[_Seat], *, transferred: bool = True) -> Iterator[Breach]:
        """Groups change cities by transfers (T14); people make their own way there too."""
        for place, seat in enumerate(own):
            for later in own[place + 1 :]:
                if later.day != seat.day:
                    break
                if seat.to_site is None or later.from_site is None or seat.to_site == later.from_site:
                    continue
                if later.begins < seat.ends:
                    continue  # T5 and T6 say so
                cities = self.sites[seat.to_site].city, self.sites[later.from_site].city
                if transferred and None not in cities and cities[0] != cities[1]:
                    continue  # T14 says so
                way = self.ways.get((seat.to_site, later.from_site))
                between = self.awake[later.begins] - self.awake[seat.ends]
                if way is None or between < way:
                    needed = "there is no way" if way is None else f"the way takes {way} minutes"
                    detail = f"{needed}, and {who} has {between} between {seat.id} and {later.id}"
                    yield Breach("T13", f"T13:{who}", (seat.id, later.id), detail)

    def _t14_city(self, group: str, own: Sequence[_Seat]) -> Iterator[Breach]:
        placed = [seat for seat in own if seat.from_site is not None and seat.to_site is not None]
        here: str | None = None
        before: _Seat | None = None
        for seat in placed:
            origin = self.sites[seat.from_site or ""].city
            if before is not None and here is not None and origin is not None and origin != here:
                yield Breach(
                    "T14", f"T14:{group}", (before.id, seat.id), f"{group} is in {here}, not in {origin}"
                )
            after = self.sites[seat.to_site or ""].city
            if after is not None:
                here, before = after, seat

    def _days(self, group: str, own: Sequence[_Seat]) -> Iterator[Breach]:
        """T15 to T18: what one group can bear."""
        limits = self.problem.limits
        by_day: dict[int, list[_Seat]] = defaultdict(list)
        for seat in own:
            by_day[seat.day].append(seat)
        for day, seats in sorted(by_day.items()):
            names = tuple(seat.id for seat in seats)
            length = self._length(seats)
            if limits.day_minutes is not None and length > limits.day_minutes:
                yield Breach("T15", f"T15:{group}:{day}", names, f"a day of {length} minutes")
            taught = sum(seat.session.minutes for seat in seats if seat.session.is_contact)
            if limits.contact_minutes is not None and taught > limits.contact_minutes:
                yield Breach("T16", f"T16:{group}:{day}", names, f"{taught} minutes of teaching")
            sites = self._sites_of(seats)
            if limits.sites is not None and len(sites) > limits.sites:
                yield Breach("T17", f"T17:{group}:{day}", names, f"{len(sites)} sites on a day")
        if limits.free_half_day_in is not None:
            yield from self._t18_free(group, by_day, limits.free_half_day_in)

    def _t18_free(self, group: str, by_day: Mapping[int, Sequence[_Seat]], run: int) -> Iterator[Breach]:
        free: list[bool] = []
        met: list[list[str]] = []
        for day in range(self.problem.days):
            noon, evening = day * MIDNIGHT + 12 * 60, day * MIDNIGHT + 18 * 60
            seats = by_day.get(day, ())
            morning = all(seat.begins >= noon for seat in seats)
            afternoon = all(seat.ends <= noon or seat.begins >= evening for seat in seats)
            free.append(morning or afternoon)
            met.append([seat.id for seat in seats if seat.begins < evening])
        for first in range(self.problem.days - run + 1):
            if not any(free[first : first + run]):
                names = tuple(name for day in met[first : first + run] for name in day)
                detail = f"no half-day is free in {run} days from day {first}"
                yield Breach("T18", f"T18:{group}:{first}", names, detail)

    def _t19_quiet(self, seat: _Seat) -> Iterator[Breach]:
        for quiet in self.problem.quiets:
            if quiet.weight is None and seat.session.is_heavy and any(map(seat.meets, quiet.windows)):
                yield self._one("T19", quiet.id, seat, f"is heavy, and meets {quiet.name}")

    def _t20_pin(self, seat: _Seat) -> Iterator[Breach]:
        pin = seat.session.pin
        if pin is None:
            return
        room = seat.room.id if seat.room else None
        if seat.begins != pin.begins or (pin.room is not None and room != pin.room):
            yield self._one("T20", seat.id, seat, "is not where it is pinned")

    # T21 to T28

    def costs(self, timetable: Timetable) -> dict[str, int]:
        seats = sorted(map(self._seat, timetable.placements), key=lambda seat: (seat.begins, seat.id))
        points: Counter[str] = Counter()
        for group in self.size:
            points += self._day_costs([seat for seat in seats if group in seat.session.groups])
        for seat in seats:
            points += self._session_costs(seat)
        for person in self.problem.people:
            points["T25"] += self._work_cost([seat for seat in seats if person.id in seat.session.people])
        return {rule: points[rule] for rule in WISHES}

    def _day_costs(self, own: Sequence[_Seat]) -> Counter[str]:
        """T21, T22 and T24 of one group."""
        weights = self.problem.weights
        points: Counter[str] = Counter()
        for day in {seat.day for seat in own}:
            seats = [seat for seat in own if seat.day == day]
            taught = sum(seat.session.minutes for seat in seats if seat.session.is_contact)
            busy = sum(self.awake[seat.ends] - self.awake[seat.begins] for seat in seats)
            points["T21"] += weights.site_day * len(self._sites_of(seats))
            points["T22"] += weights.contact_minute * max(0, taught - weights.contact_good)
            points["T24"] += weights.waiting_minute * (self._length(seats) - busy)
        return points

    def _session_costs(self, seat: _Seat) -> Counter[str]:
        """T23 and T26 to T28 of one session."""
        points: Counter[str] = Counter()
        if seat.session.is_heavy and seat.begins % MIDNIGHT >= 12 * 60:
            points["T23"] += self.problem.weights.heavy_late * len(seat.session.groups)
        for quiet in self.problem.quiets:
            if quiet.weight and seat.session.is_heavy and any(map(seat.meets, quiet.windows)):
                points["T26"] += quiet.weight
        promise = seat.session.promise
        if promise is not None and not self._within(seat, promise.windows):
            points["T27"] += promise.weight
        for kept in self.problem.observances:
            if any(map(seat.meets, kept.windows)):
                points["T28"] += self.problem.weights.kept_time * kept.people * len(seat.session.groups)
        return points

    def _work_cost(self, own: Sequence[_Seat]) -> int:
        """T25 of one person."""
        weights = self.problem.weights
        worked: Counter[int] = Counter()
        for seat in own:
            worked[seat.day] += seat.session.minutes
        return sum(
            weights.trainer_minute * max(0, minutes - weights.trainer_good) for minutes in worked.values()
        )

    # T31 to T33

    def outcome(self, claim: Outcome) -> Iterator[Breach]:
        if claim.timetable is None:
            if claim.objective is not None or claim.costs or claim.status in {"optimal", "feasible"}:
                yield _claim("T32", "no timetable, and yet it is said to be one")
            if claim.status == "infeasible" and claim.bound is not None:
                yield _claim("T33", "infeasible, and yet something is said of costs")
            return
        found = list(self.rules(claim.timetable))
        yield from found
        if found:
            return
        if list(claim.timetable.placements) != sorted(claim.timetable.placements, key=lambda p: p.session):
            yield _claim("T31", "sessions are not in the order of their ids")
        counted = {rule: points for rule, points in self.costs(claim.timetable).items() if points}
        if {cost.rule: cost.points for cost in claim.costs} != counted or len(claim.costs) != len(counted):
            yield _claim("T31", f"claimed {[(c.rule, c.points) for c in claim.costs]}, counted {counted}")
        if claim.objective != sum(counted.values()):
            yield _claim("T31", f"claimed {claim.objective} points, counted {sum(counted.values())}")
        if claim.bound is None or claim.bound < 0 or claim.bound > (claim.objective or 0):
            yield _claim("T32", f"the bound {claim.bound} is not between 0 and {claim.objective}")
        if claim.status != ("optimal" if claim.bound == claim.objective else "feasible"):
            yield _claim("T32", f"called {claim.status}, with {claim.objective} and bound {claim.bound}")

    # T41 to T44

    def disturbances(self, before: Timetable, after: Timetable) -> dict[str, int]:
        """Points of T41 by session."""
        old = {one.session: one for one in before.placements}
        found: dict[str, int] = {}
        for one in after.placements:
            was, session = old.get(one.session), self.sessions[one.session]
            gravity = 0 if was is None else self._gravity(was, one)
            if gravity:
                found[one.session] = gravity * (self._heads(session) + len(session.people))
        return found

    def repair(self, before: Timetable, repair: Repair, frozen_until: int) -> Iterator[Breach]:
        old = {one.session: one for one in before.placements}
        yield from self._since(repair.timetable, self._begun(before, frozen_until), frozen_until)
        by_id = {one.session: one for one in repair.timetable.placements}
        moved = self.disturbances(before, repair.timetable)
        if repair.disturbance != sum(moved.values()):
            yield _claim("T41", f"claimed {repair.disturbance}, counted {sum(moved.values())}")
        told = {change.session: change for change in repair.changes}
        if sorted(told) != sorted(moved) or len(told) != len(repair.changes):
            yield _claim("T43", f"claimed {sorted(told)}, changed are {sorted(moved)}")
        for name in told.keys() & moved.keys():
            yield from self._change(told[name], old[name], by_id[name])
        if repair.bound > repair.disturbance or repair.is_proven != (repair.bound == repair.disturbance):
            yield _claim("T44", f"disturbance {repair.disturbance} and bound {repair.bound}")

    def disturbed(self, before: Timetable, frozen_until: int) -> Iterator[Breach]:
        """What is broken of a timetable as it was; sessions that were added or are gone are no breach."""
        own = tuple(one for one in before.placements if one.session in self.sessions)
        frozen = self._begun(before, frozen_until)
        for breach in self._since(replace(before, placements=own), frozen, frozen_until):
            if breach.rule != "T1" or any(one.session in breach.sessions for one in own):
                yield breach

    def _begun(self, before: Timetable, frozen_until: int) -> dict[str, Placement]:
        """What had begun of a timetable."""
        return {
            one.session: one
            for one in before.placements
            if one.session in self.sessions and one.begins < frozen_until
        }

    def _since(self, timetable: Timetable, frozen: Mapping[str, Placement], now: int) -> Iterator[Breach]:
        """What is broken by more than what had begun, which stays; nothing else is put before now (T42)."""
        past = tuple(one for one in timetable.placements if one.session in frozen)
        lost = {one.limit for one in self.rules(replace(timetable, placements=past)) if one.rule == "T18"}
        for breach in self.rules(timetable):
            if breach.limit not in lost and not set(breach.sessions) <= frozen.keys():
                yield breach
        by_id = {one.session: one for one in timetable.placements}
        for name, one in frozen.items():
            if by_id.get(name) != one:
                yield Breach("T42", f"T42:{name}", (name,), "was past or running, and moved")
        for one in timetable.placements:
            if one.begins < now and one.session not in frozen:
                yield Breach("T42", f"T42:{one.session}", (one.session,), "is put before the repair")

    def _change(self, change: Change, old: Placement, new: Placement) -> Iterator[Breach]:
        session = self.sessions[change.session]
        if (change.before, change.after) != (old, new):
            yield Breach("T43", f"T43:{session.id}", (session.id,), "is not changed as it is said")
        if change.groups != tuple(sorted(session.groups)) or change.people != tuple(sorted(session.people)):
            yield Breach("T43", f"T43:{session.id}", (session.id,), "others must be told")
        sites = {self.rooms[one.room].site for one in (old, new) if one.room is not None}
        if change.sites != tuple(sorted(sites)):
            yield Breach("T43", f"T43:{session.id}", (session.id,), "other sites must be told")

    def _gravity(self, old: Placement, new: Placement) -> int:
        if old == new:
            return 0
        sites = [self.rooms[one.room].site if one.room else None for one in (old, new)]
        if sites[0] != sites[1] or old.begins // MIDNIGHT != new.begins // MIDNIGHT:
            return 6
        return 2 if old.begins != new.begins else 1

    # T51, T52

    def explanation(
        self, explanation: Explanation, before: Timetable | None, frozen_until: int
    ) -> Iterator[Breach]:
        frozen = self._begun(before, frozen_until) if before else {}
        seen: list[set[str]] = []
        for remedy in explanation.remedies:
            given_up = set(remedy.limits)
            for breach in self._since(remedy.timetable, frozen, frozen_until):
                if breach.limit not in given_up:
                    yield replace(breach, rule="T51", detail=f"is broken too: {breach.detail}")
            if any(earlier <= given_up for earlier in seen) or not given_up:
                yield _claim("T51", "is no other remedy than one before it")
            seen.append(given_up)
            if remedy.weight != sum(GRAVITY.get(limit.partition(":")[0], 0) for limit in given_up):
                yield _claim("T51", f"weighs otherwise than {remedy.weight}")
        weights = [remedy.weight for remedy in explanation.remedies]
        if any(one > other for one, other in pairwise(weights)):
            yield _claim("T51", "a lighter remedy comes later")
        if explanation.clash is not None:
            yield from self._clash(explanation.clash, frozen, frozen_until)

    def _clash(self, clash: Clash, frozen: Mapping[str, Placement], frozen_until: int) -> Iterator[Breach]:
        if len(clash.keeps) != len(clash.limits) or (clash.is_smallest and None in clash.keeps):
            yield _claim("T52", "not every limit has a timetable that keeps the others")
        for spared, timetable in zip(clash.limits, clash.keeps, strict=False):
            for breach in self._since(timetable, frozen, frozen_until) if timetable else ():
                if breach.limit in clash.limits and breach.limit != spared:
                    yield replace(breach, rule="T52", detail=f"is broken without {spared}: {breach.detail}")
                elif breach.limit.partition(":")[0] not in GRAVITY:
                    yield replace(breach, rule="T52", detail=f"is never given up: {breach.detail}")

    # what the rules count

    def _seat(self, one: Placement) -> _Seat:
        session = self.sessions[one.session]
        return _Seat(
            session, one.begins, one.begins + session.minutes, self.rooms[one.room] if one.room else None
        )

    def _heads(self, session: Session) -> int:
        return sum(self.size[group] for group in session.groups)

    def _within(self, seat: _Seat, windows: Iterable[Window]) -> bool:
        """Whether a session lies in windows, where those that touch are one."""
        at = seat.begins
        for window in sorted(windows, key=lambda one: one.begins):
            if window.begins <= at < window.ends:
                at = window.ends
        return at >= seat.ends

    def _length(self, seats: Sequence[_Seat]) -> int:
        return self.awake[max(seat.ends for seat in seats)] - self.awake[min(seat.begins for seat in seats)]

    def _sites_of(self, seats: Iterable[_Seat]) -> set[str]:
        both = {site for seat in seats for site in (seat.from_site, seat.to_site)}
        return {site for site in both if site is not None}

    def _when(self, seat: _Seat) -> str:
        moment = self.problem.starts_on + timedelta(days=seat.day)
        minute = seat.begins % MIDNIGHT
        return f"on {moment} at {minute // 60:02}:{minute % 60:02}"

    def _one(self, rule: str, limit: str, seat: _Seat, detail: str) -> Breach:
        return Breach(rule, f"{rule}:{limit}", (seat.id,), f"{detail} ({self._when(seat)})")


GRAVITY = {
    "T2": 100,
    "T3": 4,
    "T8": 6,
    "T9": 5,
    "T10": 6,
    "T11": 2,
} | dict.fromkeys(
    ("T15", "T16", "T17", "T18", "T19", "T20"), 1
)  # T51: what may be given up, and what it weighs


def _claim(rule: str, detail: str) -> Breach:
    return Breach(rule, rule, (), detail)
