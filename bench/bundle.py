"""How long lists of people take to come in: ``python -m bench.bundle`` writes this section of the benchmarks.

Each is brought to ``balai programme import`` as somebody would, a process of its own, in an installation of
its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.engine.bundle.sheets import workbook_file
from tests.people.workbooks import HEADING, many, plant

from balai.engine.bundle.problem import Problem
from bench.running import installation, prepare, with_database

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEW, PEOPLE, FAULTS = 1_000, 20_000, 50
MOST_SECONDS = 60.0
MOST_MORE_MEMORY = 64.0
"""MB more for twenty times as many people: the memory that an import takes does not grow with its rows."""

SOUND, WRONG = 0, 2
"""How the command ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One import: what it told as JSON, its seconds on the wall and on the processor, its largest memory."""

    told: str
    seconds: float
    processor: float
    megabytes: float


def bring(environment: Mapping[str, str], path: Path, *, ends: int) -> Brought:
    """Bring a file to the command, which must end as is said."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "balai", "programme", "import", str(path), "--json"],
        env=dict(environment),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        told = process.stdout.read()
        _pid, status, used = os.wait4(process.pid, 0)  # what this one used, and no other child
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != ends:
        raise SystemExit(f"bench: the import of {path.name} ended with {process.returncode}:\n{told[:2000]}")
    return Brought(
        told=told,
        seconds=time.perf_counter() - began,
        processor=used.ru_utime + used.ru_stime,
        megabytes=used.ru_maxrss / 1024,
    )


def workbook(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    """The rows as one sheet of people."""
    return workbook_file(folder / "people.xlsx", {"people": [HEADING, *rows]})


def faults_told(told: str) -> list[tuple[str, str]]:
    """The place and the rule of each fault of a report."""
    problems = (Problem.from_json(table) for table in json.loads(told)["problems"])
    return [(str(problem.place), problem.rule) for problem in problems]


def row(what: str, brought: Brought, keep: str, *, is_met: bool | None) -> str:
    """A line of the table."""
    met = {None: "", True: "yes", False: "**no**"}[is_met]
    figures = f"{brought.seconds:.1f} s | {brought.processor:.1f} s | {brought.megabytes:.0f} MB"
    return f"| {what} | {figures} | {keep} | {met} |"


def section() -> str:
    """The section, in Markdown."""
    lines = [
        "## Lists of people, brought as .xlsx",
        "",
        "| what | measured | of processor | largest memory | to keep | met |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    spoilt = many(PEOPLE)
    planted = plant(spoilt)
    with TemporaryDirectory() as name, installation() as (environment, _port):
        folder = Path(name)
        with with_database(environment):
            prepare(environment)
            few = bring(environment, workbook(folder / "few", many(FEW)), ends=SOUND)
            faulty = bring(environment, workbook(folder / "faulty", spoilt), ends=WRONG)
            whole = bring(environment, workbook(folder / "whole", many(PEOPLE)), ends=SOUND)
    found = faults_told(faulty.told)
    keep = f"< {MOST_SECONDS:.0f} s"
    lines.append(row(f"{FEW:,} people", few, "", is_met=None))
    lines.append(
        row(
            f"{PEOPLE:,} people with {FAULTS} faults: {len(found)} told, each at its cell",
            faulty,
            f"{keep}, all {FAULTS}",
            is_met=faulty.seconds < MOST_SECONDS and found == planted and len(planted) == FAULTS,
        )
    )
    lines.append(
        row(
            f"{PEOPLE:,} people, of whom {FEW:,} are there",
            whole,
            f"{keep}, < {MOST_MORE_MEMORY:.0f} MB more than {FEW:,}",
            is_met=whole.seconds < MOST_SECONDS and whole.megabytes - few.megabytes < MOST_MORE_MEMORY,
        )
    )
    return "\n".join(lines)


if __name__ == "__main__":
    print(section())
