"""The engine's contradictions in the reader's language.

The engine proves a contradiction and says it in English. The sentence is not made a second time: each of its
five forms is known here, its figures are taken out of it, and its names are those of the problem (decision
0803, as with the sentences of a selection). A sentence of no known form stays as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from balai.engine.timetabling.result import Contradiction
    from balai.engine.timetabling.sentences import Thing
    from balai.timetable.services.wording import Wording

NO_DAY = re.compile(r".* takes (?P<minutes>\d+) minutes, which no day of the programme holds\.")
NO_SEATS = re.compile(r".* has (?P<heads>\d+) people, and its rooms and machines take (?P<most>\d+)\.")
NO_TIME = re.compile(r".* needs (?P<minutes>\d+) minutes, and (?P<reasons>.*) leave none\.")
TOO_LATE = re.compile(
    r".* ends on (?P<ends>.*) at the earliest, and .* after it must begin by (?P<begins>.*)\."
)
TOO_MUCH = re.compile(
    r".* is needed for (?P<needed>\d+) minutes from (?P<first>.*) to (?P<last>.*), and has (?P<free>\d+)\."
)


def read(found: Contradiction, words: Wording) -> tuple[str, bool]:
    """A contradiction in the reader's language, and whether its form was known.

    Args:
        found: what the engine proved, with its rules, its subjects and its English sentence.
        words: the names of the problem.
    """
    said = _say(found, words)
    return (said, True) if said else (found.sentence, False)


def _say(found: Contradiction, words: Wording) -> str:
    first = words.sessions.get(found.subjects[0])
    title = words.title(first) if first else words.name(found.subjects[0])
    if match := NO_DAY.fullmatch(found.sentence):
        return _("%(session)s takes %(minutes)s minutes, which no day of the programme holds.") % {
            "session": title,
            **match.groupdict(),
        }
    if match := NO_SEATS.fullmatch(found.sentence):
        return _("%(session)s has %(heads)s people, and its rooms and machines take %(most)s.") % {
            "session": title,
            **match.groupdict(),
        }
    if match := NO_TIME.fullmatch(found.sentence):
        reasons = wording.joined(list(_reasons(found, match["reasons"], words)))
        return _("%(session)s needs %(minutes)s minutes. No time is left between these: %(reasons)s.") % {
            "session": title,
            "minutes": match["minutes"],
            "reasons": reasons,
        }
    if match := TOO_LATE.fullmatch(found.sentence):
        return _(
            "%(first)s ends on %(ends)s at the earliest, and %(second)s after it must begin by %(begins)s."
        ) % {
            "first": title,
            "second": words.title(words.sessions[found.subjects[-1]]),
            "ends": _moment(match["ends"], words),
            "begins": _moment(match["begins"], words),
        }
    if match := TOO_MUCH.fullmatch(found.sentence):
        return _("%(who)s is needed for %(needed)s minutes from %(first)s to %(last)s, and has %(free)s.") % {
            "who": title,
            "needed": match["needed"],
            "free": match["free"],
            "first": _day(match["first"], words),
            "last": _day(match["last"], words),
        }
    return ""


def _reasons(found: Contradiction, said: str, words: Wording) -> Iterator[str]:
    """What leaves no time; names are looked for in what the engine said."""
    problem, session = words.problem, words.sessions[found.subjects[0]]
    for rule in found.rules:
        match rule:
            case "T2":
                yield _("the times set for it")
            case "T3":
                sites = dict.fromkeys(words.rooms[room].site for room in session.rooms)
                yield _("opening hours: %(names)s") % {"names": _names(sites, words)}
            case "T4":
                yield from (words.pause(one.id) for one in problem.pauses if one.name in said)
            case "T7":
                yield _("what others have booked of its rooms")
            case "T11":
                people = _said(problem.people, said)
                yield _("absences: %(names)s") % {"names": _names(people, words)}
            case "T19":
                yield _("times without anything heavy")
            case "T20":
                yield _("its pin")
            case "T42":
                yield _("what has gone by")


def _said(things: Sequence[Thing], said: str) -> list[str]:
    return [one.id for one in things if one.name in said]


def _names(ids: Iterable[str], words: Wording) -> str:
    return wording.joined(sorted(words.name(one) for one in ids))


def _day(said: str, words: Wording) -> str:
    """A day that the engine named in English: “24 July”."""
    for number in range(words.problem.days):
        date = words.problem.starts_on + dt.timedelta(days=number)
        if said == f"{date.day} {date:%B}":
            return words.day(number)
    return said


def _moment(said: str, words: Wording) -> str:
    """A moment that the engine named: “24 July at 09:00”."""
    day, _at, time = said.rpartition(" at ")
    return f"{_day(day, words)}, {wording.clock(dt.time.fromisoformat(time))}"
