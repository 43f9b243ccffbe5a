"""The model in the making: variables for every session, and what rules need to speak about them.

All moments in the model are counted ones (:mod:`balai.engine.timetabling.frame`).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from balai.engine.timetabling.frame import Frame, attendants
from balai.engine.timetabling.problem import DAY
from balai.engine.timetabling.result import Placement, Timetable
from balai.engine.timetabling.spans import Days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ortools.sat.python.cp_model_helper import Literal

    from balai.engine.timetabling.frame import Ban
    from balai.engine.timetabling.problem import Problem, Session, Window
    from balai.engine.timetabling.rules.rule import Rule


class Draft:
    """One model of one problem.

    Attributes:
        model: the solver's.
        frame: the problem's indices.
        begin: when each session begins.
        size: how long it is, in counted minutes.
        end: when it ends.
        day: for each session, a literal for each day on which it may be.
        room: for each session, a literal for each room in which it may be.
        days: lengths and sites of groups' days.
        costs: terms of the objective, by rule.
        given_up: literals of the limits that may be given up, when the draft is there to explain.
        present: sessions that are planned here of each group and person who has any.
        hopeless: ids of sessions that have no time or room at all.

    Args:
        problem: what is asked.
        rules: all rules.
        only: sessions to plan; the others are left out as if they were not asked for. None for all.
        outer: possible beginnings of all sessions, those left out among them.
        elsewhere: where sessions that are left out have been placed, as far as is known.
        frozen: where sessions stay, whatever forbids it by itself.
        begun: which of them have begun, so that no rule is held among them; none for all.
        lost: groups, and the first days of runs, that need no free half-day: what has begun left none (T18).
        giving_up: codes of rules whose limits may be given up.
        priced: whether wishes count.
    """

    def __init__(  # noqa: PLR0913 -- what is planned, and what is known of the rest
        self,
        problem: Problem | Frame,
        rules: Sequence[Rule],
        *,
        only: frozenset[str] | None = None,
        outer: Mapping[str, Sequence[int]] | None = None,
        elsewhere: Mapping[str, Placement] | None = None,
        frozen: Mapping[str, Placement] | None = None,
        begun: Iterable[str] | None = None,
        lost: frozenset[tuple[str, int]] = frozenset(),
        giving_up: frozenset[str] = frozenset(),
        priced: bool = True,
    ) -> None:
        self.frame = problem if isinstance(problem, Frame) else Frame(problem)
        self.problem = self.frame.problem
        self.model = cp_model.CpModel()
        self.yes = self.model.new_constant(1)
        self.giving_up = giving_up
        self.frozen = frozen or {}
        self.begun = frozenset(self.frozen if begun is None else begun)
        self.lost = lost
        self.given_up: dict[str, Literal] = {}
        self.begin: dict[str, cp_model.IntVar] = {}
        self.size: dict[str, cp_model.LinearExpr | int] = {}
        self.end: dict[str, cp_model.LinearExpr | int] = {}
        self.day: dict[str, dict[int, Literal]] = {}
        self.room: dict[str, dict[str | None, Literal]] = {}
        self.interval: dict[str, cp_model.IntervalVar] = {}
        self.starts: dict[str, list[int]] = {}
        self.costs: dict[str, list[tuple[cp_model.LinearExpr | int, int]]] = {rule.code: [] for rule in rules}
        self.hopeless: list[str] = []
        self.present: dict[str, list[Session]] = {}
        self._real: dict[str, dict[int, int]] = {}
        self.outer = outer or {}
        self.elsewhere = elsewhere or {}
        self.days = Days(self)
        self._sites: dict[str, dict[str, Literal]] = {}
        self._both: dict[tuple[int, int], Literal] = {}
        self.sessions = self.frame.sessions
        if only is not None:
            self.sessions = [self.frame.session[name] for name in sorted(only)]
        for session in self.sessions:
            self._place(session, rules)
        if self.hopeless:
            return
        own: dict[str, list[Session]] = defaultdict(list)
        for session in self.sessions:
            for who in attendants(session):
                own[who].append(session)
        self.present = dict(sorted(own.items()))
        for rule in rules:
            if rule.enter:
                rule.enter(self)
        for rule in rules:
            if rule.price and priced:
                rule.price(self)

    # what rules ask

    def kept(self, limit: str) -> Literal | None:
        """The literal that a limit is kept; none if it always is."""
        if limit.partition(":")[0] not in self.giving_up:
            return None
        if limit not in self.given_up:
            self.given_up[limit] = self.model.new_bool_var(f"give up {limit}")
        return self.given_up[limit].negated()

    def enforce(self, constraint: cp_model.Constraint, *literals: Literal | None) -> None:
        """Make a constraint hold where all these literals are true; none and constants are left out."""
        real = [one for one in literals if one is not None and one is not self.yes]
        if real:
            constraint.only_enforce_if(*real)

    def both(self, one: Literal, other: Literal) -> Literal:
        """A literal that is true if both are, and may be false otherwise only then."""
        if one is self.yes:
            return other
        if other is self.yes:
            return one
        key = (min(one.index, other.index), max(one.index, other.index))
        if key not in self._both:
            literal = self.model.new_bool_var("")
            self.model.add_bool_and(one, other).only_enforce_if(literal)
            self.model.add_bool_or(one.negated(), other.negated(), literal)
            self._both[key] = literal
        return self._both[key]

    def have_begun(self, *sessions: Session) -> bool:
        """Whether all of these have begun: among them no rule is held (T42)."""
        return all(one.id in self.begun for one in sessions)

    def apart(self, held: Iterable[tuple[Session, cp_model.IntervalVar]]) -> list[cp_model.IntervalVar]:
        """Intervals that may not overlap; those that have begun are one with each other."""
        return [one for one, _ in self.together(((session, one, 1) for session, one in held), most=1)]

    def together(
        self, held: Iterable[tuple[Session, cp_model.IntervalVar, int]], most: int
    ) -> list[tuple[cp_model.IntervalVar, int]]:
        """Intervals and what they take; those that have begun take no more together than there is."""
        found: list[tuple[cp_model.IntervalVar, int]] = []
        begun: list[tuple[int, int, int]] = []
        for session, interval, takes in held:
            if self.have_begun(session):
                begins = self.frozen[session.id].begins
                ends = self.frame.counted(begins + session.minutes)
                begun.append((self.frame.counted(begins), ends, takes))
            else:
                found.append((interval, takes))
        for begins, ends in pairwise(sorted({moment for one in begun for moment in one[:2]})):
            taken = sum(takes for first, last, takes in begun if first <= begins < last)
            if taken:
                step = self.model.new_fixed_size_interval_var(begins, ends - begins, "")
                found.append((step, min(taken, most)))
        return found

    def attending(self, who: str) -> list[Session]:
        """Sessions of a group or person that are planned here."""
        return self.present.get(who, [])

    def days_of(self, sessions: Iterable[Session]) -> list[int]:
        """Days on which any of these may be."""
        return sorted({day for one in sessions for day in self.day[one.id]})

    def sites(self, session: Session, *, leaving: bool = False) -> dict[str, Literal]:
        """A literal for each site at which a session ends or, if leaving, begins; empty without a place."""
        if leaving and session.leaves:
            return {session.leaves: self.yes}
        if session.id not in self._sites:
            self._sites[session.id] = self._sites_of(session)
        return self._sites[session.id]

    def _sites_of(self, session: Session) -> dict[str, Literal]:
        by_site: dict[str, list[Literal]] = defaultdict(list)
        for room, literal in self.room[session.id].items():
            if room is not None:
                by_site[self.frame.rooms[room].site].append(literal)
        found: dict[str, Literal] = {}
        for site, literals in sorted(by_site.items()):
            if len(literals) == 1:
                found[site] = literals[0]
            elif len(by_site) == 1:
                found[site] = self.yes
            else:
                at = self.model.new_bool_var("")
                self.model.add(sum(literals) == at)
                found[site] = at
        return found

    def within(self, session: Session, starts: Iterable[int]) -> cp_model.Domain:
        """The counted moments of these starts."""
        return cp_model.Domain.from_values([self.frame.counted(moment) for moment in starts])

    def meeting(self, session: Session, windows: Iterable[Window]) -> list[int]:
        """The starts with which a session meets any of these windows."""
        return [
            moment
            for moment in self.starts[session.id]
            if any(moment < window.ends and window.begins < moment + session.minutes for window in windows)
        ]

    # hints and answers

    def fix(self, model: cp_model.CpModel, timetable: Timetable) -> None:
        """Hold these sessions where they are, in a copy of the model."""
        for one in timetable.placements:
            begin = model.get_int_var_from_proto_index(self.begin[one.session].index)
            model.add(begin == self.frame.counted(one.begins))
            literal = self.room[one.session][one.room]
            if literal is not self.yes:
                model.add(model.get_bool_var_from_proto_index(literal.index) == 1)

    def hint(self, timetable: Timetable) -> None:
        """Start the search from here."""
        for one in timetable.placements:
            self.model.add_hint(self.begin[one.session], self.frame.counted(one.begins))
            for day, literal in self.day[one.session].items():
                if literal is not self.yes:
                    self.model.add_hint(literal, day == one.begins // DAY)
            for room, literal in self.room[one.session].items():
                if literal is not self.yes:
                    self.model.add_hint(literal, room == one.room)

    def minimize(self) -> None:
        """Ask for the timetable that costs least."""
        self.model.minimize(sum(term * weight for terms in self.costs.values() for term, weight in terms))

    def timetable(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Timetable:
        """What the solver found."""
        return Timetable(
            placements=tuple(
                Placement(
                    session=one.id,
                    begins=self._real[one.id][solver.value(self.begin[one.id])],
                    room=next(
                        room for room, literal in self.room[one.id].items() if solver.boolean_value(literal)
                    ),
                )
                for one in self.sessions
            )
        )

    # every session

    def _place(self, session: Session, rules: Sequence[Rule]) -> None:
        by_room: dict[str | None, tuple[list[int], dict[str, list[Ban]]]] = {}
        stays = self.frozen.get(session.id)
        for room in self.frame.rooms_of(session):
            name = room.id if room else None
            if stays:
                if name == stays.room:
                    by_room[name] = ([stays.begins], {})
                continue
            bans = [ban for rule in rules if rule.bans for ban in rule.bans(self.frame, session, room)]
            loose: dict[str, list[Ban]] = defaultdict(list)
            for ban in bans:
                if ban.limit.partition(":")[0] in self.giving_up:
                    loose[ban.limit].append(ban)
            starts = self.frame.starts(session, [ban for ban in bans if ban.limit not in loose])
            if starts:
                by_room[name] = (starts, loose)
        if not by_room:
            self.hopeless.append(session.id)
            return
        starts = sorted({moment for moments, _ in by_room.values() for moment in moments})
        self.starts[session.id] = starts
        counted = {moment: self.frame.counted(moment) for moment in starts}
        self._real[session.id] = {value: moment for moment, value in counted.items()}
        begin = self.model.new_int_var_from_domain(
            cp_model.Domain.from_values(list(counted.values())), f"begin {session.id}"
        )
        self.begin[session.id] = begin
        self._choose_room(session, by_room)
        self._choose_day(session, starts)
        self._measure(session, counted)
        self.interval[session.id] = self.model.new_interval_var(
            begin, self.size[session.id], self.end[session.id], session.id
        )

    def _choose_room(
        self, session: Session, by_room: Mapping[str | None, tuple[list[int], dict[str, list[Ban]]]]
    ) -> None:
        literals: dict[str | None, Literal] = {
            room: self.yes if len(by_room) == 1 else self.model.new_bool_var(f"{session.id} in {room}")
            for room in by_room
        }
        self.room[session.id] = literals
        if len(by_room) > 1:
            self.model.add_exactly_one(literals.values())
        begin, every = self.begin[session.id], self.starts[session.id]
        for room, (starts, loose) in by_room.items():
            if len(starts) < len(every):
                inside = self.within(session, starts)
                self.enforce(self.model.add_linear_expression_in_domain(begin, inside), literals[room])
            for limit, bans in sorted(loose.items()):
                allowed = set(self.frame.starts(session, bans))
                left = [moment for moment in starts if moment in allowed]
                if len(left) == len(starts):
                    continue
                kept = self.kept(limit)
                if left:
                    inside = self.within(session, left)
                    constraint = self.model.add_linear_expression_in_domain(begin, inside)
                    self.enforce(constraint, literals[room], kept)
                else:
                    literal = literals[room]
                    clause = [] if literal is self.yes else [literal.negated()]
                    self.model.add_bool_or(*clause, *([kept.negated()] if kept is not None else []))

    def _choose_day(self, session: Session, starts: list[int]) -> None:
        by_day: dict[int, list[int]] = defaultdict(list)
        for moment in starts:
            by_day[moment // DAY].append(self.frame.counted(moment))
        if len(by_day) == 1:
            self.day[session.id] = dict.fromkeys(by_day, self.yes)
            return
        begin = self.begin[session.id]
        literals: dict[int, Literal] = {
            day: self.model.new_bool_var(f"{session.id} on {day}") for day in by_day
        }
        self.day[session.id] = literals
        self.model.add_exactly_one(literals.values())
        for day, moments in by_day.items():
            self.model.add_linear_constraint(begin, min(moments), max(moments)).only_enforce_if(literals[day])

    def _measure(self, session: Session, counted: Mapping[int, int]) -> None:
        sizes = {
            value: self.frame.counted(moment + session.minutes) - value for moment, value in counted.items()
        }
        begin = self.begin[session.id]
        if len(set(sizes.values())) == 1:
            self.size[session.id] = next(iter(sizes.values()))
            self.end[session.id] = begin + next(iter(sizes.values()))
            return
        size = self.model.new_int_var_from_domain(
            cp_model.Domain.from_values(sorted(set(sizes.values()))), f"size {session.id}"
        )
        end = self.model.new_int_var(min(sizes), max(value + one for value, one in sizes.items()), "")
        self.model.add_allowed_assignments([begin, size], sorted(sizes.items()))
        self.model.add(end == begin + size)
        self.size[session.id], self.end[session.id] = size, end


def pairs(sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Every two sessions, once."""
    return list(combinations(sessions, 2))
