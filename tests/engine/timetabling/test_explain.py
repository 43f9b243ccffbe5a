from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from ortools.sat.python import cp_model

from balai.engine.timetabling.check import GRAVITY, breaches, misexplained
from balai.engine.timetabling.explain import _Explaining, explain
from balai.engine.timetabling.frame import Frame
from balai.engine.timetabling.problem import Absence, Limits, Person, Pin, Window
from balai.engine.timetabling.read import read_programme
from balai.engine.timetabling.search import Budget
from tests.engine.timetabling.programmes import all_timetables, at, problems, programme, session, window
from tests.engine.timetabling.reference import FILE
from tests.engine.timetabling.test_repair import away

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.engine.timetabling.draft import Draft
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.result import Timetable

REFERENCE = read_programme(FILE)


def test_a_programme_with_a_timetable_needs_no_explanation() -> None:
    explanation = explain(programme(session("s", rooms=("hall.1",))))

    assert (explanation.status, explanation.remedies, explanation.clash) == ("feasible", (), None)


def test_the_lightest_remedies_come_first_and_the_clash_names_what_is_needed() -> None:
    """Tri is away on both days on which the session may be; the hall is closed on none."""
    absences = tuple(Absence(window=Window(begins=at(day, 0), ends=at(day + 1, 0))) for day in range(2))
    problem = programme(
        session("s", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 18, days=2)),
        people=(Person(id="tri", name="Tri", away=absences),),
    )

    explanation = explain(problem)

    assert misexplained(problem, explanation) == []
    assert sorted((one.limits, one.weight, one.is_proven, one.sentences) for one in explanation.remedies) == [
        ((f"T11:tri:{day}",), 2, True, (f"Tri comes on {18 + day} July after all.",)) for day in (0, 1)
    ]
    assert explanation.clash is not None
    assert explanation.clash.limits == ("T11:tri:0", "T11:tri:1")
    assert explanation.clash.sentences == ("Tri is away on 18 July.", "Tri is away on 19 July.")
    assert explanation.clash.is_smallest


def test_times_of_sessions_are_given_up_where_nothing_else_helps() -> None:
    problem = programme(session("s", rooms=("hall.1",), windows=window(0, 12, 13)))

    explanation = explain(problem)

    assert misexplained(problem, explanation) == []
    assert [one.limits for one in explanation.remedies] == [("T2:s",)]
    assert explanation.remedies[0].sentences == ("s (s) is held at another time than those set for it.",)


def test_pins_and_limits_of_days_can_be_given_up() -> None:
    problem = programme(
        session("r", rooms=("hall.1",), pin=Pin(begins=at(0, 9))),
        session("s", rooms=("hall.1",), windows=window(0, 9, 12)),
        limits=Limits(contact_minutes=60),
    )

    explanation = explain(problem)

    assert misexplained(problem, explanation) == []
    assert {one.limits for one in explanation.remedies} == {("T16:A:0",), ("T20:r",)}


def _lightest_by_trying_all(problem: Problem) -> int | None:
    """Weight of the lightest remedy without T2, by counting what every timetable breaks."""
    loose = frozenset(GRAVITY) - {"T2"}
    best: int | None = None
    for one in all_timetables(problem, but_for=loose):
        broken = {breach.limit for breach in breaches(problem, one)}
        if all(limit.partition(":")[0] in loose for limit in broken):
            weight = sum(GRAVITY[limit.partition(":")[0]] for limit in broken)
            best = weight if best is None else min(best, weight)
    return best


def _explains(problem: Problem) -> None:
    explanation = explain(problem)

    assert misexplained(problem, explanation) == []
    lightest = _lightest_by_trying_all(problem)
    if explanation.status == "feasible":
        assert lightest == 0
    elif lightest is not None:
        assert [one.is_proven for one in explanation.remedies] == [True] * len(explanation.remedies)
        assert explanation.remedies[0].weight == lightest
        assert explanation.clash is not None


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(most=2))
def test_trying_every_timetable_finds_no_lighter_remedy(problem: Problem) -> None:
    _explains(problem)


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(most=2))
def test_trying_every_timetable_finds_no_lighter_remedy_often(problem: Problem) -> None:
    _explains(problem)


def test_false_explanations_are_refused() -> None:
    problem = away(
        programme(session("s", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 18))), "tri", 0
    )
    true = explain(problem)
    remedy, clash = true.remedies[0], true.clash
    assert clash is not None

    def rules(**claims: object) -> set[str]:
        false = dataclasses.replace(true, **claims)  # type: ignore[arg-type]
        return {one.rule for one in misexplained(problem, false)}

    assert rules() == set()
    assert rules(remedies=(remedy, remedy)) == {"T51"}
    assert rules(remedies=(dataclasses.replace(remedy, limits=()),)) == {"T51"}
    assert rules(remedies=(dataclasses.replace(remedy, limits=("T3:hall:0",)),)) == {"T51"}
    assert rules(remedies=(dataclasses.replace(remedy, weight=1),)) == {"T51"}
    assert rules(clash=dataclasses.replace(clash, keeps=())) == {"T52"}
    assert rules(clash=dataclasses.replace(clash, limits=("T3:hall:0", *clash.limits))) == {"T52"}


def test_each_timetable_behind_a_clash_stands_beside_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work ends while it is tried whether the first limit can be spared."""
    problem = programme(
        session("s", rooms=("hall.1",), people=("tri",), windows=window(0, 9, 18, days=2)),
        people=(
            Person(
                id="tri",
                name="Tri",
                away=tuple(
                    Absence(window=Window(begins=at(day, 0), ends=at(day + 1, 0))) for day in range(2)
                ),
            ),
        ),
    )
    explaining = _Explaining(Frame(problem), {}, Budget(work=10), 0)
    assert explaining.place() == "infeasible"
    assert list(explaining.remedies())
    keeping = explaining._keeping  # noqa: SLF001 -- the limit of work, made to come at this one check

    def tired(draft: Draft, limits: Sequence[str]) -> tuple[Any, Timetable | None]:
        return (cp_model.UNKNOWN, None) if "T11:tri:0" not in limits else keeping(draft, limits)

    monkeypatch.setattr(explaining, "_keeping", tired)
    clash = explaining.clash()

    assert clash is not None
    assert (clash.limits, clash.is_smallest) == (("T11:tri:0", "T11:tri:1"), False)
    first, second = clash.keeps
    assert first is None
    assert second is not None
    assert [one.limit for one in breaches(problem, second)] == ["T11:tri:1"]
    explained = dataclasses.replace(explain(problem), clash=clash)
    assert misexplained(problem, explained) == []
    claimed = dataclasses.replace(explained, clash=dataclasses.replace(clash, is_smallest=True))
    assert [one.rule for one in misexplained(problem, claimed)] == ["T52"]


@pytest.mark.slow
def test_a_trainer_who_comes_on_one_day_too_few_is_asked_for_the_day() -> None:
    problem = REFERENCE
    for day in (5, 6, 8):
        problem = away(problem, "sample-anwar", day)

    explanation = explain(problem)

    assert misexplained(problem, explanation) == []
    assert [one.limits for one in explanation.remedies[:2]] == [
        ("T11:sample-anwar:6",),
        ("T11:sample-anwar:5",),
    ]
