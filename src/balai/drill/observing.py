"""Somebody keeps days free of work for their faith (E16): planning minds them and learns nothing of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.entries import to_json
from balai.engine.timetabling.check import costs
from balai.engine.timetabling.result import Placement, Timetable
from balai.selection.enums import KeptDays
from balai.selection.services.keeping import say_kept_days
from balai.timetable.services.building import build
from balai.timetable.services.observing import STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.drill.telling import Telling
    from balai.engine.timetabling.problem import Problem
    from balai.selection.models import Participant


def keep_days_free(told: Telling, people: Sequence[Participant]) -> None:
    """Some say which days they keep, and one may take it back; the others' days stay in the next plan."""
    if not people:
        return
    draw = told.draw_apart("E16")
    several = draw.sample(people, min(len(people), draw.randint(1, 2)))
    for one in several:
        told.do(say_kept_days, participant_id=one.pk, days=list(KeptDays), actor=one.person)
    told.refused(
        "participant.not_oneself",
        say_kept_days,
        participant_id=several[0].pk,
        days=[],
        actor=told.ground.officer,
    )
    problem = build(told.edition).problem
    if not {KeptDays.SABBATH, KeptDays.SUNDAY} <= {one.id for one in problem.observances}:
        told.broken.append("somebody keeps days of the programme, and the planner is not asked to mind them")
    if any(one.people != STEP for one in problem.observances):
        told.broken.append("the planner is told how many keep a day")
    written = to_json(problem)
    if any(word in written for one in several for word in (one.name, str(one.pk), str(one.person_id))):
        told.broken.append("the planner is told who keeps a day")
    if not _costs(problem):
        told.broken.append("a session on a day that somebody keeps costs nothing")
    if draw.random() < 0.5:
        for one in several:
            told.do(say_kept_days, participant_id=one.pk, days=[], actor=one.person)
        if build(told.edition).problem.observances:
            told.broken.append("what was taken back is minded all the same")
    told.happens("E16")


def _costs(problem: Problem) -> int:
    """Points of a session that begins with the first time that is kept."""
    first = min((one for kept in problem.observances for one in kept.windows), key=lambda one: one.begins)
    session = problem.sessions[0]
    there = Placement(session=session.id, begins=first.begins, room=None)
    return costs(problem, Timetable(placements=(there,)))["T28"]
