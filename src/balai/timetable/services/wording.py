"""What the checker found, in the words of an officer and the reader's language, with names and figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from balai.engine.timetabling.problem import DAY
from balai.selection.enums import KeptDays
from balai.timetable.services.observing import STEP
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.engine.timetabling.check import Breach
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.problem import Session as Asked
    from balai.engine.timetabling.result import Placement, Timetable


class Wording:
    """The names of one problem: titles, sites, rooms and people by what the engine calls them.

    Args:
        problem: whose sessions, places and people they are.
        names: in the reader's language, by the engine's id; the engine's own where there is none.
    """

    def __init__(self, problem: Problem, names: Mapping[str, str] | None = None) -> None:
        self.problem = problem
        self.names = dict(names or {})
        self.sessions = {one.id: one for one in problem.sessions}
        self.rooms = {one.id: one for one in problem.rooms}
        self.sites = {one.id: one for one in problem.sites}
        self.machines = {one.id: one for one in problem.machines}
        self.people = {one.id: one for one in problem.people}
        self.groups = {one.id: one for one in problem.groups}

    def breach(self, found: Breach, plan: Timetable, *, about: str = "") -> str:
        """One sentence: what cannot be, with the figures of the rule; about the session that was moved."""
        placed = {one.session: one for one in plan.placements}
        name = found.limit.split(":")[1] if ":" in found.limit else ""
        facts = self._facts(found, placed, name, about)
        return self._sentence(found, name) % facts

    def _sentence(self, found: Breach, name: str) -> str:  # noqa: PLR0911, C901, PLR0912 -- one line a rule
        match found.rule:
            case "T2":
                return _("%(session)s is set for other times: %(windows)s.")
            case "T3":
                return _("%(site)s is not open all that time. On %(day)s it is open %(hours)s.")
            case "T4":
                return self._pause(name)
            case "T5":
                return _("%(who)s is at %(other)s then (%(other_time)s).")
            case "T6":
                return _("%(who)s is needed at %(other)s then (%(other_time)s).")
            case "T7" if len(found.sessions) == 1:
                return _("%(who)s is booked by others then.")
            case "T7":
                return _("%(who)s holds %(other)s then (%(other_time)s).")
            case "T8":
                return _("%(room)s takes %(seats)d people, and %(heads)d come to %(session)s.")
            case "T9":
                return _(
                    "%(who)s takes %(holds)d people at a time. With %(others)s there would be %(total)d."
                )
            case "T10":
                return _("There are %(quantity)d of: %(who)s. %(others)s would need more at a time.")
            case "T11":
                return _("%(who)s cannot come on %(day)s at that time.")
            case "T12":
                return _("%(second)s comes only after %(first)s has ended (%(first_time)s).")
            case "T13":
                return _("%(who)s could not get from %(first)s to %(second)s in time.")
            case "T14":
                return _("%(who)s is in another city then: a transfer lies between.")
            case "T15":
                return _("The day of %(who)s on %(day)s would be longer than %(day_minutes)d minutes.")
            case "T16":
                return _("%(who)s would have more than %(contact)d minutes of teaching on %(day)s.")
            case "T17":
                return _("%(who)s would go to more than %(most_sites)d sites on %(day)s.")
            case "T18":
                return _("%(who)s would have no half-day free in %(run)d days from %(day)s.")
            case "T19":
                return _("%(session)s is heavy, and nothing heavy is held then.")
            case "T20":
                return _("%(session)s is pinned. Take the pin off first.")
            case _:
                return _(
                    "%(session)s cannot be held there: begin on the grid, within the days, in one of its rooms."
                )

    def obstacle(self, found: Breach, plan: Timetable) -> str:
        """What a session that cannot stay is called, with its time, and why in one sentence."""
        about = found.sessions[0]
        sentence = self.breach(found, plan, about=about)
        session = self.sessions.get(about)
        if session is None or len(found.sessions) > 2:
            return sentence
        placed = next((one for one in plan.placements if one.session == about), None)
        return f"{self.title(session)}, {self.span(placed, session)}: {sentence}"

    def given_up(self, limit: str) -> str:
        """What giving a limit up asks of the office, by its id."""
        return self._remedy(limit.split(":", maxsplit=1)[0]) % self._limited(limit)

    def kept(self, limit: str) -> str:
        """What keeping a limit asks, by its id."""
        return self._limit(limit.split(":", maxsplit=1)[0]) % self._limited(limit)

    def _limited(self, limit: str) -> dict[str, Any]:
        """Whom or what a limit is about, and its figures."""
        _rule, name, *rest = limit.split(":")
        session, site, limits = self.sessions.get(name), self.sites.get(name), self.problem.limits
        return {
            "name": self.title(session) if session else self.name(name),
            "day": self.day(int(rest[0])) if rest else "",
            "holds": site.holds if site and site.holds else 0,
            "day_minutes": limits.day_minutes or 0,
            "contact": limits.contact_minutes or 0,
            "most_sites": limits.sites or 0,
            "run": limits.free_half_day_in or 0,
        }

    def _limit(self, rule: str) -> str:  # noqa: PLR0911, C901 -- one line a rule
        match rule:
            case "T2":
                return _("%(name)s keeps to the times set for it.")
            case "T3":
                return _("%(name)s opens on %(day)s when it does.")
            case "T8":
                return _("%(name)s has no more people than the room and the machines take.")
            case "T9":
                return _("%(name)s takes %(holds)d people at a time.")
            case "T10":
                return _("There are no more than there are of: %(name)s.")
            case "T11":
                return _("%(name)s is away on %(day)s.")
            case "T15":
                return _("The day of %(name)s on %(day)s is at most %(day_minutes)d minutes long.")
            case "T16":
                return _("%(name)s has at most %(contact)d minutes of teaching on %(day)s.")
            case "T17":
                return _("%(name)s goes to at most %(most_sites)d sites on %(day)s.")
            case "T18":
                return _("%(name)s has a half-day free in %(run)d days from %(day)s.")
            case "T19":
                return _("Nothing heavy is held in a quiet time.")
            case _:
                return _("%(name)s stays where it is pinned.")

    def _remedy(self, rule: str) -> str:  # noqa: PLR0911, C901 -- one line a rule
        match rule:
            case "T2":
                return _("%(name)s is held at another time than those set for it.")
            case "T3":
                return _("%(name)s opens longer on %(day)s.")
            case "T8":
                return _("%(name)s is held with more people than the room or the machines take.")
            case "T9":
                return _("%(name)s takes more people at a time.")
            case "T10":
                return _("One more is found of: %(name)s.")
            case "T11":
                return _("%(name)s comes on %(day)s after all.")
            case "T15":
                return _("%(name)s has a longer day on %(day)s.")
            case "T16":
                return _("%(name)s has more teaching on %(day)s.")
            case "T17":
                return _("%(name)s goes to more sites on %(day)s.")
            case "T18":
                return _("%(name)s has no half-day free in the days from %(day)s.")
            case "T19":
                return _("Something heavy is held in a quiet time.")
            case _:
                return _("%(name)s is moved from where it is pinned.")

    def pause(self, name: str) -> str:
        """What a pause is called, by its id in the problem."""
        if name.startswith("friday"):
            return _("the Friday prayer")
        if name == "lunch":
            return _("lunch")
        return _("public holidays") if name.startswith("holiday") else _("the free day")

    def _pause(self, name: str) -> str:
        if name.startswith("friday"):
            return _("%(session)s would run into the Friday prayer.")
        if name == "lunch":
            return _("%(session)s would run into lunch.")
        if name.startswith("holiday"):
            return _("%(session)s would be on a public holiday.")
        return _("%(session)s would be on the free day.")

    def remarks(self, session: Asked, begins: int) -> tuple[str, ...]:
        """Of each time that participants keep free and a session would meet, a sentence that names nobody."""
        ends = begins + session.minutes
        return tuple(
            _("It lies in time that participants keep free of work: %(what)s (%(who)s).")
            % {"what": observance_name(one.id, one.name), "who": kept_by(one.people)}
            for one in self.problem.observances
            if any(begins < window.ends and window.begins < ends for window in one.windows)
        )

    def _facts(self, found: Breach, placed: Mapping[str, Placement], name: str, about: str) -> dict[str, Any]:
        first = self.sessions.get(found.sessions[0]) if found.sessions else None
        second = self.sessions.get(found.sessions[-1]) if found.sessions else None
        other = next((self.sessions[one] for one in found.sessions if one != about), first)
        day = self._day_of(found, placed)
        site, machine = self.sites.get(name), self.machines.get(name)
        limits = self.problem.limits
        return {
            "session": self.title(first) if first else "",
            "first": self.title(first) if first else "",
            "second": self.title(second) if second else "",
            "other": self.title(other) if other else "",
            "others": ", ".join(
                self.title(self.sessions[one]) for one in found.sessions if one in self.sessions
            ),
            "other_time": self.span(placed.get(other.id), other) if other else "",
            "first_time": self.span(placed.get(first.id), first) if first else "",
            "who": self.name(name),
            "site": self.name(name),
            "day": self.day(day),
            "hours": self._hours(name, day),
            "windows": self._windows(first) if first else "",
            "heads": self.problem.heads(first) if first else 0,
            "room": self._room(placed.get(first.id)) if first else "",
            "seats": self._seats(first, placed.get(first.id)) if first else 0,
            "total": sum(
                self.problem.heads(self.sessions[one]) for one in found.sessions if one in self.sessions
            ),
            "holds": site.holds if site and site.holds else 0,
            "quantity": machine.quantity if machine else 0,
            "day_minutes": limits.day_minutes or 0,
            "contact": limits.contact_minutes or 0,
            "most_sites": limits.sites or 0,
            "run": limits.free_half_day_in or 0,
        }

    def _day_of(self, found: Breach, placed: Mapping[str, Placement]) -> int:
        parts = found.limit.split(":")
        if len(parts) > 2 and parts[2].isdigit():
            return int(parts[2])
        one = placed.get(found.sessions[-1]) if found.sessions else None
        return one.begins // DAY if one else 0

    def title(self, session: Asked) -> str:
        """What a session is called, with its group where each has its own."""
        own = session.id.removeprefix(f"{session.activity}-")
        name = self.names.get(session.activity, session.title)
        return f"{name} ({own})" if session.id != session.activity else name

    def name(self, known: str) -> str:
        """How somebody or something is called."""
        for things in (self.sites, self.rooms, self.machines, self.people, self.groups):
            if known in self.names:
                return self.names[known]
            if known in things:
                return str(getattr(things[known], "name", known))
        return known

    def day(self, number: int) -> str:
        """A day of the problem, in words."""
        return formats.date_format(self.problem.starts_on + dt.timedelta(days=number), "j F")

    def time(self, minute: int) -> str:
        """The time of day of a moment."""
        return wording.clock(dt.time(minute % DAY // 60, minute % 60))

    def span(self, placed: Placement | None, session: Asked) -> str:
        """When a session is held."""
        if placed is None:
            return ""
        ends = placed.begins + session.minutes
        return f"{self.day(placed.begins // DAY)}, {self.time(placed.begins)}–{self.time(ends)}"

    def _room(self, placed: Placement | None) -> str:
        return self.name(placed.room) if placed and placed.room else ""

    def _seats(self, session: Asked, placed: Placement | None) -> int:
        """How many people the room of a session and its machines take."""
        room = self.rooms.get(placed.room) if placed and placed.room else None
        places = [self.machines[one.machine].trainees * one.count for one in session.machines]
        return min([*([room.seats] if room else []), *places], default=0)

    def _hours(self, name: str, day: int) -> str:
        site = self.sites.get(name)
        spans = [
            f"{self.time(one.begins)}–{self.time(one.ends)}"
            for one in (site.hours if site else ())
            if one.begins // DAY == day
        ]
        return ", ".join(spans) or _("not at all")

    def _windows(self, session: Asked) -> str:
        if not session.windows:
            return _("any time")
        first, last = session.windows[0], session.windows[-1]
        hours = f"{self.time(first.begins)}–{self.time(first.ends)}"
        days = self.day(first.begins // DAY)
        if last.begins // DAY != first.begins // DAY:
            days = f"{days} – {self.day(last.begins // DAY)}"
        return f"{days}, {hours}"


def observance_name(code: str, name: str, *, begins_line: bool = False) -> str:
    """What a time that participants keep free is called; or what the problem calls it."""
    words = {
        KeptDays.SABBATH: _("the Sabbath"),
        KeptDays.SUNDAY: _("the services of Sunday"),
        KeptDays.UPOSATHA: _("uposatha"),
    }
    found = words.get(KeptDays(code), name) if code in KeptDays.values else name
    return found[:1].upper() + found[1:] if begins_line else found


def kept_by(people: int) -> str:
    """Of how many it is, as far as planning is told (:mod:`balai.timetable.services.observing`)."""
    if people < 2 * STEP:
        return _("some participants")
    return _("at least %(number)d participants") % {"number": people}
