"""Several cohorts of the reference programme at once: each a week after the one before, at the same centres.

Sites, rooms, machines and people are shared; groups and sessions are each cohort's own.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY, Window
from balai.engine.timetabling.read import read_programme
from tests.engine.timetabling.reference import FILE

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Group, Pause, Problem, Quiet, Session, Site

WEEK = 7 * DAY


def cohorts(count: int) -> Problem:
    """So many cohorts; the rest day and the quiet first day move along."""
    one = read_programme(FILE)
    days = one.days + 7 * (count - 1)
    return dataclasses.replace(
        one,
        title=f"{count} cohorts",
        days=days,
        sites=tuple(_open(site, days) for site in one.sites),
        groups=tuple(_named(group, number) for number in range(count) for group in one.groups),
        pauses=tuple(_repeated(pause, count, days) for pause in one.pauses if pause.id != "rest"),
        quiets=tuple(_quiet(quiet, number) for number in range(count) for quiet in one.quiets),
        sessions=tuple(_held(session, number) for number in range(count) for session in one.sessions),
    )


def _open(site: Site, days: int) -> Site:
    """The site's first whole week, again and again."""
    week = [piece for piece in site.hours if piece.begins < WEEK]
    hours = (_later(piece, weeks) for weeks in range(days // 7 + 1) for piece in week)
    return dataclasses.replace(site, hours=tuple(one for one in hours if one.ends <= days * DAY))


def _repeated(pause: Pause, count: int, days: int) -> Pause:
    week = [piece for piece in pause.windows if piece.begins < WEEK]
    windows = (_later(piece, weeks) for weeks in range(days // 7 + 1) for piece in week)
    return dataclasses.replace(pause, windows=tuple(one for one in windows if one.ends <= days * DAY))


def _quiet(quiet: Quiet, number: int) -> Quiet:
    windows = tuple(_later(one, number) for one in quiet.windows)
    return dataclasses.replace(quiet, id=f"{quiet.id}.{number}", windows=windows, weight=0)


def _named(group: Group, number: int) -> Group:
    return dataclasses.replace(group, id=f"{group.id}.{number}", name=f"{group.name} of cohort {number}")


def _held(session: Session, number: int) -> Session:
    pin = session.pin
    return dataclasses.replace(
        session,
        id=f"{session.id}.{number}",
        activity=f"{session.activity}.{number}",
        groups=tuple(f"{group}.{number}" for group in session.groups),
        windows=tuple(_later(one, number) for one in session.windows),
        after=tuple(f"{name}.{number}" for name in session.after),
        pin=pin and dataclasses.replace(pin, begins=pin.begins + number * WEEK),
    )


def _later(window: Window, weeks: int) -> Window:
    return Window(begins=window.begins + weeks * WEEK, ends=window.ends + weeks * WEEK)
