"""The best timetable known of the reference programme: ``python -m bench.best FOLDER`` writes it down.

The folder has what long runs wrote, one for each seed and engine::

    balai timetable solve FILE --seconds 600 --seed 3 --json --output FOLDER/seed3.yaml

Each is held against every rule and counted again; the table goes into docs/engines/timetabling.md.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from tests.engine.timetabling.reference import FILE

from balai.engine.timetabling.check import breaches, costs
from balai.engine.timetabling.read import read_programme, read_timetable

PAGE = Path(__file__).parents[1] / "docs" / "engines" / "timetabling.md"
HEADING = "## Best known"


def table(folder: Path) -> list[str]:
    """A line for each run, the best first; what breaks a rule or counts itself wrongly stops it."""
    problem = read_programme(FILE)
    rows = []
    for path in sorted(folder.glob("*.yaml")):
        said = json.loads(path.read_text(encoding="utf-8"))
        timetable = read_timetable(path, problem)
        points = sum(costs(problem, timetable).values())
        if breaches(problem, timetable) or points != said["objective"]:
            raise SystemExit(f"{path.name} breaks a rule, or costs {points} points and says otherwise.")
        limit = f"{said['seconds']:,.0f} s" if said["work"] is None else f"work of {said['work']}"
        rows.append((points, said["seed"], said["bound"], limit, said["versions"]["ortools"]))
    best, bound = min(row[0] for row in rows), max(row[2] for row in rows)
    gap = f"{(best - bound) / best:.1%}"
    return [
        f"{best:,} points, and none has fewer than {bound:,}: a gap of {gap}. The checker counted every run again.",
        "",
        "| seed | points | bound | limit | ortools |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {seed} | {points:,} | {least:,} | {limit} | {version} |"
            for points, seed, least, limit, version in sorted(rows)
        ),
    ]


def main(folder: Path) -> None:
    """Write the section anew; all else on the page stays."""
    page = PAGE.read_text(encoding="utf-8")
    section = "\n".join([HEADING, "", *table(folder), "", ""])
    if HEADING not in page:
        raise SystemExit(f"{PAGE.name} has no heading “{HEADING}”.")
    page = re.sub(
        rf"{re.escape(HEADING)}\n.*?(?=^## |\Z)", lambda _: section, page, flags=re.DOTALL | re.MULTILINE
    )
    PAGE.write_text(page.rstrip("\n") + "\n", encoding="utf-8")
    print(section)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
