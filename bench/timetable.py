"""How good timetables get, and how fast: ``python -m bench.timetable`` writes this section of the benchmarks.

``ITC2007=FOLDER`` measures the competition's instances too, 60 seconds each; they are not ours to ship.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engine.timetabling.cohorts import cohorts
from tests.engine.timetabling.reference import FILE, PLANNED
from tests.engine.timetabling.test_repair import away, closed

from balai.engine.timetabling.check import breaches, misclaimed, misexplained, misrepaired
from balai.engine.timetabling.explain import explain
from balai.engine.timetabling.itc2007 import search
from balai.engine.timetabling.itc2007.check import breaches as competition_breaches
from balai.engine.timetabling.itc2007.check import costs as competition_costs
from balai.engine.timetabling.itc2007.read import read_instance
from balai.engine.timetabling.precheck import precheck
from balai.engine.timetabling.read import read_programme, read_timetable
from balai.engine.timetabling.repair import repair
from balai.engine.timetabling.solve import solve
from bench.charts import Axis, chart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.timetabling.problem import Problem

PROBLEM = read_programme(FILE)
BEFORE = read_timetable(PLANNED, PROBLEM)
SECONDS = (2, 10, 60)
WINNER = dict(
    zip((f"comp{number:02}" for number in range(1, 8)), (5, 60.5, 86, 45.5, 332, 52, 16.5), strict=True)
)
"""What the solver that won in 2007 reached in 60 s on two such cores, means of two runs."""
REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
Curve = list[tuple[float, float]]


def planned(problem: Problem, seconds: float, curves: dict[str, Curve], firsts: Curve, seed: int = 0) -> str:
    """First timetable, points, bound and gap, as cells of a row; the way there is kept for the charts."""
    began = time.perf_counter()
    first: list[float] = []
    curves |= {"points": [], "bound": []}

    def listen(points: int | None, bound: int | None) -> None:
        now = time.perf_counter() - began
        if points is not None and not first:
            first.append(now)
        if first:
            curves["points"].append((now, float(points or 0)))
            curves["bound"].append((now, float(bound or 0)))

    outcome = solve(problem, seconds=seconds, seed=seed, progress=listen)
    assert misclaimed(problem, outcome) == []
    firsts += [(float(len(problem.sessions)), one) for one in first]
    gap = "none" if outcome.gap is None else f"{outcome.gap:.1%}"
    when = f"{first[0]:.1f} s" if first else "none"
    return (
        f"{len(problem.sessions):,} | {seconds:g} s | {when} | {outcome.objective} | {outcome.bound} | {gap}"
    )


def plans() -> Iterator[str]:
    yield "| what | sessions | limit | first timetable | points | bound | gap |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    curves: dict[str, Curve] = {}
    firsts: Curve = []
    for seconds in SECONDS:
        yield f"| the programme of 2018 | {planned(PROBLEM, seconds, curves, firsts)} |"
    costs = chart(
        "The programme of 2018: points and bound over time",
        Axis(title="seconds", least=0.5, most=60, marks=(0.5, 1, 2, 5, 10, 20, 60), is_logarithmic=True),
        Axis(title="points", least=5_000, most=12_000, marks=range(5_000, 12_001, 1_000)),
        curves,
        steps=True,
    )
    (REFERENCE / "timetable-cost.svg").write_text(costs, encoding="utf-8")
    firsts = firsts[-1:]
    for count, seconds in ((5, 30), (20, 60)):
        yield f"| {count} cohorts at once | {planned(cohorts(count), seconds, {}, firsts)} |"
    growth = chart(
        "Until every session has a place",
        Axis(title="sessions", least=0, most=1_500, marks=(75, 375, 750, 1_125, 1_500)),
        Axis(title="seconds", least=0, most=60, marks=range(0, 61, 10)),
        {"first timetable": firsts},
        steps=False,
    )
    (REFERENCE / "timetable-growth.svg").write_text(growth, encoding="utf-8")
    yield ""
    yield "![Points fall and the bound rises while the programme of 2018 is planned.](timetable-cost.svg)"
    yield ""
    yield "![How long the first timetable takes, by the number of sessions.](timetable-growth.svg)"


def changes() -> Iterator[str]:
    yield "| change, on 22 July | sessions moved | disturbance | proven | after | of a processor | alternatives |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for what, problem in (
        ("the Centre for Ceramics closes on 24 July", closed(PROBLEM, "bbk", 6)),
        ("the trainer for batteries is ill on 23 July", away(PROBLEM, "sample-maya", 5)),
        ("the trainer for machining is ill on 24 July", away(PROBLEM, "sample-anwar", 6)),
        ("the Centre for Textile closes on 23 July", closed(PROBLEM, "bbt", 5)),
    ):
        began, worked = time.perf_counter(), time.process_time()
        least: list[tuple[float, float]] = []

        def listen(
            _points: int | None,
            _bound: int | None,
            least: list[tuple[float, float]] = least,
            began: float = began,
            worked: float = worked,
        ) -> None:
            least.append((time.perf_counter() - began, time.process_time() - worked))

        repairs = repair(problem, BEFORE, frozen_until=4 * 1_440, progress=listen)
        spent = time.perf_counter() - began
        for one in repairs.alternatives:
            assert misrepaired(problem, BEFORE, one, frozen_until=4 * 1_440) == []
        first = repairs.alternatives[0]
        proven = "yes" if first.is_proven else f"at least {first.bound}"
        yield f"| {what} | {len(first.changes)} | {first.disturbance} | {proven} | {least[0][0]:.1f} s | {least[0][1]:.1f} s | {len(repairs.alternatives)} in {spent:.1f} s |"


def explanations() -> Iterator[str]:
    yield "| made impossible by | precheck | remedies, with weight | proven | time, with clash | of a processor |"
    yield "| --- | --- | --- | --- | --- | --- |"
    four = PROBLEM
    for day in (5, 6, 7, 8):
        four = away(four, "sample-anwar", day)
    for what, problem in (
        ("the guide of the aircraft maker is away on the day", away(PROBLEM, "sample-putu", 9)),
        ("the trainer for machining is away on all four days", four),
    ):
        before = time.perf_counter()
        seen = len(precheck(problem))
        instant = time.perf_counter() - before
        worked = time.process_time()
        explanation = explain(problem)
        worked, spent = time.process_time() - worked, time.perf_counter() - before
        assert misexplained(problem, explanation) == []
        told = "; ".join(f"{' + '.join(one.limits)} ({one.weight})" for one in explanation.remedies)
        proven = all(one.is_proven for one in explanation.remedies)
        yield f"| {what} | {seen} in {instant * 1000:.0f} ms | {told} | {'yes' if proven else 'no'} | {spent:.1f} s | {worked:.1f} s |"


def checking() -> Iterator[str]:
    spent = []
    for _ in range(20):
        before = time.perf_counter()
        assert breaches(PROBLEM, BEFORE) == []
        spent.append(time.perf_counter() - before)
    yield f"The checker holds the 75 sessions against every rule in {statistics.median(spent) * 1000:.1f} ms."


def competition(folder: Path) -> Iterator[str]:
    """Two runs of two threads each, as planning does it; beside them what the winner's solver reached."""
    yield "| instance | limit | two runs of two threads | mean | of a processor | the winner of 2007, mean |"
    yield "| --- | --- | --- | --- | --- | --- |"
    seconds = float(os.environ.get("ITC2007_SECONDS", "60"))
    for path in sorted(folder.glob("*.ctt")):
        instance = read_instance(path)
        points, worked = [], time.process_time()
        for seed in (1, 3):
            found = search.solve(instance, seconds=seconds, seed=seed)
            if competition_breaches(instance, found.lectures):
                raise SystemExit(f"{path.stem}: seed {seed} ended with {found.broken} broken rules")
            assert sum(competition_costs(instance, found.lectures).values()) == found.points
            points.append(found.points)
        worked = (time.process_time() - worked) / len(points)
        yield (
            f"| {path.stem} | {seconds:g} s | {points[0]}, {points[1]} | {statistics.mean(points):g} "
            f"| {worked:.0f} s a run | {WINNER.get(path.stem, '')} |"
        )


def section() -> str:
    """The section, in Markdown."""
    lines = ["## Timetables", "", *plans(), "", *changes(), "", *explanations(), "", *checking()]
    folder = os.environ.get("ITC2007")
    if folder:
        lines += ["", *competition(Path(folder))]
    return "\n".join(lines)


if __name__ == "__main__":
    print(section())
