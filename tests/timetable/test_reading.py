"""What the engine proves to contradict itself is said in the reader's language, figures and names and all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from balai.engine.timetabling.precheck import precheck
from balai.engine.timetabling.problem import Absence, Pin, Window
from balai.timetable.services.building import build
from balai.timetable.services.naming import names_of
from balai.timetable.services.reading import read
from balai.timetable.services.wording import Wording
from tests.timetable.factories import CLASS, DAY, ROOM, at

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Problem
    from balai.programmes.models import Edition


def changed(problem: Problem, **sessions: dict[str, Any]) -> Problem:
    """The same problem with some sessions otherwise."""
    return replace(
        problem,
        sessions=tuple(
            replace(one, **sessions.get(one.id.replace("-", "_"), {})) for one in problem.sessions
        ),
    )


def too_long(problem: Problem) -> Problem:
    return replace(changed(problem, LEC_1={"minutes": DAY, "windows": ()}), sites=(), rooms=(), days=1)


def full(problem: Problem) -> Problem:
    return replace(problem, rooms=tuple(replace(one, seats=1) for one in problem.rooms))


def away(problem: Problem) -> Problem:
    absence = Absence(window=Window(begins=0, ends=3 * DAY))
    return replace(problem, people=tuple(replace(one, away=(absence,)) for one in problem.people))


def shut(problem: Problem) -> Problem:
    lunch = Window(begins=at(1, 11, 30), ends=at(1, 13, 30))
    return changed(problem, LEC_1={"windows": (lunch,)})


def in_disorder(problem: Problem) -> Problem:
    return changed(problem, LEC_1={"pin": Pin(begins=at(2, 15), room=CLASS)})


def crowded(problem: Problem) -> Problem:
    morning = (Window(begins=at(1, 9), ends=at(1, 12)),)
    return changed(problem, PRA_1_A={"windows": morning}, PRA_1_B={"windows": morning, "rooms": (ROOM,)})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (full, "Teori pemotongan dihadiri 4 orang, sedangkan ruang dan mesinnya hanya menampung 1."),
        (away, "ketidakhadiran: Anwar Siregar"),
        (shut, "istirahat makan siang"),
        (in_disorder, "Teori pemotongan selesai paling cepat pada 25 Juli, 16.00"),
        (crowded, "dibutuhkan selama 240 menit dari 24 Juli hingga 24 Juli"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_contradiction_is_read_in_the_language_of_the_page(edition: Edition, make: Any, said: str) -> None:
    problem = make(build(edition).problem)

    with translation.override("id"):
        words = Wording(problem, names_of(edition))
        found = [read(one, words) for one in precheck(problem)]

    assert any(said in sentence for sentence, _is_read in found), found
    assert {is_read for _sentence, is_read in found} == {True}
