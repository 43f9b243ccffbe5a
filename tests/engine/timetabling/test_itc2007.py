from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balai.cli import main
from balai.engine.entries import FileError
from balai.engine.timetabling.itc2007 import search
from balai.engine.timetabling.itc2007.check import breaches, costs
from balai.engine.timetabling.itc2007.instance import Course, Hall, Instance, Lecture
from balai.engine.timetabling.itc2007.read import read_instance, read_solution, solution_text
from balai.engine.timetabling.itc2007.search import solve

if TYPE_CHECKING:
    from pathlib import Path

# The shape of the competition's files; courses, rooms and figures are our own.
TEXT = """Name: Sample
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 2
Constraints: 2

COURSES:
metal t1 2 2 30
dyes t2 1 1 12
paper t1 1 1 10

ROOMS:
hall 40
shop 12

CURRICULA:
q1 2 metal dyes
q2 1 paper

UNAVAILABILITY_CONSTRAINTS:
metal 0 0
paper 1 2

END.
"""
INSTANCE = Instance(
    name="Sample",
    days=2,
    periods_a_day=3,
    courses=(
        Course(id="metal", teacher="t1", lectures=2, days=2, students=30),
        Course(id="dyes", teacher="t2", lectures=1, days=1, students=12),
        Course(id="paper", teacher="t1", lectures=1, days=1, students=10),
    ),
    halls=(Hall(id="hall", seats=40), Hall(id="shop", seats=12)),
    curricula=(("metal", "dyes"), ("paper",)),
    closed=(("metal", 0), ("paper", 5)),
)


def lectures(*places: tuple[str, int, str]) -> list[Lecture]:
    return [Lecture(course=course, period=period, hall=hall) for course, period, hall in places]


GOOD = lectures(("metal", 1, "hall"), ("metal", 4, "hall"), ("dyes", 2, "shop"), ("paper", 2, "hall"))


def but(*places: tuple[str, int, str]) -> list[Lecture]:
    """The good solution with the last lectures in other places."""
    return [*GOOD[: len(GOOD) - len(places)], *lectures(*places)]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loops as they are written: compiling takes longer than these small searches."""
    monkeypatch.setattr(search, "find_spec", lambda _: None)


def test_the_competitions_format_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "sample.ctt"
    path.write_text(TEXT, encoding="utf-8")
    solution = tmp_path / "sample.out"
    solution.write_text(solution_text(INSTANCE, GOOD), encoding="utf-8")

    assert read_instance(path) == INSTANCE
    assert solution.read_text(encoding="utf-8").splitlines() == [
        "dyes shop 0 2",
        "metal hall 0 1",
        "metal hall 1 1",
        "paper hall 0 2",
    ]
    assert sorted(read_solution(solution, INSTANCE)) == sorted(GOOD)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Courses: 3", "Courses: 4", "Courses says 4, and 3 stand under COURSES."),
        ("Days: 2\n", "", 'the head "Days:" is missing. Write it with a number.'),
        ("metal t1 2 2 30", "metal t1 2 2", "4 words, and a line of COURSES has 5."),
        ("metal t1 2 2 30", "metal t1 two 2 30", "'two' is no whole number."),
        (
            "q1 2 metal dyes",
            "q1 2 metal glass",
            "a curriculum is its name, how many courses, and their names.",
        ),
        ("metal 0 0", "metal 2 0", "a constraint is a course, a day and a period that there are."),
        ("Days: 2", "Days: 0", "Days is 0. Write 1 or more."),
        ("metal t1 2 2 30", "metal t1 11 2 30", "13 lectures, and rooms and periods have place for 12."),
        ("paper t1 1 1 10", "dyes t1 1 1 10", "dyes stands under COURSES twice. Keep one."),
        ("shop 12", "hall 12", "hall stands under ROOMS twice. Keep one."),
        ("Name: Sample", "Title Sample", "'Title Sample' is no head. Write one of Name, Courses,"),
    ],
)
def test_wrong_files_name_the_line_and_the_remedy(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = tmp_path / "sample.ctt"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")

    with pytest.raises(FileError) as refused:
        read_instance(path)

    assert complaint in str(refused.value)
    assert f"{path}: line " in str(refused.value)


def test_points_are_counted_by_hand() -> None:
    assert breaches(INSTANCE, GOOD) == []
    # metal on day 1 is alone in its curriculum, and so is paper
    assert costs(INSTANCE, GOOD) == {"C5": 0, "C6": 0, "C7": 4, "C8": 0}
    crowded = lectures(("metal", 1, "shop"), ("metal", 2, "hall"), ("dyes", 4, "shop"), ("paper", 0, "hall"))
    assert breaches(INSTANCE, crowded) == []
    assert costs(INSTANCE, crowded) == {"C5": 18, "C6": 5, "C7": 4, "C8": 1}


@pytest.mark.parametrize(
    ("solution", "rules"),
    [
        (GOOD[:-1], ["C1"]),  # a lecture is missing
        ([*GOOD, *lectures(("paper", 0, "hall"))], ["C1"]),  # one too many
        (but(("dyes", 2, "shop"), ("paper", 9, "hall")), ["C1"]),  # no such period
        (but(("dyes", 2, "shop"), ("paper", 2, "yard")), ["C1"]),  # no such room
        (but(("metal", 1, "shop"), ("dyes", 2, "shop"), ("paper", 2, "hall")), ["C1"]),  # itself at once
        (but(("dyes", 2, "hall"), ("paper", 2, "hall")), ["C2"]),  # a room twice
        (but(("dyes", 1, "shop"), ("paper", 2, "hall")), ["C3"]),  # a curriculum at once
        (but(("dyes", 2, "shop"), ("paper", 1, "shop")), ["C3"]),  # a teacher at once
        (but(("dyes", 2, "shop"), ("paper", 5, "hall")), ["C4"]),  # a period it cannot have
    ],
)
def test_every_clause_of_the_rules_refuses_a_bad_solution(solution: list[Lecture], rules: list[str]) -> None:
    assert sorted({one.rule for one in breaches(INSTANCE, solution)}) == rules


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Instances with at most four lectures in four periods and two rooms."""
    counts = draw(st.lists(st.integers(1, 2), min_size=1, max_size=2))
    courses = tuple(
        Course(
            id=f"c{number}",
            teacher=draw(st.sampled_from(["t", "u"])),
            lectures=count,
            days=draw(st.integers(1, 2)),
            students=draw(st.integers(1, 12)),
        )
        for number, count in enumerate(counts)
    )
    names = [one.id for one in courses]
    return Instance(
        name="made",
        days=2,
        periods_a_day=2,
        courses=courses,
        halls=(Hall(id="r", seats=10), Hall(id="s", seats=4)),
        curricula=tuple(
            tuple(one)
            for one in draw(st.lists(st.lists(st.sampled_from(names), unique=True, min_size=1), max_size=2))
        ),
        closed=tuple(draw(st.lists(st.tuples(st.sampled_from(names), st.integers(0, 3)), max_size=2))),
    )


def best_by_trying_all(instance: Instance) -> int | None:
    names = [one.id for one in instance.courses for _ in range(one.lectures)]
    places = list(itertools.product(range(instance.periods), [one.id for one in instance.halls]))
    best: int | None = None
    for chosen in itertools.permutations(places, len(names)):
        solution = lectures(*((name, *place) for name, place in zip(names, chosen, strict=True)))
        if not breaches(instance, solution):
            points = sum(costs(instance, solution).values())
            best = points if best is None else min(best, points)
    return best


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances())
def test_small_instances_are_solved_best_and_counted_alike(instance: Instance) -> None:
    whole = search._Search(instance, search.kernel_of(compiled=False), 1)  # noqa: SLF001 -- one thread, few moves
    whole.run(6_000, None, None)

    solution = whole.lectures()
    assert bool(breaches(instance, solution)) == (whole.broken > 0)
    assert sum(costs(instance, solution).values()) == whole.points
    best = best_by_trying_all(instance)
    assert (None if whole.broken else whole.points) == best


def test_the_same_seed_and_work_give_the_same_solution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_UNIT", 3_000)

    one, other = (solve(INSTANCE, work=1, seed=4) for _ in range(2))

    assert dataclasses.replace(other, seconds=one.seconds) == one
    assert one.points == best_by_trying_all(INSTANCE)
    assert (one.broken, one.points, one.is_reproducible) == (0, 4, True)
    assert breaches(INSTANCE, one.lectures) == []


def test_a_search_by_the_clock_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    pieces: list[int] = []
    real = search._Search._piece  # noqa: SLF001 -- how many moves it makes between two looks at the clock

    def piece(one: search._Search, moves: int, warm: float, cool: float) -> None:
        pieces.append(moves)
        real(one, moves, warm, cool)

    monkeypatch.setattr(search._Search, "_piece", piece)  # noqa: SLF001 -- as above

    solution = solve(INSTANCE, seconds=0.2, progress=lambda *now: told.append(now))

    assert (solution.is_reproducible, solution.work, solution.broken) == (False, None, 0)
    assert told[-1] == (solution.points, None) or solution.seed == 1
    assert pieces[:2] == [0, 1_000]  # none before the clock; 200,000 would take the plain loops ten seconds


def test_the_command_solves_and_checks_the_competitions_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_UNIT", 3_000)
    path, out = tmp_path / "sample.ctt", tmp_path / "sample.out"
    path.write_text(TEXT, encoding="utf-8")

    def balai(*words: object) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["timetable", *map(str, words)])
        return done.exit_code, done.stdout

    assert balai("solve", path, "--work", 1, "--seed", 4, "--output", out) == (0, "")
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4
    assert balai("check", path, "--timetable", out) == (0, "Every rule is kept. 4 points.\n  C7  4\n")
    slow = CliRunner().invoke(main, ["timetable", "solve", str(path), "--work", "1"])
    assert slow.stderr.startswith("numba is not installed, so this search is very slow: ")
    out.write_text("metal hall 0 0\n", encoding="utf-8")
    code, text = balai("check", path, "--timetable", out)
    assert (code, "C4 metal: cannot have period 0" in text) == (1, True)
    for deed in (("explain", path), ("repair", path, "--timetable", out)):
        done = CliRunner().invoke(main, ["timetable", *map(str, deed)])
        assert (done.exit_code, "are only solved and checked" in done.stderr) == (2, True)


def test_the_command_says_that_the_limit_came_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_UNIT", 3_000)
    path = tmp_path / "full.ctt"
    text = TEXT.replace("Periods_per_day: 3", "Periods_per_day: 1")
    text = (
        text.replace("metal 0 0\n", "").replace("paper 1 2\n", "").replace("Constraints: 2", "Constraints: 0")
    )
    path.write_text(text, encoding="utf-8")  # two of a curriculum are at once, each alone on its day

    done = CliRunner().invoke(main, ["timetable", "solve", str(path), "--work", "1"])

    assert (done.exit_code, done.stdout) == (1, "")
    assert "The limit came before a valid solution was found. Give more work." in done.stderr


@pytest.mark.slow
def test_compiled_and_plain_loops_find_the_same() -> None:
    kernels = [search.kernel_of(compiled=compiled) for compiled in (False, True)]
    found = []
    for kernel in kernels:
        one = search._Search(INSTANCE, kernel, 3)  # noqa: SLF001 -- the loops themselves
        one.run(40_000, None, None)
        found.append((one.lectures(), one.broken, one.points))

    assert found[0] == found[1]
