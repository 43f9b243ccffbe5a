"""What is said to people about rules, without loading the solver."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.engine.timetabling.problem import Problem


class Thing(Protocol):
    """What has an id and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


WISHES = {
    "T21": "sites a day",
    "T22": "teaching above what is good for a day",
    "T23": "heavy sessions from noon on",
    "T24": "waiting and travel",
    "T25": "work of one person above what is good for a day",
    "T26": "heavy sessions in quiet times",
    "T27": "promises not kept",
    "T28": "sessions in times that people keep free",
}


_GIVEN_UP = {
    "T2": "{session} is held at another time than those set for it.",
    "T3": "{site} opens longer on {day}.",
    "T8": "{session} is held with more people than the room seats or the machines take.",
    "T9": "{site} takes more people at a time than {holds}.",
    "T10": "One more is found of: {machine}.",
    "T11": "{person} comes on {day} after all.",
    "T15": "{group} has a longer day than {day_minutes} minutes on {day}.",
    "T16": "{group} has more than {contact_minutes} minutes of teaching on {day}.",
    "T17": "{group} goes to more than {sites} sites on {day}.",
    "T18": "{group} has no half-day free in the {run} days from {day}.",
    "T19": "Something heavy is held in spite of {quiet}.",
    "T20": "{session} is moved from where it is pinned.",
}
_KEPT = {
    "T2": "{session} keeps to the times set for it.",
    "T3": "{site} opens on {day} when it does.",
    "T8": "{session} has no more people than the room seats and the machines take.",
    "T9": "{site} takes at most {holds} people at a time.",
    "T10": "There are no more than there are of: {machine}.",
    "T11": "{person} is away on {day}.",
    "T15": "{group} has a day of at most {day_minutes} minutes on {day}.",
    "T16": "{group} has at most {contact_minutes} minutes of teaching on {day}.",
    "T17": "{group} goes to at most {sites} sites on {day}.",
    "T18": "{group} has a half-day free in the {run} days from {day}.",
    "T19": "Nothing heavy is held, because of {quiet}.",
    "T20": "{session} stays where it is pinned.",
}


def given_up(problem: Problem, limit: str, *, kept: bool = False) -> str:
    """What giving a limit up means; or, if kept, what keeping it means.

    Args:
        problem: that the limit is of.
        limit: id, such as "T11:sample-tri:6".
        kept: for a clash, which names what is kept.
    """
    rule, name, *rest = limit.split(":")
    limits = problem.limits
    words = {
        "day": _day(problem, int(rest[0])) if rest else "",
        "day_minutes": limits.day_minutes,
        "contact_minutes": limits.contact_minutes,
        "sites": limits.sites,
        "run": limits.free_half_day_in,
        "holds": next((site.holds for site in problem.sites if site.id == name), None),
        "session": f"{_titled(problem, name)} ({name})",
        "site": _named(problem.sites, name),
        "machine": _named(problem.machines, name),
        "person": _named(problem.people, name),
        "group": _named(problem.groups, name),
        "quiet": _named(problem.quiets, name),
    }
    return (_KEPT if kept else _GIVEN_UP)[rule].format(**words)


def _named(things: Iterable[Thing], name: str) -> str:
    return next((one.name for one in things if one.id == name), name)


def _titled(problem: Problem, name: str) -> str:
    return next((one.title for one in problem.sessions if one.id == name), name)


def _day(problem: Problem, day: int) -> str:
    date = problem.starts_on + timedelta(days=day)
    return f"{date.day} {date:%B}"
