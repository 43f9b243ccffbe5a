"""How long selections take: ``python -m bench.selection`` writes this section of the benchmarks."""

from __future__ import annotations

import resource
import time
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from tests.engine.selection.nations import nation
from tests.engine.selection.pools import reference

from balai.engine.selection.accounts import select
from balai.engine.selection.check import breaches
from balai.engine.selection.check.national import national_breaches
from balai.engine.selection.national import solve_national
from balai.engine.selection.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def timed(deed: Callable[[], T]) -> tuple[T, str]:
    """What a deed returns, and its seconds on the wall and on the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    value = deed()
    return value, f"{time.perf_counter() - wall:.2f} s ({time.process_time() - processor:.2f} s of processor)"


def section() -> str:
    """The section, in Markdown."""
    lines = ["## Selection", "", "| nominees | what | time |", "| --- | --- | --- |"]
    for count in (70, 200, 1_000):
        problem = reference(nominees=count)
        solve(problem, seed=1)  # warm
        seconds = []
        for _ in range(5):
            before = time.perf_counter()
            solve(problem, seed=1)
            seconds.append(time.perf_counter() - before)
        lines.append(f"| {count:,} | 20 places, proven best | {median(seconds) * 1000:.0f} ms |")
        selection, needed = timed(lambda problem=problem: select(problem, seed=1))  # type: ignore[misc]
        lines.append(f"| {count:,} | every nominee accounted for | {needed} |")
        found, needed = timed(lambda problem=problem, selection=selection: breaches(problem, selection))  # type: ignore[misc]
        assert found == []
        lines.append(f"| {count:,} | all of it checked | {needed} |")
    year = nation(nominees=30_000, programmes=400)
    national, needed = timed(lambda: solve_national(year))
    what = f"400 programmes, {len(year.wishes):,} wishes, {national.gap:.4%} from the bound"
    lines.append(f"| 30,000 | {what} | {needed} |")
    faults, needed = timed(lambda: national_breaches(year, national))
    assert faults == []
    lines.append(f"| 30,000 | checked | {needed} |")
    lines.append("")
    lines.append(f"Largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB.")
    return "\n".join(lines)


if __name__ == "__main__":
    print(section())
